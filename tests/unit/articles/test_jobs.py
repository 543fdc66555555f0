"""Background work: enqueued, claimed, run, tried again."""

import json
import logging
import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django_tasks import TaskContext, TaskResultStatus, task, task_backends
from django_tasks.exceptions import TaskResultDoesNotExist

from articles import jobs
from articles.models import Job, Schedule, Worker

pytestmark = pytest.mark.django_db

CALLS: list[object] = []


@task()
def add(left: int, right: int = 0) -> int:
    CALLS.append((left, right))
    return left + right


@task()
def fail() -> None:
    raise OSError("no route")


@task(takes_context=True)
def say_attempt(context: TaskContext) -> int:
    return context.attempt


@task()
def interrupted() -> None:
    raise KeyboardInterrupt


@task()
def count_to_three() -> None:
    for done in range(4):
        jobs.report_progress(done, 3, f"step {done}", clock=lambda: 100.0)


@task()
def enqueue_itself() -> None:
    CALLS.append("ran")
    if len(CALLS) == 1:
        jobs.enqueue(enqueue_itself, key="itself")


@task()
def gives_a_set() -> set[int]:
    return {1}


@pytest.fixture(autouse=True)
def no_calls():
    CALLS.clear()


def run(clock, worker="w1"):
    return jobs.run_one(worker=worker, now=clock, rng=random.Random(1))


def test_a_job_runs_once_and_keeps_its_result(clock):
    jobs.enqueue(add, left=1, right=2)

    assert run(clock)
    assert not run(clock)

    job = Job.objects.get()
    assert CALLS == [(1, 2)]
    assert (job.status, job.result, job.attempts, job.finished_at) == ("succeeded", "3", 1, clock())
    assert (job.worker, job.lease_until) == ("", None)


def test_a_job_that_was_rolled_back_was_never_there(clock):
    with transaction.atomic():
        jobs.enqueue(add, left=1)
        transaction.set_rollback(True)

    assert not run(clock)


def test_a_job_waits_for_its_time(clock):
    jobs.enqueue(add, left=1, run_at=clock() + timedelta(hours=1))

    assert not run(clock)
    clock.advance(hours=1)
    assert run(clock)


def test_the_more_urgent_job_runs_first(clock):
    jobs.enqueue(add, left=1)
    jobs.enqueue(add.using(priority=10), left=2)

    run(clock)

    assert CALLS == [(2, 0)]


def test_arguments_that_are_no_json_are_refused_at_once():
    with pytest.raises(TypeError):
        jobs.enqueue(add, left=object())


def test_a_key_has_one_waiting_job_with_the_newest_arguments_at_the_earliest_time(clock):
    jobs.enqueue(add, key="sum", left=1, run_at=clock() + timedelta(hours=1))
    jobs.enqueue(add, key="sum", left=2)
    jobs.enqueue(add, key="sum", left=3, run_at=clock() + timedelta(hours=2))

    assert Job.objects.count() == 1
    run(clock)
    assert CALLS == [(3, 0)]


def test_a_key_is_free_again_when_its_job_is_finished(clock):
    for _ in range(2):
        jobs.enqueue(add, key="sum", left=1)
        run(clock)

    assert Job.objects.filter(key="sum", status="succeeded").count() == 2


def test_a_key_enqueued_while_its_job_runs_runs_once_more(clock):
    jobs.enqueue(enqueue_itself, key="itself")

    while run(clock):
        pass

    assert CALLS == ["ran", "ran"]
    assert Job.objects.get().status == "succeeded"


