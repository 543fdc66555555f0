"""What a person must do."""

import pytest

from articles import tasks
from articles.models import Task, User

pytestmark = pytest.mark.django_db


def test_one_reason_opens_one_task(now):
    first = tasks.open_task(kind="review", title="Review it", key="review-1", role="Editor", now=now)
    again = tasks.open_task(kind="review", title="Review it, please", key="review-1")

    assert first == again
    assert (again.title, again.role, again.created_at) == ("Review it", "Editor", now)


def test_a_task_that_is_done_may_be_opened_again(now):
    person = User.objects.create(username="editor")
    first = tasks.open_task(kind="review", title="Review it", key="review-1")

    assert tasks.close_task(key="review-1", by=person, now=now)
    second = tasks.open_task(kind="review", title="Review it", key="review-1")

    first.refresh_from_db()
    assert (first.done_at, first.done_by) == (now, person)
    assert second != first
    assert Task.objects.count() == 2


def test_closing_what_is_not_open_says_so():
    assert not tasks.close_task(key="review-1")
