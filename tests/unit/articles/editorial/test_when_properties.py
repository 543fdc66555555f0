from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from articles.editorial.when import say_when

moments = st.integers(946_800_000, 4_102_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"])


@given(at=moments, now=moments, zone=zones)
def test_the_zone_of_the_moment_does_not_matter_only_that_of_now(
    at: datetime, now: datetime, zone: str
) -> None:
    here = now.astimezone(ZoneInfo(zone))
    assert say_when(at, here) == say_when(at.astimezone(ZoneInfo("Asia/Tokyo")), here)


@given(at=moments, now=moments, zone=zones)
def test_today_is_said_of_the_same_day_and_of_no_other(at: datetime, now: datetime, zone: str) -> None:
    here = now.astimezone(ZoneInfo(zone))
    is_today = at.astimezone(here.tzinfo).date() == here.date()
    assert say_when(at, here).startswith("today") == is_today
