"""The desk in a real Chromium: an article written and published with the keyboard alone, the policy, axe, sizes."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.site import FIRST_ARTICLE, Site, manage, prepared, served

pytestmark = pytest.mark.browser

PASSWORD = "written-by-keyboard-1"
SET_PASSWORDS = f"""
from articles.models import User
for user in User.objects.all():
    user.set_password("{PASSWORD}")
    user.save()
"""
REPORT_VIOLATIONS = "document.addEventListener('securitypolicyviolation', (e) => violated(`${e.violatedDirective} ${e.blockedURI}`));"
FIRST_KEY = """
from articles.models import Article
print(Article.objects.get(slug__startswith="her2-biologys-role").pk)
"""
PAGES = {
    "desk": "/admin/",
    "list": "/admin/articles/article/",
    "form": "/admin/articles/article/{key}/change/",
    "new article": "/admin/articles/article/add/",
    "history": "/admin/articles/article/{key}/history/",
    "withdraw": "/admin/articles/article/{key}/delete/",
    "references": "/admin/articles/reference/",
    "reference": "/admin/articles/reference/1/change/",
    "report": "/admin/articles/report/1/change/",
    "password": "/admin/password_change/",
}
GRAVE = ("critical", "serious", "moderate")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """A demonstration of this module's own, to write to."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with served(prepared(shared), tmp_path_factory.mktemp("desk")) as running:
        manage(running.data_dir, "shell", "--no-imports", "-c", SET_PASSWORDS)
        yield running


@pytest.fixture(scope="module")
def first_key(site: Site) -> str:
    return manage(site.data_dir, "shell", "--no-imports", "-c", FIRST_KEY).strip()


@pytest.fixture
def first_form(first_key: str) -> str:
    return f"/admin/articles/article/{first_key}/change/"


