"""Two answers for machines."""

import json
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import DatabaseError

from articles import jobs
from articles.models import append_only
from newsroom import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def living_worker(clock):
    jobs.sign_of_life(worker="w1", now=clock())


def test_the_process_lives_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("living_worker")
def test_a_site_with_everything_is_ready(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert json.loads(response.content) == {"ready": True, "checks": dict.fromkeys(health.CHECKS, "ok")}


def test_without_a_worker_it_is_not_ready(client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert json.loads(response.content)["checks"]["worker"] == "no worker has started"


@pytest.mark.usefixtures("living_worker")
def test_a_worker_that_fell_silent_is_noticed(clock):
    assert "silent since" in health.find_problems(now=clock() + timedelta(seconds=91))["worker"]


@pytest.mark.usefixtures("living_worker")
def test_history_without_triggers_is_noticed(clock):
    with append_only.lifted():
        assert "articles_revision_refuses_delete" in health.find_problems(now=clock())["history"]


@pytest.mark.usefixtures("living_worker")
def test_a_full_disk_is_noticed(clock, monkeypatch):
    usage = namedtuple("usage", "free")(1_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)

    assert health.find_problems(now=clock()) == {"disk": "1 MB free"}


@pytest.mark.usefixtures("living_worker")
def test_a_data_directory_that_cannot_be_written_is_noticed(clock, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)

    assert health.find_problems(now=clock()) == {"disk": "the data directory is not writable"}


@pytest.mark.usefixtures("living_worker")
def test_migrations_that_were_not_applied_are_counted(clock, monkeypatch):
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["one", "two"]
    )

    assert health.find_problems(now=clock()) == {"migrations": "2 not applied"}


@pytest.mark.usefixtures("living_worker")
def test_a_database_that_is_gone_is_named_and_hides_nothing_else(clock, monkeypatch):
    def gone(_now):
        raise DatabaseError

    monkeypatch.setitem(health.CHECKS, "database", gone)

    assert health.find_problems(now=clock()) == {"database": "DatabaseError"}
