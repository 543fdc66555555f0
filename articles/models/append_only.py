"""Triggers that keep history append-only, on both databases.

SQLite drops triggers whenever it rebuilds a table, so they are installed after every migration, not by one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TABLES = ("articles_revision", "articles_timelineentry", "articles_correction")

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION articles_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install() -> None:
    """Creates the missing triggers on those tables that exist."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and missing():
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table, operation in _missing_pairs():
            name = _trigger(table, operation)
            if connection.vendor == "postgresql":
                level = "STATEMENT" if operation == "truncate" else "ROW"
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
                    f"FOR EACH {level} EXECUTE FUNCTION articles_refuse_change()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {operation} is refused'); END"
                )


def missing() -> list[str]:
    """Names of the triggers that should exist and do not; a table that does not exist yet is left out."""
    return [_trigger(table, operation) for table, operation in _missing_pairs()]


@contextmanager
def lifted() -> Iterator[None]:
    """Takes the triggers off for the block, for emptying a whole site or a test database."""
    with connection.cursor() as cursor:
        for name in sorted(_installed()):
            on_table = f" ON {_table_of(name)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
    try:
        yield
    finally:
        install()


def _operations() -> tuple[str, ...]:
    return ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")


def _trigger(table: str, operation: str) -> str:
    return f"{table}_refuses_{operation}"


def _table_of(trigger: str) -> str:
    return trigger.partition("_refuses_")[0]


def _missing_pairs() -> list[tuple[str, str]]:
    existing = set(connection.introspection.table_names())
    installed = _installed()
    return [
        (table, operation)
        for table in TABLES
        if table in existing
        for operation in _operations()
        if _trigger(table, operation) not in installed
    ]


def _installed() -> set[str]:
    wanted = {_trigger(table, operation) for table in TABLES for operation in _operations()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return wanted & {name for (name,) in cursor.fetchall()}
