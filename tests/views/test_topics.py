"""A topic's table of ratings: order, directions, pages, cost."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from articles import changes
from articles.changes import Tags
from articles.models import Publication, Topic
from articles.models.choices import Dimension, Level
from tests import factories
from tests.conftest import NOW, Clock
from tests.views.publishing import publish, publish_full

pytestmark = pytest.mark.django_db


@pytest.fixture
def her2() -> Topic:
    return factories.topic(name="HER2", slug="her2")


def rate(topic: Topic, headline: str, *, days: int = 0, **levels: str) -> Publication:
    publication = publish(headline=headline, published_at=NOW - timedelta(days=days))
    Publication.objects.filter(pk=publication.pk).update(**levels)
    factories.publication_topic(publication=publication, topic=topic)
    return publication


def headlines(client: Client, query: str = "") -> list[str]:
    html = client.get(f"/topics/her2/{query}").content.decode()
    return re.findall(r'<th scope="row">\s*<a href="[^"]+">([^<]+)</a>', html)


def headings(html: str) -> dict[str, tuple[str, str]]:
    """Direction and address of each column that sorts, by its last word."""
    found = re.findall(r'<th scope="col"[^>]*?(?: aria-sort="(\w+)")?><a href="([^"]+)">(.*?)</a>', html)
    return {re.sub(r"<.*?>", " ", label).split()[-1]: (sorted_, url) for sorted_, url, label in found}


def test_ratings_sort_high_first_then_low_first_and_unrated_last(client: Client, her2: Topic):
    rate(her2, "Low", commercial=Level.LOW)
    rate(her2, "None", days=1)
    rate(her2, "High", days=2, commercial=Level.HIGH)
    rate(her2, "Medium", days=3, commercial=Level.MEDIUM)

    assert headlines(client) == ["Low", "None", "High", "Medium"]
    assert headlines(client, "?sort=-commercial") == ["High", "Medium", "Low", "None"]
    assert headlines(client, "?sort=commercial") == ["Low", "Medium", "High", "None"]
    assert headlines(client, "?sort=headline") == ["High", "Low", "Medium", "None"]
    assert headlines(client, "?sort=-headline") == ["None", "Medium", "Low", "High"]
    assert headlines(client, "?sort=date") == ["Medium", "High", "None", "Low"]


def test_ties_stand_newest_first(client: Client, her2: Topic):
    for n in range(3):
        rate(her2, f"Story {n}", days=n, investment=Level.HIGH)

    for query in ("?sort=investment", "?sort=-investment", "?sort=regulatory"):
        assert headlines(client, query) == ["Story 0", "Story 1", "Story 2"]


@pytest.mark.parametrize(
    "query",
    ["?sort=x", "?sort=--date", "?sort=pk", "?sort=%00", "?sort=" + "a" * 10_000, "?sort=", "?order=1"],
)
def test_unknown_order_is_the_plain_list(client: Client, her2: Topic, query: str):
    rate(her2, "New")
    rate(her2, "Old", days=1)

    response = client.get(f"/topics/her2/{query}")

    assert headlines(client, query) == ["New", "Old"]
    assert "noindex" not in response.content.decode()


def test_one_column_says_its_direction_and_each_leads_to_the_order_people_want(client: Client, her2: Topic):
    rate(her2, "One")

    plain = headings(client.get("/topics/her2/").content.decode())
    by_rating = headings(client.get("/topics/her2/?sort=-regulatory").content.decode())

    assert plain["Date"] == ("descending", "/topics/her2/?sort=date")
    assert plain["Regulatory"] == ("", "/topics/her2/?sort=-regulatory")
    assert plain["Article"] == ("", "/topics/her2/?sort=headline")
    assert by_rating["Regulatory"] == ("descending", "/topics/her2/?sort=regulatory")
    assert by_rating["Date"] == ("", "/topics/her2/")
    for columns in (plain, by_rating):
        assert len([direction for direction, _ in columns.values() if direction]) == 1


def test_an_order_is_not_for_search_engines(client: Client, her2: Topic):
    rate(her2, "One")

    assert "noindex" in client.get("/topics/her2/?sort=headline").content.decode()
    assert 'rel="canonical"' in client.get("/topics/her2/").content.decode()


def test_table_pages_through_all_articles_newest_first(client: Client, her2: Topic):
    for n in range(53):
        rate(her2, f"Story {n:03}", days=n)

    first = client.get("/topics/her2/").content.decode()
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]

    assert headlines(client) == [f"Story {n:03}" for n in range(50)]
    assert "Articles, newest first, 50 a page." in first
    assert headlines(client, older) == ["Story 050", "Story 051", "Story 052"]
    ordered = client.get("/topics/her2/?sort=-headline").content.decode()
    assert "The first 50 articles in this order." in ordered
    assert 'rel="next"' not in ordered


def test_beyond_the_last_article_there_is_no_page(client: Client, her2: Topic):
    rate(her2, "One")

    assert client.get("/topics/her2/?after=19700101T000000000000-1").status_code == 404


def test_table_marks_demonstrations_and_gives_the_hour_of_new_ones(client: Client, her2: Topic, clock: Clock):
    publication = publish(headline="A sample", is_demonstration=True)
    factories.publication_topic(publication=publication, topic=her2)

    response = client.get("/topics/her2/")

    html = response.content.decode()
    assert '<span class="c-demo">Demonstration</span> A sample' in html
    assert "2 Mar, 09:00\xa0UTC" in html
    assert {Tags.topic("her2"), Tags.CLOCK_HOUR, Tags.STUDIES} <= changes.declared_tags(response)


@pytest.mark.parametrize("count", [1, 50])
def test_topic_costs_four_queries_and_60_kilobytes(
    client: Client, her2: Topic, django_assert_num_queries, count: int
):
    for n in range(count):
        rate(her2, f"{'Words ' * 15}{n}", days=n, **dict.fromkeys(Dimension.values, Level.MEDIUM))
    factories.publication_topic(publication=publish_full(count), topic=her2)

    with django_assert_num_queries(4):
        html = client.get("/topics/her2/").content
    with django_assert_num_queries(4):
        client.get("/topics/her2/?sort=-regulatory")
    with django_assert_num_queries(2):
        client.get("/topics/")
    assert len(html) < 60_000
