"""Emptying a whole site, and knowing whether it is a demonstration."""

from django.core.management.color import no_style
from django.db import connection

from articles import timeline
from articles.models import Article, TimelineEntry, User, append_only

BEGUN_VERB = "began to set up the demonstration"
DONE_VERB = "set up the demonstration"
# What migrations put there: permissions, and the groups that carry them.
KEPT_TABLES = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
)


def is_demonstration() -> bool:
    """Whether `demo` filled this site, or began to and was interrupted."""
    return TimelineEntry.objects.filter(verb=BEGUN_VERB).exists()


def is_complete_demonstration() -> bool:
    """Whether `demo` filled this site to the end."""
    return TimelineEntry.objects.filter(verb=DONE_VERB).exists()


def is_empty() -> bool:
    """Whether nobody has an account and nothing was written."""
    return not (User.objects.exists() or Article.objects.exists())


def mark_begun() -> None:
    """Writes into the history that this site is a demonstration."""
    timeline.add_entry(article=None, by=None, verb=BEGUN_VERB)


def mark_complete() -> None:
    """Writes into the history that the demonstration is all there."""
    timeline.add_entry(article=None, by=None, verb=DONE_VERB)


def empty() -> None:
    """Deletes every row, history included, and leaves the schema, its triggers, permissions and groups."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [name for name in names if name not in KEPT_TABLES]
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=False)
    with append_only.lifted():
        connection.ops.execute_sql_flush(statements)
