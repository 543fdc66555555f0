"""What the machine does by itself."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from articles import jobs
from articles.models import Change, Job, LimitCounter
from newsroom import housekeeping

pytestmark = pytest.mark.django_db


def test_the_clock_tells_the_pages_that_asked():
    housekeeping.tell_hour.call()
    housekeeping.tell_day.call()

    assert list(Change.objects.order_by("pk").values_list("tags", flat=True)) == ["clock-hour", "clock-day"]


def test_what_has_served_its_time_is_deleted(clock):
    old = clock() - timedelta(days=100)
    Session.objects.create(session_key="old", session_data="", expire_date=old)
    Job.objects.create(handler="x", payload="{}", status="succeeded", finished_at=old)
    Change.objects.create(tags="a", why="b", delivered_at=old)
    LimitCounter.objects.create(scope="a", subject="b", window_at=old, expires_at=old, hits=1)

    assert housekeeping.tidy.call() == {"jobs": 1, "changes": 1, "limit counters": 1}
    assert not Session.objects.exists()


def test_the_timetable_is_connected():
    assert {"clock-hour", "clock-day", "tidy"} <= set(jobs._recurring)
