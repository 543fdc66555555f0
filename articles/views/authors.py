"""What one person or desk has written."""

from django.http import HttpRequest, HttpResponse

from articles.editorial import queries
from articles.views.page import read_only, render_list


@read_only
def author(request: HttpRequest, slug: str) -> HttpResponse:
    return render_list(request, queries.by_author(slug, after=request.GET.get("after", "")))
