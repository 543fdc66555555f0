"""Every public page, found by following links from the front page: as documents, to machines, to axe and the Nu checker."""

import json
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.site import FIRST_ARTICLE, WITHDRAWN, Answer, Site

pytestmark = pytest.mark.browser

NOT_LINKED = {"/nothing-here/": 404, WITHDRAWN: 410, "/articles/?after=odd": 200, "/corrections/report/": 200}
# Pages of a kind look alike; axe looks at one of each.
EXAMPLES = {
    "front": "/",
    "latest": "/articles/",
    "topics": "/topics/",
    "topic": "/topics/her2/?sort=-commercial",
    "section": "/sections/oncology/",
    "article": FIRST_ARTICLE,
    "ask": f"{FIRST_ARTICLE}ask/?q=HER2",
    "library": "/reports/",
    "correction": f"/corrections/report/?article={FIRST_ARTICLE.split('/')[2]}",
    "trust page": "/how-we-check-citations/",
    "gone": WITHDRAWN,
    "missing": "/nothing-here/",
}


class Document(HTMLParser):
    """What a page links to, loads, and names."""

    LOADING = {
        "script": "src",
        "img": "src",
        "iframe": "src",
        "source": "src",
        "video": "src",
        "audio": "src",
    }

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in pairs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") in {"stylesheet", "preload", "icon", "manifest"}:
            self.loads.append(given["href"])
        if tag in self.LOADING and self.LOADING[tag] in given:
            self.loads.append(given[self.LOADING[tag]])


@pytest.fixture(scope="module")
def crawled(site: Site) -> dict[str, Answer]:
    """Every page that can be reached from the front page by links, and some that cannot, by path and query."""
    found: dict[str, Answer] = {}
    waiting = ["/", *NOT_LINKED]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = site.get(path)
        if "text/html" in found[path].headers.get("content-type", ""):
            waiting += [urldefrag(link).url for link in inner_links(path, found[path].text)]
    return found


def inner_links(path: str, text: str) -> list[str]:
    """Links of a page to this site, as paths with query and fragment."""
    inner = []
    for link in Document(text).links:
        if link.startswith("#"):
            inner.append(path + link)
        elif link.startswith("?"):
            inner.append(urlsplit(path).path + link)
        elif link.startswith("/") and not link.startswith("//"):
            inner.append(link)
    return inner


def test_links_of_a_page_are_seen():
    assert inner_links(
        "/a/?q=1", '<a href="#b">x</a><a href="?q=2">x</a><a href="/c/">x</a><a href="//d/">x</a>'
    ) == [
        "/a/?q=1#b",
        "/a/?q=2",
        "/c/",
    ]


def test_the_crawl_finds_pages_of_every_kind(crawled):
    paths = {urlsplit(path).path for path in crawled}

    for start in (
        "/articles/her2",
        "/sections/",
        "/topics/",
        "/authors/",
        "/reports/",
        "/corrections/report/",
        "/standards/",
    ):
        assert any(path.startswith(start) for path in paths), start


def test_every_link_leads_to_a_page(crawled):
    wrong = {
        path: answer.status for path, answer in crawled.items() if answer.status != NOT_LINKED.get(path, 200)
    }

    assert wrong == {}


def test_every_fragment_leads_to_a_place(crawled):
    ids = {path: set(Document(answer.text).ids) for path, answer in crawled.items()}
    dead = {
        f"{path} -> {link}"
        for path, answer in crawled.items()
        for link in inner_links(path, answer.text)
        if (fragment := urldefrag(link).fragment) and fragment not in ids[urldefrag(link).url]
    }

    assert dead == set()


def test_names_of_places_are_unique_on_their_page(crawled):
    double = {
        f"{path}#{name}"
        for path, answer in crawled.items()
        for name, count in Counter(Document(answer.text).ids).items()
        if count > 1
    }

    assert double == set()


def test_pages_load_nothing_from_others(crawled):
    foreign = {
        load
        for answer in crawled.values()
        for load in Document(answer.text).loads
        if not load.startswith("/static/")
    }

    assert foreign == set()


def test_answers_have_a_policy_and_tags_and_no_cookie(crawled):
    for path, answer in crawled.items():
        policy = answer.headers.get("content-security-policy", "")
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert answer.headers.get("surrogate-key"), path
        assert "set-cookie" not in answer.headers, path
        assert answer.headers.get("x-content-type-options") == "nosniff", path


def test_nothing_of_a_withdrawn_article_can_be_read(crawled):
    answer = crawled[WITHDRAWN]

    assert "Reason: published too early." in answer.text
    assert "that is gone" not in answer.text
    assert "must not be readable" not in answer.text


def test_document_checker_finds_no_error(crawled, checkers: Path, tmp_path: Path):
    files = {}
    for number, (path, answer) in enumerate(sorted(crawled.items())):
        if "text/html" in answer.headers["content-type"]:
            file = tmp_path / f"{number}.html"
            file.write_text(answer.text, encoding="utf-8")
            files[file.as_uri()] = path

    done = subprocess.run(
        [
            "java",
            "-jar",
            checkers / "vnu-jar/build/dist/vnu.jar",
            "--format",
            "json",
            *map(str, tmp_path.glob("*.html")),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    said = json.loads(done.stderr)["messages"]
    errors = {
        f"{files.get(message['url'].replace('file:/', 'file:///', 1), message['url'])}: {message['message']}"
        for message in said
        if message["type"] == "error"
    }
    assert len(files) > 15
    assert errors == set()


def test_document_checker_sees_an_error(checkers: Path, tmp_path: Path):
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a></html>")

    done = subprocess.run(
        ["java", "-jar", checkers / "vnu-jar/build/dist/vnu.jar", "--format", "json", tmp_path / "bad.html"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert any(message["type"] == "error" for message in json.loads(done.stderr)["messages"])


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", EXAMPLES)
def test_axe_finds_no_violation(visit, kind: str, width: int, color_scheme: str):
    path = EXAMPLES[kind]
    page = visit(path, width=width, color_scheme=color_scheme, status=NOT_LINKED.get(path, 200)).page
    page.evaluate("() => document.querySelectorAll('details').forEach((block) => { block.open = true; })")

    results = Axe().run(page)

    assert results.violations_count == 0, results.generate_report()
    assert len(results.response["passes"]) > 5


def test_axe_sees_a_violation(visit):
    page = visit("/").page
    page.evaluate("() => document.documentElement.removeAttribute('lang')")

    assert Axe().run(page).violations_count == 1


def test_lists_fit_a_phone(visit):
    for path in ("/", "/articles/", "/reports/", "/standards/"):
        page = visit(path, width=390).page
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390, path


def test_a_reader_finds_the_article_from_the_front_page(visit):
    page = visit("/", width=390).page

    page.get_by_role("link", name="HER2 Biology").first.click()

    assert urlsplit(page.url).path == FIRST_ARTICLE
