"""The background worker: recurring jobs, deliveries a crash left over, and the queue."""

import logging
import os
import signal
import socket  # noqa: TID251 - the machine's name; nothing is opened
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from articles import changes, jobs

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
SIGN_OF_LIFE_SECONDS = 15.0
TROUBLE_SECONDS = 5.0


def own_name() -> str:
    """A name no other worker has: machine and process."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}"


def run_once(*, worker: str) -> int:
    """Does everything that is due now, and what that leads to; returns how many jobs ran."""
    now = timezone.now()
    jobs.enqueue_due(now=now)
    changes.deliver_pending(now=now)
    count = 0
    while jobs.run_one(worker=worker):
        count += 1
    return count


def run_until(stopping: threading.Event, *, worker: str, idle_seconds: float = IDLE_SECONDS) -> None:
    """Works until `stopping` is set; the job under way is finished first."""
    signed_at = -SIGN_OF_LIFE_SECONDS
    while not stopping.is_set():
        close_old_connections()
        pause = idle_seconds
        try:
            if time.monotonic() - signed_at >= SIGN_OF_LIFE_SECONDS:
                jobs.sign_of_life(worker=worker, now=timezone.now())
                signed_at = time.monotonic()
            now = timezone.now()
            jobs.enqueue_due(now=now)
            changes.deliver_pending(now=now)
            if jobs.run_one(worker=worker):
                pause = 0
        except DatabaseError:
            logger.exception("the worker could not reach the database, and tries again")
            pause = TROUBLE_SECONDS
        stopping.wait(pause)
    jobs.sign_off(worker=worker)


def stop_on_signals(stopping: threading.Event) -> None:
    """SIGTERM and SIGINT set `stopping`."""

    def stop(_number: int, _frame: object) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def stop_with_parent(
    stopping: threading.Event, *, starter: int, parent: Callable[[], int] = os.getppid
) -> threading.Thread:
    """Sets `stopping` when the process `starter` is no longer this one's parent, so that nothing is left behind."""

    def watch() -> None:
        while not stopping.wait(1.0):
            if parent() != starter:
                stopping.set()

    thread = threading.Thread(target=watch, name="parent-watch", daemon=True)
    thread.start()
    return thread
