"""Background work: enqueue it, claim it, run it, try it again.

Handlers are `django_tasks.task` functions in a capability's `actions.py`; they must bear being run twice. A job is
a row, written in the transaction of whoever wants it, so that it exists exactly when the change does.
"""

import json
import logging
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskContext, TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_exception_traceback, normalize_json

from articles.models.operations import Job, Schedule, Worker

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
RENEW_EVERY_SECONDS = 30.0
ATTEMPTS_MAX = 5
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=6)
PROGRESS_EVERY_SECONDS = 1.0

_RESULT_STATUS = {
    Job.Status.READY: TaskResultStatus.READY,
    Job.Status.RUNNING: TaskResultStatus.RUNNING,
    Job.Status.SUCCEEDED: TaskResultStatus.SUCCESSFUL,
    Job.Status.DEAD: TaskResultStatus.FAILED,
}


class JobBackend(BaseTaskBackend):
    """django_tasks' interface to the table of jobs; named in `settings.TASKS`."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        job = _new_job(task, args, kwargs)
        job.save()
        result = _result_of(job, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult:
        try:
            job = Job.objects.get(public_id=UUID(result_id))
        except (Job.DoesNotExist, ValueError, ValidationError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        return _result_of(job, _handler(job))


def enqueue(
    task: Task,
    *,
    key: str = "",
    run_at: datetime | None = None,
    attempts_max: int = ATTEMPTS_MAX,
    **kwargs: Any,
) -> None:
    """Has `task` run with `kwargs` (JSON values) in the background, once what is being written is committed.

    With a `key` there is at most one unfinished job: one that waits is brought forward, one that runs is run again
    afterwards, with the newer arguments.
    """
    task.get_backend().validate_task(task)
    job = _new_job(task, (), kwargs, key=key, run_at=run_at, attempts_max=attempts_max)
    while True:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        if not key or Job.objects.filter(public_id=job.public_id).exists():
            return
        same = Job.objects.filter(key=key)
        if same.filter(status=Job.Status.RUNNING).update(is_wanted_again=True, payload=job.payload):
            return
        waiting = same.filter(status=Job.Status.READY)
        if waiting.filter(run_at__gt=job.run_at).update(run_at=job.run_at, payload=job.payload):
            return
        if waiting.update(payload=job.payload):
            return


def _new_job(
    task: Task,
    args: Any,
    kwargs: Any,
    *,
    key: str = "",
    run_at: datetime | None = None,
    attempts_max: int = ATTEMPTS_MAX,
) -> Job:
    now = timezone.now()
    payload = {"args": normalize_json(list(args)), "kwargs": normalize_json(dict(kwargs))}
    return Job(
        handler=task.module_path,
        queue=task.queue_name,
        priority=task.priority,
        payload=json.dumps(payload, ensure_ascii=False, sort_keys=True),
        key=key,
        run_at=run_at or task.run_after or now,
        attempts_max=attempts_max,
        enqueued_at=now,
    )


def _handler(job: Job) -> Task:
    """The task a row names. Raises ImportError when the code no longer has it."""
    task = import_string(job.handler)
    if not isinstance(task, Task):
        raise ImportError(f"{job.handler} is not a task")  # noqa: TRY004 - the code lacks it, no argument is wrong
    return task


def _result_of(job: Job, task: Task) -> TaskResult:
    payload = json.loads(job.payload)
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.public_id),
        status=_RESULT_STATUS[Job.Status(job.status)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.last_attempted_at,
        args=payload["args"],
        kwargs=payload["kwargs"],
        backend=task.backend,
        errors=[TaskError(**error) for error in json.loads(job.errors)],
        worker_ids=[job.worker] * job.attempts,
    )
    if job.result:
        object.__setattr__(result, "_return_value", json.loads(job.result))
    return result


# --- claiming and running


def claim(*, worker: str, now: datetime) -> Job | None:
    """Takes the most urgent job that is due, or whose worker stopped renewing its lease; None when there is none."""
    due = Q(status=Job.Status.READY, run_at__lte=now) | Q(status=Job.Status.RUNNING, lease_until__lt=now)
    while True:
        with transaction.atomic():
            waiting = Job.objects.filter(due).order_by("-priority", "run_at", "pk")
            if connection.features.has_select_for_update_skip_locked:
                waiting = waiting.select_for_update(skip_locked=True)
            job = waiting.first()
            if job is None:
                return None
            unchanged = Job.objects.filter(due, pk=job.pk, attempts=job.attempts)
            if job.status == Job.Status.RUNNING and job.attempts >= job.attempts_max:
                _bury(job, "its worker was stopped in each attempt", now=now)
                continue
            taken = unchanged.update(
                status=Job.Status.RUNNING,
                worker=worker,
                lease_until=now + LEASE,
                attempts=job.attempts + 1,
                started_at=job.started_at or now,
                last_attempted_at=now,
            )
        if taken:
            return Job.objects.get(pk=job.pk)


def run_one(
    *, worker: str, now: Callable[[], datetime] = timezone.now, rng: random.Random | None = None
) -> bool:
    """Claims and runs one job; False when none was due. A failing handler is the job's failure, not the caller's."""
    job = claim(worker=worker, now=now())
    if job is None:
        return False
    try:
        with _kept_alive(job, worker):
            result = json.dumps(normalize_json(_call(job)), ensure_ascii=False)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is its job's failure
        _fail(job, error, now=now(), rng=rng or random.Random())  # noqa: S311 - spreads retries, guards nothing
    except BaseException:
        _release(job, now=now())
        raise
    else:
        _finish(job, result, now=now())
    return True


def _call(job: Job) -> Any:
    task = _handler(job)
    payload = json.loads(job.payload)
    result = _result_of(job, task)
    token = _progress.set(_Progress(job.pk, threading.Lock()))
    try:
        if task.takes_context:
            return task.call(TaskContext(task_result=result), *payload["args"], **payload["kwargs"])
        return task.call(*payload["args"], **payload["kwargs"])
    finally:
        _progress.reset(token)


def _mine(job: Job) -> QuerySet[Job]:
    """The row, as long as nobody else has taken the job up in the meantime."""
    return Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING, worker=job.worker, attempts=job.attempts)


_IDLE = {"worker": "", "lease_until": None}


def _finish(job: Job, result: str, *, now: datetime) -> None:
    again = {"status": Job.Status.READY, "run_at": now, "attempts": 0, "is_wanted_again": False, **_IDLE}
    if _mine(job).filter(is_wanted_again=True).update(**again):
        return
    done = {"status": Job.Status.SUCCEEDED, "result": result, "finished_at": now, **_IDLE}
    if not _mine(job).filter(is_wanted_again=False).update(**done) and not _mine(job).update(**again):
        logger.warning(
            "a job finished after its lease had passed to another worker", extra={"job": job.handler}
        )


def _fail(job: Job, error: Exception, *, now: datetime, rng: random.Random) -> None:
    if job.attempts >= job.attempts_max:
        logger.error("job given up", exc_info=error, extra={"job": job.handler, "attempts": job.attempts})
        _bury(
            job,
            get_exception_traceback(error),
            now=now,
            kind=f"{type(error).__module__}.{type(error).__qualname__}",
        )
        return
    wait = delay_before(job.attempts + 1, rng=rng)
    logger.warning(
        "job failed, will be tried again", exc_info=error, extra={"job": job.handler, "wait": str(wait)}
    )
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    errors = _with_error(job, kind, get_exception_traceback(error))
    _mine(job).update(status=Job.Status.READY, run_at=now + wait, errors=errors, **_IDLE)


def _bury(job: Job, why: str, *, now: datetime, kind: str = "builtins.RuntimeError") -> None:
    _mine(job).update(status=Job.Status.DEAD, finished_at=now, errors=_with_error(job, kind, why), **_IDLE)


def _release(job: Job, *, now: datetime) -> None:
    """Gives an interrupted job back, without counting the attempt."""
    _mine(job).update(status=Job.Status.READY, run_at=now, attempts=job.attempts - 1, **_IDLE)


def _with_error(job: Job, kind: str, text: str) -> str:
    kept = json.loads(job.errors)[-4:]
    return json.dumps([*kept, {"exception_class_path": kind, "traceback": text}], ensure_ascii=False)


def delay_before(attempt: int, *, rng: random.Random) -> timedelta:
    """How long to wait before that attempt (2 is the first repetition): four times the one before, spread by up to a quarter."""
    plain = min(FIRST_DELAY * int(4 ** min(attempt - 2, 8)), LONGEST_DELAY)
    return plain * rng.uniform(1.0, 1.25)


@contextmanager
def _kept_alive(job: Job, worker: str) -> Iterator[None]:
    """Renews the lease from a thread of its own while the block runs."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(RENEW_EVERY_SECONDS):
            try:
                _renew(job, worker)
            except DatabaseError:
                logger.exception("could not renew a lease", extra={"job": job.handler})
            finally:
                connection.close()

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(job: Job, worker: str) -> None:
    now = timezone.now()
    _mine(job).update(lease_until=now + LEASE)
    Worker.objects.filter(name=worker).update(seen_at=now)


