"""Articles as lists show them: a line, a row of the rating table, the lead of the front page."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from articles.editorial.dates import is_recent
from articles.editorial.listing import NEWEST_FIRST
from articles.editorial.page import modified_word
from articles.editorial.ratings import rating_cells, read_ratings
from articles.editorial.reference_lines import count_states
from articles.editorial.results import Column, Lead, Link, RatingTable, StoryLine
from articles.evidence.queries import PublishedReference
from articles.models import Publication, Revision
from articles.models.choices import Dimension
from articles.rendering.plain_text import print_line, reading_minutes

LEAD_POINTS = 2
SHORT = {
    Dimension.REGULATORY: "Reg.",
    Dimension.COMMERCIAL: "Com.",
    Dimension.COMPETITIVE: "Comp.",
    Dimension.INVESTMENT: "Inv.",
}


def story_line(row: Publication, *, now: datetime, matched: str = "") -> StoryLine:
    return StoryLine(
        headline=print_line(row.headline),
        url=row.get_absolute_url(),
        standfirst=print_line(row.standfirst),
        kind=row.get_kind_display(),
        section=Link(row.section.name, row.section.get_absolute_url()),
        published_at=row.published_at,
        is_recent=is_recent(row.published_at, now),
        is_demonstration=row.is_demonstration,
        impacts=rating_cells(row),
        matched=matched,
    )


def counted_lines(
    rows: Iterable[Publication],
    references: Mapping[int, Sequence[PublishedReference]],
    *,
    now: datetime,
) -> dict[int, StoryLine]:
    """Lines with their matched papers, by key; rows carry `listed` and `cited` of their version (`with_sources`)."""
    lines = {}
    for row in rows:
        version = {"references": row.listed, "citations": row.cited}  # type: ignore[attr-defined]  # annotated
        counts = count_states(version, references.get(row.pk, ()))
        lines[row.pk] = story_line(row, now=now, matched=counts.matched_of)
    return lines


def lead_of(row: Publication, revision: Revision, story: StoryLine, *, change: str) -> Lead:
    """`change` is the newest material one of the article, empty where there was none."""
    content: dict[str, Any] = json.loads(revision.content)
    ratings = read_ratings(content, page_url=story.url)
    is_modified = row.modified_at > row.published_at
    return Lead(
        story=story,
        byline=", ".join(entry["name"] for entry in content["bylines"]),
        topics=tuple(
            Link(entry["name"], reverse("articles:topics-topic", args=[entry["slug"]]))
            for entry in content["topics"]
        ),
        reading_minutes=reading_minutes(row.word_count),
        modified_at=row.modified_at if is_modified and change else None,
        modified_word=modified_word(change),
        points=tuple(print_line(text) for text in content["summary"][:LEAD_POINTS]),
        impacts=ratings.lines,
        impact_by=ratings.by,
        impact_on=ratings.on,
    )


def rating_table(
    stories: Sequence[StoryLine], *, caption: str, url: str = "", sort: str = NEWEST_FIRST
) -> RatingTable:
    """`stories` as a table. With `url`, the address of the plain list, columns are links that sort."""

    def column(name: str, label: str, short: str = "") -> Column:
        if not url:
            return Column(label=label, short=short)
        return Column(
            label=label,
            short=short,
            url=_sorted_url(url, name, sort),
            sorted=_direction(sort) if sort.removeprefix("-") == name else "",
        )

    return RatingTable(
        caption=caption,
        article=column("headline", "Article"),
        date=column("date", "Date"),
        dimensions=tuple(
            column(dimension.value, str(dimension.label), SHORT[dimension]) for dimension in Dimension
        ),
        matched=Column("Matched"),
        stories=tuple(stories),
    )


def _direction(sort: str) -> str:
    return "descending" if sort.startswith("-") else "ascending"


def _sorted_url(url: str, name: str, sort: str) -> str:
    """Where a column leads: the other direction of its own order, else the one people ask for first."""
    first = name if name == "headline" else f"-{name}"
    wanted = first if sort != first else (name if first.startswith("-") else f"-{name}")
    return url if wanted == NEWEST_FIRST else f"{url}?sort={wanted}"