class Desk:
    """A page of the desk; `complaints` are violations of the policy and errors of scripts."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site = site
        self.page = page
        self.complaints: list[str] = []
        page.context.expose_function("violated", lambda what: self.complaints.append(what))
        page.context.add_init_script(REPORT_VIOLATIONS)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def go(self, path: str) -> Page:
        response = self.page.goto(self.site.url + path)
        assert response is not None
        assert response.status == 200
        self.page.wait_for_load_state("networkidle")
        return self.page

    def sign_in(self, username: str = "publisher") -> None:
        self.go("/admin/login/")
        self.type(username)
        self.press("Tab")
        self.type(PASSWORD)
        self.press("Enter")
        self.page.wait_for_selector(".counts")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def is_at(self, selector: str) -> bool:
        return bool(self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector))

    def tab_to(self, selector: str, *, key: str = "Tab", at_most: int = 200) -> None:
        for _ in range(at_most):
            if self.is_at(selector):
                return
            self.press(key)
        raise AssertionError(f"the keyboard does not reach {selector}")

    def add_row(self, prefix: str) -> None:
        self.tab_to(f"#{prefix}-group .add-row a")
        self.press("Enter")

    def values(self, selector: str) -> list[str]:
        return self.page.eval_on_selector_all(selector, "(fields) => fields.map((field) => field.value)")


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Iterator[Callable[..., Desk]]:
    """Opens a desk: `desk(width=1024, color_scheme="dark")`. Afterwards nobody may have complained."""
    opened: list[Desk] = []

    def open_desk(*, width: int = 1440, height: int = 900, **options: Any) -> Desk:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        opened.append(Desk(site, context.new_page()))
        return opened[-1]

    yield open_desk
    complaints = [text for one in opened for text in one.complaints]
    for one in opened:
        one.page.context.close()
    assert complaints == []


def test_an_article_is_written_previewed_and_published_with_the_keyboard_alone(
    desk: Callable[..., Desk],
) -> None:
    editor = desk()
    editor.sign_in("editor")
    editor.tab_to(".hd__go a")
    editor.press("Enter")
    editor.page.wait_for_url("**/add/")
    editor.page.wait_for_load_state("networkidle")
    assert editor.is_at("#id_headline")
    editor.page.keyboard.type("Zanidatamab, one year on")
    editor.press("Tab")
    editor.type("What the first year told.")
    _write_lists(editor)
    _write_body(editor)
    _write_links(editor)
    editor.press("Control+s")
    editor.page.wait_for_url("**/change/")
    editor.page.wait_for_load_state("networkidle")
    assert "Saved: 12 words" in editor.page.inner_text(".messagelist")
    assert editor.values("textarea[name^=summary_points][name$=text]:not([name*=__])") == [
        "Third",
        "First",
        "Second",
    ]

    editor.tab_to("button#publish")
    editor.press("Enter")
    editor.page.wait_for_selector(".messagelist a")
    editor.tab_to(".messagelist a")
    editor.press("Enter")
    editor.page.wait_for_url("**/articles/zanidatamab-one-year-on/")
    assert editor.page.inner_text("h1").strip().startswith("Zanidatamab, one year on")
    for shown in ("Third", "Responses last.", "responses were durable", "How long?", "Oncology desk"):
        assert shown in editor.page.inner_text("main")


def _write_lists(editor: Desk) -> None:
    """Three points, the last moved to the top; a rating; a takeaway."""
    editor.add_row("summary_points")
    assert editor.is_at("[name=summary_points-0-text]")
    for words in ("First", "Second"):
        editor.type(words)
        editor.press("Enter")
    editor.type("Third")
    editor.press("Alt+ArrowUp", "Alt+ArrowUp")
    editor.tab_to("[name=impacts-0-level]")
    editor.press("ArrowRight", "ArrowRight")
    editor.tab_to("[name=impacts-0-reason]")
    editor.type("responses were durable")
    editor.add_row("takeaways")
    editor.type("Responses last.")
    editor.press("Tab")
    editor.type("#results, PMID 33577784")


def _write_body(editor: Desk) -> None:
    editor.tab_to("#id_body_markdown")
    editor.type(
        "Intro with **bold**.\n\n## Results {#results}\n\nIn the trial responses were durable (PMID: 33577784).\n"
    )
    editor.page.wait_for_selector("#pv strong")
    assert editor.page.inner_text("#pv h2") == "Results"
    assert editor.page.locator("#pv .c-cite.is-not_matched").count() == 1
    editor.add_row("faqs")
    editor.type("How long?")
    editor.press("Tab")
    editor.type("Long. See PMID 34504358.")


def _write_links(editor: Desk) -> None:
    """A byline and a section, chosen by typing."""
    editor.add_row("bylines")
    editor.tab_to("#bylines-0 .select2-selection", key="Shift+Tab", at_most=6)
    editor.press("Enter")
    editor.page.wait_for_selector(".select2-container--open .select2-search__field:focus")
    editor.page.keyboard.type("Onc")
    editor.page.wait_for_selector(".select2-results__option--highlighted:text-is('Oncology desk')")
    editor.press("Enter")
    editor.tab_to("#id_section")
    editor.page.keyboard.type("Onc")


def test_the_first_screen_shows_state_words_and_what_can_be_done(
    desk: Callable[..., Desk], first_form: str
) -> None:
    editor = desk()
    editor.sign_in()
    page = editor.go(first_form)
    for selector in (
        ".bar .st",
        "#id_headline",
        "#id_standfirst",
        "[data-words]",
        "[name=_save]",
        "#publish",
        ".jump",
        ".chk, .rail",
    ):
        box = page.locator(selector).first.bounding_box()
        assert box is not None, selector
        assert box["y"] + min(box["height"], 100) <= 900, selector
    assert re.fullmatch(r"1,\d{3} words in the body · \d min", page.inner_text("[data-words]"))
    blocks = page.eval_on_selector_all(".jump ol a", "(links) => links.map((link) => link.hash.slice(1))")
    assert blocks == page.eval_on_selector_all("section.blk", "(blocks) => blocks.map((block) => block.id)")


def test_a_refused_save_keeps_the_text_and_leads_to_the_place(
    desk: Callable[..., Desk], first_form: str
) -> None:
    editor = desk()
    editor.sign_in()
    page = editor.go(first_form)
    page.fill("#id_standfirst", "Typed and kept.")
    page.fill("#id_body_markdown", "A line.\n\n<script>alert(1)</script>")
    page.wait_for_selector("#pv .errorlist")
    editor.press("Control+s")
    page.wait_for_selector("#summary")
    assert editor.is_at("#summary")
    assert "Not saved" in page.inner_text("#summary")
    assert "line 3" in page.inner_text("#summary")
    assert page.input_value("#id_standfirst") == "Typed and kept."
    editor.tab_to("#summary a", at_most=2)
    editor.press("Enter", "Tab")
    assert editor.is_at("#id_body_markdown") or page.evaluate("location.hash") == "#id_body_markdown"


def test_rows_are_moved_by_buttons_and_said_aloud(desk: Callable[..., Desk], first_form: str) -> None:
    editor = desk()
    editor.sign_in()
    page = editor.go(first_form)
    texts = "textarea[name^=takeaways][name$=text]:not([name*=__])"
    before = editor.values(texts)
    page.locator("#takeaways-0 .mv button").nth(1).click()
    assert editor.values(texts) == [before[1], before[0], *before[2:]]
    assert page.inner_text("p[role=status]") == "Moved to place 2"
    page.evaluate("document.getElementById('b-takeaways').scrollIntoView()")
    _drag(page, "#takeaways-1 .mv span", "#takeaways-4 .mv span")
    assert editor.values(texts) == [before[0], *before[2:], before[1]]
    assert editor.values("#takeaways-group tr.form-row:not(.empty-form) .pos") == ["1", "2", "3", "4", "5"]


def _drag(page: Page, source: str, target: str) -> None:
    """Past the middle of `target`'s row, as a hand does it."""
    start, end = page.locator(source).bounding_box(), page.locator(target).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 5, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, start["y"] + 30, steps=5)
    page.mouse.move(end["x"] + 5, end["y"] + 45, steps=15)
    page.mouse.up()


