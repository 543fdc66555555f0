"""The library of industry reports and whitepapers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles.changes import Tags
from articles.reports import queries
from articles.views.page import read_only, render_page


@read_only
def library(request: HttpRequest) -> HttpResponse:
    reports = queries.listed_reports(after=request.GET.get("after", ""))
    if reports.newer and not reports.reports:
        raise Http404
    context = {
        "library": reports,
        "title": "Reports and whitepapers",
        "description": (
            "Industry reports, whitepapers, guidance and payer policies in the library of NovaPharmaNews."
        ),
        "noindex": bool(reports.newer),
    }
    return render_page(request, "articles/reports/list.html", context, tags=reports.tags)


@read_only
def report(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.get_report(slug)
    if found is None:
        raise Http404
    context = {
        "report": found,
        "title": found.entry.title,
        "description": found.entry.summary or found.entry.title,
        "here": reverse("articles:reports-list"),
    }
    return render_page(request, "articles/reports/report.html", context, tags=[*found.tags, Tags.REPORTS])
