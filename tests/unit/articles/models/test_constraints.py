"""Every invariant of the schema is a constraint of the database, and each is tried with rows that break it."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests import factories
from tests.unit.articles.models.breaches import BREACHES, Breach

MODELS = [model for model in apps.get_app_config("articles").get_models() if not model._meta.auto_created]


def factory_of(model: type[models.Model]):
    """The factory of a model has its name in small letters with underscores."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()
    return getattr(factories, name)


def unique_fields() -> Iterator[tuple[str, models.Field]]:
    for model in MODELS:
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                yield f"{model.__name__}.{field.name}", field


def all_constraints() -> dict[str, tuple[type[models.Model], list[str]]]:
    """Name of each constraint: its model and, where it is one of uniqueness, its columns."""
    found = {name: (field.model, [field.column]) for name, field in unique_fields()}
    for model in MODELS:
        for constraint in model._meta.constraints:
            columns = [model._meta.get_field(name).column for name in getattr(constraint, "fields", ())]
            found[constraint.name] = (model, columns)
    return found


CONSTRAINTS = all_constraints()


# No row can break the first without breaking the second, and PostgreSQL names whichever comes first in the alphabet.
OVERLAPPING = {
    "revision_number_from_1": "revision_first_is_first",
    "job_status_known": "job_finished_has_time",
}


def refusal_names(error: IntegrityError, name: str) -> bool:
    """Whether the database refused because of this constraint and not of another."""
    model, columns = CONSTRAINTS[name]
    if not columns:
        return re.search(rf"\b({name}|{OVERLAPPING.get(name, name)})\b", str(error)) is not None
    if connection.vendor == "postgresql":
        return f"Key ({', '.join(columns)})=" in str(error).replace('"', "")
    failed = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return str(error) == f"UNIQUE constraint failed: {failed}"


def test_every_constraint_has_a_row_that_breaks_it():
    assert set(BREACHES) == set(CONSTRAINTS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "breach"),
    [
        pytest.param(name, breach, id=f"{name}-{number}")
        for name, ways in sorted(BREACHES.items())
        for number, breach in enumerate(ways, 1)
    ],
)
def test_database_refuses_a_row_that_breaks_a_constraint(name: str, breach: Breach):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        breach()

    assert refusal_names(refused.value, name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field"),
    [
        pytest.param(model, field.name, id=f"{model.__name__}.{field.name}")
        for model in MODELS
        for field in model._meta.local_fields
        if isinstance(field, models.fields.PositiveIntegerRelDbTypeMixin)
    ],
)
def test_database_refuses_a_negative_count(model: type[models.Model], field: str):
    with pytest.raises(IntegrityError), transaction.atomic():
        factory_of(model)(**{field: -1})


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_factory_makes_rows_that_are_valid_and_do_not_clash(model: type[models.Model]):
    made = [factory_of(model)() for _ in range(3)]

    for row in made:
        # What may be unknown to the database may still be asked for by a form.
        unknown = {
            field.name
            for field in model._meta.local_fields
            if field.null and not field.value_from_object(row)
        }
        row.full_clean(exclude=unknown | {"password"})
        assert str(row)
    assert model._default_manager.count() >= 3


def test_fields_with_choices_are_limited_by_the_database():
    """A list of choices on a field only guards forms; a constraint that mentions the field guards the data."""
    free = {
        # written by software only, from the same lists
        "Correction.raised_by",
        "Reference.record_state",
        "Reference.paper_state",
        "Reference.checked_by",
        "Citation.checked_by",
        "Publication.state_reason",
    }
    unguarded = set()
    for model in MODELS:
        guarded = " ".join(
            str(constraint.condition)
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        )
        for field in model._meta.local_fields:
            if field.choices and f"('{field.name}" not in guarded:
                unguarded.add(f"{model.__name__}.{field.name}")

    assert unguarded - free == set()
