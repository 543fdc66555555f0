from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import changes
from articles.editorial import actions
from articles.models import Article, Change
from tests import factories
from tests.admin.desk import LIST, change_url, sign_in, text

pytestmark = pytest.mark.django_db


def shown(response: Any) -> list[str]:
    return sorted(article.headline for article in response.context["cl"].result_list)


@pytest.fixture
def cited() -> Article:
    with changes.recording():
        article = factories.article(headline="Cites a paper", body_markdown="It lasted (PMID: 33577784).")
        actions.save_article(article=article, by=None)
    return article


def queries(client: Any, url: str) -> int:
    client.get(url)  # what processes remember, such as content types
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("term", ["33577784", "PMID: 33577784", "https://pubmed.ncbi.nlm.nih.gov/33577784/"])
def test_a_pmid_finds_the_articles_that_cite_it(cited: Article, term: str) -> None:
    factories.article()
    assert shown(sign_in().get(LIST, {"q": term})) == ["Cites a paper"]


def test_a_trial_number_finds_its_articles_by_entity_reference_and_text() -> None:
    by_text = factories.article(headline="By text", body_markdown="In NCT03734029 it lasted.")
    by_entity = factories.article(headline="By entity")
    by_entity.entities.add(factories.entity(kind="trial", nct="NCT03734029"))
    by_reference = factories.article(headline="By reference")
    trial = factories.reference(kind="trial", pmid=None, title="A trial", nct="NCT03734029")
    factories.article_reference(article=by_reference, reference=trial, key="trial")
    factories.article(headline="Not this one")
    assert shown(sign_in().get(LIST, {"q": "nct03734029"})) == ["By entity", "By reference", "By text"]
    assert by_text.pk


@pytest.mark.parametrize("term", ["durable", "an-address", "HEADLINE IN"])
def test_words_find_headline_address_and_text(term: str) -> None:
    factories.article(headline="Headline in full", slug="an-address", body_markdown="Responses were durable.")
    factories.article(headline="Another")
    assert shown(sign_in().get(LIST, {"q": term})) == ["Headline in full"]


def test_filters_tell_what_readers_see(cited: Article) -> None:
    factories.article_byline(article=cited)
    actions.publish_article(article=cited, by=None)
    factories.article(headline="Never public")
    client = sign_in()
    assert shown(client.get(LIST, {"public": "none"})) == ["Never public"]
    assert shown(client.get(LIST, {"public": "published"})) == ["Cites a paper"]
    assert shown(client.get(LIST)) == ["Cites a paper", "Never public"]
    assert "1 cited: 0 matched" in text(client.get(LIST))


def test_times_are_said_in_the_editors_zone(cited: Article) -> None:
    Article.objects.update(edited_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert "3 Mar 08:30" in text(sign_in(time_zone="Asia/Tokyo").get(LIST))
    assert "2 Mar 23:30" in text(sign_in(time_zone="Nowhere/Atlantis").get(LIST))


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_fifty(cited: Article) -> None:
    client = sign_in()
    one = queries(client, LIST)
    for _ in range(49):
        factories.article(section=cited.section)
    assert queries(client, LIST) == one
    assert one <= 13, one


def test_the_form_asks_the_same_number_of_questions_for_one_and_for_fifty_children(cited: Article) -> None:
    client = sign_in()
    for place in range(1, 52):
        _add_one_of_each(cited, place)
        if place == 2:
            few = queries(client, change_url(cited))
    assert queries(client, change_url(cited)) == few <= 26


def _add_one_of_each(article: Article, place: int) -> None:
    factories.summary_point(article=article, position=place)
    factories.takeaway(article=article, position=place)
    factories.faq(article=article, position=place)
    factories.article_byline(article=article, position=place)
    factories.article_reference(article=article, position=place + 1, key=f"pmid-{place}")
    factories.related_article(article=article, position=place)
    factories.article_report(article=article, position=place)


def test_topics_are_added_and_removed_for_several_articles(cited: Article) -> None:
    client = sign_in()
    old, new = factories.topic(name="Old"), factories.topic(name="New")
    second = factories.article()
    cited.topics.add(old)
    chosen = {"action": "change_topics_", "_selected_action": [cited.pk, second.pk]}
    asked = client.post(LIST, chosen)
    assert "Readers see the topics with the next published version." in text(asked)
    before = Change.objects.count()

    client.post(LIST, chosen | {"apply": "1", "add": [new.pk], "remove": [old.pk]})

    assert list(cited.topics.all()) == list(second.topics.all()) == [new]
    assert Change.objects.count() == before


def test_topics_to_change_must_be_chosen_and_not_contradict(cited: Article) -> None:
    client = sign_in()
    topic = factories.topic(name="Old")
    chosen = {"action": "change_topics_", "_selected_action": [cited.pk], "apply": "1"}
    assert "Choose at least one topic" in text(client.post(LIST, chosen))
    both = text(client.post(LIST, chosen | {"add": [topic.pk], "remove": [topic.pk]}))
    assert "“Old” is chosen to be added and to be removed." in both


def test_articles_are_not_deleted_from_the_list(cited: Article) -> None:
    client = sign_in("Publisher")
    assert "delete_selected" not in text(client.get(LIST))
    client.post(LIST, {"action": "delete_selected", "_selected_action": [cited.pk], "post": "yes"})
    assert Article.objects.filter(pk=cited.pk).exists()


def test_a_demonstration_says_so_with_its_headline(cited: Article) -> None:
    Article.objects.update(is_demonstration=True)

    assert f"Demonstration: {cited.headline}" in text(sign_in().get(LIST))
