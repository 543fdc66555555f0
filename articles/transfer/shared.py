"""Finds or makes the rows that articles share: sections, topics, authors, entities, references.

What a file says about a shared row is added where the row says nothing. It replaces what is there only in a reference
that no other article cites and nobody has looked up; otherwise the row stays, and that is said.
"""

from collections.abc import Sequence
from datetime import date
from itertools import chain, count
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from articles.changes import Tags, record_change
from articles.models import Author, Entity, EntitySynonym, Reference, Section, Topic
from articles.models.evidence import RecordState
from articles.transfer.formats import (
    AuthorItem,
    EntityItem,
    FileProblem,
    FileRejected,
    ReferenceItem,
    slug_of,
)

DEFAULT_SECTION = "News"
Row = TypeVar("Row", bound=Model)


def section_named(name: str) -> Section:
    """The section of that name, made when there is none."""
    found = _named(Section.objects.all(), name)
    if found is None:
        found = Section.objects.create(name=name, slug=_free_slug(Section.objects.all(), name, 80))
        record_change(Tags.section(found.slug), Tags.SITE, why=f"import section {name}")
    return found


def topics_named(names: Sequence[str]) -> list[Topic]:
    """The topics of those names, made where there are none."""
    return [
        _named(Topic.objects.all(), name)
        or Topic.objects.create(name=name, slug=_free_slug(Topic.objects.all(), name, 80))
        for name in names
    ]


def author_named(item: AuthorItem) -> Author:
    """Who signs by that name, whatever they are; made as the file says when there is none."""
    return _named(Author.objects.all(), item.name) or Author.objects.create(
        name=item.name, kind=item.kind, slug=_free_slug(Author.objects.all(), item.name, 120)
    )


def entity_like(item: EntityItem, near: Sequence[Entity] = ()) -> Entity:
    """The entity that `item` names by its name, number or another of its names; made when there is none.

    An item without a kind must name an entity that exists, first of all one of `near`. Raises FileRejected.
    """
    if not item.kind:
        return _entity_of_any_kind(item.name, near)
    found = _find_entity(item)
    if found is None:
        slug = _free_slug(Entity.objects.filter(kind=item.kind), item.name, 120)
        found = Entity.objects.create(kind=item.kind, name=item.name, nct=item.nct, slug=slug)
    elif item.nct and found.nct and found.nct != item.nct:
        raise _refused("entities", f"“{found.name}” has the number {found.nct} here, not {item.nct}")
    elif item.nct and not found.nct:
        found.nct = item.nct
        found.save(update_fields=["nct"])
        record_change(Tags.entity(found.pk), why=f"import number of entity {found.pk}")
    _add_synonyms(found, item.synonyms)
    return found


def reference_like(item: ReferenceItem, *, article_id: int, said: list[str]) -> Reference:
    """The reference that `item` describes, found by number, address or title; made when there is none."""
    found = _find_reference(item)
    if found is None:
        return Reference.objects.create(**_columns(item))
    others = found.article_links.exclude(article=article_id).exists()
    is_ours = not others and found.record_state == RecordState.UNCHECKED
    changed = []
    for column, value in _columns(item).items():
        present = getattr(found, column)
        if not value or value == present or (column == "kind" and not is_ours):
            continue
        if present and not is_ours:
            said.append(f"references, {item.key}: {column} “{present}” of the record was kept")
            continue
        setattr(found, column, value)
        changed.append(column)
    if changed:
        found.save(update_fields=changed)
        record_change(Tags.reference(found.pk), why=f"import details of reference {found.pk}")
    return found


def _named(rows: QuerySet[Row], name: str) -> Row | None:
    """The row of that name; capitals do not matter."""
    return rows.filter(name=name).first() or rows.filter(name__iexact=name).first()


def _free_slug(rows: QuerySet[Row], name: str, chars: int) -> str:
    """A slug for `name` that no row has; names without letters of a to z are numbered."""
    stem = slug_of(name, longest=chars - 5) or "item"
    taken = set(rows.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(slug for slug in chain([stem], numbered) if slug not in taken)


def _find_entity(item: EntityItem) -> Entity | None:
    rows = Entity.objects.filter(kind=item.kind)
    if item.nct:
        by_number = rows.filter(nct=item.nct).first()
        if by_number:
            return by_number
    return _named(rows, item.name) or rows.filter(synonyms__name__iexact=item.name).first()


def _entity_of_any_kind(name: str, near: Sequence[Entity]) -> Entity:
    here = [entity for entity in near if entity.name == name]
    if len(here) == 1:
        return here[0]
    found = list(Entity.objects.filter(Q(name__iexact=name) | Q(synonyms__name__iexact=name)).distinct()[:2])
    if len(found) == 1:
        return found[0]
    kinds = "a company, drug, target, indication or trial"
    if found:
        raise _refused(
            "entities", f"several things are called “{name}”: say which, as “{found[0].kind}: {name}”"
        )
    raise _refused("entities", f"“{name}” is not known yet: say whether it is {kinds}, as “drug: {name}”")


def _add_synonyms(entity: Entity, names: Sequence[str]) -> None:
    if not names:
        return
    known = {entity.name.casefold(), *(row.name.casefold() for row in entity.synonyms.all())}
    new = [name for name in names if name.casefold() not in known]
    if new:
        EntitySynonym.objects.bulk_create(EntitySynonym(entity=entity, name=name) for name in new)
        record_change(Tags.entity(entity.pk), why=f"import names of entity {entity.pk}")


def _find_reference(item: ReferenceItem) -> Reference | None:
    by_pmid = Reference.objects.filter(pmid=item.pmid).first() if item.pmid else None
    by_doi = Reference.objects.filter(doi=item.doi).first() if item.doi else None
    if by_pmid and by_doi and by_pmid.pk != by_doi.pk:
        raise _refused(
            "references", f"PMID {item.pmid} and DOI {item.doi} belong to two different records here"
        )
    found = by_pmid or by_doi
    if found and item.pmid and found.pmid and found.pmid != item.pmid:
        raise _refused("references", f"DOI {item.doi} belongs to PMID {found.pmid} here, not {item.pmid}")
    if found or item.pmid or item.doi:
        return found
    rows = Reference.objects.filter(kind=item.kind, pmid=None, doi="").order_by("pk")
    if item.nct:
        return rows.filter(nct=item.nct, title=item.title).first()
    return rows.filter(nct="", title=item.title, publisher=item.publisher, issued=item.date).first()


def _columns(item: ReferenceItem) -> dict[str, str | int | date | None]:
    return {
        "kind": item.kind,
        "pmid": item.pmid,
        "doi": item.doi,
        "nct": item.nct,
        "title": item.title,
        "authors": item.authors,
        "container": item.journal,
        "publisher": item.publisher,
        "issued": item.date,
        "url": item.url,
        "accessed_on": item.accessed,
    }


def _refused(field: str, message: str) -> FileRejected:
    return FileRejected([FileProblem(field, message)])