# --- progress


@dataclass(slots=True)
class _Progress:
    job_id: int
    lock: threading.Lock
    written_at: float = 0.0


_progress: ContextVar[_Progress | None] = ContextVar("articles_jobs_progress", default=None)


def report_progress(
    done_count: int, total_count: int, note: str = "", *, clock: Callable[[], float] | None = None
) -> None:
    """Says how far the running job is; at most one write a second. Outside a job it does nothing."""
    current = _progress.get()
    if current is None:
        return
    at = (clock or timezone.now().timestamp)()
    if at - current.written_at < PROGRESS_EVERY_SECONDS and done_count < total_count:
        return
    current.written_at = at
    Job.objects.filter(pk=current.job_id).update(
        progress_done=done_count, progress_total=total_count, progress_note=note[:200]
    )


# --- recurring jobs, workers, tidying


@dataclass(frozen=True, slots=True)
class Recurring:
    """A handler without arguments that runs again and again. `name` is lasting: it is the row's key."""

    name: str
    task: Task
    every: timedelta


_recurring: dict[str, Recurring] = {}


def connect_recurring(recurring: Sequence[Recurring]) -> None:
    """Adds to the timetable. For `apps.py` and tests only; a name that is there already is replaced."""
    _recurring.update({entry.name: entry for entry in recurring})


