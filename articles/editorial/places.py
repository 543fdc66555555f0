"""Children of an article change places. A place is unique in its article at every moment, so rows are set aside first."""

from collections.abc import Sequence

from django.db.models import F, Model, QuerySet

SET_ASIDE = 1_000_000


def set_aside(children: QuerySet[Model]) -> None:
    """Moves `children` of one article behind every place that rows are given. Needs the transaction of `put_in_place`."""
    children.update(position=F("position") + SET_ASIDE)


def put_in_place(children: Sequence[Model]) -> None:
    """Stores the positions that `children`, all of one kind, have."""
    if children:
        type(children[0])._default_manager.bulk_update(children, ["position"])
