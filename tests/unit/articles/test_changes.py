"""What changed, projections inside the transaction, deliveries after it."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse

from articles import changes
from articles.changes import Tags
from articles.models import Author, Change
from tests.conftest import CHECKOUT, clean_environ

pytestmark = [pytest.mark.usefixtures("no_subscribers")]
committed = pytest.mark.django_db(transaction=True)
rolled_back = pytest.mark.django_db


class Listener:
    """A subscriber that remembers what it heard, and may fail."""

    def __init__(self, error: Exception | None = None) -> None:
        self.heard: list[frozenset[changes.Tag]] = []
        self.error = error

    def __call__(self, tags: frozenset[changes.Tag]) -> None:
        self.heard.append(tags)
        if self.error:
            raise self.error


def fail_after_recording(tag):
    with changes.recording():
        changes.record_change(tag, why="begun")
        raise KeyError


def test_tags_of_a_response_are_sorted_and_added_up():
    response = HttpResponse()

    changes.declare_tags(response, Tags.topic("oncology"), Tags.article(17))
    changes.declare_tags(response, Tags.article(17), Tags.SITE)

    assert response["Surrogate-Key"] == "article-17 site topic-oncology"
    assert changes.declared_tags(response) == {"article-17", "site", "topic-oncology"}


def test_a_response_that_declared_nothing_has_no_tags():
    assert changes.declared_tags(HttpResponse()) == frozenset()


def test_every_tag_is_one_word_in_lower_case():
    named = [value for name, value in vars(Tags).items() if name.isupper()]
    made = [Tags.article(1), Tags.entity(1), Tags.author(1), Tags.reference(1), Tags.report(1)]
    made += [Tags.section("a-b"), Tags.topic("a-b"), Tags.page("a-b")]

    assert len(set(named + made)) == len(named + made) == 18
    assert all(tag == tag.lower() and len(tag.split()) == 1 for tag in named + made)


@rolled_back
def test_a_change_outside_recording_is_refused():
    with pytest.raises(changes.NotRecording), transaction.atomic():
        changes.record_change(Tags.FRONT, why="nobody would hear of it")

    assert not Change.objects.exists()


@rolled_back
def test_a_change_without_a_tag_is_refused():
    with pytest.raises(ValueError, match="at least one tag"), changes.recording():
        changes.record_change(why="what changed?")


@committed
def test_each_change_is_a_row_and_projections_see_all_tags_once_before_the_end():
    order: list[str] = []
    first, second = Listener(), Listener()
    changes.connect(
        projections=[
            ("first", lambda tags: (order.append("first"), first(tags))),
            (
                "second",
                lambda tags: (
                    order.append(f"second, in atomic: {transaction.get_connection().in_atomic_block}"),
                    second(tags),
                ),
            ),
        ],
        deliveries=[
            (
                "purge",
                lambda _: order.append(f"purge, in atomic: {transaction.get_connection().in_atomic_block}"),
            )
        ],
    )

    with changes.recording():
        changes.record_change(Tags.article(1), Tags.FRONT, why="published")
        changes.record_change(Tags.FEED, why="published")
        order.append("work")

    assert order == ["work", "first", "second, in atomic: True", "purge, in atomic: False"]
    assert first.heard == second.heard == [{"article-1", "front", "feed"}]
    assert sorted(Change.objects.values_list("tags", "why")) == [
        ("article-1 front", "published"),
        ("feed", "published"),
    ]


@committed
def test_a_projection_may_record_what_later_ones_hear():
    later, delivery = Listener(), Listener()
    changes.connect(
        projections=[
            ("early", lambda _: changes.record_change(Tags.topic("oncology"), why="counted")),
            ("later", later),
        ],
        deliveries=[("purge", delivery)],
    )

    with changes.recording():
        changes.record_change(Tags.article(1), why="published")

    assert later.heard == delivery.heard == [{"article-1", "topic-oncology"}]


@committed
def test_a_failing_projection_rolls_everything_back_and_nothing_is_delivered():
    delivery = Listener()
    changes.connect(
        projections=[("index", Listener(RuntimeError("disk full")))], deliveries=[("purge", delivery)]
    )

    def make_author():
        with changes.recording():
            Author.objects.create(slug="a", name="A")
            changes.record_change(Tags.author(1), why="made")

    with pytest.raises(RuntimeError, match="disk full"):
        make_author()

    assert not Author.objects.exists()
    assert not Change.objects.exists()
    assert delivery.heard == []


@committed
def test_an_error_in_the_work_runs_no_projection():
    projection = Listener()
    changes.connect(projections=[("index", projection)])

    with pytest.raises(KeyError):
        fail_after_recording(Tags.FRONT)

    assert projection.heard == []
    assert not Change.objects.exists()


@committed
def test_nested_actions_share_one_end():
    projection, delivery = Listener(), Listener()
    changes.connect(projections=[("index", projection)], deliveries=[("purge", delivery)])

    with changes.recording():
        changes.record_change(Tags.article(1), why="outer")
        with changes.recording():
            changes.record_change(Tags.article(2), why="inner")
        assert projection.heard == []

    assert projection.heard == delivery.heard == [{"article-1", "article-2"}]


@committed
def test_what_a_failed_inner_action_recorded_is_forgotten():
    projection = Listener()
    changes.connect(projections=[("index", projection)])

    with changes.recording():
        changes.record_change(Tags.article(1), why="outer")
        with pytest.raises(KeyError):
            fail_after_recording(Tags.article(2))

    assert projection.heard == [{"article-1"}]
    assert Change.objects.get().why == "outer"


@committed
def test_an_action_that_records_nothing_tells_nobody():
    projection = Listener()
    changes.connect(projections=[("index", projection)])

    with changes.recording():
        pass

    assert projection.heard == []


@committed
def test_without_deliveries_a_change_owes_nothing():
    with changes.recording():
        changes.record_change(Tags.FRONT, why="published")

    assert Change.objects.get().delivered_at is not None


@committed
def test_one_failing_delivery_does_not_stop_the_rest_and_is_tried_again_alone(clock):
    ping, purge = Listener(OSError("no route")), Listener()
    changes.connect(deliveries=[("ping", ping), ("purge", purge)])

    with changes.recording():
        changes.record_change(Tags.FRONT, why="published")

    change = Change.objects.get()
    assert (change.delivered_to, change.delivered_at, change.attempts) == ("purge", None, 1)
    assert change.last_error == "ping: OSError: no route"

    ping.error = None
    assert changes.deliver_pending(now=clock()) == 0
    assert changes.deliver_pending(now=clock.advance(minutes=3)) == 1

    change.refresh_from_db()
    assert (change.delivered_to, change.delivered_at) == ("purge ping", clock())
    assert (len(ping.heard), len(purge.heard)) == (2, 1)


@committed
def test_a_delivery_that_keeps_failing_is_tried_ever_less_often(clock):
    changes.connect(deliveries=[("ping", Listener(OSError()))])
    with changes.recording():
        changes.record_change(Tags.FRONT, why="published")
    waits = []

    for _ in range(12):
        clock.at = Change.objects.get().retry_at
        changes.deliver_pending(now=clock())
        waits.append(Change.objects.get().retry_at - clock())

    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


@committed
def test_the_worker_delivers_what_a_crash_left_over(clock):
    """A crash is a commit whose deliveries never ran: the row is there, `on_commit` is not."""
    purge = Listener()
    changes.connect(deliveries=[("purge", purge)])
    Change.objects.create(tags="article-1 front", why="published", retry_at=clock() + changes.CATCH_UP_AFTER)

    assert changes.deliver_pending(now=clock()) == 0
    assert changes.deliver_pending(now=clock.advance(seconds=61)) == 1
    assert changes.deliver_pending(now=clock.advance(days=1)) == 0

    assert purge.heard == [{"article-1", "front"}]


@rolled_back
def test_changes_are_forgotten_only_once_delivered(now):
    old = now - timedelta(days=40)
    Change.objects.create(tags="a", why="delivered", delivered_at=old)
    Change.objects.create(tags="b", why="owed", recorded_at=old)
    Change.objects.create(tags="c", why="recent", delivered_at=now)

    assert changes.forget_delivered(before=now - timedelta(days=30)) == 1
    assert set(Change.objects.values_list("why", flat=True)) == {"owed", "recent"}


CRASH = """
import os
import django
django.setup()
from articles import changes
from articles.changes import Tags
changes.connect(deliveries=[("purge", lambda tags: os._exit(9))])
with changes.recording():
    changes.record_change(Tags.FRONT, why="published")
"""
CATCH_UP = """
import django
django.setup()
import subprocess
import sys
from datetime import timedelta
from django.utils import timezone
from articles import changes
changes.connect(deliveries=[("purge", lambda tags: print(*tags))])
print(changes.deliver_pending(now=timezone.now() + timedelta(minutes=2)))
"""


def test_a_process_that_dies_between_commit_and_delivery_loses_nothing(data_dir):
    environ = clean_environ(data_dir, DJANGO_SETTINGS_MODULE="newsroom.settings")

    def run(script):
        command = [sys.executable, "-c", script]
        return subprocess.run(command, cwd=CHECKOUT, env=environ, capture_output=True, text=True, check=False)

    assert run(CRASH).returncode == 9
    assert run(CATCH_UP).stdout == "front\n1\n"
    assert run(CATCH_UP).stdout == "0\n"
