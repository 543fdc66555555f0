"""Rows the machinery keeps about itself: changes, jobs, schedules, workers, counters.

None of these is content. They are written by `articles.changes`, `articles.jobs` and `articles.limits` only,
and may be emptied without losing anything a reader or an editor made.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Change(models.Model):
    """One thing that changed, named by the tags of the responses that show it.

    `tags` is a space-separated, sorted list. Rows with `delivered_at` empty still have deliveries to run;
    `delivered_to` names the deliveries already done for the row, space-separated.
    """

    tags = models.TextField()
    why = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)
    delivered_to = models.TextField(blank=True, default="")
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(default=timezone.now)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(tags=""), name="change_names_a_tag"),
            models.CheckConstraint(condition=~Q(why=""), name="change_says_why"),
        ]
        indexes = [
            models.Index(fields=["retry_at"], condition=Q(delivered_at=None), name="change_undelivered"),
        ]

    def __str__(self) -> str:
        return f"{self.why}: {self.tags}"


class Job(models.Model):
    """One call of a handler in the background, from enqueued to finished or dead.

    `payload` is JSON text `{"args": [...], "kwargs": {...}}`; `errors` is a JSON list of
    `{"exception_class_path", "traceback"}`, oldest first; `result` is JSON text, empty until it succeeded.
    A job waiting for another try is `ready` with `attempts` above zero. `is_wanted_again` says that the same key
    was enqueued while the job ran: it runs once more, because it may have read what was true before.
    """

    class Status(models.TextChoices):
        READY = "ready", "Waiting"
        RUNNING = "running", "Running"
        SUCCEEDED = "succeeded", "Succeeded"
        DEAD = "dead", "Given up"

    UNFINISHED = (Status.READY, Status.RUNNING)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    handler = models.CharField(max_length=200)
    queue = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    payload = models.TextField()
    key = models.CharField(max_length=200, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.READY)
    is_wanted_again = models.BooleanField(default=False)
    run_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    attempts_max = models.PositiveIntegerField(default=5)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_note = models.CharField(max_length=200, blank=True, default="")
    errors = models.TextField(default="[]")
    result = models.TextField(blank=True, default="")
    enqueued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    last_attempted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key="") & Q(status__in=["ready", "running"]),
                name="job_key_unique_while_unfinished",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["ready", "running", "succeeded", "dead"]), name="job_status_known"
            ),
            models.CheckConstraint(
                condition=(Q(status="running") & Q(lease_until__isnull=False) & ~Q(worker=""))
                | (~Q(status="running") & Q(lease_until__isnull=True) & Q(worker="")),
                name="job_running_has_lease_and_worker",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=["succeeded", "dead"]) & Q(finished_at__isnull=False))
                | (Q(status__in=["ready", "running"]) & Q(finished_at__isnull=True)),
                name="job_finished_has_time",
            ),
            models.CheckConstraint(condition=Q(attempts_max__gte=1), name="job_may_be_tried"),
        ]
        indexes = [
            models.Index(fields=["-priority", "run_at"], condition=Q(status="ready"), name="job_ready"),
            models.Index(fields=["lease_until"], condition=Q(status="running"), name="job_leased"),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} ({self.status})"


class Schedule(models.Model):
    """When a recurring job is due next; the recurring jobs themselves are declared in `apps.py`."""

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """A background worker that reports that it lives; `/readyz` reads the newest `seen_at`."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class LimitCounter(models.Model):
    """How often one subject did one thing in one window of time.

    `subject` is a keyed hash, so that no client address is stored; `window_at` is the window's start.
    """

    scope = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    window_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "subject", "window_at"], name="limit_counter_one_per_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} since {self.window_at:%Y-%m-%d %H:%M}: {self.hits}"
