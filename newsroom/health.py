"""Two answers for machines: the process lives; the site can serve.

`/readyz` names each thing it looked at, so that a failing probe says why.
"""

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from articles import jobs
from articles.models import append_only

FREE_BYTES_NEEDED = 100 * 1024 * 1024
WORKER_SILENT_AFTER = timedelta(seconds=90)


def live(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def ready(_request: HttpRequest) -> JsonResponse:
    """200 when everything a request may need is there, else 503; either way what was found, by name."""
    problems = find_problems(now=timezone.now())
    findings = {name: problems.get(name, "ok") for name in CHECKS}
    return JsonResponse(
        {"ready": not problems, "checks": findings},
        status=503 if problems else 200,
        headers={"Cache-Control": "no-store"},
    )


def find_problems(*, now: datetime) -> dict[str, str]:
    """What keeps the site from serving, by check name; empty when it can serve."""
    problems = {}
    for name, check in CHECKS.items():
        try:
            problem = check(now)
        except (DatabaseError, OSError) as error:
            problem = type(error).__name__
        if problem:
            problems[name] = problem
    return problems


def _database(_now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations(_now: datetime) -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else ""


def _history(_now: datetime) -> str:
    missing = append_only.missing()
    return f"missing triggers: {', '.join(missing)}" if missing else ""


def _disk(_now: datetime) -> str:
    if not os.access(settings.DATA_DIR, os.W_OK):
        return "the data directory is not writable"
    free = shutil.disk_usage(settings.DATA_DIR).free
    return f"{free // 1_000_000} MB free" if free < FREE_BYTES_NEEDED else ""


def _worker(now: datetime) -> str:
    seen_at = jobs.last_sign_of_life()
    if seen_at is None:
        return "no worker has started"
    return (
        f"silent since {seen_at.isoformat(timespec='seconds')}" if now - seen_at > WORKER_SILENT_AFTER else ""
    )


CHECKS: dict[str, Callable[[datetime], str]] = {
    "database": _database,
    "migrations": _migrations,
    "history": _history,
    "disk": _disk,
    "worker": _worker,
}
