"""Times in the words of the desk.

>>> from datetime import UTC, datetime
>>> say_when(datetime(2026, 11, 24, 8, 5, tzinfo=UTC), datetime(2026, 11, 24, 9, 20, tzinfo=UTC))
'today 08:05'
"""

from datetime import datetime


def say_when(at: datetime, now: datetime) -> str:
    """`at` as somebody in `now`'s time zone says it: today 08:05, yesterday 17:00, Fri 20 Nov, 3 Feb 2025."""
    local = at.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        return f"today {local:%H:%M}"
    if days == 1:
        return f"yesterday {local:%H:%M}"
    if 1 < days < 7:
        return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"
    if local.year == now.year:
        return f"{local.day} {local:%b} {local:%H:%M}"
    return f"{local.day} {local:%b %Y}"
