"""Public articles as rows: which are listed, in which order, and where a page of them begins."""

from datetime import datetime

from django.db.models import (
    Case,
    Count,
    JSONField,
    OrderBy,
    PositiveSmallIntegerField,
    QuerySet,
    When,
)
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, Lower

from articles.editorial.results import TopicLine
from articles.models import Publication, Topic
from articles.models.choices import Dimension, Level, PublicState

NEWEST_FIRST = "-date"
SORTS = ("headline", "date", *Dimension.values)


def read_sort(text: str) -> str:
    """A name of SORTS, with a minus for descending; newest first for anything else."""
    return text if text.removeprefix("-") in SORTS else NEWEST_FIRST


def listed() -> QuerySet[Publication]:
    return Publication.objects.listed().select_related("section").order_by("-published_at", "-pk")


def of_publication(path: str) -> tuple[str, ...]:
    """For `only()`: what a link to the publication at `path` prints, and nothing of the working copy on the way."""
    return tuple(
        f"{path}__{name}" for name in ("article", "slug", "headline", "published_at", "is_demonstration")
    )


def with_sources(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Rows with what `stories.counted_lines` needs of their version, and not the rest of it."""
    content = Cast("revision__content", JSONField())
    return rows.annotate(listed=KeyTransform("references", content), cited=KeyTransform("citations", content))


def order_of(sort: str) -> tuple[OrderBy | str, ...]:
    """Ties stand newest first; what is not rated stands last in either direction."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    newest = ("-published_at", "-pk")
    if name == "date":
        return newest if descending else ("published_at", "pk")
    if name == "headline":
        return (OrderBy(Lower("headline"), descending=descending), *newest)
    ranks = [When(**{name: level}, then=rank) for rank, level in enumerate(Level.values, 1)]
    rank = Case(*ranks, default=None, output_field=PositiveSmallIntegerField())
    return (OrderBy(rank, descending=descending, nulls_last=True), *newest)


def from_cursor(rows: QuerySet[Publication], cursor: tuple[datetime, int] | None) -> QuerySet[Publication]:
    """Rows in their order, from behind the cursor on."""
    if cursor is None:
        return rows
    at, key = cursor
    return rows.filter(published_at__lte=at).exclude(published_at=at, pk__gte=key)


def cursor_of(row: Publication) -> str:
    return f"{row.published_at:%Y%m%dT%H%M%S%f}-{row.pk}"


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """None for anything `cursor_of` did not write, so that an odd query string shows the first page."""
    moment, _, key = text.partition("-")
    if not (key.isascii() and key.isdigit() and len(key) < 19 and moment.isascii() and len(moment) == 21):
        return None
    try:
        return datetime.strptime(f"{moment}+0000", "%Y%m%dT%H%M%S%f%z"), int(key)
    except ValueError:
        return None


def used_topics(
    *, order: tuple[str, ...] = ("-article_count", "name"), limit: int | None = None
) -> tuple[TopicLine, ...]:
    """Topics that have something to read; the most used first, or in another order."""
    rows = (
        Topic.objects.filter(publications__state=PublicState.PUBLISHED)
        .annotate(article_count=Count("publications"))
        .order_by(*order)[:limit]
    )
    return tuple(
        TopicLine(text=row.name, url=row.get_absolute_url(), article_count=row.article_count) for row in rows
    )
