"""Whatever changes what a page shows, records a tag that the page declares: else a stored page would go stale.

Every kind of change is made as the desk makes it; then each public page is compared with what it was. A page that
looks different must share a tag with what was recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles import changes
from articles.changes import Tag
from articles.editorial import actions
from articles.models import Change
from articles.models.choices import WithdrawalReason
from tests import factories
from tests.admin.desk import sign_in_as_administrator, typed
from tests.conftest import NOW
from tests.contracts.routes import PublishedSite, publish_site
from tests.views.publishing import publish, publish_again

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer as a store would keep it."""

    status: int
    body: bytes
    tags: frozenset[Tag]


def look(paths: list[str]) -> dict[str, Seen]:
    client = Client()
    answers = {path: client.get(path) for path in paths}
    return {
        path: Seen(answer.status_code, answer.content, changes.declared_tags(answer))
        for path, answer in answers.items()
    }


def stale(before: dict[str, Seen], after: dict[str, Seen], recorded: set[Tag]) -> set[str]:
    """Pages that look different now and that nothing recorded would have removed from a store."""
    return {
        path
        for path, seen in before.items()
        if (seen.status, seen.body) != (after[path].status, after[path].body) and not seen.tags & recorded
    }


def edit(record: Model, **values: Any) -> None:
    """Changes a record in the admin."""
    desk = sign_in_as_administrator()
    url = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    answer = desk.post(url, typed(desk.get(url)) | values)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def withdraw(publication) -> None:
    actions.withdraw_article(article=publication.article, by=None, reason=WithdrawalReason.PRIVACY, now=LATER)


def publish_another(site: PublishedSite) -> None:
    """A new article that stands in every list the first one stands in, and points to its report."""
    with changes.recording():
        article = factories.article(section=site.article.section, headline="Another story")
        article.topics.add(site.article.topics.get())
        factories.article_byline(article=article, author=site.article.authors.get())
        factories.article_report(article=article, report=site.article.reports.get())
        factories.article_reference(article=article, reference=site.article.references.first())
        actions.save_article(article=article, by=None, now=LATER)
        actions.publish_article(article=article, by=None, now=LATER)


CHANGES: dict[str, Callable[[PublishedSite], object]] = {
    "a new version": lambda site: publish_again(site.article.article, now=LATER, headline="A new headline"),
    "a new version of related coverage": lambda site: publish_again(
        site.related.article, now=LATER, headline="A new headline"
    ),
    "another article": publish_another,
    "an article in a section of its own": lambda _site: publish(published_at=LATER),
    "a withdrawn article": lambda site: withdraw(site.article),
    "withdrawn related coverage": lambda site: withdraw(site.related),
    "a renamed section": lambda site: edit(site.article.section, name="Renamed"),
    "a renamed topic": lambda site: edit(site.article.topics.get(), name="Renamed"),
    "a described topic": lambda site: edit(site.article.topics.get(), description="What it is about."),
    "a renamed author": lambda site: edit(site.article.authors.get(), name="Renamed"),
    "an author's disclosures": lambda site: edit(site.article.authors.get(), disclosures="Holds shares."),
    "a corrected reference": lambda site: edit(site.article.references.first(), title="What it is called"),
    "a report with another title": lambda site: edit(site.article.reports.get(), title="Renamed"),
    "a hidden report": lambda site: edit(site.article.reports.get(), is_listed=""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_a_page_records_a_tag_of_the_page(change: Callable[[PublishedSite], object]):
    site = publish_site()
    paths = [*site.paths(), "/articles/no-such-article/"]
    before = look(paths)
    Change.objects.all().delete()

    change(site)

    after = look(paths)
    recorded = {Tag(word) for row in Change.objects.all() for word in row.tags.split()}
    assert any(
        (seen.status, seen.body) != (after[path].status, after[path].body) for path, seen in before.items()
    )
    assert stale(before, after, recorded) == set()


def test_a_page_that_would_go_stale_is_seen():
    before = {"/": Seen(200, b"old", frozenset({Tag("front")}))}
    after = {"/": Seen(200, b"new", frozenset({Tag("front")}))}

    assert stale(before, after, {Tag("feed")}) == {"/"}
    assert stale(before, after, {Tag("front")}) == set()
    assert stale(before, before, set()) == set()


def test_a_missing_page_is_forgotten_when_its_article_comes():
    path = "/articles/to-come/"
    before = look([path])

    publish(slug="to-come")

    recorded = {Tag(word) for row in Change.objects.all() for word in row.tags.split()}
    assert before[path].status == 404
    assert look([path])[path].status == 200
    assert before[path].tags & recorded
