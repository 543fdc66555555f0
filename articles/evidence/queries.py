"""What is known of the references of articles, working copies and published versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles.models import (
    Article,
    ArticleReference,
    Citation,
    Publication,
    PublicationReference,
    Reference,
)
from articles.models.choices import PublicState
from articles.models.evidence import CitationState, ReferenceKind
from articles.rendering.document import ReferenceKey

REFERENCE_FIELDS = (
    "id",
    "kind",
    "pmid",
    "doi",
    "nct",
    "title",
    "authors",
    "container",
    "publisher",
    "issued",
    "url",
    "accessed_on",
    "record_state",
    "paper_state",
    "checked_at",
    "checked_by",
)


# The state of a reference is that of its worst citation: one wrong number is what a reader must see.
WORST_FIRST = (
    CitationState.MISMATCH,
    CitationState.NOT_FOUND,
    CitationState.MISMATCH_SUSPECTED,
    CitationState.NOT_MATCHED,
    CitationState.MATCHED,
)


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper of published articles. `state` is the worst that a check of a citing sentence gave."""

    reference: Reference
    article_count: int
    state: CitationState


@dataclass(frozen=True, slots=True)
class CitationFact:
    """What is known of one citing sentence. Keyed as in `articles.models.Citation`."""

    state: str
    checked_at: datetime | None
    checked_by: str
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class PublishedReference:
    """A reference of a published version, its citing sentences by (hash, occurrence), and how many others cite it."""

    reference: Reference
    position: int
    citations: Mapping[tuple[str, int], CitationFact]
    other_articles: int


def token_of(pmid: int | None, key: str) -> str:
    """How markers and anchors name a reference: by PMID where it has one, else by the article's short name."""
    return f"pmid-{pmid}" if pmid else key


def reference_keys(article: Article) -> tuple[ReferenceKey, ...]:
    """What the text of `article` may cite, for the renderer."""
    links = ArticleReference.objects.filter(article=article).values_list("key", "reference__pmid")
    return tuple(ReferenceKey(key=key, token=token_of(pmid, key)) for key, pmid in links)


def references_of(publication: Publication) -> list[PublishedReference]:
    """The published references in order, with the state of every citing sentence; one query."""
    return references_of_each([publication.pk], with_others=True).get(publication.pk, [])


def references_of_each(
    publications: Iterable[int], *, with_others: bool = False
) -> dict[int, list[PublishedReference]]:
    """The same for several, by the publication's key; in how many other articles they stand only if asked for."""
    others = (
        PublicationReference.objects.filter(
            reference=OuterRef("reference"), publication__state=PublicState.PUBLISHED
        )
        .exclude(publication=OuterRef("publication"))
        .order_by()
        .values("reference")
        .annotate(count=Count("pk"))
        .values("count")
    )
    rows = (
        PublicationReference.objects.filter(publication__in=list(publications))
        .annotate(
            cited=FilteredRelation(
                "publication__article__citations",
                condition=Q(publication__article__citations__reference=F("reference")),
            ),
            other_articles=Coalesce(Subquery(others), 0) if with_others else Value(0),
        )
        .annotate(
            sentence_hash=F("cited__sentence_hash"),
            occurrence=F("cited__occurrence"),
            state=F("cited__state"),
            citation_checked_at=F("cited__checked_at"),
            citation_checked_by=F("cited__checked_by"),
            accepted_by=F("cited__accepted_by"),
        )
        .order_by("publication", "position", "cited__pk")
        .values(
            "publication",
            "position",
            "other_articles",
            "sentence_hash",
            "occurrence",
            "state",
            "citation_checked_at",
            "citation_checked_by",
            "accepted_by",
            *(f"reference__{name}" for name in REFERENCE_FIELDS),
        )
    )
    return _gathered(rows)


def cited_papers(*, limit: int | None = None) -> tuple[CitedPaper, ...]:
    """The papers that published articles cite, the most cited first.

    A sentence that nobody checked yet, for example of an unpublished text, says nothing about the paper.
    """
    rank = Case(*(When(state=state, then=place) for place, state in enumerate(WORST_FIRST)))
    worst = (
        Citation.objects.filter(
            reference=OuterRef("pk"),
            article__publication__state=PublicState.PUBLISHED,
            checked_at__isnull=False,
        )
        .order_by(rank)
        .values("state")[:1]
    )
    rows = (
        Reference.objects.filter(
            kind__in=(ReferenceKind.PAPER, ReferenceKind.PREPRINT),
            publications__state=PublicState.PUBLISHED,
        )
        .annotate(article_count=Count("publications"), worst=Subquery(worst))
        .order_by("-article_count", "-issued", "title", "pk")[:limit]
    )
    return tuple(
        CitedPaper(row, row.article_count, CitationState(row.worst or CitationState.NOT_MATCHED))
        for row in rows
    )


def count_linked_documents() -> int:
    """References of published articles that are no papers, each once."""
    return (
        Reference.objects.exclude(kind__in=(ReferenceKind.PAPER, ReferenceKind.PREPRINT))
        .filter(publications__state=PublicState.PUBLISHED)
        .distinct()
        .count()
    )


def _gathered(rows: Iterable[Mapping[str, object]]) -> dict[int, list[PublishedReference]]:
    """One PublishedReference for each run of rows with the same publication and position."""
    found: dict[int, list[PublishedReference]] = {}
    for (publication, position), run in groupby(rows, key=lambda row: (row["publication"], row["position"])):
        lines = list(run)
        first = lines[0]
        reference = PublishedReference(
            reference=Reference(**{name: first[f"reference__{name}"] for name in REFERENCE_FIELDS}),
            position=int(str(position)),
            citations={
                (str(row["sentence_hash"]), int(str(row["occurrence"]))): _fact(row)
                for row in lines
                if row["sentence_hash"]
            },
            other_articles=int(str(first["other_articles"])),
        )
        found.setdefault(int(str(publication)), []).append(reference)
    return found


def _fact(row: Mapping[str, object]) -> CitationFact:
    checked_at = row["citation_checked_at"]
    return CitationFact(
        state=str(row["state"]),
        checked_at=checked_at if isinstance(checked_at, datetime) else None,
        checked_by=str(row["citation_checked_by"]),
        is_accepted=row["accepted_by"] is not None,
    )
