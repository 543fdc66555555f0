"""What readers see of the library: reports that are listed, and the published articles that point to them."""

from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet

from articles.changes import Tags
from articles.editorial.results import Link
from articles.models import PublicationReport, Report
from articles.models.choices import PublicState
from articles.reports.results import Library, ReportEntry, ReportPage

PAGE_SIZE = 20
ARTICLES_SHOWN = 20


def listed_reports(after: str = "") -> Library:
    """The library, newest first, a page at a time; `after` is the `older` of the page before."""
    rows = _listed()
    cursor = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Library(
        reports=tuple(_entry(report) for report in shown),
        older=f"?after={shown[-1].pk}" if len(found) > PAGE_SIZE else "",
        newer="" if cursor is None else "/reports/",
        tags=(Tags.REPORTS, *(Tags.report(report.pk) for report in shown)),
    )


def get_report(slug: str) -> ReportPage | None:
    """One listed report, or None."""
    links = (
        PublicationReport.objects.filter(publication__state=PublicState.PUBLISHED)
        .select_related("publication")
        .order_by("-publication__published_at")
    )
    report = (
        _listed()
        .filter(slug=slug)
        .prefetch_related("topics", "entities", Prefetch("publication_links", links))
        .first()
    )
    if report is None:
        return None
    publications = [link.publication for link in report.publication_links.all()][:ARTICLES_SHOWN]
    return ReportPage(
        entry=_entry(report),
        publisher=report.publisher,
        sponsor=report.sponsor,
        source_url=report.url,
        source_host=urlsplit(report.url).hostname or "",
        topics=tuple(Link(topic.name, topic.get_absolute_url()) for topic in report.topics.all()),
        about=tuple(entity.name for entity in report.entities.all()),
        articles=tuple(Link(row.headline, row.get_absolute_url()) for row in publications),
        tags=(Tags.report(report.pk), *(Tags.article(row.article_id) for row in publications)),
    )


def _listed() -> QuerySet[Report]:
    return Report.objects.filter(is_listed=True).order_by("-pk")


def _entry(report: Report) -> ReportEntry:
    whose = report.get_publisher_class_display()
    return ReportEntry(
        title=report.title,
        url=report.get_absolute_url(),
        kind=report.get_kind_display(),
        origin=f"{whose}, paid for by {report.sponsor}" if report.sponsor else whose,
        summary=report.summary,
        scope=report.applies_to,
        issued=report.issued,
    )
