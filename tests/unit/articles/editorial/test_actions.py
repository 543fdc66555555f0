import json
from datetime import UTC, datetime, timedelta

import pytest

from articles.changes import Tags
from articles.editorial import queries
from articles.editorial.actions import (
    NotReady,
    NotSaveable,
    change_topics,
    check_article,
    discard_article,
    publish_article,
    save_article,
    withdraw_article,
)
from articles.editorial.results import Gone
from articles.editorial.revisions import find_broken
from articles.models import (
    Article,
    Change,
    Citation,
    Publication,
    RatingChange,
    Redirect,
    Reference,
    Revision,
    TimelineEntry,
)
from articles.models.append_only import lifted
from articles.models.choices import ChangeClass, Dimension, Level, PublicState, WithdrawalReason, WorkState
from articles.models.evidence import Checker, CitationState
from tests import factories

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BODY = "Lede.\n\n## Why? {#why}\n\nA trial (PMID: 33577784) showed it.\n\nThe window is narrowing.\n"

pytestmark = pytest.mark.django_db


def draft(**values):
    article = factories.article(
        **{
            "slug": "one",
            "headline": "One",
            "standfirst": "Standfirst.",
            "body_markdown": BODY,
            "content_hash": "",
        }
        | values
    )
    factories.article_byline(article=article)
    return article


def published(**values):
    article = draft(**values)
    editor = factories.user()
    save_article(article=article, by=editor, now=NOW)
    publish_article(article=article, by=editor, now=NOW)
    return article


def edit(article, **values):
    for name, value in values.items():
        setattr(article, name, value)
    article.save()
    return save_article(article=article, by=factories.user(), now=NOW + timedelta(hours=1))


def test_save_renders_the_text_and_counts_its_words():
    article = save_article(article=draft(), by=None, now=NOW)

    assert 'id="why"' in article.body_html
    assert article.word_count > 5
    assert json.loads(article.body_toc)[0][1] == "why"


def test_save_makes_one_rating_row_for_each_dimension():
    article = save_article(article=draft(), by=None)

    assert sorted(article.impacts.values_list("dimension", flat=True)) == sorted(Dimension.values)


def test_save_adds_the_paper_that_only_the_text_names():
    article = save_article(article=draft(), by=None)

    assert [link.key for link in article.reference_links.all()] == ["pmid-33577784"]
    assert Reference.objects.get().pmid == 33577784
    assert Citation.objects.get().state == CitationState.NOT_MATCHED


def test_same_sentence_keeps_its_state_and_a_changed_one_starts_over():
    article = save_article(article=draft(), by=None)
    Citation.objects.update(state=CitationState.MATCHED, checked_at=NOW, checked_by=Checker.PUBMED)

    edit(article, body_markdown=BODY.replace("Lede.", "Another lede."))
    assert Citation.objects.get(use=1).state == CitationState.MATCHED

    edit(article, body_markdown=BODY.replace("showed it", "did not show it"))
    assert Citation.objects.get(use=1).state == CitationState.NOT_MATCHED
    assert Citation.objects.get(use=None).state == CitationState.MATCHED


def test_rating_reason_is_anchored_where_its_words_stand():
    article = save_article(article=draft(), by=None)
    impact = article.impacts.get(dimension=Dimension.COMPETITIVE)
    impact.level, impact.reason = Level.LOW, "the window … narrowing"
    impact.save()

    save_article(article=article, by=None, now=NOW)

    impact.refresh_from_db()
    assert impact.reason_anchor == "why-2"
    assert impact.rated_at == NOW


def test_earlier_ratings_are_kept():
    article = save_article(article=draft(), by=None)
    impact = article.impacts.get(dimension=Dimension.REGULATORY)
    for level in (Level.LOW, Level.HIGH, Level.HIGH, ""):
        impact.refresh_from_db()
        impact.level = level
        impact.save()
        save_article(article=article, by=None)

    assert list(RatingChange.objects.order_by("pk").values_list("level", flat=True)) == ["low", "high", ""]