def test_the_theme_switch_and_the_find_key_work(desk: Callable[..., Desk]) -> None:
    editor = desk()
    editor.sign_in()
    page = editor.go("/admin/")
    editor.press("/")
    assert editor.is_at("#find")
    editor.type("33577784")
    editor.press("Enter")
    page.wait_for_selector("#result_list")
    assert "HER2 Biology" in page.inner_text("#result_list")
    page.click(".me summary")
    page.click(".theme-toggle")
    assert page.evaluate("document.documentElement.dataset.theme") in ("light", "dark")
    editor.press("Escape")
    assert page.locator(".me[open]").count() == 0


def test_topics_are_changed_for_several_articles(desk: Callable[..., Desk]) -> None:
    editor = desk()
    editor.sign_in()
    page = editor.go("/admin/articles/article/")
    page.check("#action-toggle")
    page.select_option("select[name=action]", label="Add or remove topics …")
    page.click(".actions button")
    page.wait_for_selector("#topics_form .select2-selection")
    page.locator("#topics_form .select2-search__field").first.click()
    page.keyboard.type("HER2")
    page.wait_for_selector(".select2-results__option--highlighted")
    editor.press("Enter")
    page.click("#topics_form button[type=submit]")
    page.wait_for_selector(".messagelist")
    assert "Topics changed in" in page.inner_text(".messagelist")


def test_no_page_offends_the_policy(desk: Callable[..., Desk], first_key: str) -> None:
    editor = desk()
    editor.sign_in()
    for path in PAGES.values():
        editor.go(path.format(key=first_key))
    assert editor.complaints == []


@pytest.mark.parametrize(("width", "color_scheme"), [(1440, "light"), (1440, "dark"), (1024, "light")])
def test_axe_finds_nothing_grave_and_no_page_scrolls_sideways(
    desk: Callable[..., Desk], first_key: str, width: int, color_scheme: str
) -> None:
    editor = desk(width=width, color_scheme=color_scheme)
    editor.go("/admin/login/")
    found = {"login": grave(editor)}
    editor.sign_in()
    for name, path in PAGES.items():
        page = editor.go(path.format(key=first_key))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        found[name] = grave(editor)
    # Axe puts styles into the page, which the policy refuses.
    editor.complaints[:] = [text for text in editor.complaints if not text.startswith("style-src")]
    assert {name: faults for name, faults in found.items() if faults} == {}


def grave(editor: Desk) -> list[tuple[str, str]]:
    return [
        (fault["id"], fault["nodes"][0]["html"])
        for fault in Axe().run(editor.page).response["violations"]
        if fault["impact"] in GRAVE
    ]


def test_the_public_page_is_as_before_for_those_who_are_signed_in(desk: Callable[..., Desk]) -> None:
    editor = desk()
    editor.sign_in()
    page = editor.go(FIRST_ARTICLE)
    assert "/admin/" not in page.content()
