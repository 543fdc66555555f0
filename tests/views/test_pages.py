"""Pages about ourselves, reporting a mistake, asking, and what every address has in common."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import changes
from articles.changes import Tags
from articles.models import Citation
from articles.models.evidence import Checker, CitationState
from articles.rendering.plain_text import html_to_plain
from articles.views.pages import NAMES
from tests import factories
from tests.conftest import NOW
from tests.views.publishing import publish, publish_full

pytestmark = pytest.mark.django_db

TRUST_PAGES = [f"/{name}/" for name in NAMES]


@pytest.fixture
def addresses() -> list[str]:
    """Every kind of address readers have, with something behind each."""
    publication = publish_full()
    return [
        "/",
        "/articles/",
        publication.get_absolute_url(),
        reverse("articles:ask-article", args=[publication.slug]),
        publication.section.get_absolute_url(),
        publication.topics.first().get_absolute_url(),
        publication.authors.first().get_absolute_url(),
        "/reports/",
        publication.reports.get().get_absolute_url(),
        "/corrections/report/",
        *TRUST_PAGES,
        "/no/such/page/",
    ]


def test_every_address_answers_without_cookie_and_the_same_to_everybody(client: Client, addresses: list[str]):
    for path in addresses:
        response = client.get(path)

        assert response.status_code == (404 if path.startswith("/no/") else 200), path
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path
        assert Tags.SITE in changes.declared_tags(response), path


def test_every_page_has_one_title_one_heading_and_a_skip_link(client: Client, addresses: list[str]):
    for path in addresses:
        html = client.get(path).content.decode()

        assert len(re.findall(r"<h1\b", html)) == 1, path
        assert html.count("<title>") == 1, path
        assert html.index('href="#main"') < html.index("<header"), path
        assert "{{" not in html, path
        assert "{%" not in html, path


def test_every_link_to_ourselves_leads_somewhere(client: Client, addresses: list[str]):
    links = {
        link.partition("#")[0].replace("&amp;", "&")
        for path in addresses
        for link in re.findall(r'<a\b[^>]*\bhref="(/[^"]*)"', client.get(path).content.decode())
    }

    assert {link for link in links if client.get(link).status_code != 200} == set()


def test_every_address_answers_head_without_body_and_refuses_the_rest(client: Client, addresses: list[str]):
    strict = Client(enforce_csrf_checks=True)
    for path in addresses[:-1]:
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b""), path
        for method in (strict.post, strict.put, strict.delete, strict.patch):
            assert method(path).status_code == 405, path


def test_long_and_odd_addresses_are_not_found(client: Client):
    for path in (
        "/" + "a" * 10_000,
        "/articles/" + "a" * 10_000 + "/",
        "/%00",
        "/articles/%00/",
        "/%ff/",
        "/a//b",
    ):
        response = client.get(path)

        assert response.status_code == 404, path[:40]
        assert Tags.MISSING in changes.declared_tags(response), path[:40]
        assert "There is no page at this address" in response.content.decode()


def test_any_moved_address_leads_on(client: Client):
    factories.redirect(old_path="/topics/her-2/", new_path="/topics/her2/")

    response = client.get("/topics/her-2/")

    assert (response.status_code, response["Location"]) == (301, "/topics/her2/")


def test_trust_pages_print_what_is_not_set_as_not_stated(client: Client, settings):
    settings.PUBLISHER = settings.PUBLISHER_ADDRESS = settings.FUNDING = settings.CONTACT_EMAIL = ""

    for path, count in (("/ownership/", 2), ("/contact/", 3)):
        assert client.get(path).content.decode().count("<p>Not stated</p>") == count


def test_trust_pages_print_the_facts_of_the_settings(client: Client, settings):
    settings.PUBLISHER, settings.PUBLISHER_ADDRESS = "Example Press", "1 Main Street"
    settings.FUNDING, settings.CONTACT_EMAIL = "Paid for by readers.", "desk@example.org"

    assert "Paid for by readers." in client.get("/ownership/").content.decode()
    contact = client.get("/contact/").content.decode()
    assert "Example Press" in contact
    assert "1 Main Street" in contact
    assert '<a href="mailto:desk@example.org">desk@example.org</a>' in contact


def test_page_on_citations_counts_what_is_cited_now(client: Client):
    publish_full(2)
    publish(body_markdown="Seen (PMID: 40000001).")

    before = html_to_plain(client.get("/how-we-check-citations/").content.decode())
    Citation.objects.filter(reference__pmid=40000001).update(
        state=CitationState.MATCHED, checked_at=NOW, checked_by=Checker.SAMPLE
    )
    after = client.get("/how-we-check-citations/")

    assert "Papers cited in published articles 2 Not matched yet 2 Documents linked 2" in before
    assert "Not matched yet 1 Matched 1 Documents linked 2" in html_to_plain(after.content.decode())
    assert Tags.STUDIES in changes.declared_tags(after)


def test_corrections_policy_counts_what_was_published(client: Client):
    factories.correction()

    response = client.get("/corrections-policy/")

    assert "Correction 1 Clarification 0" in html_to_plain(response.content.decode())
    assert Tags.CORRECTIONS in changes.declared_tags(response)


@pytest.mark.parametrize("count", [1, 50])
def test_pages_about_ourselves_cost_at_most_four_queries(client: Client, count: int):
    publish_full(count)
    for path in TRUST_PAGES:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert len(queries) <= 4, path


def test_report_page_names_article_and_passage_and_how_to_write(client: Client, settings):
    settings.CONTACT_EMAIL = "desk@example.org"
    publication = publish(headline="The A & B trial")

    response = client.get(
        "/corrections/report/", {"article": publication.slug, "passage": "A <b>wrong</b> sentence."}
    )

    html = response.content.decode()
    assert "The A &amp; B trial" in html
    assert "A &lt;b&gt;wrong&lt;/b&gt; sentence." in html
    assert "mailto:desk@example.org?subject=Correction%3A%20The%20A%20%26%20B%20trial&amp;body=" in html
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in html
    assert Tags.article(publication.article_id) in changes.declared_tags(response)


def test_report_page_without_contact_says_not_stated(client: Client, settings):
    settings.CONTACT_EMAIL = ""

    assert "Address of the editors: Not stated." in client.get("/corrections/report/").content.decode()


@pytest.mark.parametrize("article", ["", "none", "%00", "../etc", "A" * 10_000, "%ff"])
def test_report_page_works_whatever_article_is_named(client: Client, article: str):
    response = client.get(f"/corrections/report/?article={article}&passage=%00{'x' * 5000}")

    html = response.content.decode()
    assert response.status_code == 200
    assert "The article</h2>" not in html
    assert "x" * 599 in html
    assert "x" * 601 not in html


def test_ask_page_is_honest_and_leads_to_what_the_article_answers(client: Client):
    publication = publish_full(2)

    response = client.get(
        reverse("articles:ask-article", args=[publication.slug]), {"q": "<i>Why</i>? " + "y" * 400}
    )

    html = response.content.decode()
    assert "Asking is switched off just now." in html
    assert f'href="{publication.get_absolute_url()}#faq-2"' in html
    assert f'href="{publication.get_absolute_url()}#part-2"' in html
    assert 'value="&lt;i&gt;Why&lt;/i&gt;? yyy' in html
    assert "y" * 301 not in html
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in html


def test_ask_page_of_no_article_is_not_found(client: Client):
    assert client.get("/articles/none/ask/?q=x").status_code == 404


def test_broken_page_says_so_without_database_or_templates_tags(client: Client, monkeypatch):
    def broken() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("articles.editorial.queries.front_page", broken)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_language_of_the_pages_follows_the_settings(client: Client, settings):
    settings.LANGUAGE_CODE = "ar"

    html = client.get("/standards/").content.decode()

    assert '<html lang="ar" dir="rtl">' in html
