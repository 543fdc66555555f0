from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from articles.editorial.actions import save_article, withdraw_article
from articles.models import Article, Change, Publication, Reference, Report, Section, TimelineEntry, Topic
from articles.models.choices import WithdrawalReason
from articles.transfer.formats import FileRejected, RecordsFile, ReportFile
from articles.transfer.importing import (
    Circumstances,
    discard,
    import_article,
    import_records,
    import_report,
)
from articles.transfer.reader import read_text
from tests import factories
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

PATH = Path("incoming/an-article.md")
FULL = """---
title: An article
slug: an-article
status: published
section: Oncology
published: 2026-01-05
updated: 2026-01-06T10:00:00Z
authors: [Oncology desk]
conflicts: {declared: Shares.}
ai_use: {assisted: translation}
topics: [HER2]
entities:
- drug: trastuzumab deruxtecan
  synonyms: [Enhertu]
summary: [One., Two.]
market_impact:
  commercial: {level: high, reason: It is growing, entities: [trastuzumab deruxtecan]}
takeaways:
- text: Take this.
  rests_on: ['#why', PMID 1]
faqs:
- {question: Why?, answer: Because.}
references:
- pmid: 1
- {kind: regulator, key: guidance, title: Guidance}
source: A source
licence: CC0
demonstration: true
extra: {old_id: 7}
---

Intro (PMID: 2).

## Why {#why}

It is growing, says [the guidance](ref:guidance).
"""


def take_in(text=FULL, *, now=NOW, overwrite=False, by=None, said=None, **values):
    read = read_text(text)
    return import_article(
        replace(read.file, **values),
        PATH,
        read.lines,
        Circumstances(by, now, overwrite),
        [] if said is None else said,
    )


def refused(text=FULL, **values):
    with pytest.raises(FileRejected) as caught:
        take_in(text, **values)
    return list(map(str, caught.value.problems))


def minimal(front="", body="Body."):
    return f"---\ntitle: An article\n{front}---\n\n{body}\n"


def test_a_published_article_arrives_whole_with_its_dates_and_provenance():
    assert take_in() == "created"

    publication = Publication.objects.get()
    assert publication.slug == "an-article"
    assert f"{publication.published_at:%Y-%m-%d %H:%M}" == "2026-01-05 00:00"
    assert f"{publication.modified_at:%Y-%m-%d %H:%M}" == "2026-01-06 10:00"
    assert publication.commercial == "high"
    assert publication.revision.provenance == "Imported from A source, not independently reviewed here."
    article = publication.article
    assert [str(link.reference) for link in article.reference_links.all()] == ["PMID 1", "Guidance", "PMID 2"]
    assert article.impacts.get(dimension="commercial").affects.get().name == "trastuzumab deruxtecan"
    assert article.impacts.count() == 4


def test_without_a_source_the_file_is_named_as_where_it_came_from():
    take_in(source="")

    assert "from an-article.md, not" in Publication.objects.get().revision.provenance


def test_without_dates_it_was_published_now_and_not_changed_since():
    take_in(published=None, updated=None)

    publication = Publication.objects.get()
    assert publication.published_at == publication.modified_at == NOW


def test_an_article_without_status_is_a_draft():
    assert take_in(minimal()) == "created"

    assert Article.objects.get().state == "draft"
    assert not Publication.objects.exists()


def test_an_article_without_section_stands_in_the_news():
    take_in(minimal())

    assert Section.objects.get().name == "News"


def test_a_date_that_lies_ahead_keeps_a_draft_until_then():
    said = []
    future = NOW + timedelta(days=1)

    take_in(published=future, updated=None, said=said)

    assert not Publication.objects.exists()
    assert said == ["published: 2026-03-03 09:00 UTC lies ahead; kept as a draft until then"]
    assert take_in(published=future, updated=None, now=future) == "updated"
    assert Publication.objects.get().published_at == future


def test_the_same_content_again_changes_nothing():
    take_in()
    before = TimelineEntry.objects.count(), Change.objects.count(), Article.objects.get().edit_version

    assert take_in(now=NOW + timedelta(days=9)) == "unchanged"
    assert (
        TimelineEntry.objects.count(),
        Change.objects.count(),
        Article.objects.get().edit_version,
    ) == before


def test_content_written_in_another_order_is_the_same_content():
    take_in()
    moved = FULL.replace("licence: CC0\n", "").replace("slug: an", "licence:   'CC0'\nslug: an")

    assert take_in(moved) == "unchanged"


def test_a_changed_file_publishes_a_new_version_and_keeps_the_date():
    take_in()

    assert take_in(FULL.replace("Two.", "Three."), now=NOW + timedelta(hours=1)) == "updated"

    publication = Publication.objects.get()
    assert publication.revision.number == 2
    assert publication.revision.note == "The file this article was imported from has changed."
    assert f"{publication.published_at:%Y-%m-%d}" == "2026-01-05"
    assert publication.modified_at == NOW + timedelta(hours=1)


def test_a_newer_date_of_change_in_the_file_is_taken_over():
    take_in()

    take_in(FULL.replace("2026-01-06T10", "2026-01-07T10").replace("Two.", "Three."))

    assert f"{Publication.objects.get().modified_at:%Y-%m-%d}" == "2026-01-07"


def test_a_change_that_readers_do_not_see_makes_no_version():
    take_in()

    assert take_in(FULL.replace("old_id: 7", "old_id: 8")) == "updated"
    assert Publication.objects.get().revision.number == 1
    assert Article.objects.get().extra == '{"old_id": 8}'


