from typing import Any

import pytest
from django.db import OperationalError

from articles import changes
from articles.editorial import actions
from articles.models import Article, MarketImpact, Publication, Reference, SummaryPoint
from articles.models.choices import Dimension, Level
from tests import factories
from tests.admin.desk import ADD, change_url, rows, sign_in, text, typed

pytestmark = pytest.mark.django_db

BODY = "Intro.\n\n## Results {#results}\n\nResponses were durable (PMID: 33577784), see [the label](ref:label).\n"


@pytest.fixture
def client() -> Any:
    return sign_in()


@pytest.fixture
def draft() -> Article:
    """A saved draft with three summary points, signed."""
    with changes.recording():
        article = factories.article()
        factories.article_byline(article=article)
        for place, words in enumerate(("One.", "Two.", "Three."), 1):
            factories.summary_point(article=article, position=place, text=words)
        actions.save_article(article=article, by=None)
    return article


def points(article: Article) -> list[tuple[int, str]]:
    return list(article.summary_points.order_by("position").values_list("position", "text"))


def new_article(client: Any, **values: Any) -> dict[str, Any]:
    data = typed(client.get(ADD))
    data |= {
        "headline": "Zanidatamab, one year on",
        "standfirst": "What the first year told.",
        "body_markdown": "A paragraph.",
        "section": factories.section().pk,
    }
    return data | values


def test_an_article_is_written_with_all_its_children_in_one_form(client: Any) -> None:
    label = factories.reference(kind="regulator", title="A label", url="https://example.org/label")
    data = new_article(client, body_markdown=BODY, topics=[factories.topic().pk])
    rows(data, "summary_points", {"position": 1, "text": "A point."}, {"position": 2, "text": "Another."})
    rows(data, "takeaways", {"position": 1, "text": "Taken.", "rests_on": "#results, PMID 33577784"})
    rows(data, "faqs", {"position": 1, "question": "How long?", "answer_markdown": "See PMID 34504358."})
    rows(data, "reference_links", {"position": 1, "reference": label.pk, "key": "label"})
    rows(data, "bylines", {"position": 1, "author": factories.author().pk, "role": "written"})
    rows(data, "related_articles", {"position": 1, "related": factories.article().pk, "reason": "Same drug"})
    rows(data, "report_links", {"position": 1, "report": factories.report().pk, "reason": "Same indication"})
    data |= {"impacts-0-level": "high", "impacts-0-reason": "Responses were durable"}

    response = client.post(ADD, data)

    article = Article.objects.get(slug="zanidatamab-one-year-on")
    assert response.status_code == 302, text(response)
    assert response.headers["Location"] == change_url(article)
    assert article.created_by == article.last_edited_by == client.user
    assert points(article) == [(1, "A point."), (2, "Another.")]
    assert [link.key for link in article.reference_links.all()] == ["label", "pmid-33577784", "pmid-34504358"]
    assert article.takeaways.get().rests_on == "#results, PMID 33577784"
    assert article.faqs.get().answer_html
    assert article.bylines.count() == article.related_articles.count() == article.report_links.count() == 1
    assert [impact.dimension for impact in article.impacts.all()] == list(Dimension.values)
    assert article.impacts.get(dimension="regulatory").level == Level.HIGH
    assert article.impacts.get(dimension="regulatory").reason_anchor
    assert not Publication.objects.exists()


def test_four_ratings_are_drawn_before_and_after_the_first_save(client: Any, draft: Article) -> None:
    for url in (ADD, change_url(draft)):
        page = text(client.get(url))
        for dimension in Dimension.labels:
            assert f"<p>{dimension}</p>" in page
        assert 'name="impacts-3-level"' in page
        assert 'name="impacts-4-level"' not in page


def test_rows_trade_places(client: Any, draft: Article) -> None:
    data = typed(client.get(change_url(draft)))
    data |= {"summary_points-0-position": 3, "summary_points-1-position": 1, "summary_points-2-position": 2}
    client.post(change_url(draft), data)
    assert points(draft) == [(1, "Two."), (2, "Three."), (3, "One.")]


def test_a_row_goes_another_comes_between_and_places_have_no_gaps(client: Any, draft: Article) -> None:
    data = typed(client.get(change_url(draft)))
    data |= {"summary_points-0-DELETE": "on", "summary_points-2-position": 9}
    rows(
        data,
        "summary_points",
        {"position": 5, "text": "Between."},
        {"position": "", "text": "Last."},
        {"position": 4},
    )
    client.post(change_url(draft), data)
    assert points(draft) == [(1, "Two."), (2, "Between."), (3, "Three."), (4, "Last.")]


def test_an_empty_new_row_is_no_row(client: Any, draft: Article) -> None:
    data = typed(client.get(change_url(draft)))
    rows(data, "bylines", {"position": 2, "author": "", "role": "written"})
    rows(data, "summary_points", {"position": 4, "text": " "})
    assert client.post(change_url(draft), data).status_code == 302
    assert draft.bylines.count() == 1
    assert len(points(draft)) == 3


