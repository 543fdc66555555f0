"""Asking about an article. Until answers come, a question leads to what the article itself answers."""

from django.http import Http404, HttpRequest, HttpResponse

from articles.editorial import queries
from articles.editorial.results import Gone
from articles.views.errors import gone
from articles.views.page import read_only, render_page

LONGEST_QUESTION = 300  # as the field's maxlength


@read_only
def article(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.get_page(slug)
    if page is None:
        raise Http404
    if isinstance(page, Gone):
        return gone(request, page)
    context = {
        "page": page,
        "title": f"Ask about: {page.headline}",
        "question": request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION],
        "here": page.section.url,
        "noindex": True,
    }
    response = render_page(request, "articles/ask/article.html", context, tags=page.tags)
    response["Cache-Control"] = "no-store"
    return response
