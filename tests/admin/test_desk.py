from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import changes
from articles.editorial import actions
from articles.editorial.desk import DEMONSTRATION_VERB
from articles.models import Article, User
from newsroom import site_state
from tests import factories
from tests.admin.desk import sign_in, sign_in_as_administrator, text

pytestmark = pytest.mark.django_db

DESK = "/admin/"
LOGIN = "/admin/login/"


def write(by: User | None = None, *, signed: bool = True, **values: Any) -> Article:
    with changes.recording():
        article = factories.article(**values)
        if signed:
            factories.article_byline(article=article)
        actions.save_article(article=article, by=by)
    return article


def change(article: Article, **values: Any) -> None:
    for name, value in values.items():
        setattr(article, name, value)
    with changes.recording():
        article.save()
        actions.save_article(article=article, by=None)


def test_the_desk_lists_my_work_what_waits_and_what_blocks() -> None:
    client = sign_in()
    write(client.user, headline="Mine under way")
    write(factories.user(), headline="Somebody else’s")
    public = write(headline="Public one")
    actions.publish_article(article=public, by=None)
    change(public, headline="Public one, changed")
    write(headline="Nobody signs it", signed=False)

    page = client.get(DESK).context["desk"]

    assert [line.headline for line in page.mine] == ["Mine under way"]
    assert [line.headline for line in page.changed] == ["Public one, changed"]
    assert [line.headline for line in page.blocked] == ["Nobody signs it"]
    assert (page.mine_count, page.changed_count, page.published_count) == (1, 1, 1)
    assert (page.lately[0].what, page.lately[0].headline) == ("wrote", "Nobody signs it")


def test_an_empty_desk_says_so_in_words() -> None:
    page = text(sign_in().get(DESK))
    assert "Nothing of yours is under way." in page
    assert "Nothing has happened yet." in page


def test_a_queue_is_sorted_by_a_column_and_says_so() -> None:
    client = sign_in()
    for headline in ("Beta", "Alpha"):
        write(client.user, headline=headline)
    page = text(client.get(DESK, {"mine-sort": "headline"}))
    table = page[page.index('id="mine"') : page.index('id="changed"')]
    assert table.index(">Alpha<") < table.index(">Beta<")
    assert 'aria-sort="ascending"' in table


def test_the_number_of_queries_does_not_grow_with_the_articles() -> None:
    client = sign_in()

    def count() -> int:
        client.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            client.get(DESK)
        return len(captured)

    write(client.user)
    one = count()
    for _ in range(15):
        write(client.user, signed=False)
    assert count() == one <= 20  # with the steps of a site that has published nothing


def test_tabs_follow_what_an_account_may_see() -> None:
    assert [tab.label for tab in sign_in().get(DESK).context["tabs"]] == [
        "Desk",
        "Articles",
        "References",
        "Reports",
    ]
    nobody = Client()
    nobody.force_login(factories.user(is_staff=True))
    page = nobody.get(DESK)
    assert [tab.label for tab in page.context["tabs"]] == ["Desk"]
    assert "New article" not in text(page)


def test_who_is_no_editor_is_asked_to_sign_in() -> None:
    client = Client()
    client.force_login(factories.user())
    assert client.get(DESK).status_code == 302


def test_roles_are_named_at_the_door_of_a_demonstration_only() -> None:
    assert "four accounts" not in text(Client().get(LOGIN))
    site_state.mark_begun()
    page = text(Client().get(LOGIN))
    assert "four accounts" in page
    assert "<code>standards</code>" in page


def test_both_sides_know_a_demonstration_by_the_same_words() -> None:
    assert DEMONSTRATION_VERB == site_state.BEGUN_VERB


def test_a_wrong_password_is_said_without_saying_which_part_was_wrong() -> None:
    page = text(Client().post(LOGIN, {"username": "nobody", "password": "wrong"}))
    assert "correct username and password" in page


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/section/add/",
        "/admin/articles/topic/add/",
        "/admin/articles/entity/add/",
        "/admin/articles/author/add/",
        "/admin/articles/report/add/",
        "/admin/articles/reference/add/",
        "/admin/articles/correction/",
        "/admin/articles/user/add/",
        "/admin/auth/group/add/",
        "/admin/password_change/",
        "/admin/articles/",
    ],
)
def test_every_record_has_a_page(address: str) -> None:
    page = sign_in_as_administrator().get(address)
    assert page.status_code == 200
    assert " style=" not in text(page)
    assert "<style" not in text(page)
    assert "onclick" not in text(page)
