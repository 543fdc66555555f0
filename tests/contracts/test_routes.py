"""What holds for every public address: it is tried here, declares what it shows, and never reads what editors work on."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import changes, urls
from articles.models import (
    FAQ,
    Article,
    ArticleByline,
    ArticleReference,
    ArticleReport,
    MarketImpact,
    RatingChange,
    RelatedArticle,
    SummaryPoint,
    Takeaway,
)
from tests import factories
from tests.contracts.routes import PublishedSite, publish_site

pytestmark = pytest.mark.django_db

CHILDREN = [
    FAQ,
    ArticleByline,
    ArticleReference,
    ArticleReport,
    MarketImpact,
    RatingChange,
    RelatedArticle,
    SummaryPoint,
    Takeaway,
    Article.topics.through,
    Article.entities.through,
]


@pytest.fixture
def site() -> PublishedSite:
    return publish_site()


def working_copy_reads(sql: str) -> set[str]:
    """Working-copy tables that a statement names; of an article, its key alone may be used."""
    children = {model._meta.db_table for model in CHILDREN}
    named = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)) & children
    columns = {f"articles_article.{column}" for column in re.findall(r'"articles_article"\."(\w+)"', sql)}
    return named | (columns - {"articles_article.id"})


def test_reads_of_the_working_copy_are_seen():
    factories.faq()
    with CaptureQueriesContext(connection) as captured:
        list(FAQ.objects.select_related("article"))

    assert {"articles_faq", "articles_article.headline"} <= working_copy_reads(captured[0]["sql"])


def test_every_route_is_tried_here(site: PublishedSite):
    assert set(site.routes()) == {pattern.name for pattern in urls.urlpatterns}


def test_every_route_answers_and_declares_what_it_shows(client: Client, site: PublishedSite):
    silent = []
    for path in site.paths():
        response = client.get(path)
        assert response.status_code == 200, path
        if not changes.declared_tags(response):
            silent.append(path)

    assert silent == []


def test_no_route_reads_what_editors_work_on(client: Client, site: PublishedSite):
    found = {}
    for path in site.paths():
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        if reads := set().union(*(working_copy_reads(query["sql"]) for query in captured)):
            found[path] = reads

    assert found == {}
