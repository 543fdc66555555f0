import pytest

from articles.editorial.states import PUBLIC, WORK, may_become
from articles.models.choices import PublicState, WorkState


@pytest.mark.parametrize(
    ("machine", "vocabulary"), [(WORK, WorkState.values), (PUBLIC, ["", *PublicState.values])]
)
def test_machines_know_exactly_the_states_of_the_schema(machine, vocabulary):
    assert set(machine) == set(vocabulary)
    assert set().union(*machine.values()) <= set(vocabulary)


@pytest.mark.parametrize("machine", [WORK, PUBLIC])
def test_no_state_is_a_dead_end(machine):
    assert all(followers for followers in machine.values())


@pytest.mark.parametrize("machine", [WORK, PUBLIC])
def test_every_state_can_lead_to_published(machine):
    for start in machine:
        reached, frontier = {start}, [start]
        while frontier:
            new = machine[frontier.pop()] - reached
            reached |= new
            frontier += new
        assert "published" in reached


def test_unknown_state_has_no_followers():
    assert not may_become("invented", "published", PUBLIC)


def test_withdrawn_article_cannot_be_withdrawn_again():
    assert not may_become("withdrawn", "withdrawn", PUBLIC)


def test_nothing_but_published_follows_no_public_state():
    assert [state for state in PUBLIC if may_become("", state, PUBLIC)] == ["published"]
