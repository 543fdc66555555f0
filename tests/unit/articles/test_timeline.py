"""What happened."""

import json

import pytest

from articles import timeline
from articles.models import TimelineEntry, User

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_and_when(now):
    person = User.objects.create(username="editor")

    entry = timeline.add_entry(
        article=None, by=person, verb="published", note="First version", data={"revision": 1}, at=now
    )

    kept = TimelineEntry.objects.get()
    assert kept == entry
    assert (kept.actor, kept.verb, kept.note, kept.at) == (person, "published", "First version", now)
    assert json.loads(kept.data) == {"revision": 1}


def test_the_software_acts_without_a_person_and_now(clock):
    entry = timeline.add_entry(article=None, by=None, verb="published")

    assert (entry.actor, entry.at, entry.data) == (None, clock(), "{}")