def test_ratings_that_stay_keep_their_date_and_ratings_that_go_leave():
    take_in()
    rated_at = Article.objects.get().impacts.get(dimension="commercial").rated_at

    take_in(FULL.replace("Two.", "Three."), now=NOW + timedelta(days=1))
    assert Article.objects.get().impacts.get(dimension="commercial").rated_at == rated_at

    take_in(market_impact=(), now=NOW + timedelta(days=2))
    assert set(Article.objects.get().impacts.values_list("level", "rated_at")) == {("", None)}


def test_a_draft_becomes_public_when_its_file_says_so():
    take_in(status="draft", published=None, updated=None)

    assert take_in() == "updated"
    assert Publication.objects.get().revision.change == "first"


def test_a_public_article_never_becomes_a_draft_by_import():
    take_in()
    said = []

    assert take_in(status="draft", title="Another title", said=said) == "updated"

    assert said == ["status: it is public here and stays so; the change waits on the desk"]
    assert Publication.objects.get().headline == "An article"


def test_what_the_desk_changed_is_kept_unless_overwriting():
    take_in()
    article = Article.objects.get()
    article.headline = "The desk's headline"
    save_article(article=article, by=factories.user(), now=NOW)
    said = []

    assert take_in(now=NOW) == "unchanged"
    assert take_in(title="The file's headline", said=said) == "skipped"
    assert "the desk has changed the article since it was imported; --overwrite" in said[0]
    assert take_in(title="The file's headline", overwrite=True) == "updated"
    assert Publication.objects.get().headline == "The file's headline"


def test_a_slug_of_an_article_made_here_is_a_clash():
    factories.article(slug="an-article", headline="Ours")

    assert "slug: “an-article” belongs to another article here, “Ours”" in refused()[0]


def test_overwriting_takes_the_place_of_an_article_made_here():
    article = factories.article(slug="an-article", headline="Ours")

    assert take_in(overwrite=True) == "updated"

    article.refresh_from_db()
    assert article.headline == "An article"


def test_an_address_that_a_moved_article_still_answers_at_is_a_clash():
    take_in()
    Article.objects.update(slug="moved")

    assert "belongs to another article here, “An article”" in refused()[0]


def test_a_withdrawn_article_stays_withdrawn():
    take_in()
    withdraw_article(article=Article.objects.get(), by=None, reason=WithdrawalReason.PRIVACY, now=NOW)
    said = []

    assert take_in(title="New", overwrite=True, said=said) == "skipped"
    assert said == ["the article is withdrawn here, so nothing of it is imported"]


def test_links_to_what_is_not_here_are_left_out_and_followed_up_later():
    said = []
    front = "related:\n- {article: other, reason: Same target}\nreports:\n- {report: a-report, reason: Same drug}\n"

    take_in(minimal(front), said=said)

    assert said == [
        "related: there is no article “other” here; left out",
        "reports: there is no report “a-report” here; left out",
    ]
    assert take_in(minimal(front)) == "unchanged"
    factories.article(slug="other")
    factories.report(slug="a-report")
    assert take_in(minimal(front)) == "updated"
    article = Article.objects.get(slug="an-article")
    assert [link.related.slug for link in article.related_articles.all()] == ["other"]
    assert [link.report.slug for link in article.report_links.all()] == ["a-report"]


def test_an_article_is_not_related_to_itself():
    take_in(minimal("related:\n- {article: an-article, reason: x}\n"))

    assert not Article.objects.get().related_articles.exists()


def test_a_refused_article_leaves_nothing_behind():
    text = FULL.replace("ref:guidance", "ref:guidence")

    assert refused(text)[0].startswith("line 36: body: The reference “guidence” cited at line 36")
    assert not Article.objects.exists()
    assert not Reference.objects.exists()
    assert not Topic.objects.exists()
    assert not Section.objects.exists()


def test_a_refused_change_leaves_the_article_as_it_was():
    take_in()

    refused(FULL.replace("ref:guidance", "ref:guidence").replace("title: An", "title: Another"))

    assert Article.objects.get().headline == "An article"


def test_what_a_takeaway_rests_on_must_be_there():
    (problem,) = refused(FULL.replace("'#why'", "'#wy'"))

    assert problem.startswith("line 19: takeaways, item 1: Rests on “#wy”")


def test_a_mistake_in_an_answer_is_named_by_its_place():
    (problem,) = refused(minimal("faqs:\n- question: Why?\n  answer: '[x](ref:nothing)'\n"))

    assert problem.startswith("line 4: faqs, item 1: The reference “nothing”")


def test_what_the_database_refuses_is_a_refusal_of_the_file():
    factories.report(slug="taken")
    report = ReportFile(title="A", slug="other", sponsor="x")

    with pytest.raises(FileRejected, match="the database refused it"):
        import_report(report)
    assert Report.objects.count() == 1


def test_an_import_is_in_the_timeline_of_the_article():
    by = factories.user()

    take_in(by=by)

    entry = TimelineEntry.objects.get(verb="imported")
    assert (entry.actor, entry.note, entry.at) == (by, "from an-article.md", NOW)


def test_a_report_is_created_updated_and_left_alone():
    report = read_text("---\ntype: report\ntitle: A report\ntopics: [HER2]\n---\nWhat it says.\n").file

    assert import_report(report) == "created"
    assert import_report(report) == "unchanged"
    assert import_report(replace(report, summary="More.")) == "updated"
    assert Report.objects.get().summary == "More."


def test_shared_records_are_updated_and_left_alone():
    records = RecordsFile("topics", (("her2", "HER2", ""),))

    assert import_records(records) == "updated"
    assert import_records(records) == "unchanged"


def test_a_draft_made_ahead_can_be_discarded():
    take_in(minimal())

    discard("an-article", Circumstances(None, NOW, overwrite=False))

    assert not Article.objects.exists()
