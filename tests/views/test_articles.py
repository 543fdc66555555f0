"""The page of an article: what it shows, what it leaves out, what it costs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from articles import changes
from articles.changes import Tags
from articles.editorial import actions
from articles.models import FAQ, Citation, Publication, Report, Takeaway
from articles.models.choices import PublicState, WithdrawalReason
from articles.models.evidence import Checker, CitationState
from articles.rendering.plain_text import html_to_plain
from tests import factories
from tests.conftest import NOW
from tests.views.publishing import publish, publish_again, publish_bare, publish_full, publish_versions

pytestmark = pytest.mark.django_db

BLOCKS = {
    "summary": "Executive summary",
    "takeaways": "Key takeaways",
    "impact": "Market impact",
    "faq": "Frequently asked questions",
    "references": "References",
}


def page_of(client: Client, publication: Publication) -> str:
    response = client.get(publication.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def ids_of(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_full_article_shows_every_block_in_the_order_of_the_design(client: Client):
    html = page_of(client, publish_full())

    places = [
        html.index(f'id="{block}"')
        for block in (
            "headline",
            "summary",
            "impact",
            "takeaways",
            "part-1",
            "ask",
            "faq",
            "references",
            "history",
        )
    ]
    assert places == sorted(places)
    for words in ("Summary point 1.", "Takeaway 1.", "Question 1?", "Answer 1", "Papers: 0 of 1 matched"):
        assert words in html
    assert "Same target: HER2." in html
    assert "Same indication: asthma" in html


def test_bare_article_prints_no_empty_block_and_no_heading_of_one(client: Client):
    html = page_of(client, publish_bare())

    shown = html_to_plain(html)
    assert not set(BLOCKS) & set(ids_of(html))
    for heading in (*BLOCKS.values(), "Evidence", "Related coverage", "Industry reports", "Citations"):
        assert heading not in shown
    assert "c-stand" not in html
    assert "Imported from a test, not independently reviewed here." in html


def test_contents_lead_only_to_places_that_are_on_the_page(client: Client):
    for publication in (publish_bare(), publish_full(2)):
        html = page_of(client, publication)

        targets = set(re.findall(r'href="#([^"]+)"', html)) - {
            "i-ok",
            "i-q",
            "i-x",
            "i-dot",
            "i-ne",
            "i-link",
        }
        assert targets <= set(ids_of(html))


def test_no_id_stands_twice_on_a_page(client: Client):
    ids = ids_of(page_of(client, publish_full(3)))

    assert sorted(set(ids)) == sorted(ids)


def test_citation_says_its_state_in_words_and_number(client: Client):
    html = page_of(client, publish_full())

    assert '<span class="u-hidden">, not matched yet, reference 1</span>' in html
    assert '<span class="u-hidden">, linked document, reference 2</span>' in html


def test_takeaway_without_a_basis_says_so(client: Client):
    publication = publish_full()
    Takeaway.objects.create(article=publication.article, text="A view.", position=2)
    publication = publish_again(publication.article, now=NOW + timedelta(hours=1))

    assert "No source cited; analysis." in page_of(client, publication)


def test_demonstration_stands_in_the_headline_itself(client: Client):
    html = page_of(client, publish(is_demonstration=True, headline="A sample"))

    assert re.search(r"<h1[^>]*><span[^>]*>Demonstration</span> A sample</h1>", html)
    assert "<title>Demonstration: A sample |" in html
    assert '<meta name="robots" content="noindex">' in html


def test_published_article_may_be_indexed_at_its_public_address(client: Client, settings):
    settings.SITE_URL = "https://news.example.org"
    publication = publish()

    html = page_of(client, publication)

    assert f'<link rel="canonical" href="https://news.example.org{publication.get_absolute_url()}">' in html
    assert "noindex" not in html


def test_words_of_editors_are_never_markup(client: Client):
    hostile = "<img src=x onerror=alert(1)>"
    publication = publish(headline=f"A {hostile}", standfirst=hostile)

    html = page_of(client, publication)

    assert "<img" not in html
    assert "&lt;img src=x" in html


def test_update_shows_in_byline_and_history(client: Client):
    publication = publish()
    publication = publish_again(
        publication.article, now=NOW + timedelta(days=1), note="Adds the second trial."
    )

    shown = html_to_plain(page_of(client, publication))

    assert "Updated" in shown
    assert "Adds the second trial." in shown
    assert "Version 2" in shown


def test_retracted_article_keeps_head_and_history_and_nothing_else(client: Client):
    publication = publish_full()
    Publication.objects.filter(pk=publication.pk).update(state=PublicState.RETRACTED, state_changed_at=NOW)

    html = page_of(client, publication)

    assert not set(BLOCKS) & set(ids_of(html))
    assert {"headline", "history"} <= set(ids_of(html))
    assert "Response was seen" not in html
    assert "Ask about this article" not in html


def test_withdrawn_article_answers_410_with_reason_and_date_only(client: Client):
    publication = publish(headline="A secret headline")
    with changes.recording():
        actions.withdraw_article(
            article=publication.article, by=None, reason=WithdrawalReason.COURT_ORDER, note="Case 12", now=NOW
        )

    for url in (publication.get_absolute_url(), reverse("articles:ask-article", args=[publication.slug])):
        response = client.get(url)

        html = response.content.decode()
        assert response.status_code == 410
        assert "Reason: court order. Case 12." in html
        assert "2 March 2026" in html
        assert "secret headline" not in html
        assert Tags.article(publication.article_id) in changes.declared_tags(response)


def test_moved_article_answers_301_to_the_new_address(client: Client):
    publication = publish(slug="old-name")
    publish_again(publication.article, now=NOW + timedelta(hours=1), slug="new-name")

    response = client.get("/articles/old-name/")

    assert response.status_code == 301
    assert response["Location"] == "/articles/new-name/"
    assert changes.declared_tags(response) == {Tags.MISSING}


def test_draft_is_not_found(client: Client):
    draft = factories.article()

    assert client.get(f"/articles/{draft.slug}/").status_code == 404


def test_saving_a_working_copy_changes_no_public_byte(client: Client):
    publication = publish_full()
    before = page_of(client, publication)
    article = publication.article
    with changes.recording():
        article.headline = "Another headline"
        article.body_markdown = "Another text."
        article.save()
        FAQ.objects.all().delete()
        actions.save_article(article=article, by=None, now=NOW)

    assert page_of(client, publication) == before


def test_unpublished_use_of_a_paper_does_not_change_its_published_state(client: Client):
    publication = publish_full()
    Citation.objects.update(state=CitationState.MATCHED, checked_at=NOW, checked_by=Checker.SAMPLE)
    before = page_of(client, publication)
    article = publication.article
    with changes.recording():
        article.body_markdown += "\nMore was seen (PMID: 40000001).\n"
        article.save()
        actions.save_article(article=article, by=None, now=NOW)

    assert "1 of 1 matched" in before
    assert page_of(client, publication) == before


def test_article_declares_all_it_shows(client: Client):
    publication = publish_full()
    related = Publication.objects.exclude(pk=publication.pk).get()

    response = client.get(publication.get_absolute_url())

    tags = changes.declared_tags(response)
    references = publication.references.values_list("pk", flat=True)
    assert {
        Tags.SITE,
        Tags.article(publication.article_id),
        Tags.article(related.article_id),
        Tags.report(Report.objects.get().pk),
        *(Tags.reference(key) for key in references),
    } <= tags


@pytest.mark.parametrize("count", [1, 50])
def test_article_costs_six_queries_however_much_it_has(client: Client, django_assert_num_queries, count: int):
    publication, versions = publish_full(count), publish_versions(count)

    for page in (publication, versions):
        with django_assert_num_queries(6):
            client.get(page.get_absolute_url())


def test_page_of_an_article_of_usual_size_stays_below_60_kilobytes(client: Client):
    assert len(page_of(client, publish_full(5)).encode()) < 60_000


def test_frame_around_an_article_is_small(client: Client):
    assert len(page_of(client, publish_bare()).encode()) < 15_000


def test_withdrawn_articles_leave_related_coverage(client: Client):
    publication = publish_full()
    related = Publication.objects.exclude(pk=publication.pk).get()
    with changes.recording():
        actions.withdraw_article(article=related.article, by=None, reason=WithdrawalReason.PRIVACY, now=NOW)

    html = page_of(client, publication)

    assert related.headline not in html
    assert "Related coverage" not in html
