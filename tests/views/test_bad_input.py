"""Whatever is typed into the address: the page, or that there is none; never an error of ours."""

import json
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from articles.urls import urlpatterns
from tests import factories
from tests.views.publishing import publish_full

pytestmark = pytest.mark.django_db

STRINGS = Path(__file__).resolve().parents[3] / "shared/data/strings/blns_half_a.json"
OWN = [
    "\0",
    "a\0b",
    "%",
    "%ff",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "x" * 10_000,
    "é" * 3000,
]
PARAMETERS = ("after", "sort", "q", "article", "passage", "page")
HARMLESS = {200, 301, 404, 410}


@pytest.fixture(scope="module")
def strings() -> list[str]:
    if not STRINGS.is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{STRINGS.name} is not here")
    return json.loads(STRINGS.read_text(encoding="utf-8"))


@pytest.fixture
def routes() -> list[str]:
    """An address of every route that readers have, with something behind it."""
    publication = publish_full()
    factories.publication_topic(publication=publication, topic=factories.topic(slug="her2"))
    slugs = {
        "articles-article": publication.slug,
        "ask-article": publication.slug,
        "sections-section": publication.section.slug,
        "topics-topic": "her2",
        "authors-author": publication.authors.first().slug,
        "reports-report": publication.reports.get().slug,
    }
    return [address(pattern, slugs) for pattern in urlpatterns]


def address(pattern: URLPattern, slugs: dict[str, str]) -> str:
    name = pattern.name or ""
    if name == "pages-page":
        return reverse("articles:pages-page", kwargs=pattern.default_args)
    return reverse(f"articles:{name}", args=[slugs[name]] if name in slugs else [])


def test_every_route_answers(client: Client, routes: list[str]):
    assert {path: client.get(path).status_code for path in routes} == dict.fromkeys(routes, 200)


def test_odd_query_strings_are_harmless_on_every_route(client: Client, routes: list[str], strings: list[str]):
    """Each route gets every parameter with each of its share of the strings, and the odd ones of our own."""
    for place, path in enumerate(routes):
        for text in [*strings[place :: len(routes)], *OWN]:
            value = quote(text, safe="")
            query = "&".join(f"{name}={value}" for name in PARAMETERS)

            assert client.get(f"{path}?{query}&{value}").status_code in HARMLESS, (path, text[:80])


def test_routes_that_read_parameters_take_every_string(client: Client, routes: list[str], strings: list[str]):
    topic, report = "/topics/her2/", "/corrections/report/"
    assert {topic, report} <= set(routes)
    for text in strings:
        value = quote(text, safe="")

        assert client.get(f"{topic}?sort={value}&after={value}").status_code == 200, text[:80]
        assert client.get(f"{report}?article={value}&passage={value}").status_code == 200, text[:80]


def test_strings_in_the_path_are_not_found(client: Client, strings: list[str]):
    for text in [*strings, *OWN]:
        value = quote(text, safe="")
        if not value or text in {".", ".."}:
            continue
        for path in (f"/{value}", f"/topics/{value}/", f"/articles/{value}/ask/"):
            assert client.get(path).status_code in {301, 404}, (path[:80], text[:80])
