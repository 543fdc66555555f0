"""What a file of the transfer format holds, as values. Text to values is `reader`, values to text is `writer`.

Every text here is in its normal form (`one_text`, `body_text`), so that equal content is equal values and
`read(write(file)) == file`.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from articles.models.choices import AiUse, ArticleKind, BylineRole, Conflicts, Horizon
from articles.models.evidence import ReferenceKind
from articles.models.people import AuthorKind
from articles.models.report import PublisherClass, ReportKind
from articles.rendering.headings import slugify_ascii

# 100 kB of body as rendering allows, and front matter with fifty full answers.
FILE_BYTES_MAX = 1_000_000
SLUG_CHARS_MAX = 150
KEY_CHARS_MAX = 80
SLUG_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong in a file: `field` as the file names it (`faqs, item 2, answer`), `line` of the file from 1."""

    field: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.field}: {self.message}" if self.field else f"{place}{self.message}"


class FileRejected(Exception):
    """The file cannot be taken in. `problems` is never empty and in the order of the file."""

    def __init__(self, problems: list[FileProblem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class AuthorItem:
    name: str
    kind: str = AuthorKind.DESK.value
    role: str = BylineRole.WRITTEN.value


@dataclass(frozen=True, slots=True)
class TakeawayItem:
    text: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityItem:
    """An entity by name. An empty kind means: the one entity that has this name, whatever it is."""

    name: str
    kind: str = ""
    synonyms: tuple[str, ...] = ()
    nct: str = ""


@dataclass(frozen=True, slots=True)
class ImpactItem:
    dimension: str
    level: str
    reason: str = ""
    horizon: str = Horizon.NOT_STATED.value
    entities: tuple[EntityItem, ...] = ()


@dataclass(frozen=True, slots=True)
class FaqItem:
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ReferenceItem:
    """A line of the reference list. `date` is as exact as known: 2020, 2020-06 or 2020-06-18."""

    kind: str
    key: str
    pmid: int | None = None
    doi: str = ""
    nct: str = ""
    url: str = ""
    title: str = ""
    authors: str = ""
    journal: str = ""
    publisher: str = ""
    date: str = ""
    accessed: dt.date | None = None
    as_printed: str = ""


@dataclass(frozen=True, slots=True)
class LinkItem:
    """A related article or a report by slug, with the reason readers see."""

    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """One article. `extra` is JSON text of a mapping; times are aware, in UTC; `section` may be empty."""

    title: str
    slug: str
    body: str
    standfirst: str = ""
    status: str = "draft"
    kind: str = ArticleKind.NEWS.value
    section: str = ""
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    authors: tuple[AuthorItem, ...] = ()
    conflicts: str = Conflicts.NOT_STATED.value
    conflicts_text: str = ""
    ai_use: str = AiUse.NOT_KNOWN.value
    ai_use_text: str = ""
    summary: tuple[str, ...] = ()
    takeaways: tuple[TakeawayItem, ...] = ()
    market_impact: tuple[ImpactItem, ...] = ()
    faqs: tuple[FaqItem, ...] = ()
    topics: tuple[str, ...] = ()
    entities: tuple[EntityItem, ...] = ()
    references: tuple[ReferenceItem, ...] = ()
    related: tuple[LinkItem, ...] = ()
    reports: tuple[LinkItem, ...] = ()
    source: str = ""
    licence: str = ""
    demonstration: bool = False
    extra: str = "{}"


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One report of the library; the file's body is its summary."""

    title: str
    slug: str
    summary: str = ""
    kind: str = ReportKind.REPORT.value
    publisher: str = ""
    publisher_class: str = PublisherClass.THIRD_PARTY.value
    sponsor: str = ""
    applies_to: str = ""
    issued: str = ""
    url: str = ""
    topics: tuple[str, ...] = ()
    entities: tuple[EntityItem, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class RecordsFile:
    """Rows that several articles share: `kind` is a key of `RECORD_KEYS`, a row has a text for each of its keys."""

    kind: str
    rows: tuple[tuple[str, ...], ...]


# Order in which they are written and can be read back: what a row names must be there before it.
RECORD_KEYS: dict[str, tuple[str, ...]] = {
    "sections": ("slug", "name", "position", "description"),
    "topics": ("slug", "name", "description"),
    "entities": ("kind", "slug", "name", "nct", "description", "synonyms"),
    "authors": ("kind", "slug", "name", "position", "about", "disclosures"),
    "redirects": ("old", "new"),
}

AnyFile = ArticleFile | ReportFile | RecordsFile


def one_text(text: str) -> str:
    """The normal form of a value: NFC, line ends as `\\n`, no white space around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def body_text(text: str) -> str:
    """The normal form of a Markdown body: as `one_text`, but the first line keeps its indentation."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\A(?:[ \t]*\n)+", "", normal).rstrip()


def slug_of(title: str, *, longest: int = SLUG_CHARS_MAX) -> str:
    """The slug a title gives when the file names none; empty when the title has no letter of a to z.

    >>> slug_of("HER2 biology’s role")
    'her2-biologys-role'
    """
    return slugify_ascii(title, max_chars=longest)


def key_of(*, kind: str, pmid: int | None, doi: str, nct: str, title: str) -> str:
    """The short name of a reference that was given none.

    >>> key_of(kind="paper", pmid=33577784, doi="", nct="", title="")
    'pmid-33577784'
    """
    if pmid is not None:
        return f"pmid-{pmid}"
    if doi:
        return slug_of(f"doi-{doi}", longest=KEY_CHARS_MAX)
    return nct.lower() or slug_of(title, longest=KEY_CHARS_MAX) or kind


def key_of_reference(item: ReferenceItem) -> str:
    """The short name `item` would have if its file gave it none."""
    return key_of(kind=item.kind, pmid=item.pmid, doi=item.doi, nct=item.nct, title=item.title)


def kind_of_reference(*, pmid: int | None, doi: str, nct: str) -> str:
    """The kind of a reference whose file gives none; empty when its numbers do not tell."""
    if pmid is not None or doi:
        return ReferenceKind.PAPER.value
    return ReferenceKind.TRIAL.value if nct else ""


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names without repetition, in the order in which they are written."""
    return tuple(sorted(set(names), key=lambda name: (name.casefold(), name)))


def entities_in_order(items: Iterable[EntityItem]) -> tuple[EntityItem, ...]:
    """Entities in the order in which they are written: by kind, then by name."""
    return tuple(sorted(items, key=lambda item: (item.kind, item.name.casefold(), item.name)))
