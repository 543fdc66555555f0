"""What the desk shows of working copies: queues, histories, citations, and who holds an address.

Times come in words, said in the zone of `now`.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from articles.editorial.actions import check_article
from articles.editorial.canonical import sha256
from articles.editorial.results import FieldProblem
from articles.editorial.when import say_when
from articles.evidence.pmid import parse_pmid
from articles.evidence.queries import token_of
from articles.models import (
    Article,
    Citation,
    Publication,
    Redirect,
    Reference,
    Revision,
    TimelineEntry,
    Topic,
    User,
)
from articles.models.choices import PublicState, WorkState
from articles.models.evidence import CitationState

QUEUE_LENGTH = 20
CHECKED_DRAFTS = 12
NCT = re.compile(r"NCT[0-9]{8}", re.IGNORECASE)
# The words `newsroom.site_state` leaves in the history.
DEMONSTRATION_VERB = "began to set up the demonstration"
# What a save must take from the row as it is now, not from when the form was opened.
KEPT_BY_ACTIONS = (
    "state",
    "edit_version",
    "content_hash",
    "approved_hash",
    "approved_by_id",
    "approved_at",
    "created_by_id",
    "last_edited_by_id",
)


@dataclass(frozen=True, slots=True)
class DeskLine:
    """An article in a queue. `note` is the line below its headline."""

    key: int
    headline: str
    state: str
    state_label: str
    note: str
    changed: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class BlockedLine:
    key: int
    headline: str
    what: str
    field: str
    more: int


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of a timeline. `key` and `headline` are empty where it is about no article, or one that is gone."""

    at: datetime
    when: str
    who: str
    what: str
    note: str
    key: int | None
    headline: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    change: str
    note: str
    who: str
    when: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A citing sentence of the working copy. `state` is a `CitationState`."""

    token: str
    reference_id: int
    reference: str
    sentence: str
    state: str
    state_label: str
    checked: str


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """What readers have of an article, beside its working copy."""

    state: str
    state_label: str
    version: int
    url: str
    has_changes: bool
    since: str
    note: str

    @property
    def is_public(self) -> bool:
        return self.state == PublicState.PUBLISHED

    @property
    def next_version(self) -> int:
        return self.version + 1


@dataclass(frozen=True, slots=True)
class Desk:
    mine: tuple[DeskLine, ...]
    changed: tuple[DeskLine, ...]
    blocked: tuple[BlockedLine, ...]
    lately: tuple[Happening, ...]
    mine_count: int
    changed_count: int
    published_count: int


def is_demonstration() -> bool:
    """Whether `demo` made this site."""
    return TimelineEntry.objects.filter(verb=DEMONSTRATION_VERB).exists()


def get_desk(*, user: User, now: datetime) -> Desk:
    """The front page of `user`'s desk; the number of queries does not grow with the number of articles."""
    unfinished = Article.objects.exclude(state=WorkState.PUBLISHED).for_list().order_by("-edited_at")
    mine = unfinished.filter(Q(last_edited_by=user) | Q(created_by=user))
    changed = unfinished.filter(publication__state=PublicState.PUBLISHED)
    return Desk(
        mine=tuple(_line(article, now) for article in mine[:QUEUE_LENGTH]),
        changed=tuple(_line(article, now) for article in changed[:QUEUE_LENGTH]),
        blocked=_blocked(
            unfinished.prefetch_related("bylines", "impacts", "takeaways", "reference_links__reference")[
                :CHECKED_DRAFTS
            ]
        ),
        lately=_happenings(TimelineEntry.objects.all(), now, limit=12),
        mine_count=mine.count(),
        changed_count=changed.count(),
        published_count=Publication.objects.filter(state=PublicState.PUBLISHED).count(),
    )


def get_timeline(article: Article, *, now: datetime, limit: int = 200) -> tuple[Happening, ...]:
    """What happened to `article`, newest first."""
    return _happenings(TimelineEntry.objects.filter(article=article), now, limit=limit)


def get_versions(article: Article, *, now: datetime) -> tuple[VersionRow, ...]:
    """The published versions of `article`, newest first."""
    rows = (
        Revision.objects.filter(article=article).select_related("published_by").defer("content", "body_html")
    )
    current = Publication.objects.filter(article=article).values_list("revision_id", flat=True).first()
    return tuple(
        VersionRow(
            number=row.number,
            change=row.get_change_display(),
            note=row.note or row.provenance,
            who=str(row.published_by or "Software"),
            when=say_when(row.published_at, now),
            is_current=row.pk == current,
        )
        for row in rows.order_by("-number")
    )


def get_public_copy(article: Article, *, now: datetime) -> PublicCopy | None:
    """What readers have of `article`; None when it was never public."""
    publication = Publication.objects.filter(article=article).select_related("revision").first()
    if publication is None:
        return None
    is_public = publication.state == PublicState.PUBLISHED
    since = None if is_public else publication.state_changed_at
    return PublicCopy(
        state=publication.state,
        state_label=publication.get_state_display(),
        version=publication.revision.number,
        url=publication.get_absolute_url(),
        has_changes=sha256(publication.revision.content) != article.content_hash,
        since=say_when(since or publication.revision.published_at, now),
        note=publication.get_state_reason_display(),
    )


