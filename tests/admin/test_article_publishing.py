from typing import Any
from urllib.parse import unquote

import pytest
from django.db import OperationalError
from django.test import Client

from articles import changes
from articles.editorial import actions
from articles.models import Article, Publication, Revision
from articles.models.choices import PublicState, WithdrawalReason
from tests import factories
from tests.admin.desk import ADD, LIST, change_url, sign_in, text, typed

pytestmark = pytest.mark.django_db


def make_draft(**values: Any) -> Article:
    with changes.recording():
        article = factories.article(**values)
        factories.article_byline(article=article)
        actions.save_article(article=article, by=None)
    return article


@pytest.fixture
def draft() -> Article:
    return make_draft()


@pytest.fixture
def public(draft: Article) -> Article:
    actions.publish_article(article=draft, by=None)
    return Article.objects.get(pk=draft.pk)


def send(client: Client, article: Article, **values: Any) -> Any:
    return client.post(change_url(article), typed(client.get(change_url(article))) | values, follow=True)


def test_publish_makes_what_is_typed_the_public_version(draft: Article) -> None:
    client = sign_in()
    response = send(client, draft, headline="As typed", _publish="1")
    publication = Publication.objects.get()
    assert publication.headline == "As typed"
    assert "Version 1 is public." in text(response)
    assert f'href="{publication.get_absolute_url()}">View on site</a>' in text(response)
    assert Revision.objects.get().published_by == client.user


def test_saving_a_public_article_changes_nothing_readers_see(public: Article) -> None:
    client = sign_in()
    before = Publication.objects.values().get(), Revision.objects.values().get()
    response = send(client, public, headline="Only on the desk")
    assert (Publication.objects.values().get(), Revision.objects.values().get()) == before
    assert "this copy has changes" in text(response)


def test_the_next_version_says_what_changed(public: Article) -> None:
    client = sign_in()
    send(client, public, headline="Second", note="New figures.", change="update", _publish="1")
    assert Revision.objects.order_by("number").last().note == "New figures."
    assert Publication.objects.get().headline == "Second"


def test_without_a_word_on_what_changed_it_is_saved_and_not_published(public: Article) -> None:
    client = sign_in()
    response = send(client, public, headline="Second", note="", change="update", _publish="1")
    public.refresh_from_db()
    assert public.headline == "Second"
    assert Publication.objects.get().headline != "Second"
    assert [item.target for item in response.context["not_ready"]] == ["publish"]
    assert "Saved, not published" in text(response)


def test_what_was_typed_for_readers_comes_back_when_something_else_stands_in_the_way(public: Article) -> None:
    response = send(
        sign_in(), public, standfirst="", note="New figures.", change="minor", _publish="1", headline="Second"
    )
    assert response.context["adminform"].form["note"].value() == "New figures."
    assert response.context["adminform"].form["change"].value() == "minor"


@pytest.mark.parametrize("message", ["database is locked", "disk I/O error"])
def test_a_busy_database_after_saving_says_that_the_draft_is_kept(
    draft: Article, monkeypatch: pytest.MonkeyPatch, message: str
) -> None:
    def refuse(**_: Any) -> None:
        raise OperationalError(message)

    monkeypatch.setattr("articles.admin.articles.publish_article", refuse)
    client = sign_in()
    if message == "disk I/O error":
        with pytest.raises(OperationalError):
            send(client, draft, headline="Kept", _publish="1")
    else:
        assert "too busy to publish" in text(send(client, draft, headline="Kept", _publish="1"))
    draft.refresh_from_db()
    assert draft.headline == "Kept"


def test_a_notice_is_not_smuggled_in_as_a_kind_of_change(public: Article) -> None:
    response = send(sign_in(), public, headline="Second", note="Wrong.", change="correction", _publish="1")
    assert response.context["mistakes"]
    assert Publication.objects.get().headline != "Second"


def test_what_stands_in_the_way_is_listed_with_its_place_and_said_once(draft: Article) -> None:
    client = sign_in()
    draft.bylines.all().delete()
    response = send(client, draft, standfirst="", _publish="1")
    assert not Publication.objects.exists()
    assert [item.target for item in response.context["not_ready"]] == ["b-bylines", "id_standfirst"]
    assert not Publication.objects.exists()
    page = client.get(change_url(draft))
    assert page.context["not_ready"] == []
    assert [target for _problem, target in page.context["checklist"]] == ["b-bylines", "id_standfirst"]


def test_a_takeaway_that_rests_on_nothing_leads_to_its_row(draft: Article) -> None:
    factories.takeaway(article=draft, position=1, text="Fine.")
    factories.takeaway(article=draft, position=2, text="Not fine.", rests_on="#nowhere")
    response = send(sign_in(), draft, _publish="1")
    assert [item.target for item in response.context["not_ready"]] == ["takeaways-1"]


def test_a_reporter_writes_and_does_not_publish(draft: Article) -> None:
    client = sign_in("Reporter")
    page = text(client.get(change_url(draft)))
    assert 'name="_publish"' not in page
    assert "Your role writes; editors and publishers publish." in page
    send(client, draft, _publish="1", headline="By a reporter")
    draft.refresh_from_db()
    assert draft.headline == "By a reporter"
    assert not Publication.objects.exists()


@pytest.mark.parametrize("role", ["Editor", "Standards editor", "Publisher"])
def test_roles_that_publish(draft: Article, role: str) -> None:
    send(sign_in(role), draft, _publish="1")
    assert Publication.objects.exists()


