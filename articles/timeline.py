"""What happened, told to editors. Entries are only ever added."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from articles.models import Article, TimelineEntry, User


def add_entry(
    *,
    article: Article | None,
    by: User | None,
    verb: str,
    note: str = "",
    data: Mapping[str, str | int | bool | None] | None = None,
    at: datetime | None = None,
) -> TimelineEntry:
    """Writes that `by` (None: the software) did something, in the past tense: `verb="published"`."""
    return TimelineEntry.objects.create(
        article=article,
        subject=article.headline if article else "",
        actor=by,
        verb=verb,
        note=note,
        data=json.dumps(dict(data or {}), sort_keys=True, ensure_ascii=False),
        at=at or timezone.now(),
    )
