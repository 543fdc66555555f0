from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from articles.editorial.dates import is_recent, say_day, say_full_day, say_moment, say_recent

AT = datetime(2026, 11, 9, 15, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "full_day", "moment", "recent"),
    [
        ("en", "9 Nov 2026", "9 November 2026", "9 Nov 2026, 15:05 UTC", "9 Nov, 15:05\xa0UTC"),
        ("en-gb", "9 Nov 2026", "9 November 2026", "9 Nov 2026, 15:05 UTC", "9 Nov, 15:05\xa0UTC"),
        ("en-us", "Nov 9, 2026", "November 9, 2026", "Nov 9, 2026, 3:05 PM UTC", "Nov 9, 3:05\xa0PM\xa0UTC"),
        (
            "de",
            "9. November 2026",
            "9. November 2026",
            "9. November 2026, 15:05 UTC",
            "9. November, 15:05\xa0UTC",
        ),
    ],
)
def test_dates_follow_the_habit_of_the_language(language, day, full_day, moment, recent):
    with translation.override(language):
        assert say_day(AT) == day
        assert say_full_day(AT) == full_day
        assert say_moment(AT) == moment
        assert say_recent(AT) == recent


def test_the_day_of_a_time_is_that_of_the_current_zone_and_a_date_stays_itself():
    with timezone.override("Pacific/Auckland"):
        assert say_day(AT) == "10 Nov 2026"
        assert say_day(date(2026, 11, 9)) == "9 Nov 2026"


def test_recent_is_less_than_48_hours_old():
    assert is_recent(AT, AT + timedelta(hours=48) - timedelta(seconds=1))
    assert not is_recent(AT, AT + timedelta(hours=48))
    assert is_recent(AT + timedelta(hours=1), AT)
