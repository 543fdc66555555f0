"""`manage.py reset_site`."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.models import Article, Revision, TimelineEntry, User, append_only
from newsroom import site_state
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled():
    factories.revision()
    factories.timeline_entry()
    factories.user()


@pytest.mark.usefixtures("filled")
def test_without_yes_nothing_happens():
    with pytest.raises(CommandError, match="--yes"):
        call_command("reset_site")

    assert Revision.objects.exists()


@pytest.mark.usefixtures("filled")
def test_a_site_that_demo_did_not_make_is_refused_unless_forced(capsys):
    with pytest.raises(CommandError, match="--force"):
        call_command("reset_site", "--yes")
    assert Revision.objects.exists()

    call_command("reset_site", "--yes", "--force")

    assert capsys.readouterr().out == "The site is empty.\n"
    assert not any(model.objects.exists() for model in (Article, Revision, TimelineEntry, User))


@pytest.mark.usefixtures("filled")
def test_a_demonstration_is_emptied_and_history_is_guarded_again():
    site_state.mark_begun()
    groups = set(Group.objects.values_list("name", flat=True))

    call_command("reset_site", "--yes")

    assert site_state.is_empty()
    assert append_only.missing() == []
    assert set(Group.objects.values_list("name", flat=True)) == groups
    assert "Publisher" in groups


def test_an_empty_site_may_be_emptied():
    call_command("reset_site", "--yes")
