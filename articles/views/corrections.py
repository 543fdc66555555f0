"""How to report a mistake."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.changes import Tags
from articles.editorial import queries
from articles.editorial.results import ArticlePage
from articles.views.page import read_only, render_page

LONGEST_PASSAGE = 600
_SLUG = re.compile(r"[a-z0-9-]{1,150}")


@read_only
def report(request: HttpRequest) -> HttpResponse:
    """Which article and passage is meant comes from the link that led here; both may be missing or odd."""
    slug = request.GET.get("article", "")
    page = queries.get_page(slug) if _SLUG.fullmatch(slug) else None
    page = page if isinstance(page, ArticlePage) else None
    context = {
        "page": page,
        "title": "Report a correction",
        "description": "How to tell the editors of NovaPharmaNews what is wrong.",
        "passage": request.GET.get("passage", "").replace("\0", "").strip()[:LONGEST_PASSAGE],
        "contact_email": settings.CONTACT_EMAIL,
        "noindex": True,
    }
    tags = [Tags.page("corrections-report"), *(page.tags if page else ())]
    response = render_page(request, "articles/corrections/report.html", context, tags=tags)
    response["Cache-Control"] = "no-store"
    return response
