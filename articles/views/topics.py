"""Topics, and what is published on one."""

from django.http import HttpRequest, HttpResponse

from articles.editorial import queries
from articles.views.page import read_only, render_list, render_page


@read_only
def index(request: HttpRequest) -> HttpResponse:
    found = queries.topic_index()
    context = {
        "topics": found.topics,
        "title": "Topics",
        "description": "All topics NovaPharmaNews writes on.",
    }
    return render_page(request, "articles/topics/index.html", context, tags=found.tags)


@read_only
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    listing = queries.on_topic(slug, after=request.GET.get("after", ""), sort=request.GET.get("sort", ""))
    return render_list(request, listing, "articles/topics/topic.html")
