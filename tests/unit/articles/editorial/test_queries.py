from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from articles.editorial import queries
from articles.editorial.actions import publish_article, save_article
from articles.editorial.results import Link
from articles.models import Citation, Publication, Reference, Section
from articles.models.choices import AiUse, Conflicts, Dimension, Level, PublicState
from articles.models.evidence import Checker, CitationState, PaperState, ReferenceKind
from tests import factories

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
BODY = (
    "Lede.\n\n## Why is it so, in many words? {#why toc='Why'}\n\nA trial (PMID: 33577784) showed it. "
    "[Guidance](ref:fda) says so.\n\nSee PMID 33577784 again."
)

pytestmark = pytest.mark.django_db


def written(**values):
    article = factories.article(
        **{"slug": "one", "headline": "One", "standfirst": "S.", "body_markdown": BODY, "content_hash": ""}
        | values
    )
    factories.article_byline(article=article)
    guidance = factories.reference(
        kind=ReferenceKind.REGULATOR,
        pmid=None,
        doi="",
        title="Guidance",
        publisher="Agency",
        url="https://example.org/g",
    )
    factories.article_reference(article=article, reference=guidance, key="fda")
    return article


def publish(article, at=NOW):
    save_article(article=article, by=None, now=at)
    publish_article(article=article, by=factories.user(), published_at=at, now=at)
    return article


def page_of(article):
    return queries.get_page(publish(article).slug)


def test_nothing_is_public_before_it_is_published():
    save_article(article=written(), by=None)

    assert queries.get_page("one") is None
    assert queries.front_page().lead is None
    assert queries.frame().sections == ()


def test_page_is_split_at_the_first_section():
    page = page_of(written())

    assert "Lede." in page.lede_html
    assert page.body_html.startswith("<h2")
    assert page.headings == (Link("Why", "#why"),)


def test_references_are_papers_then_documents_in_one_numbering():
    page = page_of(written())

    assert [(line.number, line.anchor, line.state) for line in (*page.papers, *page.documents)] == [
        (1, "ref-pmid-33577784", "not_matched"),
        (2, "ref-fda", "linked"),
    ]
    assert page.documents_start == 2
    assert (page.papers_line, page.documents_line) == ("Papers: 0 of 1 matched", "Documents: 1 linked")
    assert page.evidence.summary == "1 paper: 0 matched; 1 document linked"


def test_reference_says_where_it_is_cited():
    page = page_of(written())

    assert page.papers[0].cited_in == (
        Link("Why, paragraph 1", "#cite-pmid-33577784-1"),
        Link("Why, paragraph 2", "#cite-pmid-33577784-2"),
    )
    assert all(f'id="{link.url[1:]}"' in page.body_html for link in page.papers[0].cited_in)


def test_citation_in_an_answer_leads_back_to_the_answer():
    article = written()
    factories.faq(article=article, answer_markdown="It is (PMID 33577784).")
    page = page_of(article)

    assert page.papers[0].cited_in[-1].text == "Questions and answers, answer 1"
    assert f'id="{page.papers[0].cited_in[-1].url[1:]}"' in page.faqs[0].answer_html
    assert "not matched yet, reference 1" in page.faqs[0].answer_html


def test_worst_citation_is_the_state_of_the_reference():
    article = publish(written())
    Citation.objects.filter(use=1).exclude(reference__pmid=None).update(
        state=CitationState.MATCHED, checked_at=NOW, checked_by=Checker.PUBMED
    )
    assert queries.get_page(article.slug).papers[0].state == "not_matched"

    Citation.objects.exclude(reference__pmid=None).update(
        state=CitationState.MATCHED, checked_at=NOW, checked_by=Checker.PUBMED
    )
    page = queries.get_page(article.slug)
    assert (page.papers[0].state, page.citations_line) == ("matched", "1 of 1 matched")
    assert "never" not in page.papers[0].check_note
    assert "judgement" in page.papers[0].check_note


def test_retracted_paper_shows_at_the_citation_and_in_the_list():
    article = publish(written())
    Reference.objects.exclude(pmid=None).update(paper_state=PaperState.RETRACTED)

    page = queries.get_page(article.slug)
    assert page.papers[0].state == "retracted"
    assert "is-retracted" in page.body_html
    assert dict(page.evidence.facts)["Papers retracted"] == "1"


def test_other_articles_citing_the_same_paper_are_counted():
    publish(written())
    second = factories.article(
        slug="two", headline="Two", standfirst="S.", body_markdown="Also PMID 33577784.", content_hash=""
    )
    factories.article_byline(article=second)
    publish(second)

    assert queries.get_page("one").papers[0].other_articles == 1
    Publication.objects.filter(slug="two").update(state=PublicState.PAUSED, state_changed_at=NOW)
    assert queries.get_page("one").papers[0].other_articles == 0


