"""What the machine does by itself: it tells pages that an hour or a day is over, and clears its own tables."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from articles import changes, jobs, limits
from articles.changes import Tags

KEEP_JOBS = timedelta(days=14)
KEEP_CHANGES = timedelta(days=90)


@task()
def tell_hour() -> None:
    """Pages that name an age in hours are out of date."""
    with changes.recording():
        changes.record_change(Tags.CLOCK_HOUR, why="an hour is over")


@task()
def tell_day() -> None:
    """Pages that show or depend on today's date are out of date."""
    with changes.recording():
        changes.record_change(Tags.CLOCK_DAY, why="a day is over")


@task()
def tidy() -> dict[str, int]:
    """Deletes what has served its time; returns how many rows of what."""
    now = timezone.now()
    call_command("clearsessions")
    return {
        "jobs": jobs.forget_finished(before=now - KEEP_JOBS),
        "changes": changes.forget_delivered(before=now - KEEP_CHANGES),
        "limit counters": limits.forget_expired(before=now),
    }


TIMETABLE = (
    jobs.Recurring("clock-hour", tell_hour, timedelta(hours=1)),
    jobs.Recurring("clock-day", tell_day, timedelta(days=1)),
    jobs.Recurring("tidy", tidy, timedelta(hours=1)),
)
