"""Report files and files of shared records: which keys there are and what each may say."""

import re

from articles.models.people import AuthorKind
from articles.models.report import PublisherClass, ReportKind
from articles.models.taxonomy import EntityKind
from articles.transfer.fields import Fields, check_long_text
from articles.transfer.formats import (
    RECORD_KEYS,
    SLUG_CHARS_MAX,
    RecordsFile,
    ReportFile,
    in_order,
    slug_of,
)
from articles.transfer.read_article import read_entities
from articles.transfer.yaml_tree import Mapping, Node

# In the order in which they are written.
REPORT_KEYS = (
    "type",
    "title",
    "slug",
    "kind",
    "publisher",
    "publisher_class",
    "sponsor",
    "applies_to",
    "issued",
    "url",
    "topics",
    "entities",
    "listed",
)
RECORDS_KEYS = ("type", "rows")
SUMMARY_CHARS_MAX = 10_000
_POSITION = re.compile("0|[1-9][0-9]{0,3}")


def read_report(fields: Fields, body: str, body_line: int) -> ReportFile:
    """The report in `fields`; `body` is its summary."""
    title = fields.required("title", 250)
    publisher_class = fields.choice(
        "publisher_class", dict(PublisherClass.choices), PublisherClass.THIRD_PARTY.value
    )
    sponsor = fields.text("sponsor")
    if (publisher_class == PublisherClass.SPONSORED) != bool(sponsor):
        fields.refuse("sponsor", "belongs to a sponsored document, which needs it, and to no other")
    check_long_text(body, "body", body_line, fields.problems)
    if len(body) > SUMMARY_CHARS_MAX:
        fields.problems.refuse("body", f"longer than {SUMMARY_CHARS_MAX:,} characters", body_line)
    slug = fields.slug("slug", SLUG_CHARS_MAX) or slug_of(title)
    if title and not slug:
        fields.refuse("slug", "missing, and the title has no letters to make one from")
    return ReportFile(
        title=title,
        slug=slug,
        summary=body,
        kind=fields.choice("kind", dict(ReportKind.choices), ReportKind.REPORT.value),
        publisher=fields.text("publisher"),
        publisher_class=publisher_class,
        sponsor=sponsor,
        applies_to=fields.text("applies_to", 120),
        issued=fields.partial_date("issued"),
        url=fields.web_address("url"),
        topics=in_order(fields.texts("topics", 80)),
        entities=read_entities(fields),
        listed=fields.flag("listed"),
    )


def read_records(fields: Fields, kind: str) -> RecordsFile:
    """Rows of shared records; `kind` is a key of RECORD_KEYS."""

    def read(node: Node, name: str) -> tuple[str, ...] | None:
        if not isinstance(node, Mapping):
            fields.problems.refuse(name, "keys and values are expected", node.line)
            return None
        return _row(Fields(node, RECORD_KEYS[kind], fields.problems, name), kind)

    return RecordsFile(kind, fields.items("rows", read))


def _row(inner: Fields, kind: str) -> tuple[str, ...]:
    values = {}
    for key in RECORD_KEYS[kind]:
        if key in ("name", "old", "new", "slug"):
            values[key] = inner.required(key, 300 if kind == "redirects" else 200)
        elif key == "synonyms":
            values[key] = "\n".join(in_order(inner.texts(key)))
        else:
            values[key] = inner.long_text(key, SUMMARY_CHARS_MAX)
    _check_row(inner, kind, values)
    return tuple(values.values())


def _check_row(inner: Fields, kind: str, values: dict[str, str]) -> None:
    if "slug" in values:
        inner.slug("slug", SLUG_CHARS_MAX)
    if kind == "sections":
        values["position"] = values["position"] or "0"
        if not _POSITION.fullmatch(values["position"]):
            inner.refuse("position", "a number is expected, 0 to 9999")
    if kind == "entities":
        values["kind"] = inner.choice("kind", dict(EntityKind.choices), EntityKind.COMPANY.value)
    if kind == "authors":
        values["kind"] = inner.choice("kind", dict(AuthorKind.choices), AuthorKind.DESK.value)
    if kind == "redirects":
        for key in ("old", "new"):
            if not values[key].startswith("/") or values[key].startswith("//"):
                inner.refuse(key, "a path of this site is expected, such as /articles/a-slug/")
        if values["old"] == values["new"]:
            inner.refuse("new", "leads to itself")
