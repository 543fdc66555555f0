from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

pytestmark = pytest.mark.django_db

roles = import_module("articles.migrations.0002_roles")


def permissions(role: str) -> set[str]:
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def test_roles_are_there_right_after_migrating() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


def test_each_role_may_do_what_the_one_before_it_may() -> None:
    assert (
        permissions("Read-only")
        < permissions("Reporter")
        < permissions("Editor")
        < permissions("Standards editor")
        < permissions("Publisher")
    )


def test_only_reporters_and_readers_do_not_publish() -> None:
    assert {role for role in roles.ROLES if "publish_article" in permissions(role)} == {
        "Editor",
        "Standards editor",
        "Publisher",
    }


def test_nobody_but_administrators_gives_roles() -> None:
    assert not any({"change_user", "change_group"} & permissions(role) for role in roles.ROLES)


def test_making_roles_again_changes_nothing() -> None:
    before = {role: permissions(role) for role in roles.ROLES}
    roles.create_roles(apps)
    assert {role: permissions(role) for role in roles.ROLES} == before
    assert Permission.objects.filter(codename="publish_article").count() == 1
