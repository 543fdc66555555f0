"""What an editor does in a browser, done with Django's client: sign in, fill the article form in, send it."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from articles.models import Article, User
from tests import factories

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"


def sign_in(role: str = "Editor", **values: Any) -> Client:
    """A client whose account has `role`; its user is `client.user`."""
    client = Client()
    client.user = factories.user(is_staff=True, **values)
    client.user.groups.add(Group.objects.get(name=role))
    client.force_login(client.user)
    return client


def sign_in_as_administrator() -> Client:
    client = Client()
    client.user = User.objects.create_superuser(username="administrator")
    client.force_login(client.user)
    return client


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def typed(response: Any) -> dict[str, Any]:
    """What the form of `response` would send if nothing were touched."""
    data = _of_form(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        data |= _of_form(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= _of_form(form)
    return data


def _of_form(form: Any) -> dict[str, Any]:
    data = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            data[field.html_name] = (
                [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value
            )
    return data


def rows(data: dict[str, Any], prefix: str, *given: dict[str, Any]) -> None:
    """Adds new rows below those that the form has."""
    start = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = start + len(given)
    for index, row in enumerate(given, start):
        for name, value in row.items():
            data[f"{prefix}-{index}-{name}"] = value


def text(response: Any) -> str:
    return str(response.content.decode())
