"""The front page: its blocks, what they leave out, what they cost."""

from datetime import timedelta

import pytest
from django.test import Client

from articles import changes
from articles.changes import Tags
from articles.editorial import actions
from articles.models import Citation, Publication, Reference, SummaryPoint
from articles.models.choices import ChangeClass, Dimension, Level, WithdrawalReason
from articles.models.evidence import Checker, CitationState, PaperState
from articles.rendering.plain_text import html_to_plain
from tests import factories
from tests.conftest import NOW, Clock
from tests.views.publishing import publish, publish_again, publish_full

pytestmark = pytest.mark.django_db


def front(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def block(html: str, heading: str) -> str:
    """The section below that heading, as text."""
    return html_to_plain(html.partition(f">{heading}</h2>")[2].partition("</section>")[0])


def citing(pmid: int, **values) -> Publication:
    return publish(body_markdown=f"It was seen (PMID: {pmid}).", **values)


def correct(publication: Publication, text: str) -> None:
    revision = factories.revision(
        article=publication.article, number=2, change=ChangeClass.CORRECTION, published_at=NOW, note=text
    )
    factories.correction(
        article=publication.article,
        revision=revision,
        kind=ChangeClass.CORRECTION,
        text=text,
        published_at=NOW,
    )


def withdraw(publication: Publication) -> None:
    with changes.recording():
        actions.withdraw_article(
            article=publication.article, by=None, reason=WithdrawalReason.COURT_ORDER, now=NOW
        )


def test_lead_shows_who_when_how_long_and_its_reasons(client: Client):
    with changes.recording():
        article = factories.article(
            slug="lead", body_markdown="## Why {#why}\n\nSales doubled (PMID: 40000001)."
        )
        factories.article_byline(article=article, author=factories.author(name="Oncology Desk"))
        for n in (1, 2, 3):
            SummaryPoint.objects.create(article=article, text=f"Point {n}.", position=n)
        factories.market_impact(
            article=article, dimension=Dimension.COMMERCIAL, level=Level.HIGH, reason="Sales doubled"
        )
        actions.save_article(article=article, by=None, now=NOW)
        actions.publish_article(article=article, by=None, now=NOW, published_at=NOW)

    html = front(client)

    lead = html_to_plain(html.partition('class="c-lead"')[2].partition("</aside>")[0])
    assert "By Oncology Desk · 2 Mar 2026 · 1 minute · Citations 0 of 1 matched" in lead
    assert "Point 2." in lead
    assert "Point 3." not in lead
    assert "horizon not stated" in lead
    assert 'href="/articles/lead/#why-1">Sales doubled</a>' in html


def test_lead_says_when_it_was_updated_and_a_minor_fix_is_no_update(client: Client):
    publication = publish()
    assert "#history" not in front(client)

    publish_again(publication.article, now=NOW + timedelta(days=3))

    assert '#history">Updated ' in front(client)
    assert "5 Mar 2026" in front(client)


def test_stories_give_their_time_of_day_for_48_hours(client: Client, clock: Clock):
    publish()

    clock.advance(hours=47, minutes=59)
    young = client.get("/")
    clock.advance(minutes=1)
    old = client.get("/")

    assert "2 Mar, 09:00\xa0UTC" in young.content.decode()
    assert Tags.CLOCK_HOUR in changes.declared_tags(young)
    assert "2 Mar 2026" in old.content.decode()
    assert Tags.CLOCK_HOUR not in changes.declared_tags(old)


def test_tracker_has_the_newest_rated_articles_however_many_newer_are_not(client: Client):
    rated = publish(headline="Rated long ago", published_at=NOW - timedelta(days=900))
    Publication.objects.filter(pk=rated.pk).update(commercial=Level.HIGH)
    for n in range(15):
        publish(headline=f"Unrated {n}")

    html = front(client)

    tracker = block(html, "Market-impact tracker")
    assert "Rated long ago" in tracker
    assert "Unrated" not in tracker
    assert html.count('<span class="u-hidden">Not rated</span>') == 3


def test_matched_papers_are_counted_as_on_the_article_page(client: Client):
    publication = publish_full(2)
    Citation.objects.filter(article=publication.article, reference__pmid=40000001).update(
        state=CitationState.MATCHED, checked_at=NOW, checked_by=Checker.SAMPLE
    )

    assert "1 of 2 matched" in client.get(publication.get_absolute_url()).content.decode()
    assert "1 of 2" in block(front(client), "Market-impact tracker")


def test_studies_are_ordered_by_how_many_articles_cite_them(client: Client):
    for pmid, count in ((40000001, 1), (40000002, 3), (40000003, 2)):
        for _ in range(count):
            citing(pmid)
    Reference.objects.filter(pmid=40000002).update(title="A trial", container="Journal", issued="2024-05")

    html = front(client)

    studies = block(html, "Studies we cite most")
    places = [studies.index(number) for number in ("PMID 40000002", "PMID 40000003", "PMID 40000001")]
    assert places == sorted(places)
    assert "A trial" in studies
    assert "Journal 2024 · PMID 40000002 · cited in 3 articles" in studies
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/40000002/"' in html


@pytest.mark.parametrize(
    ("citation", "paper", "words"),
    [
        (CitationState.MATCHED, PaperState.STANDS, "Matched"),
        (CitationState.MISMATCH, PaperState.STANDS, "Mismatch"),
        (CitationState.MATCHED, PaperState.RETRACTED, "Retracted"),
    ],
)
def test_study_shows_what_checks_have_found(client: Client, citation, paper, words: str):
    citing(40000001)
    Citation.objects.update(state=citation, checked_at=NOW, checked_by=Checker.SAMPLE)
    Reference.objects.update(paper_state=paper)

    assert block(front(client), "Studies we cite most").split("cited in 1 article")[1].strip() == words


def test_unpublished_and_withdrawn_texts_cite_nothing_here(client: Client):
    withdraw(citing(40000001))
    draft = factories.article(body_markdown="Seen (PMID: 40000002).")
    with changes.recording():
        actions.save_article(article=draft, by=None, now=NOW)
    publish()

    assert "Studies we cite most" not in front(client)


def test_newest_corrections_lead_to_what_changed(client: Client):
    correct(publish(slug="wrong", headline="Wrong story"), "The number is 35665782.")

    html = front(client)

    assert "correction. The number is 35665782. What changed" in block(html, "Latest corrections")
    assert '<span class="u-hidden"> in Wrong story</span>' in html
    assert 'href="/articles/wrong/#history"' in html


def test_correction_of_a_withdrawn_article_is_not_quoted(client: Client):
    publication = publish()
    correct(publication, "A secret.")
    withdraw(publication)
    publish()

    assert "No notice published yet." in block(front(client), "Latest corrections")


def test_topics_are_those_with_something_to_read(client: Client):
    factories.publication_topic(publication=publish(), topic=factories.topic(name="HER2", slug="her2"))
    factories.topic(name="Unused", slug="unused")

    for path in ("/", "/topics/"):
        html = client.get(path).content.decode()
        assert '<a href="/topics/her2/">HER2</a>' in html
        assert "Unused" not in html
    assert "1 article" in client.get("/topics/").content.decode()


@pytest.mark.parametrize("count", [1, 50])
def test_front_page_costs_seven_queries_and_60_kilobytes(
    client: Client, django_assert_num_queries, count: int
):
    publish_full(count)
    for n in range(count):
        topic = factories.topic()
        publication = citing(
            41_000_000 + n, headline=f"{'Long headline ' * 10}{n}", standfirst="Words. " * 30
        )
        factories.publication_topic(publication=publication, topic=topic)
        Publication.objects.filter(pk=publication.pk).update(**dict.fromkeys(Dimension.values, Level.MEDIUM))
        correct(publication, "It was wrong. " * 20)

    with django_assert_num_queries(7):
        html = front(client)
    assert len(html.encode()) < 60_000
