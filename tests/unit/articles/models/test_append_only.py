"""History can be added to, and not changed."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import timeline
from articles.models import Correction, Revision, TimelineEntry, append_only
from tests import factories

pytestmark = pytest.mark.django_db
MAKERS = [factories.revision, factories.timeline_entry, factories.correction]


@pytest.mark.parametrize("make", MAKERS)
def test_a_row_of_history_cannot_be_changed_or_deleted(make):
    row = make()

    for act in (lambda rows: rows.update(id=row.pk), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act(type(row).objects.filter(pk=row.pk))

    assert type(row).objects.filter(pk=row.pk).exists()


def test_the_tables_are_those_of_history():
    assert {model._meta.db_table for model in (Revision, TimelineEntry, Correction)} == set(
        append_only.TABLES
    )


def test_every_trigger_is_there_after_migrations():
    assert append_only.missing() == []


def test_a_missing_trigger_is_named_and_put_back():
    with append_only.lifted():
        assert "articles_revision_refuses_update" in append_only.missing()
        assert "articles_correction_refuses_delete" in append_only.missing()

    assert append_only.missing() == []


def test_lifted_lets_rows_go():
    timeline.add_entry(article=None, by=None, verb="published")

    with append_only.lifted():
        TimelineEntry.objects.all().delete()

    assert not TimelineEntry.objects.exists()


def test_an_error_inside_lifted_puts_the_triggers_back():
    with pytest.raises(KeyError), append_only.lifted():
        raise KeyError

    assert append_only.missing() == []


def test_installing_twice_changes_nothing():
    with CaptureQueriesContext(connection) as captured:
        append_only.install()

    assert not any("CREATE" in query["sql"] for query in captured.captured_queries)
