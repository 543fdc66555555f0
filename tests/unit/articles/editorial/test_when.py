from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles.editorial.when import say_when

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 24, 7, 5, tzinfo=UTC), "today 08:05"),
        (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), "today 21:00"),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "today 00:30"),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "yesterday 17:00"),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "Fri 20 Nov 17:00"),
        (datetime(2026, 11, 17, 16, 0, tzinfo=UTC), "17 Nov 17:00"),
        (datetime(2026, 11, 26, 16, 0, tzinfo=UTC), "26 Nov 17:00"),
        (datetime(2025, 2, 3, 16, 0, tzinfo=UTC), "3 Feb 2025"),
    ],
)
def test_a_time_is_said_as_somebody_in_that_zone_says_it(at: datetime, said: str) -> None:
    assert say_when(at, NOW) == said
