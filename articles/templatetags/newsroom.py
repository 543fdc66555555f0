"""How dates, ratings and sentences look on pages. Machines read dates and times in UTC."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TypeAlias

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.editorial import dates
from articles.editorial.results import ImpactCell, ImpactLine

Rating: TypeAlias = ImpactCell | ImpactLine
register = template.Library()


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """Date, time and zone, for example 9 Nov 2026, 08:30 UTC."""
    return _time(at, dates.say_moment(at))


@register.simple_tag
def recent(at: datetime) -> SafeString:
    """Day and time of something that lists show as new, for example 22 Nov, 09:40 UTC."""
    return _time(at, dates.say_recent(at))


@register.simple_tag
def day(on: date) -> SafeString:
    """A date, or the date of a time, for example 9 Nov 2026."""
    return _time(on, dates.say_day(on))


@register.simple_tag
def full_day(on: date) -> SafeString:
    """A date with its month in full, for example 9 November 2026."""
    return _time(on, dates.say_full_day(on))


@register.filter
def iso(at: datetime) -> str:
    """A time as machines read it, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(on: date, words: str) -> SafeString:
    machine = iso(on) if isinstance(on, datetime) else on.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def rated(impacts: Iterable[Rating]) -> list[Rating]:
    """Those of the ratings that have a level."""
    return [impact for impact in impacts if impact.level]


@register.filter
def sentence(text: str) -> str:
    """`text` with a full stop, unless it ends with a mark of its own."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


@register.filter
def clause(text: str) -> str:
    """`text` as a part of another sentence: its first word small unless it is a name or number, no full stop."""
    first, space, rest = text.removesuffix(".").partition(" ")
    return (first.lower() if first.istitle() else first) + space + rest
