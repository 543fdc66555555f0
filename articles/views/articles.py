"""One article, and all of them by date."""

from django.http import Http404, HttpRequest, HttpResponse

from articles.editorial import queries
from articles.editorial.results import Gone
from articles.views.errors import gone
from articles.views.page import read_only, render_list, render_page


@read_only
def latest(request: HttpRequest) -> HttpResponse:
    return render_list(request, queries.latest(after=request.GET.get("after", "")))


@read_only
def article(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.get_page(slug)
    if page is None:
        raise Http404
    if isinstance(page, Gone):
        return gone(request, page)
    context = {
        "page": page,
        "title": f"Demonstration: {page.headline}" if page.is_demonstration else page.headline,
        "description": page.standfirst or page.headline,
        "here": page.section.url,
        "noindex": page.is_demonstration,
    }
    return render_page(request, "articles/articles/article.html", context, tags=page.tags)
