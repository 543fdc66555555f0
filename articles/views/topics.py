"""What is published on one topic."""

from django.http import HttpRequest, HttpResponse

from articles.editorial import queries
from articles.views.page import read_only, render_list


@read_only
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return render_list(request, queries.on_topic(slug, after=request.GET.get("after", "")))
