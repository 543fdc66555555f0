from hypothesis import given
from hypothesis import strategies as st

from articles.editorial.states import PUBLIC, WORK, may_become


@given(st.sampled_from([WORK, PUBLIC]), st.text(), st.text())
def test_only_known_states_ever_follow(machine, state, target):
    assert not may_become(state, target, machine) or (state in machine and target in machine)


@given(st.lists(st.sampled_from(sorted(PUBLIC)), max_size=20))
def test_no_walk_of_legal_steps_leaves_the_machine(targets):
    state = ""
    for target in targets:
        if may_become(state, target, PUBLIC):
            state = target
    assert state in PUBLIC