def get_citations(article: Article, *, now: datetime) -> tuple[CitationRow, ...]:
    """The sentences of the working copy that cite something, in the order of references and uses."""
    keys = dict(article.reference_links.values_list("reference_id", "key"))
    rows = Citation.objects.filter(article=article, use__isnull=False).select_related("reference")
    return tuple(
        CitationRow(
            token=token_of(row.reference.pmid, keys.get(row.reference_id, "")),
            reference_id=row.reference_id,
            reference=f"PMID {row.reference.pmid}" if row.reference.pmid else str(row.reference),
            sentence=row.sentence,
            state=row.state,
            state_label=row.get_state_display() if row.reference.is_paper else "Linked",
            checked=say_when(row.checked_at, now) if row.checked_at else "",
        )
        for row in rows.order_by("reference_id", "use")
    )


def get_citation_states(article_id: int) -> dict[tuple[str, str], str]:
    """State of each citing sentence of an article, by (reference's token, sentence hash)."""
    rows = Citation.objects.filter(article=article_id, reference__pmid__isnull=False, occurrence=1)
    return {
        (token_of(pmid, ""), sentence_hash): state
        for pmid, sentence_hash, state in rows.values_list("reference__pmid", "sentence_hash", "state")
    }


def pmids_of(reference_ids: Iterable[int]) -> Mapping[int, int | None]:
    """PMID, or None, of each reference that exists."""
    return dict(Reference.objects.filter(pk__in=reference_ids).values_list("pk", "pmid"))


def all_topics() -> QuerySet[Topic]:
    """Every topic, by name."""
    return Topic.objects.order_by("name")


def find_address_holder(slug: str, *, other_than: int | None) -> str:
    """Headline of the other article whose address `slug` is or was; empty when it is free."""
    others = Article.objects.exclude(pk=other_than or 0)
    taken = others.filter(slug=slug).first()
    if taken is None:
        moved = Redirect.objects.filter(old_path=f"/articles/{slug}/").first()
        new_slug = moved.new_path.removeprefix("/articles/").rstrip("/") if moved else None
        taken = others.filter(slug=new_slug).first()
    return taken.headline if taken else ""


def lock_copy(article: Article) -> None:
    """Locks the row of `article` for this transaction and takes from it what only actions write."""
    row = (
        Article.objects.select_for_update()
        .only(*(name.removesuffix("_id") for name in KEPT_BY_ACTIONS))
        .get(pk=article.pk)
    )
    for name in KEPT_BY_ACTIONS:
        setattr(article, name, getattr(row, name))


def search_articles(articles: QuerySet[Article], term: str) -> QuerySet[Article] | None:
    """`articles` that cite the PMID or concern the trial that `term` is; None when it is neither."""
    if pmid := parse_pmid(term):
        return articles.filter(
            Q(pk__in=Article.objects.filter(reference_links__reference__pmid=pmid).values("pk"))
        )
    if NCT.fullmatch(term.strip()):
        nct = term.strip().upper()
        return articles.filter(
            Q(pk__in=Article.objects.filter(reference_links__reference__nct=nct).values("pk"))
            | Q(pk__in=Article.objects.filter(entities__nct=nct).values("pk"))
            | Q(body_markdown__icontains=nct)
        )
    return None


def count_citations(articles: Sequence[Article]) -> Mapping[int, tuple[int, int]]:
    """(citing sentences, of these matched) of each article that cites papers; one query."""
    rows = (
        Citation.objects.filter(article__in=[article.pk for article in articles], use__isnull=False)
        .filter(reference__pmid__isnull=False)
        .values("article")
        .annotate(all=Count("pk"), matched=Count("pk", filter=Q(state=CitationState.MATCHED)))
        .order_by()
    )
    return {row["article"]: (row["all"], row["matched"]) for row in rows}


def _line(article: Article, now: datetime) -> DeskLine:
    publication = getattr(article, "publication", None)
    if publication is None:
        public = "never public"
    elif publication.state == PublicState.PUBLISHED:
        public = "public"
    else:
        public = publication.get_state_display().lower()
    return DeskLine(
        key=article.pk,
        headline=article.labelled_headline,
        state=article.state,
        state_label=article.get_state_display(),
        note=f"{article.section.name} · {article.word_count:,} words · {public}",
        changed=say_when(article.edited_at, now),
        changed_at=article.edited_at,
    )


def _blocked(articles: Iterable[Article]) -> tuple[BlockedLine, ...]:
    lines = []
    for article in articles:
        problems: list[FieldProblem] = check_article(article)
        if problems:
            lines.append(
                BlockedLine(
                    key=article.pk,
                    headline=article.labelled_headline,
                    what=problems[0].message,
                    field=problems[0].field,
                    more=len(problems) - 1,
                )
            )
    return tuple(lines)


def _happenings(entries: QuerySet[TimelineEntry], now: datetime, *, limit: int) -> tuple[Happening, ...]:
    return tuple(
        Happening(
            at=entry.at,
            when=say_when(entry.at, now),
            who=str(entry.actor or "Software"),
            what=_what(entry),
            note=entry.note,
            key=entry.article_id,
            headline=entry.article.headline if entry.article else "",
        )
        for entry in entries.select_related("actor", "article").order_by("-at", "-pk")[:limit]
    )


def _what(entry: TimelineEntry) -> str:
    """The verb, with the version it made where it made one."""
    version = json.loads(entry.data).get("version")
    return f"{entry.verb} version {version} of" if version else entry.verb
