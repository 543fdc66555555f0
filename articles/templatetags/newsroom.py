"""How dates, ratings and sentences look on pages. Times are shown in the site's time zone, with its name."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeAlias

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.editorial.results import ImpactCell, ImpactLine

Rating: TypeAlias = ImpactCell | ImpactLine
register = template.Library()


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """Date, time and zone, for example 9 Nov 2026, 08:30 UTC."""
    local = timezone.localtime(at)
    words = f"{date_format(local, 'j M Y, H:i')} {local.tzname()}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.simple_tag
def day(on: date) -> SafeString:
    """A date, or the date of a time, for example 9 Nov 2026."""
    return _day(on, "j M Y")


@register.simple_tag
def full_day(on: date) -> SafeString:
    """A date with its month in full, for example 9 November 2026."""
    return _day(on, "j F Y")


def _day(on: date, form: str) -> SafeString:
    local = timezone.localdate(on) if isinstance(on, datetime) else on
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), date_format(local, form))


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