def test_withdrawing_asks_for_a_reason_and_takes_the_article_off_its_address(public: Article) -> None:
    client = sign_in("Publisher")
    url = f"{change_url(public).removesuffix('change/')}delete/"
    assert f'href="{url}">Withdraw' in text(client.get(change_url(public)))
    assert "This field is required." in text(client.post(url, {"note": "Only a note"}))
    client.post(url, {"reason": WithdrawalReason.PRIVACY, "note": "Asked for."})
    publication = Publication.objects.get()
    assert (publication.state, publication.state_reason) == (PublicState.WITHDRAWN, WithdrawalReason.PRIVACY)
    assert publication.state_note == "Asked for."
    assert "Withdrawn since" in text(client.get(change_url(public)))
    assert "It is withdrawn already." in text(client.get(url, follow=True))


def test_a_note_with_a_hidden_character_withdraws_nothing(public: Article) -> None:
    url = f"{change_url(public).removesuffix('change/')}delete/"
    response = sign_in("Publisher").post(url, {"reason": "privacy", "note": "a\u202eb"})
    assert "line 1, column 2" in text(response)
    assert Publication.objects.get().state == PublicState.PUBLISHED


def test_an_editor_does_not_withdraw(public: Article) -> None:
    client = sign_in("Editor")
    url = f"{change_url(public).removesuffix('change/')}delete/"
    assert "Withdraw …" not in text(client.get(change_url(public)))
    assert client.post(url, {"reason": "privacy"}).status_code == 403
    assert Publication.objects.get().state == PublicState.PUBLISHED


def test_a_draft_is_discarded_and_what_happened_stays(draft: Article) -> None:
    client = sign_in()
    url = f"{change_url(draft).removesuffix('change/')}delete/"
    assert "never public" in text(client.get(url))
    assert Article.objects.exists()
    response = client.post(url, follow=True)
    assert not Article.objects.exists()
    assert response.redirect_chain == [(LIST, 302)]
    assert client.get(url, follow=True).redirect_chain == [(LIST, 302)]


def test_a_reporter_discards_nothing(draft: Article) -> None:
    client = sign_in("Reporter")
    assert client.post(f"{change_url(draft).removesuffix('change/')}delete/").status_code == 403
    assert Article.objects.exists()


def test_history_tells_versions_and_who_did_what(public: Article) -> None:
    client = sign_in()
    send(client, public, headline="Second", note="New figures.", change="update", _publish="1")
    page = text(client.get(f"{change_url(public).removesuffix('change/')}history/"))
    assert "New figures." in page
    assert "<b>2</b> · current" in page
    assert f"<b>{client.user}</b> published version 2 of" in page
    assert (
        client.get(
            f"{change_url(public).replace(str(public.pk), '99999').removesuffix('change/')}history/"
        ).status_code
        == 302
    )


def test_preview_renders_the_typed_text_with_the_states_of_stored_sentences() -> None:
    draft = make_draft(body_markdown="It lasted (PMID: 33577784).")
    client = sign_in()
    preview = "/admin/articles/article/preview/"
    answer = client.post(
        preview, {"body_markdown": "It lasted (PMID: 33577784). **New.**", "article": draft.pk}
    )
    assert "is-not_matched" in text(answer)
    assert "<strong>New.</strong>" in text(answer)
    assert unquote(answer.headers["X-Length"]) == "5 words in the body · 1 min"
    assert not Publication.objects.exists()


def test_preview_knows_the_references_that_are_typed_and_not_saved() -> None:
    client = sign_in()
    label = factories.reference(kind="regulator", pmid=None, title="A label")
    rows = {
        "reference_links-TOTAL_FORMS": "1",
        "reference_links-0-reference": str(label.pk),
        "reference_links-0-key": "label",
    }
    body = {"body_markdown": "See [the label](ref:label)."}
    assert 'data-cite="label"' in text(client.post("/admin/articles/article/preview/", body | rows))
    refused = client.post("/admin/articles/article/preview/", body)
    assert refused.status_code == 422
    assert "line 1" in text(refused)


@pytest.mark.parametrize("page", ["preview", "proof"])
def test_preview_is_for_those_who_may_see_articles(page: str) -> None:
    client = Client()
    client.force_login(factories.user(is_staff=True))
    assert client.post(f"/admin/articles/article/{page}/", {}).status_code == 403


def test_proof_shows_the_whole_article_as_typed() -> None:
    client = sign_in()
    data = typed(client.get(ADD)) | {
        "headline": "As typed",
        "standfirst": "The line below.",
        "body_markdown": "Text.",
        "summary_points-TOTAL_FORMS": "2",
        "summary_points-0-text": "Second point",
        "summary_points-0-position": "2",
        "summary_points-1-text": "First point",
        "summary_points-1-position": "1",
        "faqs-TOTAL_FORMS": "1",
        "faqs-0-question": "Why?",
        "faqs-0-answer_markdown": "*Because.*",
    }
    page = text(client.post("/admin/articles/article/proof/", data))
    assert "<h1>As typed</h1>" in page
    assert page.index("First point") < page.index("Second point")
    assert "<em>Because.</em>" in page
    assert "cannot be shown yet" in text(
        client.post("/admin/articles/article/proof/", data | {"body_markdown": "\x00"})
    )
    assert client.get("/admin/articles/article/proof/").status_code == 302
    assert client.get("/admin/articles/article/preview/").status_code == 405
