"""What a page says to machines: share tags, icon, manifest, who may index it."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from articles import changes
from articles.editorial import actions
from articles.models.choices import WithdrawalReason
from newsroom.static_bundles import build
from tests.conftest import NOW
from tests.views.publishing import publish, publish_again

pytestmark = pytest.mark.django_db


def metas(client: Client, path: str) -> dict[str, str]:
    html = client.get(path).content.decode()
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html))


def test_article_says_what_other_sites_may_show_of_it(client: Client, settings):
    settings.SITE_URL = "https://news.example.org"
    publication = publish(headline="A & B", standfirst="Why.", slug="a-b")
    publish_again(publication.article, now=NOW.replace(day=4))

    found = metas(client, "/articles/a-b/")

    assert found["og:type"] == "article"
    assert found["og:title"] == "A &amp; B"
    assert found["og:description"] == found["description"] == "Why."
    assert found["og:url"] == "https://news.example.org/articles/a-b/"
    assert found["og:image"].startswith("https://news.example.org/static/img/share")
    assert found["article:published_time"] == "2026-03-02T09:00:00Z"
    assert found["article:modified_time"] == "2026-03-04T09:00:00Z"
    assert found["twitter:card"] == "summary_large_image"


def test_lists_and_pages_about_ourselves_have_title_and_description_too(client: Client):
    publish()
    for path in ("/", "/articles/", "/topics/", "/reports/", "/standards/", "/privacy/"):
        found = metas(client, path)
        assert found["og:type"] == "website", path
        assert found["og:title"], path
        assert found["description"], path
        assert found["og:url"].endswith(path)


def test_demonstration_is_named_in_what_others_show(client: Client):
    publication = publish(headline="A sample", is_demonstration=True)

    assert metas(client, publication.get_absolute_url())["og:title"] == "Demonstration: A sample"


def test_error_pages_are_not_for_sharing(client: Client):
    assert not [name for name in metas(client, "/none/") if name.startswith("og:")]


def test_locale_follows_language_and_region(client: Client, settings):
    settings.LANGUAGE_CODE = "en-us"
    publication = publish()

    html = client.get(publication.get_absolute_url()).content.decode()

    assert '<html lang="en-us">' in html
    assert 'property="og:locale" content="en_US"' in html
    assert '<time datetime="2026-03-02T09:00:00Z">Mar 2, 2026, 9:00 AM UTC</time>' in html


def test_no_page_is_for_search_engines_while_a_demonstration_is_public(client: Client):
    paths = ["/", "/articles/", "/topics/", "/reports/", "/standards/", publish().get_absolute_url()]
    assert [path for path in paths if metas(client, path).get("robots")] == []

    demonstration = publish(is_demonstration=True)
    assert [path for path in paths if metas(client, path).get("robots") != "noindex"] == []

    with changes.recording():
        actions.withdraw_article(
            article=demonstration.article, by=None, reason=WithdrawalReason.TOO_EARLY, now=NOW
        )
    assert [path for path in paths if metas(client, path).get("robots")] == []


def test_manifest_and_icons_that_pages_name_are_there(client: Client):
    html = client.get("/").content.decode()
    linked = re.findall(r'<link rel="(?:icon|apple-touch-icon|manifest)" href="/static/([^"]+)"', html)
    manifest = json.loads(Path(finders.find("site.webmanifest")).read_text(encoding="utf-8"))

    assert len(linked) == 3
    for name in [*linked, *(icon["src"] for icon in manifest["icons"]), "img/share.png"]:
        assert finders.find(name), name


@pytest.mark.parametrize("family", ["article", "lists", "pages"])
def test_the_two_style_sheets_of_a_page_are_at_most_25_kibibytes(family: str):
    assert len((build("css/site.css") + build(f"css/{family}.css")).encode()) <= 25 * 1024
