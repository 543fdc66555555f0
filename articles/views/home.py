"""The front page."""

from django.http import HttpRequest, HttpResponse

from articles.editorial import queries
from articles.views.page import read_only, render_page


@read_only
def front(request: HttpRequest) -> HttpResponse:
    front_page = queries.front_page()
    context = {"front": front_page, "is_front": True, "title": "Drug development, with its sources shown"}
    return render_page(request, "articles/home/front.html", context, tags=front_page.tags)
