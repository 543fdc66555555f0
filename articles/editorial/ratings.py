"""The four ratings of an article: of a published version with reasons, and as cells of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from articles.editorial.results import ImpactCell, ImpactLine
from articles.models import Publication
from articles.models.choices import Dimension, Horizon, Level
from articles.rendering.plain_text import print_line

BARS = {"": 0, Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}
WORDS = {"": "Not rated", **dict(Level.choices)}


@dataclass(frozen=True, slots=True)
class Ratings:
    lines: tuple[ImpactLine, ...]
    by: str
    on: date | None


def read_ratings(content: Mapping[str, Any], *, page_url: str = "") -> Ratings:
    """What a version says, in the order of dimensions. `page_url` is its address where it is shown elsewhere."""
    order = list(Dimension.values)
    rows = sorted(content["impacts"], key=lambda row: order.index(row["dimension"]))
    rated_at = [row["rated_at"] for row in rows if row["rated_at"]]
    return Ratings(
        lines=tuple(_line(row, page_url) for row in rows),
        by=content["bylines"][0]["name"] if content["bylines"] else "",
        on=datetime.fromisoformat(max(rated_at)).date() if rated_at else None,
    )


def _line(row: Mapping[str, Any], page_url: str) -> ImpactLine:
    level, horizon = Level(row["level"]), Horizon(row["horizon"])
    return ImpactLine(
        dimension=Dimension(row["dimension"]).label,
        level=level.value,
        word=str(level.label),
        bars=BARS[level],
        reason=print_line(row["reason"]),
        reason_url=f"{page_url}#{row['anchor']}" if row["anchor"] else "",
        horizon="horizon not stated" if horizon == Horizon.NOT_STATED else str(horizon.label).lower(),
        affects=tuple(row["affects"]),
    )


def rating_cells(publication: Publication) -> tuple[ImpactCell, ...]:
    """All four, rated or not."""
    cells = []
    for dimension in Dimension:
        level = getattr(publication, dimension.value)
        cells.append(
            ImpactCell(dimension=str(dimension.label), level=level, word=WORDS[level], bars=BARS[level])
        )
    return tuple(cells)
