"""The records that articles share, as files of their own: what `export_articles --everything` adds."""

from collections.abc import Callable, Iterator

from articles.changes import Tags, record_change
from articles.models import Author, Entity, Redirect, Section, Topic
from articles.transfer.formats import RECORD_KEYS, EntityItem, RecordsFile, in_order, one_text
from articles.transfer.shared import entity_like

Row = tuple[str, ...]


def all_records() -> Iterator[RecordsFile]:
    """A file a kind that has rows, in the order in which they can be read back."""
    for kind in RECORD_KEYS:
        rows = tuple(sorted(_ROWS[kind]()))
        if rows:
            yield RecordsFile(kind, rows)


def store_records(file: RecordsFile) -> bool:
    """Makes the rows of `file` what it says, adding those that are missing; returns whether anything changed.

    Rows that the file does not name stay. Needs an open transaction.
    """
    known = list(_ROWS[file.kind]())
    changed = [row for row in file.rows if not any(_is_there(row, file.kind, present) for present in known)]
    for row in changed:
        _STORE[file.kind](dict(zip(RECORD_KEYS[file.kind], row, strict=True)))
    if changed:
        record_change(Tags.SITE, Tags.MISSING, why=f"import {file.kind}")
    return bool(changed)


def _is_there(row: Row, kind: str, present: Row) -> bool:
    """Whether `present` has all that `row` has; an entity may have names besides."""
    if kind != "entities":
        return row == present
    names, present_names = (set(filter(None, names.split("\n"))) for names in (row[-1], present[-1]))
    return row[:-1] == present[:-1] and names <= present_names


def _section_rows() -> Iterator[Row]:
    for row in Section.objects.all():
        yield row.slug, one_text(row.name), str(row.position), one_text(row.description)


def _topic_rows() -> Iterator[Row]:
    for row in Topic.objects.all():
        yield row.slug, one_text(row.name), one_text(row.description)


def _entity_rows() -> Iterator[Row]:
    for row in Entity.objects.prefetch_related("synonyms"):
        synonyms = "\n".join(in_order(one_text(synonym.name) for synonym in row.synonyms.all()))
        yield row.kind, row.slug, one_text(row.name), row.nct, one_text(row.description), synonyms


def _author_rows() -> Iterator[Row]:
    for row in Author.objects.all():
        yield (
            row.kind,
            row.slug,
            one_text(row.name),
            one_text(row.position),
            one_text(row.about),
            one_text(row.disclosures),
        )


def _redirect_rows() -> Iterator[Row]:
    yield from Redirect.objects.values_list("old_path", "new_path")


def _store_section(row: dict[str, str]) -> None:
    Section.objects.update_or_create(
        slug=row["slug"],
        defaults={"name": row["name"], "position": int(row["position"]), "description": row["description"]},
    )


def _store_topic(row: dict[str, str]) -> None:
    Topic.objects.update_or_create(
        slug=row["slug"], defaults={"name": row["name"], "description": row["description"]}
    )


def _store_entity(row: dict[str, str]) -> None:
    entity, _created = Entity.objects.update_or_create(
        kind=row["kind"],
        slug=row["slug"],
        defaults={"name": row["name"], "nct": row["nct"], "description": row["description"]},
    )
    synonyms = tuple(filter(None, row["synonyms"].split("\n")))
    entity_like(EntityItem(name=entity.name, kind=entity.kind, synonyms=synonyms))


def _store_author(row: dict[str, str]) -> None:
    Author.objects.update_or_create(
        slug=row["slug"],
        defaults={key: row[key] for key in ("kind", "name", "position", "about", "disclosures")},
    )


def _store_redirect(row: dict[str, str]) -> None:
    """A redirect that leads straight to where it ends, as `editorial` keeps them."""
    ahead = Redirect.objects.filter(old_path=row["new"]).exclude(new_path=row["old"]).first()
    target = ahead.new_path if ahead else row["new"]
    Redirect.objects.filter(old_path=target).delete()
    Redirect.objects.filter(new_path=row["old"]).update(new_path=target)
    Redirect.objects.update_or_create(old_path=row["old"], defaults={"new_path": target})


_ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "sections": _section_rows,
    "topics": _topic_rows,
    "entities": _entity_rows,
    "authors": _author_rows,
    "redirects": _redirect_rows,
}
_STORE: dict[str, Callable[[dict[str, str]], None]] = {
    "sections": _store_section,
    "topics": _store_topic,
    "entities": _store_entity,
    "authors": _store_author,
    "redirects": _store_redirect,
}