def test_line_breaks_and_tabs_of_a_pasted_headline_become_spaces(client: Any) -> None:
    client.post(ADD, new_article(client, headline="One\r\ntwo\tthree 🧬"))
    assert Article.objects.get().headline == "One two three 🧬"


BAD_BODIES = {
    "a NUL byte": ("Fine.\n\nNot\x00fine.", "NUL byte at line 3, column 4"),
    "a direction override": ("Fine.\n\nNot \u202e fine.", "line 3, column 5"),
    "too many brackets": ("Fine.\n\n" + "[" * 2000, "line 3"),
    "more than 100 kB": ("word " * 20_001, "100,000"),
    "a script tag": ("Fine.\n\n<script>alert(1)</script>", "line 3"),
    "a reference nobody has": ("Fine.\n\n[words](ref:nobody)", "line 3"),
}


@pytest.mark.parametrize(("body", "said"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_body_that_cannot_be_kept_is_refused_with_its_place_and_comes_back(
    client: Any, body: str, said: str
) -> None:
    data = new_article(client, body_markdown=body)
    rows(data, "summary_points", {"position": 1, "text": "Typed and kept."})

    response = client.post(ADD, data)

    assert response.status_code == 200
    mistake = next(item for item in response.context["mistakes"] if item.target == "id_body_markdown")
    assert mistake.where == "Body"
    assert said in mistake.message
    assert "Typed and kept." in text(response)
    assert response.context["adminform"].form["body_markdown"].value() == body
    assert not Article.objects.exists()
    assert not SummaryPoint.objects.exists()


@pytest.mark.parametrize(
    ("prefix", "row", "target"),
    [
        ("summary_points", {"text": "a\u202eb"}, "id_summary_points-0-text"),
        ("takeaways", {"text": "Fine", "rests_on": "a\x07b"}, "id_takeaways-0-rests_on"),
        ("faqs", {"question": "a\x00b", "answer_markdown": "Fine"}, "id_faqs-0-question"),
        ("faqs", {"question": "Fine", "answer_markdown": "a\x00b"}, "id_faqs-0-answer_markdown"),
        ("faqs", {"question": "Fine", "answer_markdown": "[a](ref:nobody)"}, "faqs-0"),
    ],
)
def test_a_child_that_cannot_be_kept_is_refused_with_its_place(
    client: Any, prefix: str, row: dict[str, str], target: str
) -> None:
    data = new_article(client)
    rows(data, prefix, {"position": 1, **row})
    response = client.post(ADD, data)
    assert target in [item.target for item in response.context["mistakes"]]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "name", ["headline", "standfirst", "slug", "source", "licence", "conflicts_text", "ai_use_detail"]
)
def test_every_plain_text_refuses_what_nobody_can_see(client: Any, name: str) -> None:
    response = client.post(ADD, new_article(client, **{name: "a\u202eb"}))
    assert f"id_{name}" in [item.target for item in response.context["mistakes"]]
    assert not Article.objects.exists()


def test_a_slug_that_is_taken_names_the_article_that_has_it(client: Any) -> None:
    holder = factories.article(slug="taken", headline="The first one")
    response = client.post(ADD, new_article(client, slug="taken"))
    assert "“taken” is the address of “The first one”" in text(response)
    assert Article.objects.get() == holder


def test_a_slug_that_was_given_up_still_leads_to_its_article(client: Any) -> None:
    factories.article(slug="new-home", headline="The first one")
    factories.redirect(old_path="/articles/old-home/", new_path="/articles/new-home/")
    response = client.post(ADD, new_article(client, slug="old-home"))
    assert "“old-home” is the address of “The first one”" in text(response)


@pytest.mark.parametrize("slug", ["Two--Hyphens", "under_score", "-first", "ünï"])
def test_a_malformed_slug_says_what_it_may_have(client: Any, slug: str) -> None:
    response = client.post(ADD, new_article(client, slug=slug))
    assert "use small letters, digits and single hyphens" in text(response)


@pytest.mark.parametrize(
    ("values", "target"),
    [
        ({"conflicts": "declared"}, "id_conflicts_text"),
        ({"conflicts": "none", "conflicts_text": "Some."}, "id_conflicts_text"),
        ({"ai_use": "assisted"}, "id_ai_use_detail"),
        ({"ai_use": "written_reviewed"}, "id_ai_reviewer_role"),
        ({"impacts-1-reason": "A reason without a level"}, "id_impacts-1-level"),
        ({"impacts-1-horizon": "later"}, "id_impacts-1-level"),
    ],
)
def test_statements_that_belong_together_are_asked_for_together(
    client: Any, values: dict[str, str], target: str
) -> None:
    response = client.post(ADD, new_article(client, **values))
    assert [item.target for item in response.context["mistakes"]] == [target]
    assert "onstraint" not in response.context["mistakes"][0].message


def test_an_article_is_not_related_to_itself(client: Any, draft: Article) -> None:
    data = typed(client.get(change_url(draft)))
    rows(data, "related_articles", {"position": 1, "related": draft.pk, "reason": "Same drug"})
    assert "not related to itself" in text(client.post(change_url(draft), data))


def test_the_same_reference_twice_is_said_in_words(client: Any, draft: Article) -> None:
    paper = factories.reference()
    data = typed(client.get(change_url(draft)))
    rows(
        data,
        "reference_links",
        {"position": 1, "reference": paper.pk},
        {"position": 2, "reference": paper.pk},
    )
    response = client.post(change_url(draft), data)
    assert "Two rows have the same" in text(response)
    assert not draft.reference_links.exists()


def test_a_reference_gets_its_short_name_from_its_number_or_title(client: Any, draft: Article) -> None:
    data = typed(client.get(change_url(draft)))
    paper = factories.reference(pmid=33577784)
    label = factories.reference(kind="regulator", pmid=None, title="A label, 2020")
    rows(
        data,
        "reference_links",
        {"position": 1, "reference": label.pk},
        {"position": 2, "reference": paper.pk},
    )
    response = client.post(change_url(draft), data)
    assert response.status_code == 302, response.context["mistakes"]
    assert list(draft.reference_links.values_list("key", flat=True)) == ["a-label-2020", "pmid-33577784"]


@pytest.mark.parametrize(("key", "said"), [("pmid-1", "belong to papers"), ("Label", "small letters")])
def test_a_short_name_that_misleads_is_refused(client: Any, draft: Article, key: str, said: str) -> None:
    data = typed(client.get(change_url(draft)))
    rows(data, "reference_links", {"position": 1, "reference": factories.reference().pk, "key": key})
    assert said in text(client.post(change_url(draft), data))


def test_a_second_tab_does_not_overwrite_what_the_first_saved(client: Any, draft: Article) -> None:
    stale = typed(client.get(change_url(draft)))
    fresh = typed(client.get(change_url(draft)))
    client.post(change_url(draft), fresh | {"headline": "Saved first"})

    response = client.post(change_url(draft), stale | {"headline": "Saved second"})

    draft.refresh_from_db()
    assert draft.headline == "Saved first"
    assert "Somebody saved this article while you were writing" in text(response)
    assert "Saved second" in text(response)


def test_a_busy_database_answers_503_with_the_typed_text(
    client: Any, draft: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("articles.admin.articles.save_article", refuse)
    data = typed(client.get(change_url(draft))) | {"headline": "Typed while it was busy"}

    response = client.post(change_url(draft), data)

    draft.refresh_from_db()
    assert response.status_code == 503
    assert "Typed while it was busy" in text(response)
    assert "nothing was saved" in text(response)
    assert draft.headline != "Typed while it was busy"


def test_another_database_error_is_not_hidden(
    client: Any, draft: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("articles.admin.articles.save_article", refuse)
    with pytest.raises(OperationalError, match="disk"):
        client.post(change_url(draft), typed(client.get(change_url(draft))))


def test_rows_that_trade_what_must_be_unique_are_refused_and_nothing_is_lost(
    client: Any, draft: Article
) -> None:
    first = factories.article_reference(article=draft, position=1, key="first")
    second = factories.article_reference(article=draft, position=2, key="second")
    data = typed(client.get(change_url(draft)))
    data |= {"reference_links-0-key": "second", "reference_links-1-key": "first"}
    response = client.post(change_url(draft), data)
    first.refresh_from_db()
    second.refresh_from_db()
    assert "Look for two rows that say the same" in text(response)
    assert (first.key, second.key) == ("first", "second")


def test_saving_what_is_unchanged_keeps_state_and_timeline(client: Any, draft: Article) -> None:
    before = draft.timeline.count()
    client.post(change_url(draft), typed(client.get(change_url(draft))))
    draft.refresh_from_db()
    assert draft.timeline.count() == before
    assert draft.edit_version == 2


def test_a_reader_of_the_desk_may_look_and_not_write(draft: Article) -> None:
    client = sign_in("Read-only")
    page = client.get(change_url(draft))
    assert page.status_code == 200
    assert "One." in text(page)
    assert 'name="_save"' not in text(page)
    assert client.post(change_url(draft), {}).status_code == 403
    assert client.get(ADD).status_code == 403


def test_references_found_in_the_text_are_made_once(client: Any) -> None:
    client.post(ADD, new_article(client, body_markdown="(PMID: 33577784) and PMID 33577784."))
    assert Reference.objects.get().pmid == 33577784
    assert MarketImpact.objects.count() == 4