def test_refused_text_names_field_and_line_and_saves_nothing():
    article = save_article(article=draft(), by=None)
    before = Article.objects.values().get()
    article.body_markdown = "Fine.\n\nNot \x00 fine."

    with pytest.raises(NotSaveable) as refusal:
        save_article(article=article, by=None)

    assert [(problem.field, problem.line) for problem in refusal.value.problems] == [("body_markdown", 3)]
    assert Article.objects.values().get() == before


def test_saving_the_same_again_is_no_event():
    article = save_article(article=draft(), by=None)
    save_article(article=article, by=None)

    assert [entry.verb for entry in TimelineEntry.objects.all()] == ["wrote"]


def test_publish_makes_revision_and_public_row_and_says_what_changed():
    article = published()

    publication = Publication.objects.get()
    assert (publication.slug, publication.revision.number, publication.published_at) == ("one", 1, NOW)
    assert publication.revision.change == ChangeClass.FIRST
    assert Article.objects.get().state == WorkState.PUBLISHED
    assert Tags.article(article.pk) in Change.objects.get().tags.split()


def test_unreviewed_version_says_so():
    published()

    assert queries.get_page("one").provenance == "Not independently reviewed."


def test_saving_a_working_copy_changes_nothing_public():
    article = published()
    page, change_count = queries.get_page("one"), Change.objects.count()

    edit(article, headline="Two", body_markdown="Other.", standfirst="Other.")

    assert queries.get_page("one") == page
    assert Change.objects.count() == change_count
    assert Article.objects.get().state == WorkState.DRAFT


def test_second_version_needs_a_sentence_for_readers():
    article = edit(published(), headline="Two")

    with pytest.raises(NotReady) as refusal:
        publish_article(article=article, by=None)

    assert [problem.field for problem in refusal.value.problems] == ["note"]


def test_unchanged_article_is_not_published_again():
    with pytest.raises(NotReady, match="Nothing has changed"):
        publish_article(article=published(), by=None, note="Again.")


def test_update_moves_the_date_and_a_minor_fix_does_not():
    article = edit(published(), headline="Two")
    publish_article(article=article, by=None, change=ChangeClass.MINOR, now=NOW + timedelta(hours=2))
    assert Publication.objects.get().modified_at == NOW

    edit(article, headline="Three")
    publish_article(article=article, by=None, note="New facts.", now=NOW + timedelta(hours=3))
    assert Publication.objects.get().modified_at == NOW + timedelta(hours=3)
    assert queries.get_page("one").modified_word == "Updated"


def test_a_notice_is_not_published_as_a_plain_change():
    with pytest.raises(NotReady, match="with its notice"):
        publish_article(
            article=edit(published(), headline="2"), by=None, change=ChangeClass.CORRECTION, note="n"
        )


def test_article_without_text_or_byline_is_not_ready():
    article = save_article(
        article=factories.article(body_markdown="", standfirst="", content_hash=""), by=None
    )

    assert {problem.field for problem in check_article(article)} == {"body_markdown", "bylines", "standfirst"}
    with pytest.raises(NotReady):
        publish_article(article=article, by=None)


def test_takeaway_that_rests_on_nothing_known_is_not_ready():
    article = draft()
    factories.takeaway(article=article, rests_on="#why, PMID 33577784, #nowhere")
    save_article(article=article, by=None)

    with pytest.raises(NotReady) as refusal:
        publish_article(article=article, by=None)

    assert [problem.field for problem in refusal.value.problems] == ["takeaways-1"]
    assert "#nowhere" in refusal.value.problems[0].message


def test_failed_publication_leaves_nothing_behind():
    article = save_article(article=draft(body_markdown=""), by=None)

    with pytest.raises(NotReady):
        publish_article(article=article, by=None)

    assert not Revision.objects.exists()
    assert not Change.objects.exists()


