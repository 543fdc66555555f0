"""Answers where there is no page: moved, missing, withdrawn, broken."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseServerError
from django.template.loader import render_to_string

from articles.changes import Tags, declare_tags
from articles.editorial import queries
from articles.editorial.results import Gone
from articles.views.page import render_page

LONGEST_PATH = 300  # of models.Redirect


def not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001 - Django passes it by name
) -> HttpResponse:
    """The way on where the address has moved, else the 404 page. Set as `handler404`."""
    path = request.path
    moved_to = queries.find_redirect(path) if len(path) <= LONGEST_PATH and "\0" not in path else None
    if moved_to:
        response = HttpResponsePermanentRedirect(moved_to)
        declare_tags(response, Tags.MISSING)
        return response
    context = {"title": "Page not found", "noindex": True}
    return render_page(request, "errors/404.html", context, tags=[Tags.MISSING], status=404)


def gone(request: HttpRequest, withdrawn: Gone) -> HttpResponse:
    """410: why and when, and nothing else of the article."""
    context = {"gone": withdrawn, "title": "Withdrawn", "noindex": True}
    return render_page(request, "errors/410.html", context, tags=withdrawn.tags, status=410)


def server_error(_request: HttpRequest) -> HttpResponse:
    """500: a page that needs no database, no navigation and no manifest. Set as `handler500`."""
    return HttpResponseServerError(render_to_string("errors/500.html"))
