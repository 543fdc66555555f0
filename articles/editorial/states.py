"""Which state may follow which. Pure rules: the constraints and the actions ask here.

Two state machines run side by side (ARCHITECTURE.md section 5): the working copy's and the public one. An article
can be public and a draft at once: the draft is the next version.

>>> may_become("published", "withdrawn", PUBLIC)
True
"""

from collections.abc import Mapping

WORK: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"draft", "in_review", "published"}),
    "in_review": frozenset({"draft", "changes_requested", "approved", "published"}),
    "changes_requested": frozenset({"draft", "in_review"}),
    "approved": frozenset({"draft", "scheduled", "published"}),
    "scheduled": frozenset({"draft", "approved", "published"}),
    "published": frozenset({"draft", "published"}),
}
PUBLIC: Mapping[str, frozenset[str]] = {
    "": frozenset({"published"}),
    "published": frozenset({"published", "paused", "withdrawn", "retracted"}),
    "paused": frozenset({"published", "withdrawn", "retracted"}),
    "withdrawn": frozenset({"published"}),
    "retracted": frozenset({"published", "withdrawn"}),
}


def may_become(state: str, target: str, machine: Mapping[str, frozenset[str]]) -> bool:
    """Whether `target` may follow `state`. An unknown state has no followers."""
    return target in machine.get(state, frozenset())
