"""A real Chromium and the real site. A page that a test opens is watched: see `Visit`."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.site import Site, is_ci, prepared, served

# Playwright turns its own loop in this thread; Django would take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The browser that is installed; CHROME_PATH goes before."""
    return os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, NAMES)), None)


def require(found: object, what: str) -> None:
    """Skips the test where `what` is missing; under CI it fails."""
    if not found:
        (pytest.fail if is_ci() else pytest.skip)(f"{what} is not installed here; .ci/run installs it")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = find_chromium()
    require(path, "Chromium")
    return str(path)


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The demonstration, served. Public pages only: do not write to it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with served(prepared(shared), tmp_path_factory.mktemp("site")) as running:
        yield running


@dataclass
class Visit:
    """An open page with what went wrong while it was open."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))

    def _heard(self, message: Any) -> None:
        # Chromium reports violations of the policy and missing files as errors on the console.
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def strangers(self) -> set[str]:
        """Addresses asked for that are not this site's."""
        return {url for url in self.requested if not url.startswith((self.site.url, "data:"))}


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Opens a path of the site: `visit("/", width=390, color_scheme="dark", java_script_enabled=False)`.

    After the test each visit must have ended without an error on the console, a violation of the content security
    policy, a request to somebody else, or a cookie.
    """
    opened: list[tuple[BrowserContext, Visit]] = []

    def open_page(path: str, *, width: int = 1280, height: int = 900, **options: Any) -> Visit:
        expected_status = options.pop("status", 200)
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        page = context.new_page()
        visit = Visit(page, site)
        visit.watch()
        opened.append((context, visit))
        response = page.goto(site.url + path)
        assert response is not None
        assert response.status == expected_status
        if expected_status != 200:
            visit.complaints = [
                text for text in visit.complaints if f"status of {expected_status}" not in text
            ]
        return visit

    yield open_page
    found = []
    for context, visit in opened:
        found += visit.complaints + sorted(visit.strangers())
        found += [f"cookie: {cookie['name']}" for cookie in context.cookies()]
        context.close()
    assert found == []


def path_of(url: str) -> str:
    return urlsplit(url).path


@pytest.fixture(scope="session")
def checkers() -> Path:
    """Where `.ci/run` puts the checkers that come from npm."""
    folder = Path(__file__).resolve().parents[2] / "var/tools/node_modules"
    require(folder.is_dir(), "The checkers from npm")
    return folder