def enqueue_due(*, now: datetime) -> int:
    """Enqueues the recurring jobs whose time has come, each once however many workers ask; returns how many.

    A new one runs at once, then at each full period counted from midnight UTC: an hourly one on the hour. What was
    missed while nothing ran is not made up for.
    """
    count = 0
    for entry in _recurring.values():
        with transaction.atomic():
            Schedule.objects.bulk_create([Schedule(name=entry.name, next_at=now)], ignore_conflicts=True)
            mine = Schedule.objects.filter(name=entry.name, next_at__lte=now)
            if mine.update(next_at=_next_time(now, entry.every), last_at=now):
                enqueue(entry.task, key=f"schedule:{entry.name}")
                count += 1
    return count


def _next_time(now: datetime, every: timedelta) -> datetime:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((now - midnight) // every + 1) * every


def sign_of_life(*, worker: str, now: datetime) -> None:
    """Writes that the worker lives, and drops those that have been silent for a day."""
    Worker.objects.update_or_create(
        name=worker, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
    )
    Worker.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


def sign_off(*, worker: str) -> None:
    """Writes that the worker has stopped in good order."""
    Worker.objects.filter(name=worker).delete()


def last_sign_of_life() -> datetime | None:
    """When any worker was last seen; None when none has started."""
    return cast(datetime | None, Worker.objects.aggregate(latest=Max("seen_at"))["latest"])


def forget_finished(*, before: datetime) -> int:
    """Deletes jobs that succeeded before that time; dead ones wait for a person. Returns how many."""
    return Job.objects.filter(status=Job.Status.SUCCEEDED, finished_at__lt=before).delete()[0]