def test_the_database_refuses_a_second_unfinished_job_of_a_key(clock):
    jobs.enqueue(add, key="sum", left=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(handler="x", payload="{}", key="sum")


def test_a_failing_job_is_tried_again_ever_later_and_given_up_in_the_end(clock, caplog):
    caplog.set_level(logging.WARNING)
    jobs.enqueue(fail, attempts_max=3)
    waits = []

    for _ in range(2):
        run(clock)
        job = Job.objects.get()
        assert job.status == "ready"
        waits.append(job.run_at - clock())
        clock.at = job.run_at
    run(clock)

    job = Job.objects.get()
    assert (job.status, job.attempts, job.finished_at) == ("dead", 3, clock())
    assert timedelta(seconds=15) <= waits[0] <= timedelta(seconds=19)
    assert timedelta(seconds=60) <= waits[1] <= timedelta(seconds=75)
    assert [error["exception_class_path"] for error in json.loads(job.errors)] == ["builtins.OSError"] * 3
    assert "no route" in json.loads(job.errors)[0]["traceback"]
    assert "job given up" in caplog.text
    assert not run(clock)


def test_waiting_never_takes_longer_than_the_longest_delay():
    rng = random.Random(2)

    assert all(jobs.delay_before(n, rng=rng) <= jobs.LONGEST_DELAY * 1.25 for n in range(2, 40))


def test_a_job_whose_code_is_gone_is_a_failing_job(clock):
    for handler in ("articles.nowhere.at_all", "articles.jobs.claim"):
        payload = '{"args": [], "kwargs": {}}'
        Job.objects.create(handler=handler, payload=payload, attempts_max=1, run_at=clock())

    assert run(clock)
    assert run(clock)

    assert set(Job.objects.values_list("status", flat=True)) == {"dead"}


def test_a_result_that_is_no_json_is_a_failure(clock):
    jobs.enqueue(gives_a_set, attempts_max=1)

    run(clock)

    assert Job.objects.get().status == "dead"


def test_the_job_of_a_killed_worker_is_taken_up_again(clock):
    jobs.enqueue(say_attempt)
    taken = jobs.claim(worker="killed", now=clock())

    assert not run(clock)
    clock.advance(seconds=121)
    assert run(clock)

    assert taken.lease_until == clock() - timedelta(seconds=1)
    assert Job.objects.get().result == "2"


def test_a_job_that_kills_its_worker_each_time_is_given_up(clock):
    jobs.enqueue(add, left=1, attempts_max=2)
    for _ in range(2):
        assert jobs.claim(worker="killed", now=clock())
        clock.advance(seconds=121)

    assert not run(clock)

    job = Job.objects.get()
    assert (job.status, CALLS) == ("dead", [])
    assert "its worker was stopped" in job.errors


def test_what_a_late_worker_reports_is_ignored_once_another_has_the_job(clock):
    jobs.enqueue(add, left=1)
    late = jobs.claim(worker="late", now=clock())
    clock.advance(seconds=121)
    current = jobs.claim(worker="current", now=clock())

    jobs._finish(late, "1", now=clock())
    jobs._fail(late, OSError(), now=clock(), rng=random.Random(1))

    job = Job.objects.get()
    assert (job.status, job.worker, job.attempts) == ("running", "current", current.attempts)


def test_an_interrupted_job_is_given_back_uncounted(clock):
    jobs.enqueue(interrupted)

    with pytest.raises(KeyboardInterrupt):
        run(clock)

    job = Job.objects.get()
    assert (job.status, job.attempts, job.run_at) == ("ready", 0, clock())


def test_two_workers_never_take_the_same_job(clock):
    jobs.enqueue(add, left=1)
    jobs.enqueue(add, left=2)

    taken = [jobs.claim(worker=name, now=clock()) for name in ("w1", "w2", "w3")]

    assert len({job.pk for job in taken if job}) == 2
    assert taken[2] is None


def test_a_claim_asks_for_a_row_lock_where_there_is_one(clock, django_assert_num_queries):
    jobs.enqueue(add, left=1)

    with django_assert_num_queries(5) as captured:  # savepoint, select, update, release, read
        jobs.claim(worker="w1", now=clock())

    locks = any("SKIP LOCKED" in query["sql"] for query in captured.captured_queries)
    assert locks == connection.features.has_select_for_update_skip_locked


def test_progress_is_written_at_most_once_a_second_and_at_the_end(clock, django_assert_num_queries):
    jobs.enqueue(count_to_three)

    run(clock)

    job = Job.objects.get()
    assert (job.progress_done, job.progress_total, job.progress_note) == (3, 3, "step 3")


def test_progress_outside_a_job_is_nothing():
    jobs.report_progress(1, 2)


def test_the_lease_is_renewed_while_a_job_runs(monkeypatch, clock):
    monkeypatch.setattr(jobs, "RENEW_EVERY_SECONDS", 0.01)
    renewed = []
    monkeypatch.setattr(jobs, "_renew", lambda job, worker: renewed.append((job.pk, worker)))
    job = Job(pk=7)

    with jobs._kept_alive(job, "w1"):
        while not renewed:
            pass

    assert renewed[0] == (7, "w1")


def test_a_renewal_moves_lease_and_sign_of_life(clock):
    jobs.sign_of_life(worker="w1", now=clock())
    jobs.enqueue(add, left=1)
    job = jobs.claim(worker="w1", now=clock())
    clock.advance(seconds=60)

    jobs._renew(job, "w1")

    assert Job.objects.get().lease_until == clock() + jobs.LEASE
    assert jobs.last_sign_of_life() == clock()


class TestThroughDjangoTasks:
    """The interface of django_tasks, which is Django 6's."""

    def test_enqueue_gives_a_result_that_can_be_looked_up(self, clock):
        result = add.enqueue(1, right=2)
        assert result.status == TaskResultStatus.READY

        run(clock)
        result.refresh()

        assert (result.status, result.return_value, result.args, result.kwargs) == (
            TaskResultStatus.SUCCESSFUL,
            3,
            [1],
            {"right": 2},
        )
        assert add.get_result(result.id).return_value == 3

    def test_a_deferred_task_waits(self, clock):
        add.using(run_after=clock() + timedelta(hours=1)).enqueue(1)

        assert not run(clock)

    def test_a_failed_task_shows_its_errors(self, clock):
        result = fail.enqueue()
        Job.objects.update(attempts_max=1)
        run(clock)
        result.refresh()

        assert result.status == TaskResultStatus.FAILED
        assert result.errors[0].exception_class is OSError

    @pytest.mark.parametrize("name", ["nonsense", "00000000-0000-4000-8000-000000000000"])
    def test_an_unknown_result_does_not_exist(self, name):
        with pytest.raises(TaskResultDoesNotExist):
            task_backends["default"].get_result(name)


class TestTimetable:
    """Recurring jobs."""

    @pytest.fixture(autouse=True)
    def hourly(self, monkeypatch):
        monkeypatch.setattr(jobs, "_recurring", {})
        jobs.connect_recurring([jobs.Recurring("sum", add.using(priority=1), timedelta(hours=1))])

    def test_a_new_job_is_due_at_once_and_then_after_each_period(self, clock):
        assert jobs.enqueue_due(now=clock()) == 1
        assert jobs.enqueue_due(now=clock.advance(minutes=59)) == 0
        assert jobs.enqueue_due(now=clock.advance(minutes=1)) == 1

        assert Job.objects.get().key == "schedule:sum"

    def test_what_was_missed_is_not_made_up_for(self, clock):
        jobs.enqueue_due(now=clock())

        assert jobs.enqueue_due(now=clock.advance(days=3)) == 1
        assert jobs.enqueue_due(now=clock()) == 0
        assert Schedule.objects.get().next_at == clock() + timedelta(hours=1)

    def test_an_hourly_job_runs_on_the_hour(self, clock):
        clock.advance(minutes=25)

        jobs.enqueue_due(now=clock())

        assert Schedule.objects.get().next_at == clock() + timedelta(minutes=35)


def test_workers_report_that_they_live(clock):
    assert jobs.last_sign_of_life() is None

    jobs.sign_of_life(worker="w1", now=clock())
    jobs.sign_of_life(worker="w2", now=clock.advance(hours=25))

    assert jobs.last_sign_of_life() == clock()
    assert Worker.objects.get().name == "w2"

    jobs.sign_off(worker="w2")
    assert jobs.last_sign_of_life() is None


def test_finished_jobs_are_forgotten_and_dead_ones_kept(clock):
    old = clock() - timedelta(days=30)
    for status, at in [("succeeded", old), ("dead", old), ("succeeded", clock())]:
        Job.objects.create(handler="x", payload="{}", status=status, finished_at=at)

    assert jobs.forget_finished(before=clock() - timedelta(days=14)) == 1
    assert Job.objects.count() == 2
