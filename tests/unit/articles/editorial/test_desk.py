from datetime import timedelta

import pytest
from django.db import transaction

from articles import changes, timeline
from articles.editorial import actions, desk
from articles.models import Article
from articles.models.choices import WithdrawalReason
from tests import factories
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def saved(**values: object) -> Article:
    with changes.recording():
        article = factories.article(**values)
        factories.article_byline(article=article)
        return actions.save_article(article=article, by=None, now=NOW)


def test_an_article_never_public_has_no_public_copy() -> None:
    assert desk.get_public_copy(saved(), now=NOW) is None


def test_a_public_copy_says_version_changes_and_since_when() -> None:
    article = saved()
    actions.publish_article(article=article, by=None, now=NOW)
    copy = desk.get_public_copy(article, now=NOW)
    assert copy is not None
    assert (copy.is_public, copy.version, copy.next_version, copy.has_changes) == (True, 1, 2, False)
    assert copy.since == "today 09:00"
    article.headline = "Another"
    with changes.recording():
        article.save()
        actions.save_article(article=article, by=None, now=NOW)
    changed = desk.get_public_copy(article, now=NOW)
    assert changed is not None
    assert changed.has_changes


def test_a_withdrawn_copy_says_why_and_since_when() -> None:
    article = saved()
    actions.publish_article(article=article, by=None, now=NOW)
    later = NOW + timedelta(days=1)
    actions.withdraw_article(article=article, by=None, reason=WithdrawalReason.PRIVACY, now=later)
    copy = desk.get_public_copy(article, now=later)
    assert copy is not None
    assert (copy.is_public, copy.state_label, copy.note, copy.since) == (
        False,
        "Withdrawn",
        "Privacy",
        "today 09:00",
    )


def test_versions_come_newest_first_and_one_is_current() -> None:
    article = saved()
    actions.publish_article(article=article, by=None, now=NOW)
    article.headline = "Second"
    user = factories.user(display_name="Ed")
    actions.publish_article(article=article, by=user, note="New figures.", now=NOW + timedelta(hours=1))
    rows = desk.get_versions(article, now=NOW)
    assert [(row.number, row.who, row.is_current) for row in rows] == [
        (2, "Ed", True),
        (1, "Software", False),
    ]
    assert rows[0].note == "New figures."


def test_citations_are_listed_with_their_state_and_documents_are_linked() -> None:
    label = factories.reference(kind="regulator", pmid=None, title="A label")
    with changes.recording():
        article = factories.article(body_markdown="It lasted (PMID: 33577784). See [the label](ref:label).")
        factories.article_reference(article=article, reference=label, key="label")
        actions.save_article(article=article, by=None, now=NOW)
    rows = {row.token: row for row in desk.get_citations(article, now=NOW)}
    assert rows["pmid-33577784"].state_label == "Not matched yet"
    assert rows["pmid-33577784"].reference == "PMID 33577784"
    assert rows["pmid-33577784"].checked == ""
    assert (rows["label"].state_label, rows["label"].reference) == ("Linked", "A label")


def test_the_timeline_names_people_software_and_articles_that_are_gone() -> None:
    article = saved(headline="Here")
    timeline.add_entry(article=None, by=factories.user(display_name="Ed"), verb="tidied up", at=NOW)
    newest, first = desk.get_desk(user=factories.user(), now=NOW).lately
    assert {(entry.who, entry.what, entry.headline) for entry in (newest, first)} == {
        ("Ed", "tidied up", ""),
        ("Software", "wrote", "Here"),
    }
    assert [entry.what for entry in desk.get_timeline(article, now=NOW)] == ["wrote"]


def test_a_queue_says_what_readers_have() -> None:
    user = factories.user()
    for what in ("never public", "public", "withdrawn"):
        article = saved(last_edited_by=user)
        if what != "never public":
            actions.publish_article(article=article, by=None, now=NOW)
        if what == "withdrawn":
            actions.withdraw_article(article=article, by=None, reason=WithdrawalReason.PRIVACY, now=NOW)
        Article.objects.filter(pk=article.pk).update(state="draft", headline=what)
    lines = desk.get_desk(user=user, now=NOW).mine
    said = {line.headline: line.note.rpartition(" · ")[2] for line in lines}
    assert said == {"never public": "never public", "public": "public", "withdrawn": "withdrawn"}


def test_a_blocked_draft_names_the_first_thing_and_counts_the_rest() -> None:
    factories.article(headline="Blocked", standfirst="", body_markdown="")
    (line,) = desk.get_desk(user=factories.user(), now=NOW).blocked
    assert (line.headline, line.more) == ("Blocked", 2)


def test_locking_takes_what_only_actions_write_and_leaves_what_was_typed() -> None:
    article = saved()
    stale = Article.objects.get(pk=article.pk)
    stale.headline = "Typed"
    Article.objects.filter(pk=article.pk).update(edit_version=9, state="published", headline="Stored")
    with transaction.atomic():
        desk.lock_copy(stale)
    assert (stale.edit_version, stale.state, stale.headline) == (9, "published", "Typed")


def test_an_address_is_free_unless_another_article_has_or_had_it() -> None:
    holder = factories.article(slug="now-here", headline="Holder")
    factories.redirect(old_path="/articles/once-there/", new_path="/articles/now-here/")
    factories.redirect(old_path="/articles/led-away/", new_path="/reports/")
    assert desk.find_address_holder("now-here", other_than=None) == "Holder"
    assert desk.find_address_holder("once-there", other_than=None) == "Holder"
    assert desk.find_address_holder("now-here", other_than=holder.pk) == ""
    assert desk.find_address_holder("once-there", other_than=holder.pk) == ""
    assert desk.find_address_holder("led-away", other_than=None) == ""
    assert desk.find_address_holder("free", other_than=None) == ""


def test_words_are_left_to_the_ordinary_search() -> None:
    assert desk.search_articles(Article.objects.all(), "HER2 and NCT") is None