def test_takeaways_that_only_repeat_the_summary_are_printed_once():
    article = written()
    factories.summary_point(article=article, text="Same.")
    takeaway = factories.takeaway(article=article, text="Same.", rests_on="")
    assert page_of(article).takeaways == ()

    takeaway.rests_on = "#why, PMID 33577784"
    takeaway.save()
    save_article(article=article, by=None)
    publish_article(article=article, by=None, note="What they rest on.")
    bases = queries.get_page("one").takeaways[0].rests_on
    assert [(basis.text, basis.url) for basis in bases] == [
        ("Why", "#why"),
        ("PMID 33577784", "#cite-pmid-33577784-1"),
    ]


def test_impact_is_in_the_order_of_dimensions_and_unrated_ones_are_left_out():
    article = save_article(article=written(), by=None)
    for dimension, level in ((Dimension.INVESTMENT, Level.HIGH), (Dimension.REGULATORY, Level.LOW)):
        impact = article.impacts.get(dimension=dimension)
        impact.level, impact.reason = level, "showed it"
        impact.save()

    page = page_of(article)
    assert [(line.dimension, line.word, line.bars, line.reason_url) for line in page.impacts] == [
        ("Regulatory", "Low", 1, "#why-1"),
        ("Investment", "High", 3, "#why-1"),
    ]
    assert page.impact_on == NOW.date()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ai_use": AiUse.NOT_KNOWN}, "not known"),
        ({"ai_use": AiUse.ASSISTED, "ai_use_detail": "translation"}, "assisted: translation"),
        (
            {"ai_use": AiUse.WRITTEN_REVIEWED, "ai_reviewer_role": "standards editor"},
            "written by software, reviewed by the standards editor",
        ),
        ({"ai_use": AiUse.WRITTEN_NOT_REVIEWED}, "written by software, not reviewed"),
        (
            {"ai_use": AiUse.WRITTEN_NOT_REVIEWED, "is_demonstration": True},
            "written by software for demonstration, not reviewed by a person",
        ),
    ],
)
def test_ai_use_is_said_in_words(values, words):
    assert page_of(written(**values)).ai_use == words


def test_declared_conflicts_are_printed_as_written():
    page = page_of(written(conflicts=Conflicts.DECLARED, conflicts_text="The desk's editor holds shares."))

    assert page.conflicts == "The desk's editor holds shares."


def test_contents_list_only_the_blocks_that_exist():
    bare = written(body_markdown="Only a lede.")
    bare.reference_links.all().delete()

    assert [link.text for link in page_of(bare).toc] == ["Ask about this article", "Article history"]


def test_related_coverage_shows_only_what_is_public():
    second = factories.article(
        slug="two", headline="Two", standfirst="S.", body_markdown="Text.", content_hash=""
    )
    factories.article_byline(article=second)
    article = written()
    factories.related_article(article=article, related=second, reason="Same target: HER2")
    assert page_of(article).related == ()

    publish(second)
    assert [(line.headline, line.reason) for line in queries.get_page("one").related] == [
        ("Two", "Same target: HER2")
    ]


def test_lists_page_by_key_and_lose_nothing_when_something_new_appears():
    section = factories.section(name="Oncology", slug="oncology")
    for number in range(45):
        at = NOW + timedelta(minutes=number // 3)
        factories.publication(section=section, published_at=at, modified_at=at)
    seen, after = [], ""
    while True:
        page = queries.in_section("oncology", after)
        seen += [story.url for story in page.stories]
        factories.publication(section=section, published_at=LATER, modified_at=LATER)
        if not page.older:
            break
        after = page.older.removeprefix("?after=")

    assert len(seen) == len(set(seen)) == 45
    assert page.newer


@pytest.mark.parametrize(
    "after", ["x", "20260302T090000000000-", "99999999T999999999999-1", "-1", "0" * 10_000, "٢-٢"]
)
def test_odd_cursor_shows_the_first_page(after):
    factories.publication()
    assert replace(queries.latest(after), newer="") == queries.latest()


def test_list_pages_of_unknown_things_are_none():
    assert (queries.in_section("x"), queries.on_topic("x"), queries.by_author("x")) == (None, None, None)


def test_sections_without_anything_public_are_not_in_the_navigation():
    factories.section(name="Empty", slug="empty")
    publish(written(section=factories.section(name="Oncology", slug="oncology")))

    assert [link.text for link in queries.frame().sections] == ["Oncology"]
    assert Section.objects.count() > 1


def test_page_takes_five_queries_and_navigation_one(django_assert_num_queries):
    publish(written())
    with django_assert_num_queries(5):
        queries.get_page("one")
    with django_assert_num_queries(1):
        queries.frame()
