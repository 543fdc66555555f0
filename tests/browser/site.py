"""The demonstration site, served as in production, for tests that look at it from outside."""

import fcntl
import os
import shutil
import socket  # noqa: TID251 - asks the kernel for a free port
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection  # noqa: TID251 - asks the server that these tests start
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import CHECKOUT, clean_environ

FIRST_ARTICLE = "/articles/her2-biologys-role-in-advancing-next-generation-cancer-therapies/"
WITHDRAWN = "/articles/published-too-early/"
START_SECONDS = 180

# A second article, so that the states a demonstration should not show are looked at too.
SECOND_ARTICLE = """\
---
title: A headline that is gone
slug: published-too-early
standfirst: A standfirst that is gone.
kind: brief
section: oncology
authors: []
---
This text must not be readable any more.
"""
WITHDRAW = """
from articles.editorial.actions import publish_article, withdraw_article
from articles.models import Article
article = Article.objects.get(slug="published-too-early")
publish_article(article=article, by=None, provenance="Made for a test.")
withdraw_article(article=article, by=None, reason="too_early")
"""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    url: str
    data_dir: Path

    def get(self, path: str) -> Answer:
        """One request as it is, redirects not followed. Header names are in small letters."""
        parts = urlsplit(self.url)
        client = HTTPConnection(parts.hostname, parts.port, timeout=30)
        try:
            client.request("GET", path)
            response = client.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read().decode("utf-8", "replace"))
        finally:
            client.close()


def manage(data_dir: Path, *words: str, **environ: str) -> str:
    """Runs `manage.py` on the data directory; what it printed."""
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "manage.py"), *words],
        env=clean_environ(data_dir, **environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"manage.py {words[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def prepared(shared: Path) -> Path:
    """The data directory of a demonstration, made once for all processes of a test run. Copy it."""
    made, lock = shared / "demonstration", shared / "demonstration.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not made.exists():
            draft = shared / "demonstration-draft"
            manage(draft, "demo", "--no-serve")
            source = shared / "published-too-early.md"
            source.write_text(SECOND_ARTICLE, encoding="utf-8")
            manage(draft, "import_articles", str(source))
            manage(draft, "shell", "--no-imports", "-c", WITHDRAW)
            draft.rename(made)
    return made


@contextmanager
def served(demonstration: Path, folder: Path) -> Iterator[Site]:
    """A copy of the demonstration in `folder`, behind `manage.py serve` with one web worker."""
    data_dir = Path(shutil.copytree(demonstration, folder / "var"))
    port = _free_port()
    site = Site(f"http://127.0.0.1:{port}", data_dir)
    log = (folder / "serve.log").open("wb")
    server = subprocess.Popen(
        [
            sys.executable,
            str(CHECKOUT / "manage.py"),
            "serve",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "1",
        ],
        env=clean_environ(data_dir, NEWSROOM_SITE_URL=site.url),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until_up(site, server, folder / "serve.log")
        yield site
    finally:
        server.terminate()
        try:
            server.wait(40)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def _wait_until_up(site: Site, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if site.get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the site did not start: {log.read_text(errors='replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def is_ci() -> bool:
    """Whether something missing is a failure here instead of a reason to skip."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
