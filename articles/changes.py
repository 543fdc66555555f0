"""What changed, and who must know.

An action does its work inside `recording()` and names what it touched with `record_change()`. Before the
transaction ends, *projections* bring derived rows up to date (an error rolls everything back); after the commit,
*deliveries* tell the outside, and may run twice. Both are connected once, in `apps.py`, in the order they run.
Responses name what they show with `declare_tags()`, in the same words.
"""

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from typing import NewType

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles.models.operations import Change

logger = logging.getLogger(__name__)

Tag = NewType("Tag", str)
Subscriber = Callable[[frozenset[Tag]], None]

HEADER = "Surrogate-Key"
# The process that committed delivers at once; the worker looks at rows older than this.
CATCH_UP_AFTER = timedelta(seconds=60)
RETRY_LONGEST = timedelta(hours=6)


class Tags:
    """The table of all tags. What is named by key keeps its tag when it is renamed."""

    FRONT = Tag("front")  # the front page and every list of the latest articles
    FEED = Tag("feed")  # site-wide feeds, sitemaps, API lists
    CORRECTIONS = Tag("corrections")  # log and scoreboard of published notices
    IMPACT = Tag("impact")  # market-impact tracker
    REPORTS = Tag("reports")  # list of the library
    STUDIES = Tag("studies")  # list of cited papers
    SITE = Tag("site")  # what is on every page: navigation, footer, templates
    MISSING = Tag("missing")  # answers that something is not there, or has moved
    CLOCK_DAY = Tag("clock-day")
    CLOCK_HOUR = Tag("clock-hour")

    @staticmethod
    def article(key: int) -> Tag:
        return Tag(f"article-{key}")

    @staticmethod
    def section(slug: str) -> Tag:
        return Tag(f"section-{slug}")

    @staticmethod
    def topic(slug: str) -> Tag:
        return Tag(f"topic-{slug}")

    @staticmethod
    def entity(key: int) -> Tag:
        return Tag(f"entity-{key}")

    @staticmethod
    def author(key: int) -> Tag:
        return Tag(f"author-{key}")

    @staticmethod
    def reference(key: int) -> Tag:
        return Tag(f"reference-{key}")

    @staticmethod
    def report(key: int) -> Tag:
        return Tag(f"report-{key}")

    @staticmethod
    def page(slug: str) -> Tag:
        return Tag(f"page-{slug}")


def declare_tags(response: HttpResponseBase, *tags: Tag) -> None:
    """Adds `tags` to what `response` shows. Every public response needs at least one."""
    response[HEADER] = " ".join(sorted(declared_tags(response) | set(tags)))


def declared_tags(response: HttpResponseBase) -> frozenset[Tag]:
    """The tags `response` declared; empty when it declared none."""
    return frozenset(Tag(word) for word in response.get(HEADER, "").split())


class NotRecording(RuntimeError):
    """A change was recorded outside `recording()`: it could be lost, or told before it is true."""


class _Recording:
    """The tags and rows collected by one `recording()` block."""

    def __init__(self) -> None:
        self.tags: set[Tag] = set()
        self.change_ids: list[int] = []


_current: ContextVar[_Recording | None] = ContextVar("articles_changes_current", default=None)
_projections: list[tuple[str, Subscriber]] = []
_deliveries: list[tuple[str, Subscriber]] = []


def connect(
    *, projections: Sequence[tuple[str, Subscriber]] = (), deliveries: Sequence[tuple[str, Subscriber]] = ()
) -> None:
    """Sets the subscribers, each with a lasting name, in the order they run. For `apps.py` and tests only."""
    _projections[:] = projections
    _deliveries[:] = deliveries


@contextmanager
def recording() -> Iterator[None]:
    """The transaction of an action.

    Nested blocks join the outer one; what a failed inner block recorded is forgotten with its rows. At the end of
    the outermost block projections run over all tags, then the transaction commits, then deliveries run.
    """
    outer = _current.get()
    own = _Recording()
    token = _current.set(own)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                _project(own)
                _deliver_after_commit(own)
    finally:
        _current.reset(token)
    if outer is not None:
        outer.tags |= own.tags
        outer.change_ids += own.change_ids


def record_change(*tags: Tag, why: str) -> None:
    """Writes one durable row saying that what `tags` name has changed. `why` is for people who read logs.

    Raises NotRecording outside `recording()` and ValueError without a tag.
    """
    current = _current.get()
    if current is None or not connection.in_atomic_block:
        raise NotRecording(f"record_change({why!r}) needs an open recording()")
    if not tags:
        raise ValueError("a change names at least one tag")
    now = timezone.now()
    change = Change.objects.create(
        tags=" ".join(sorted(set(tags))),
        why=why[:200],
        recorded_at=now,
        retry_at=now + CATCH_UP_AFTER,
        delivered_at=None if _deliveries else now,
    )
    current.tags |= set(tags)
    current.change_ids.append(change.pk)


def _project(current: _Recording) -> None:
    if not current.tags:
        return
    for _name, projection in _projections:
        projection(frozenset(current.tags))


def _deliver_after_commit(current: _Recording) -> None:
    if current.change_ids and _deliveries:
        commit_hook = partial(_deliver, tuple(current.change_ids))
        transaction.on_commit(commit_hook, robust=True)  # noqa: TID251 - this is the module that may


def deliver_pending(*, now: datetime, limit: int = 200) -> int:
    """Runs the deliveries a crash or a failure left over, oldest first; returns how many changes were looked at.

    For the worker. Two workers may deliver the same change: deliveries repeat without harm.
    """
    waiting = Change.objects.filter(delivered_at=None, retry_at__lte=now).order_by("pk")
    change_ids = list(waiting.values_list("pk", flat=True)[:limit])
    for change_id in change_ids:
        _deliver((change_id,))
    return len(change_ids)


def forget_delivered(*, before: datetime) -> int:
    """Deletes rows delivered before that time; returns how many."""
    return Change.objects.filter(delivered_at__lt=before).delete()[0]


def _deliver(change_ids: tuple[int, ...]) -> None:
    """Calls each delivery once for those of the changes it has not had; one that fails does not stop the rest."""
    changes = list(Change.objects.filter(pk__in=change_ids, delivered_at=None))
    failures: dict[str, str] = {}
    for name, delivery in _deliveries:
        owed = [change for change in changes if name not in change.delivered_to.split()]
        if not owed:
            continue
        tags = frozenset(Tag(word) for change in owed for word in change.tags.split())
        try:
            delivery(tags)
        except Exception as error:
            logger.exception("delivery failed", extra={"delivery": name, "tags": sorted(tags)})
            failures[name] = "".join(traceback.format_exception_only(error)).strip()
            continue
        for change in owed:
            change.delivered_to = " ".join([*change.delivered_to.split(), name])
    now = timezone.now()
    for change in changes:
        change.attempts += 1
        if failures:
            change.retry_at = now + min(CATCH_UP_AFTER * int(2 ** min(change.attempts, 12)), RETRY_LONGEST)
            change.last_error = "; ".join(f"{name}: {error}" for name, error in failures.items())
        else:
            change.delivered_at = now
    Change.objects.bulk_update(
        changes, ["delivered_to", "delivered_at", "attempts", "retry_at", "last_error"]
    )
