"""Published history cannot be changed or deleted, whoever asks the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from articles.models import Correction, Revision, TimelineEntry, append_only
from tests import factories

HISTORY = [
    pytest.param(factories.revision, "note", id="Revision"),
    pytest.param(factories.timeline_entry, "note", id="TimelineEntry"),
    pytest.param(factories.correction, "late_reason", id="Correction"),
]


def test_history_tables_are_the_ones_that_say_so():
    assert {model._meta.db_table for model in (Revision, TimelineEntry, Correction)} == set(
        append_only.TABLES
    )


@pytest.mark.django_db
def test_triggers_are_installed_by_migrating():
    assert append_only.missing() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("factory", "field"), HISTORY)
def test_history_refuses_to_be_rewritten(factory, field):
    row = factory()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**{field: "another story"})

    assert getattr(type(row).objects.get(pk=row.pk), field) != "another story"


@pytest.mark.django_db
@pytest.mark.parametrize(("factory", "field"), HISTORY)
def test_history_refuses_to_be_deleted(factory, field):
    row = factory()
    table = row._meta.db_table

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk])

    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_a_missing_trigger_is_reported_and_put_back():
    name = "articles_revision_refuses_update"
    on_table = " ON articles_revision" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")
    reported = append_only.missing()

    append_only.install()

    assert reported == [name]
    assert append_only.missing() == []


@pytest.mark.django_db
def test_lifted_triggers_let_a_site_be_emptied_and_come_back_even_after_an_error():
    factories.timeline_entry()

    with pytest.raises(ZeroDivisionError), append_only.lifted():
        assert TimelineEntry.objects.all().delete()[0] / 0

    assert not TimelineEntry.objects.exists()
    assert append_only.missing() == []
