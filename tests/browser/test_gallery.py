"""Every component in every state as a real browser shows it: dark, narrow, mirrored, forced colours, print, no script."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.site import Site, manage, prepared, served

pytestmark = pytest.mark.browser

GALLERY = "/admin/gallery/"
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from articles.models import User
user = User.objects.get(username="reporter")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""
# The page shows the same landmark many times, on purpose. In forced colours axe reads the colours of the style sheet.
NOT_HERE = {"landmark-unique"}
OUTSIDE = """
() => [...document.querySelectorAll("main *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1)
    && !element.closest(".c-scroll, .c-nav__list, .u-hidden, .c-prose table, svg");
}).map((element) => element.outerHTML.slice(0, 120))
"""


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[tuple[Site, str]]:
    """A site of this module's own, and the session of somebody of the desk."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with served(prepared(shared), tmp_path_factory.mktemp("gallery")) as running:
        key = manage(running.data_dir, "shell", "--no-imports", "-c", SIGN_IN).split()[-1]
        yield running, key


@pytest.fixture
def gallery(chromium: Browser, staff: tuple[Site, str]) -> Iterator[Callable[..., Page]]:
    """Opens the gallery: `gallery("?dir=rtl", width=320, color_scheme="dark")`; nothing may fail while it is open."""
    site, key = staff
    contexts, complaints = [], []

    def open_gallery(query: str = "", *, width: int = 1280, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        context.add_cookies([{"name": "sessionid", "value": key, "url": f"{site.url}/admin/"}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        response = page.goto(site.url + GALLERY + query)
        assert response is not None
        assert response.status == 200
        return page

    yield open_gallery
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?dir=rtl"])
def test_axe_finds_no_violation_in_any_state(gallery, color_scheme: str, query: str):
    page = gallery(query, color_scheme=color_scheme)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")

    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]

    assert [violation for violation in found if violation["id"] not in NOT_HERE] == []


@pytest.mark.parametrize("query", ["", "?dir=rtl"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_no_component_leaves_the_page_sideways(gallery, width: int, query: str):
    page = gallery(query, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OUTSIDE) == []


def test_mirrored_page_starts_at_the_right(gallery):
    crumb = "e => [e.getBoundingClientRect().left, innerWidth - e.getBoundingClientRect().right]"

    from_left, to_right = gallery().locator("#crumbs li").first.evaluate(crumb)
    mirrored_left, mirrored_right = gallery("?dir=rtl").locator("#crumbs li").first.evaluate(crumb)

    assert from_left < to_right
    assert mirrored_right < mirrored_left


def test_bars_and_words_of_ratings_stay_in_forced_colours(gallery):
    page = gallery(forced_colors="active")

    level = page.locator("#impact .c-level.is-high").first
    filled = level.locator("i").last.evaluate("e => getComputedStyle(e).backgroundColor")
    assert filled != page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.locator("#impact").get_by_text("High", exact=True).first.is_visible()


def test_states_of_sources_are_words_without_script(gallery):
    page = gallery(java_script_enabled=False)

    for word in ("Matched", "Not matched yet", "Mismatch suspected", "Not in PubMed", "Retracted"):
        assert page.locator("#state .c-state", has_text=word).first.is_visible(), word
    assert not page.locator("#byline [data-copy]").first.is_visible()
    assert page.locator("#faq summary").first.is_visible()


def test_print_leaves_out_what_only_a_screen_can_do_and_opens_every_answer(gallery):
    page = gallery()
    page.emulate_media(media="print")

    for selector in ("#ask_panel form", "#masthead nav", "#crumbs nav", "#pager nav", "#contents nav"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("#faq .c-faq__answer").first.is_visible()
    assert page.locator("#references .c-ref").first.is_visible()
