"""What is published in one section."""

from django.http import HttpRequest, HttpResponse

from articles.editorial import queries
from articles.views.page import read_only, render_list


@read_only
def section(request: HttpRequest, slug: str) -> HttpResponse:
    return render_list(request, queries.in_section(slug, after=request.GET.get("after", "")))
