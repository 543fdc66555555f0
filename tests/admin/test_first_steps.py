import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_empty_desk_shows_the_steps_to_the_first_article(client):
    client.force_login(factories.user(is_staff=True, is_superuser=True))

    page = client.get(reverse("admin:index")).content.decode()

    assert "To the first article" in page
    assert reverse("admin:articles_section_add") in page


def test_steps_are_gone_once_something_is_public(client):
    factories.publication()
    client.force_login(factories.user(is_staff=True, is_superuser=True))

    assert "To the first article" not in client.get(reverse("admin:index")).content.decode()
