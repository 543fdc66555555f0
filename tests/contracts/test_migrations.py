"""One line of named, reversible migrations that says the same as the models."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader

from tests.contracts.repository import ROOT

FOLDER = ROOT / "articles/migrations"


def own_migrations() -> dict[str, migrations.Migration]:
    found = MigrationLoader(None).disk_migrations
    return {name: migration for (app, name), migration in found.items() if app == "articles"}


@pytest.mark.django_db
def test_migrations_agree_with_the_models():
    said = StringIO()

    try:
        call_command("makemigrations", "articles", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_there_is_one_last_migration_and_the_file_names_it():
    leaves = MigrationLoader(None).graph.leaf_nodes("articles")

    assert [name for _app, name in leaves] == [(FOLDER / "max_migration.txt").read_text().strip()]


def test_migrations_have_names_that_say_what_they_do():
    nameless = {
        name for name in own_migrations() if not re.fullmatch(r"\d{4}_[a-z0-9_]+", name) or "_auto_" in name
    }

    assert nameless == set()


def test_migrations_can_be_undone():
    final = {
        f"{name}: {operation}"
        for name, migration in own_migrations().items()
        for operation in migration.operations
        if not operation.reversible
    }

    assert final == set()


@pytest.mark.django_db
def test_every_table_of_the_models_exists():
    tables = set(connection.introspection.django_table_names(only_existing=False))

    assert tables <= set(connection.introspection.table_names())