def test_moved_article_leaves_redirects_without_a_chain():
    article = published()
    for number, slug in enumerate(["two", "three"], 1):
        edit(article, slug=slug)
        publish_article(article=article, by=None, note="Moved.", now=NOW + timedelta(hours=number))

    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        "/articles/one/": "/articles/three/",
        "/articles/two/": "/articles/three/",
    }


def test_article_that_moves_back_answers_at_its_old_address():
    article = published()
    for slug in ("two", "one"):
        edit(article, slug=slug)
        publish_article(article=article, by=None, note="Moved.")

    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {"/articles/two/": "/articles/one/"}


def test_withdrawn_article_is_gone_with_its_reason():
    withdraw_article(
        article=published(), by=None, reason=WithdrawalReason.PRIVACY, note="At a request.", now=NOW
    )

    page = queries.get_page("one")
    assert isinstance(page, Gone)
    assert (page.reason, page.on, page.note) == ("Privacy", NOW.date(), "At a request.")
    assert queries.front_page().lead is None


def test_only_a_public_article_can_be_withdrawn():
    with pytest.raises(NotReady):
        withdraw_article(article=draft(), by=None, reason=WithdrawalReason.PRIVACY)


def test_withdrawn_article_can_come_back():
    article = published()
    withdraw_article(article=article, by=None, reason=WithdrawalReason.TOO_EARLY)
    edit(article, headline="Two")
    publish_article(article=article, by=None, note="Published again.")

    assert Publication.objects.get().state == PublicState.PUBLISHED


def test_discarded_draft_leaves_its_timeline():
    article = save_article(article=draft(), by=None)
    discard_article(article=article, by=factories.user())

    assert not Article.objects.exists()
    assert [(entry.verb, entry.subject) for entry in TimelineEntry.objects.order_by("pk")] == [
        ("wrote", "One"),
        ("discarded", "One"),
    ]


def test_what_has_been_public_is_not_discarded():
    with pytest.raises(NotReady):
        discard_article(article=published(), by=None)


def test_topics_change_in_bulk_and_only_where_they_differ():
    old, new = factories.topic(), factories.topic()
    has_it, lacks_it = draft(), draft(slug="other", headline="Other")
    has_it.topics.add(new)

    assert change_topics(articles=[has_it, lacks_it], add=[new], remove=[old], by=None) == 1
    assert list(lacks_it.topics.all()) == [new]


def test_versions_are_chained_and_an_altered_one_is_found():
    article = edit(published(), headline="Two")
    publish_article(article=article, by=None, note="New headline.")
    assert find_broken(Revision.objects.order_by("number")) == []

    with lifted():
        Revision.objects.filter(number=1).update(body_html="<p>Never printed.</p>")

    broken = find_broken(Revision.objects.order_by("number"))
    assert [(item.number, item.parts) for item in broken] == [(1, ("body_html",))]


def test_replaced_hashes_break_the_chain():
    article = edit(published(), headline="Two")
    publish_article(article=article, by=None, note="New headline.")
    with lifted():
        Revision.objects.filter(number=1).update(chain_hash="0" * 64)

    assert [item.number for item in find_broken(Revision.objects.order_by("number"))] == [1, 2]


def last_tags():
    return set(Change.objects.order_by("-pk").values_list("tags", flat=True)[0].split())


def test_every_page_is_told_when_a_section_or_the_demonstration_comes_or_goes():
    section = factories.section()
    first, second = (factories.article(section=section) for _ in range(2))
    demonstration = factories.article(section=section, is_demonstration=True)
    told = []

    for article in (first, second, demonstration):
        factories.article_byline(article=article)
        save_article(article=article, by=None)
        publish_article(article=article, by=None)
        told.append(Tags.SITE in last_tags())
    for article in (demonstration, second, first):
        withdraw_article(article=article, by=None, reason=WithdrawalReason.PRIVACY)
        told.append(Tags.SITE in last_tags())

    assert told == [True, False, True, True, False, True]
