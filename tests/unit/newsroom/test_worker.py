"""The background worker's loop."""

import signal
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django_tasks import task

from articles import changes, jobs
from articles.models import Job
from newsroom import worker

pytestmark = pytest.mark.django_db


@task()
def nothing() -> None:
    pass


@pytest.fixture(autouse=True)
def no_timetable(monkeypatch):
    monkeypatch.setattr(jobs, "_recurring", {})
    # The connection is in the test's own transaction, which closing it would end.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


class Countdown(threading.Event):
    """An event that is set after so many waits, and remembers how long each was meant to be."""

    def __init__(self, waits):
        super().__init__()
        self.left = waits
        self.pauses = []

    def wait(self, timeout=None):
        self.pauses.append(timeout)
        self.left -= 1
        if self.left <= 0:
            self.set()
        return self.is_set()


def test_once_does_all_that_is_due_and_what_it_leads_to(monkeypatch):
    monkeypatch.setattr(jobs, "_recurring", {"n": jobs.Recurring("n", nothing, timedelta(hours=1))})
    jobs.enqueue(nothing)

    assert worker.run_once(worker="w1") == 2
    assert worker.run_once(worker="w1") == 0


def test_the_loop_runs_jobs_without_a_pause_and_waits_when_there_are_none():
    jobs.enqueue(nothing)
    jobs.enqueue(nothing)
    stopping = Countdown(3)

    worker.run_until(stopping, worker="w1", idle_seconds=7)

    assert stopping.pauses == [0, 0, 7]
    assert set(Job.objects.values_list("status", flat=True)) == {"succeeded"}


def test_the_loop_signs_on_and_off(monkeypatch):
    seen = []
    monkeypatch.setattr(changes, "deliver_pending", lambda **_: seen.append(jobs.last_sign_of_life()))

    worker.run_until(Countdown(1), worker="w1")

    assert seen[0] is not None
    assert jobs.last_sign_of_life() is None


def test_the_loop_outlives_a_database_that_is_away(monkeypatch):
    def away(**_):
        raise DatabaseError

    monkeypatch.setattr(jobs, "run_one", away)
    stopping = Countdown(2)

    worker.run_until(stopping, worker="w1")

    assert stopping.pauses == [worker.TROUBLE_SECONDS] * 2


def test_signals_stop_the_loop():
    stopping = threading.Event()
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)

    try:
        worker.stop_on_signals(stopping)
        signal.raise_signal(signal.SIGTERM)
        assert stopping.is_set()
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])


def test_a_worker_whose_parent_is_gone_stops():
    parents = iter([10, 10, 1])
    stopping = threading.Event()
    stopping.wait, wait = lambda _timeout=None: wait(0), stopping.wait

    worker.stop_with_parent(stopping, starter=10, parent=lambda: next(parents)).join(5)

    assert stopping.is_set()


def test_each_worker_has_a_name_of_its_own():
    assert worker.own_name().endswith(f"-{worker.os.getpid()}")
