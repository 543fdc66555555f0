"""Values to the text of a file: one content has one text, and reading that text gives the content back. Pure."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import yaml

from articles.models.choices import BylineRole
from articles.models.people import AuthorKind
from articles.transfer.formats import (
    RECORD_KEYS,
    AnyFile,
    ArticleFile,
    AuthorItem,
    EntityItem,
    ImpactItem,
    LinkItem,
    RecordsFile,
    ReferenceItem,
    ReportFile,
    TakeawayItem,
    key_of_reference,
    kind_of_reference,
)

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]

_STR = "tag:yaml.org,2002:str"
# Line breaks of YAML 1.1 that Markdown does not know, and white space that block text cannot begin with.
_ODD_BREAKS = ("\x85", "\u2028", "\u2029", "\ufeff")
_WIDTH = 1_000_000
# What YAML takes 2020 and 2020-06 for; everything longer is a timestamp.
_BARE_TAGS = {4: "tag:yaml.org,2002:int", 7: _STR}


class _Bare(str):
    """A date: written without quotes whatever YAML takes it for, since its field says what it is."""

    __slots__ = ()


def write_text(file: AnyFile) -> str:
    """The text of the file that holds `file`."""
    if isinstance(file, ArticleFile):
        return _document(_article(file), file.body)
    if isinstance(file, ReportFile):
        return _document(_report(file), file.summary)
    return _document(_records(file), "")


def _document(front: Mapping[str, Plain], body: str) -> str:
    node = _node({key: value for key, value in front.items() if value not in ("", None, [], {})})
    dumped = yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=_WIDTH)
    return f"---\n{dumped}---\n" + (f"\n{body}\n" if body else "")


def _node(value: Plain, *, is_short: bool = False) -> yaml.Node:
    """`value` for the emitter; `is_short` puts a list in one line."""
    if isinstance(value, dict):
        pairs = [(_node(key), _node(item, is_short=key in _IN_ONE_LINE)) for key, item in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=not pairs)
    if isinstance(value, list):
        return yaml.SequenceNode(
            "tag:yaml.org,2002:seq", [_node(item) for item in value], flow_style=is_short or not value
        )
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
    if isinstance(value, int):
        return yaml.ScalarNode("tag:yaml.org,2002:int", str(value))
    if value is None:
        return yaml.ScalarNode("tag:yaml.org,2002:null", "null")
    if isinstance(value, _Bare):
        return yaml.ScalarNode(_BARE_TAGS.get(len(value), "tag:yaml.org,2002:timestamp"), str(value))
    return yaml.ScalarNode(_STR, value, style=_style(value))


_IN_ONE_LINE = {"synonyms", "rests_on"}


def _style(text: str) -> str | None:
    """Block text for what has lines, double quotes for what YAML would read otherwise, else the emitter's choice."""
    if any(mark in text for mark in _ODD_BREAKS):
        return '"'
    return "|" if "\n" in text else None


def _article(file: ArticleFile) -> dict[str, Plain]:
    return {
        "title": file.title,
        "slug": file.slug,
        "standfirst": file.standfirst,
        "status": file.status,
        "kind": file.kind,
        "section": file.section,
        "published": _time(file.published),
        "updated": _time(file.updated),
        "authors": [_author(item) for item in file.authors],
        "conflicts": {file.conflicts: file.conflicts_text} if file.conflicts_text else file.conflicts,
        "ai_use": {file.ai_use: file.ai_use_text} if file.ai_use_text else file.ai_use,
        "topics": list(file.topics),
        "entities": [_entity(item) for item in file.entities],
        "summary": list(file.summary),
        "market_impact": {item.dimension: _impact(item) for item in file.market_impact},
        "takeaways": [_takeaway(item) for item in file.takeaways],
        "faqs": [{"question": item.question, "answer": item.answer} for item in file.faqs],
        "references": [_reference(item) for item in file.references],
        "related": _links(file.related, "article"),
        "reports": _links(file.reports, "report"),
        "source": file.source,
        "licence": file.licence,
        "demonstration": file.demonstration or None,
        "extra": json.loads(file.extra),
    }


def _report(file: ReportFile) -> dict[str, Plain]:
    return {
        "type": "report",
        "title": file.title,
        "slug": file.slug,
        "kind": file.kind,
        "publisher": file.publisher,
        "publisher_class": file.publisher_class,
        "sponsor": file.sponsor,
        "applies_to": file.applies_to,
        "issued": _Bare(file.issued),
        "url": file.url,
        "topics": list(file.topics),
        "entities": [_entity(item) for item in file.entities],
        "listed": file.listed,
    }


def _records(file: RecordsFile) -> dict[str, Plain]:
    rows: list[Plain] = []
    for row in file.rows:
        filled: dict[str, Plain] = {}
        for key, text in zip(RECORD_KEYS[file.kind], row, strict=True):
            if text:
                filled[key] = list(text.split("\n")) if key == "synonyms" else text
        rows.append(filled)
    return {"type": file.kind, "rows": rows}


def _filled(**values: Plain) -> dict[str, Plain]:
    return {key: value for key, value in values.items() if value not in ("", None, [])}


def _time(moment: datetime | None) -> str:
    if moment is None:
        return ""
    text = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return _Bare(text.removesuffix("T00:00:00Z"))


def _author(item: AuthorItem) -> Plain:
    kind = "" if item.kind == AuthorKind.DESK else item.kind
    role = "" if item.role == BylineRole.WRITTEN else item.role
    return _filled(name=item.name, kind=kind, role=role) if kind or role else item.name


def _entity(item: EntityItem) -> Plain:
    if not item.kind:
        return item.name
    return _filled(**{item.kind: item.name}, nct=item.nct, synonyms=list(item.synonyms))


def _impact(item: ImpactItem) -> Plain:
    return _filled(
        level=item.level,
        reason=item.reason,
        horizon=item.horizon,
        entities=[_entity(entity) for entity in item.entities],
    )


def _takeaway(item: TakeawayItem) -> Plain:
    return {"text": item.text, "rests_on": list(item.rests_on)} if item.rests_on else item.text


def _reference(item: ReferenceItem) -> Plain:
    guessed = kind_of_reference(pmid=item.pmid, doi=item.doi, nct=item.nct)
    return _filled(
        pmid=item.pmid,
        kind="" if item.kind == guessed else item.kind,
        key="" if item.key == key_of_reference(item) else item.key,
        doi=item.doi,
        nct=item.nct,
        title=item.title,
        authors=item.authors,
        journal=item.journal,
        publisher=item.publisher,
        date=_Bare(item.date),
        url=item.url,
        accessed=_Bare(item.accessed.isoformat() if item.accessed else ""),
        as_printed=item.as_printed,
    )


def _links(items: Iterable[LinkItem], word: str) -> list[Plain]:
    return [{word: item.slug, "reason": item.reason} for item in items]
