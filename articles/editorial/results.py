"""What pages show, complete: templates neither query nor compute."""

from dataclasses import dataclass, field
from datetime import date, datetime

from articles.changes import Tag
from articles.rendering.safe import SafeHtml


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Something that stands in the way. `field` is the form's name of it (`body_markdown`, `faqs-2`), `line` from 1."""

    field: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ImpactCell:
    """A rating as lists show it. `level` is empty and `bars` 0 when the dimension is not rated."""

    dimension: str
    level: str
    word: str
    bars: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has in common. While a demonstration article is public the whole site is one."""

    sections: tuple[Link, ...]
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class StoryLine:
    """An article in a list.

    `is_recent`: the list gives the time of day. `matched` says how many of the papers it cites are matched
    (8 of 10); it is empty where it cites none, and in lists that do not show it.
    """

    headline: str
    url: str
    standfirst: str
    kind: str
    section: Link
    published_at: datetime
    is_recent: bool
    is_demonstration: bool
    impacts: tuple[ImpactCell, ...]
    matched: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the rating table. `url` sorts by it; `sorted` is empty unless the rows are in its order."""

    label: str
    short: str = ""
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Articles with their four ratings: columns are article, date, the dimensions in their order, matched."""

    caption: str
    article: Column
    date: Column
    dimensions: tuple[Column, ...]
    matched: Column
    stories: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of stories. `older` and `newer` are query strings, empty at the ends; `is_canonical` is the plain list."""

    title: str
    description: str
    kind: str
    url: str
    stories: tuple[StoryLine, ...]
    tags: tuple[Tag, ...]
    older: str = ""
    newer: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    table: RatingTable | None = None
    is_canonical: bool = True


@dataclass(frozen=True, slots=True)
class TopicLine:
    text: str
    url: str
    article_count: int


@dataclass(frozen=True, slots=True)
class TopicIndex:
    topics: tuple[TopicLine, ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A cited paper. The state is that of the paper itself, else the worst that a check of a citing sentence gave."""

    title: str
    source: str
    number: str
    url: str
    article_count: int
    state: str
    state_label: str
    icon: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    kind: str
    on: date
    text: str
    headline: str
    url: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A withdrawn article: nothing of it is shown but why and when."""

    reason: str
    on: date
    note: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class BylineLine:
    role: str
    authors: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    kind: str
    on: date
    text: str
    is_alert: bool


@dataclass(frozen=True, slots=True)
class ImpactLine:
    dimension: str
    level: str
    word: str
    bars: int
    reason: str
    reason_url: str
    horizon: str
    affects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """The first story of the front page, with what its public version adds to a line of a list."""

    story: StoryLine
    byline: str
    topics: tuple[Link, ...]
    reading_minutes: int
    modified_at: datetime | None
    modified_word: str
    points: tuple[str, ...]
    impacts: tuple[ImpactLine, ...]
    impact_by: str
    impact_on: date | None


@dataclass(frozen=True, slots=True)
class FrontPage:
    """`top` and `latest` continue the lead by date; `ratings` are the newest articles that have any."""

    lead: Lead | None
    top: tuple[StoryLine, ...]
    latest: tuple[StoryLine, ...]
    ratings: RatingTable | None
    studies: tuple[StudyLine, ...]
    corrections: tuple[CorrectionLine, ...]
    topics: tuple[TopicLine, ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a takeaway rests on: a section of the page or a reference."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakeawayLine:
    text: str
    rests_on: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class FaqLine:
    anchor: str
    question: str
    answer_html: SafeHtml


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    anchor: str
    number: int
    cite: str
    kind: str
    state: str
    state_label: str
    icon: str
    check_note: str
    links: tuple[Link, ...]
    cited_in: tuple[Link, ...]
    other_articles: int


@dataclass(frozen=True, slots=True)
class EvidenceBox:
    summary: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    published_at: datetime
    label: str
    note: str
    was: str
    now: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class RelatedLine:
    headline: str
    url: str
    reason: str
    published_at: datetime
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    title: str
    url: str
    summary: str
    reason: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One published version with the evidence as it stands now."""

    slug: str
    url: str
    absolute_url: str
    headline: str
    standfirst: str
    kind: str
    section: Link
    topics: tuple[Link, ...]
    bylines: tuple[BylineLine, ...]
    approved_by: str
    provenance: str
    is_demonstration: bool
    published_at: datetime
    modified_at: datetime | None
    modified_word: str
    version: int
    reading_minutes: int
    citations_line: str
    conflicts: str
    ai_use: str
    notices: tuple[Notice, ...]
    is_retracted: bool
    summary: tuple[str, ...]
    impacts: tuple[ImpactLine, ...]
    impact_by: str
    impact_on: date | None
    lede_html: SafeHtml
    body_html: SafeHtml
    toc: tuple[Link, ...]
    headings: tuple[Link, ...]
    takeaways: tuple[TakeawayLine, ...]
    faqs: tuple[FaqLine, ...]
    papers: tuple[ReferenceLine, ...]
    documents: tuple[ReferenceLine, ...]
    documents_start: int
    papers_line: str
    documents_line: str
    evidence: EvidenceBox | None
    history: tuple[VersionLine, ...]
    related: tuple[RelatedLine, ...]
    reports: tuple[ReportLine, ...]
    report_url: str
    ask_url: str
    tags: tuple[Tag, ...] = field(default=())
