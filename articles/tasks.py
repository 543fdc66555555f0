"""What a person must do. One reason, named by its key, opens one task."""

from datetime import datetime

from django.utils import timezone

from articles.models import Article, Task, User


def open_task(
    *,
    kind: str,
    title: str,
    key: str,
    article: Article | None = None,
    assignee: User | None = None,
    role: str = "",
    due_at: datetime | None = None,
    now: datetime | None = None,
) -> Task:
    """The open task for `key`, made if there is none; an open one is returned as it is."""
    task = Task(
        kind=kind,
        title=title,
        key=key,
        article=article,
        assignee=assignee,
        role=role,
        due_at=due_at,
        created_at=now or timezone.now(),
    )
    Task.objects.bulk_create([task], ignore_conflicts=True)
    return Task.objects.get(key=key, done_at=None)


def close_task(*, key: str, by: User | None = None, now: datetime | None = None) -> bool:
    """Marks the open task for `key` as done; False when none is open."""
    return bool(Task.objects.filter(key=key, done_at=None).update(done_at=now or timezone.now(), done_by=by))
