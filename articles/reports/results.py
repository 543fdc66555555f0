"""What the library's pages show, complete."""

from dataclasses import dataclass

from articles.changes import Tag
from articles.editorial.results import Link


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report in a list. `origin` says whose it is and who paid; `scope` where it applies, or nothing."""

    title: str
    url: str
    kind: str
    origin: str
    summary: str
    scope: str
    issued: str


@dataclass(frozen=True, slots=True)
class Library:
    """A page of the library. `older` is a query string, `newer` the library's address; empty at the ends."""

    reports: tuple[ReportEntry, ...]
    older: str
    newer: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report with the published articles that point to it, newest first."""

    entry: ReportEntry
    publisher: str
    sponsor: str
    source_url: str
    source_host: str
    topics: tuple[Link, ...]
    about: tuple[str, ...]
    articles: tuple[Link, ...]
    tags: tuple[Tag, ...]
