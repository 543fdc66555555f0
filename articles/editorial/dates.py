"""Dates and times in the habit of the site's language and region (NEWSROOM_LANGUAGE); times name their zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language

RECENT = timedelta(hours=48)
_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Habit:
    """Formats as of Django's `date` filter: a date, one with its month in full, one without its year, a time of day."""

    day: str
    full_day: str
    near_day: str
    clock: str


ENGLISH = Habit(day="j M Y", full_day="j F Y", near_day="j M", clock="H:i")
AMERICAN = Habit(day="M j, Y", full_day="F j, Y", near_day="M j", clock="g:i A")


def is_recent(at: datetime, now: datetime) -> bool:
    """Whether lists give the time of day of `at`; what is dated ahead counts as recent."""
    return now - at < RECENT


def say_day(on: date) -> str:
    """For example 9 Nov 2026; of a time, the day it falls on in the current time zone."""
    return date_format(_local_day(on), _habit().day)


def say_full_day(on: date) -> str:
    """For example 9 November 2026."""
    return date_format(_local_day(on), _habit().full_day)


def say_moment(at: datetime) -> str:
    """For example 9 Nov 2026, 08:30 UTC."""
    return f"{say_day(at)}, {_clock(at)}"


def say_recent(at: datetime) -> str:
    """A time of these days, for example 22 Nov, 09:40 UTC; the time of day stays on one line."""
    near_day = date_format(timezone.localtime(at), _habit().near_day)
    return f"{near_day}, {_clock(at).replace(' ', _NO_BREAK)}"


def _clock(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{date_format(local, _habit().clock)} {local.tzname()}"


def _local_day(on: date) -> date:
    return timezone.localdate(on) if isinstance(on, datetime) else on


def _habit() -> Habit:
    language = get_language() or "en"
    if language == "en-us":
        return AMERICAN
    if language.partition("-")[0] == "en":
        return ENGLISH
    day = get_format("DATE_FORMAT", language)
    return Habit(
        day=day,
        full_day=day,
        near_day=get_format("MONTH_DAY_FORMAT", language),
        clock=get_format("TIME_FORMAT", language),
    )
