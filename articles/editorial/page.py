"""Puts an article page together from one published version and the evidence as it stands now.

The version says what was printed; citation and paper states are looked up each time, because they change without
a new version (ARCHITECTURE.md section 5).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from articles.changes import Tag, Tags
from articles.editorial.ratings import read_ratings
from articles.editorial.reference_lines import ReferenceList, list_references
from articles.editorial.results import (
    ArticlePage,
    Basis,
    BylineLine,
    FaqLine,
    Link,
    Notice,
    RelatedLine,
    ReportLine,
    TakeawayLine,
    VersionLine,
)
from articles.editorial.working_copy import basis_token, faq_prefix
from articles.evidence.queries import PublishedReference
from articles.models import Publication, PublicationRelated, PublicationReport, Revision
from articles.models.choices import (
    NOTICE_CLASSES,
    AiUse,
    BylineRole,
    ChangeClass,
    Conflicts,
    PublicState,
)
from articles.rendering.citations import fill_citations
from articles.rendering.plain_text import print_line, reading_minutes
from articles.rendering.stored import split_at_first_section, stored_html

IMMATERIAL = (ChangeClass.FIRST, ChangeClass.MINOR)
GRAVE = (ChangeClass.CORRECTION, ChangeClass.RETRACTION, ChangeClass.WITHDRAWAL)


def build_page(
    *,
    publication: Publication,
    references: Sequence[PublishedReference],
    history: Iterable[Revision],
    related: Iterable[PublicationRelated],
    reports: Iterable[PublicationReport],
    site_url: str,
) -> ArticlePage:
    """The page of `publication`. Retracted articles keep head, notices and history and show nothing else."""
    revision = publication.revision
    content: dict[str, Any] = json.loads(revision.content)
    versions, related_rows, report_rows = list(history), list(related), list(reports)
    is_retracted = publication.state == PublicState.RETRACTED
    sources = list_references(content, references)
    body = fill_citations(stored_html(revision.body_html), sources.looks[""])
    lede, rest = split_at_first_section(body)
    summary = tuple(print_line(text) for text in content["summary"])
    takeaways = _takeaways(content, sources, summary)
    faqs = _faqs(content, sources)
    url = publication.get_absolute_url()
    topics = _topic_links(content)
    ratings = read_ratings(content)
    headings = tuple(
        Link(entry["label"], f"#{entry['anchor']}") for entry in content["headings"] if entry["level"] == 2
    )
    return ArticlePage(
        slug=publication.slug,
        url=url,
        absolute_url=f"{site_url}{url}",
        headline=print_line(publication.headline),
        standfirst=print_line(publication.standfirst),
        kind=publication.get_kind_display(),
        section=Link(publication.section.name, publication.section.get_absolute_url()),
        topics=topics,
        bylines=_bylines(content),
        approved_by=str(revision.approved_by) if revision.approved_by else "",
        provenance=revision.provenance,
        is_demonstration=publication.is_demonstration,
        published_at=publication.published_at,
        modified_at=publication.modified_at if publication.modified_at > publication.published_at else None,
        modified_word=_modified_word(versions),
        version=revision.number,
        reading_minutes=reading_minutes(publication.word_count),
        citations_line=sources.matched_line,
        conflicts=_conflicts(content["conflicts"]),
        ai_use=_ai_use(content["ai_use"], is_demonstration=publication.is_demonstration),
        notices=_notices(versions),
        is_retracted=is_retracted,
        summary=summary,
        impacts=ratings.lines,
        impact_by=ratings.by,
        impact_on=ratings.on,
        lede_html=lede,
        body_html=rest,
        toc=_contents(summary, takeaways, headings, faqs, sources),
        headings=headings,
        takeaways=takeaways,
        faqs=faqs,
        papers=sources.papers,
        documents=sources.documents,
        documents_start=len(sources.papers) + 1,
        papers_line=sources.papers_line,
        documents_line=sources.documents_line,
        evidence=sources.box,
        history=tuple(_version(row, revision.number) for row in versions),
        related=tuple(_related(row) for row in related_rows),
        reports=tuple(_report(row) for row in report_rows),
        report_url=f"{reverse('articles:corrections-report')}?{urlencode({'article': publication.slug})}",
        ask_url=reverse("articles:ask-article", args=[publication.slug]),
        tags=_tags(publication, references, related_rows, report_rows),
    )


def _topic_links(content: Mapping[str, Any]) -> tuple[Link, ...]:
    return tuple(
        Link(row["name"], reverse("articles:topics-topic", args=[row["slug"]])) for row in content["topics"]
    )


def _bylines(content: Mapping[str, Any]) -> tuple[BylineLine, ...]:
    """One line a role, in the order of roles."""
    lines = []
    for role in BylineRole:
        names = tuple(
            Link(row["name"], reverse("articles:authors-author", args=[row["author"]]))
            for row in content["bylines"]
            if row["role"] == role
        )
        if names:
            lines.append(BylineLine(role=role.label, authors=names))
    return tuple(lines)


def _conflicts(row: Mapping[str, str]) -> str:
    if row["kind"] == Conflicts.DECLARED:
        return row["text"]
    return Conflicts(row["kind"]).label.lower()


def _ai_use(row: Mapping[str, str], *, is_demonstration: bool) -> str:
    if row["kind"] == AiUse.ASSISTED:
        return f"assisted: {row['detail']}"
    if row["kind"] == AiUse.WRITTEN_REVIEWED:
        return f"written by software, reviewed by the {row['reviewer_role']}"
    if row["kind"] == AiUse.WRITTEN_NOT_REVIEWED and is_demonstration:
        return "written by software for demonstration, not reviewed by a person"
    return AiUse(row["kind"]).label[:1].lower() + AiUse(row["kind"]).label[1:]


def _takeaways(
    content: Mapping[str, Any], sources: ReferenceList, summary: tuple[str, ...]
) -> tuple[TakeawayLine, ...]:
    """Each with what it rests on. Sentences that only repeat the summary, with nothing added, are not printed twice."""
    names = {entry["anchor"]: entry["label"] for entry in content["headings"]}
    lines = tuple(
        TakeawayLine(
            text=print_line(row["text"]),
            rests_on=tuple(
                basis for part in row["rests_on"] if (basis := _basis(part, names, sources)) is not None
            ),
        )
        for row in content["takeaways"]
    )
    repeats = tuple(line.text for line in lines) == summary and not any(line.rests_on for line in lines)
    return () if repeats else lines


def _basis(part: str, sections: Mapping[str, str], sources: ReferenceList) -> Basis | None:
    token = basis_token(part)
    if token.startswith("#"):
        anchor = token[1:]
        text = sections.get(anchor) or sections.get(anchor.rsplit("-", 1)[0], "")
        return Basis(text=text, url=token, note=sources.note_for_section(anchor)) if text else None
    return sources.basis(token)


def _faqs(content: Mapping[str, Any], sources: ReferenceList) -> tuple[FaqLine, ...]:
    return tuple(
        FaqLine(
            anchor=f"faq-{place}",
            question=print_line(row["question"]),
            answer_html=fill_citations(stored_html(row["html"]), sources.looks[faq_prefix(place)]),
        )
        for place, row in enumerate(content["faqs"], 1)
    )


def _contents(
    summary: tuple[str, ...],
    takeaways: tuple[TakeawayLine, ...],
    headings: tuple[Link, ...],
    faqs: tuple[FaqLine, ...],
    sources: ReferenceList,
) -> tuple[Link, ...]:
    """The blocks that the page has, in page order."""
    blocks = (
        (bool(summary), (Link("Executive summary", "#summary"),)),
        (bool(takeaways), (Link("Key takeaways", "#takeaways"),)),
        (True, headings),
        (True, (Link("Ask about this article", "#ask"),)),
        (bool(faqs), (Link("Questions and answers", "#faq"),)),
        (bool(sources.papers or sources.documents), (Link("References", "#references"),)),
        (True, (Link("Article history", "#history"),)),
    )
    return tuple(link for is_there, links in blocks if is_there for link in links)


def _modified_word(versions: Sequence[Revision]) -> str:
    """What the newest material change was to readers."""
    changes = (row.change for row in versions if row.change not in IMMATERIAL)
    return modified_word(next(changes, ""))


def modified_word(change: str) -> str:
    """The word for a material change; empty for none."""
    if not change:
        return ""
    return "Corrected" if change == ChangeClass.CORRECTION else "Updated"


def _notices(versions: Sequence[Revision]) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            kind=ChangeClass(row.change).label,
            on=row.published_at.date(),
            text=row.correction.text if hasattr(row, "correction") else row.note,
            is_alert=row.change in GRAVE,
        )
        for row in versions
        if row.change in NOTICE_CLASSES
    )


def _version(row: Revision, current: int) -> VersionLine:
    notice = getattr(row, "correction", None)
    return VersionLine(
        number=row.number,
        published_at=row.published_at,
        label=ChangeClass(row.change).label,
        note=row.note,
        was=notice.was if notice else "",
        now=notice.now if notice else "",
        is_current=row.number == current,
    )


def _related(row: PublicationRelated) -> RelatedLine:
    other = row.related.publication
    return RelatedLine(
        headline=print_line(other.headline),
        url=other.get_absolute_url(),
        reason=row.reason,
        published_at=other.published_at,
        is_demonstration=other.is_demonstration,
    )


def _report(row: PublicationReport) -> ReportLine:
    report = row.report
    facts = [report.get_kind_display(), report.get_publisher_class_display().lower()]
    if report.sponsor:
        facts.append(f"paid for by {report.sponsor}")
    if report.applies_to:
        facts.append(f"applies in {report.applies_to}")
    return ReportLine(
        title=report.title,
        url=report.get_absolute_url(),
        summary=report.summary,
        reason=f"{row.reason.rstrip('.')}. {', '.join(facts)}",
    )


def _tags(
    publication: Publication,
    references: Sequence[PublishedReference],
    related: Sequence[PublicationRelated],
    reports: Sequence[PublicationReport],
) -> tuple[Tag, ...]:
    """Everything whose change the page would show."""
    return (
        Tags.article(publication.article_id),
        Tags.SITE,
        *(Tags.reference(row.reference.pk) for row in references),
        *(Tags.article(row.related_id) for row in related),
        *(Tags.report(row.report_id) for row in reports),
    )
