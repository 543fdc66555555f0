"""The front page: lead, top stories, ratings, latest, studies, corrections, topics. Seven queries, whatever there is."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from articles.changes import Tags
from articles.editorial import stories
from articles.editorial.listing import listed, of_publication, used_topics, with_sources
from articles.editorial.page import IMMATERIAL
from articles.editorial.reference_lines import ICONS
from articles.editorial.results import CorrectionLine, FrontPage, Lead, StoryLine, StudyLine
from articles.evidence.queries import CitedPaper, cited_papers, references_of_each
from articles.models import Correction, Publication, Revision
from articles.models.choices import ChangeClass, Dimension, PublicState
from articles.models.evidence import CitationState, PaperState
from articles.rendering.plain_text import print_line

TOP = 3
LATEST = 9
RATED = 6
STUDIES = 4
CORRECTIONS = 3
TOPICS = 16
RATED_SOMEHOW = ~Q(**dict.fromkeys(Dimension.values, ""))
RATINGS_CAPTION = (
    "Latest ratings by dimension. Bars and words give the same rating. "
    "Matched: cited papers matched to PubMed. Not investment advice."
)


def front_page(now: datetime | None = None) -> FrontPage:
    """`now` decides which stories give their time of day."""
    now = now or timezone.now()
    newest = listed()
    rows = list(
        with_sources(
            newest.filter(
                Q(pk__in=newest.values("pk")[: 1 + TOP + LATEST])
                | Q(pk__in=newest.filter(RATED_SOMEHOW).values("pk")[:RATED])
            )
        )
    )
    lines = stories.counted_lines(rows, references_of_each([row.pk for row in rows]), now=now)
    in_order = tuple(lines[row.pk] for row in rows)[: 1 + TOP + LATEST]
    rated = [line for line in lines.values() if any(cell.level for cell in line.impacts)][:RATED]
    return FrontPage(
        lead=_lead(rows[0], in_order[0]) if rows else None,
        top=in_order[1 : 1 + TOP],
        latest=in_order[1 + TOP :],
        ratings=stories.rating_table(rated, caption=RATINGS_CAPTION) if rated else None,
        studies=tuple(_study(paper) for paper in cited_papers(limit=STUDIES)),
        corrections=_corrections(),
        topics=used_topics(limit=TOPICS),
        tags=(
            Tags.FRONT,
            Tags.SITE,
            Tags.IMPACT,
            Tags.STUDIES,
            Tags.CORRECTIONS,
            *(Tags.article(row.article_id) for row in rows),
            *((Tags.CLOCK_HOUR,) if any(line.is_recent for line in lines.values()) else ()),
        ),
    )


def _lead(row: Publication, story: StoryLine) -> Lead:
    material = (
        Revision.objects.filter(article=OuterRef("article"))
        .exclude(change__in=IMMATERIAL)
        .order_by("-number")
        .values("change")[:1]
    )
    revision = Revision.objects.annotate(newest_change=Subquery(material)).get(pk=row.revision_id)
    return stories.lead_of(row, revision, story, change=revision.newest_change or "")


def _study(paper: CitedPaper) -> StudyLine:
    row = paper.reference
    state: PaperState | CitationState = paper.state
    if row.paper_state in (PaperState.RETRACTED, PaperState.CONCERN):
        state = PaperState(row.paper_state)
    return StudyLine(
        title=print_line(row.title),
        source=" ".join(part for part in (row.container, row.issued[:4]) if part),
        number=f"PMID {row.pmid}" if row.pmid else f"doi:{row.doi}",
        url=f"https://pubmed.ncbi.nlm.nih.gov/{row.pmid}/" if row.pmid else f"https://doi.org/{row.doi}",
        article_count=paper.article_count,
        state=state.value,
        state_label=str(state.label),
        icon=ICONS[state],
    )


def _corrections() -> tuple[CorrectionLine, ...]:
    """The newest notices of articles whose text or notice readers still find at their address."""
    rows: QuerySet[Correction] = (
        Correction.objects.filter(
            article__publication__state__in=(PublicState.PUBLISHED, PublicState.RETRACTED)
        )
        .select_related("article__publication")
        .only("kind", "text", "published_at", *of_publication("article__publication"))
    )
    return tuple(
        CorrectionLine(
            kind=str(ChangeClass(row.kind).label),
            on=row.published_at.date(),
            text=row.text,
            headline=print_line(row.article.publication.headline),
            url=f"{row.article.publication.get_absolute_url()}#history",
            is_demonstration=row.article.publication.is_demonstration,
        )
        for row in rows.order_by("-published_at", "-pk")[:CORRECTIONS]
    )
