"""Front page and lists: latest, section, topic, author."""

from datetime import timedelta

import pytest
from django.test import Client

from articles import changes
from articles.changes import Tags
from articles.editorial import actions
from articles.models import Publication
from articles.models.choices import Dimension, Level, WithdrawalReason
from tests import factories
from tests.conftest import NOW
from tests.views.publishing import publish

pytestmark = pytest.mark.django_db


def publish_rated(**values) -> Publication:
    with changes.recording():
        article = factories.article(**values)
        factories.article_byline(article=article)
        for dimension in Dimension.values:
            factories.market_impact(article=article, dimension=dimension, level=Level.HIGH)
        actions.save_article(article=article, by=None, now=NOW)
        return actions.publish_article(article=article, by=None, now=NOW)


def publish_many(count: int, **values) -> list[Publication]:
    """`count` stories, the first the oldest."""
    return [
        publish(published_at=NOW + timedelta(minutes=n), headline=f"Story {n:03}", **values)
        for n in range(count)
    ]


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_front_page_of_an_empty_site_says_that_nothing_is_published(client: Client):
    html = text_of(client, "/")

    assert "Nothing published yet." in html
    assert "Latest" not in html
    assert "Market-impact tracker" not in html


def test_front_page_leads_with_the_newest_story(client: Client):
    publish_many(6)

    html = text_of(client, "/")

    places = [html.index(f"Story {n:03}") for n in (5, 4, 3, 2, 1, 0)]
    assert places == sorted(places)
    assert "<h2>" in html[: places[0]]
    assert "More top stories" in html
    assert ">Latest</h2>" in html


def test_front_page_shows_the_ratings_of_its_lead(client: Client):
    publish_rated()

    html = text_of(client, "/")

    assert 'aria-label="Market impact of the lead story"' in html
    assert html.count("<span>High</span>") == 8


def test_front_page_without_ratings_has_no_table_of_them(client: Client):
    publish()

    assert "Market impact of the lead story" not in text_of(client, "/")


def test_lists_mark_demonstrations_in_the_headline(client: Client):
    publish_many(5, is_demonstration=True)

    for path in ("/", "/articles/"):
        assert text_of(client, path).count(">Demonstration</span> Story") == 5


def test_latest_pages_through_all_stories_without_gap_or_repeat(client: Client):
    publish_many(45)
    seen, path = [], "/articles/"

    while path:
        html = text_of(client, path)
        seen += [n for n in range(45) if f"Story {n:03}" in html]
        older = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        path = f"/articles/{older}" if 'rel="next"' in html else ""

    assert sorted(seen) == list(range(45))


def test_only_the_first_page_of_a_list_is_for_search_engines(client: Client):
    publish_many(21)
    first = text_of(client, "/articles/")
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]

    second = text_of(client, f"/articles/{older}")

    assert "noindex" not in first
    assert "noindex" in second


def test_beyond_the_end_of_a_list_there_is_no_page(client: Client):
    publish()

    assert client.get("/articles/?after=19700101T000000000000-1").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "after=",
        "after=x",
        "after=%00",
        "after=-1",
        "after=20261301T000000000000-1",
        "after=20260302T090000000000-99999999999999999999",
        "after=" + "9" * 10_000,
        "page=7",
        "%ff=%fe",
        "a" * 10_000,
    ],
)
def test_odd_query_strings_show_the_first_page(client: Client, query: str):
    publish(headline="The one story")

    assert "The one story" in text_of(client, f"/articles/?{query}")


def test_section_lists_its_own_stories_and_is_marked_in_the_navigation(client: Client):
    section = factories.section(name="Oncology", slug="oncology", description="Drugs against cancer.")
    mine, other = publish(section=section, headline="Mine"), publish(headline="Other")

    html = text_of(client, "/sections/oncology/")

    assert "Drugs against cancer." in html
    assert mine.headline in html
    assert f">{other.headline}<" not in html
    assert '<a href="/sections/oncology/" aria-current="page">Oncology</a>' in html


def test_topic_lists_what_is_published_on_it(client: Client):
    topic = factories.topic(name="HER2", slug="her2")
    publication = publish(headline="On HER2")
    publish(headline="On something else")
    factories.publication_topic(publication=publication, topic=topic)

    response = client.get("/topics/her2/")

    assert "On HER2" in response.content.decode()
    assert "On something else" not in response.content.decode()
    assert {Tags.topic("her2"), Tags.SITE, Tags.article(publication.article_id)} <= changes.declared_tags(
        response
    )


def test_topic_without_stories_says_so(client: Client):
    factories.topic(name="HER2", slug="her2")

    assert "Nothing published on this topic yet." in text_of(client, "/topics/her2/")


def test_author_page_prints_who_it_is_and_what_to_know(client: Client):
    publication = publish()
    author = publication.authors.get()
    author.about, author.disclosures = "Writes on cancer.", "Owns shares of a maker."
    author.save()

    html = text_of(client, author.get_absolute_url())

    assert "Writes on cancer." in html
    assert "Owns shares of a maker." in html
    assert publication.headline in html


@pytest.mark.parametrize("path", ["/sections/none/", "/topics/none/", "/authors/none/"])
def test_unknown_list_is_not_found(client: Client, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_lists_cost_three_queries(client: Client, django_assert_num_queries, count: int):
    section = factories.section(slug="oncology")
    publish_many(count, section=section)

    with django_assert_num_queries(3):
        client.get("/sections/oncology/")


def test_withdrawn_story_leaves_every_list(client: Client):
    publication = publish(headline="Gone story", section=factories.section(slug="oncology"))
    with changes.recording():
        actions.withdraw_article(
            article=publication.article, by=None, reason=WithdrawalReason.TOO_EARLY, now=NOW
        )

    for path in ("/", "/articles/", "/sections/oncology/"):
        assert "Gone story" not in text_of(client, path)
