"""What happened (timeline) and what a person must do (tasks)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TimelineEntry(models.Model):
    """Something somebody did, shown to editors. Append-only: triggers refuse update and delete.

    A discarded draft leaves its entries behind, with its headline in `subject`; so the article is no database key.
    """

    article = models.ForeignKey(
        "Article", models.DO_NOTHING, null=True, db_constraint=False, related_name="timeline"
    )
    subject = models.CharField(max_length=250, blank=True, help_text="The headline at that time.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="timeline")
    verb = models.CharField(max_length=60, help_text="Past tense: published, asked for a review.")
    note = models.TextField(blank=True)
    data = models.TextField(default="{}", help_text="JSON.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "timeline entries"
        indexes = [models.Index(fields=["article", "-at"], name="timeline_of_article")]
        constraints = [models.CheckConstraint(condition=~Q(verb=""), name="timelineentry_says_what")]

    def __str__(self) -> str:
        return f"{self.actor or 'Software'} {self.verb}"


class Task(models.Model):
    """Something a person must do. `key` names the reason, so that one reason opens one task."""

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=250)
    article = models.ForeignKey("Article", models.CASCADE, null=True, blank=True, related_name="tasks")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks"
    )
    role = models.CharField(max_length=40, blank=True, help_text="Group whose members may take it.")
    key = models.CharField(max_length=200)
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks_done"
    )

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(done_at=None), name="task_open_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(key="") & ~Q(kind=""), name="task_said"),
            models.CheckConstraint(
                condition=Q(done_by=None) | Q(done_at__isnull=False), name="task_done_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title
