"""Stops pure Python work that takes too long.

A thread cannot be killed and a signal reaches the main thread only, so the interpreter's profile hook looks at
the thread's CPU time every 256 calls. It cannot interrupt one call into C: the input budgets of
`input_checks` keep those short.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_EVENTS_BETWEEN_LOOKS = 256


class DeadlineExceeded(BaseException):
    """Not an `Exception`, so that no library swallows it on the way out."""


@contextmanager
def cpu_deadline(seconds: float) -> Iterator[None]:
    """Raise DeadlineExceeded once the block has used so many CPU seconds of this thread."""
    ends_at = time.thread_time() + seconds
    previous = sys.getprofile()
    events = 0

    def look(
        _frame: FrameType, _event: str, _argument: object
    ) -> None:  # pragma: no cover - the interpreter does not trace its hooks
        nonlocal events
        events += 1
        if events % _EVENTS_BETWEEN_LOOKS == 0 and time.thread_time() > ends_at:
            raise DeadlineExceeded

    sys.setprofile(look)
    try:
        yield
    finally:
        # A profiler written in C cannot be put back; it ends with the block.
        sys.setprofile(previous if callable(previous) else None)
