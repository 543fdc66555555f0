"""`manage.py run_jobs`."""

import threading

import pytest
from django.core.management import call_command

from articles import jobs
from articles.models import Job
from newsroom import housekeeping, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_timetable(monkeypatch):
    monkeypatch.setattr(jobs, "_recurring", {})


@pytest.mark.parametrize(("count", "said"), [(0, "0 jobs run\n"), (1, "1 job run\n"), (2, "2 jobs run\n")])
def test_once_runs_what_is_due_and_says_how_many(count, said, capsys):
    for _ in range(count):
        jobs.enqueue(housekeeping.tell_hour)

    call_command("run_jobs", "--once")

    assert capsys.readouterr().out == said
    assert Job.objects.filter(status="succeeded").count() == count


def test_without_once_it_works_until_it_is_stopped(monkeypatch):
    seen = {}

    def work(stopping, *, worker):
        seen.update(stopping=stopping, worker=worker)

    monkeypatch.setattr(worker, "run_until", work)
    monkeypatch.setattr(worker, "stop_on_signals", lambda stopping: seen.update(signals=stopping))
    monkeypatch.setattr(worker, "stop_with_parent", lambda _stopping, starter: seen.update(starter=starter))

    call_command("run_jobs", "--parent", "42")

    assert isinstance(seen["stopping"], threading.Event)
    assert seen["signals"] is seen["stopping"]
    assert seen["starter"] == 42
    assert seen["worker"] == worker.own_name()
