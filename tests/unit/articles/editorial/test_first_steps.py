import pytest

from articles.editorial.first_steps import first_steps
from tests import factories

pytestmark = pytest.mark.django_db


def done():
    return [step.text for step in first_steps() if step.is_done]


def test_empty_site_shows_every_step_as_open():
    assert len(first_steps()) == 4
    assert done() == []


def test_steps_are_ticked_as_they_are_taken():
    section = factories.section()
    assert done() == ["Make a section"]

    factories.author()
    factories.article(section=section)
    assert done() == ["Make a section", "Make who signs", "Write the first article"]


def test_steps_go_once_something_is_public():
    factories.publication()
    assert first_steps() == ()
