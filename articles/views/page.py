"""The frame of every page for readers: navigation, canonical address, tags, methods."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, to_locale
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.changes import Tag, Tags, declare_tags
from articles.editorial import queries
from articles.editorial.results import ListPage

View = Callable[..., HttpResponse]


def read_only(view: View) -> View:
    """Lets GET and HEAD through; anything else gets 405, whether or not it brings Django's form token."""
    return csrf_exempt(require_safe(view))


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    tags: Iterable[Tag],
    status: int = 200,
) -> HttpResponse:
    """A page in the site's frame, with `tags` and the frame's own declared.

    `context` has `title`, and may set `description`, `canonical` (a path; else the path asked for), `noindex`, and
    `here` (address of the section that the navigation marks). Of `request` only the path is used: the page is the
    same for everybody. While a demonstration article is public, no page is for search engines.
    """
    frame = queries.frame()
    common = {
        "sections": frame.sections,
        "canonical": request.path,
        "site_url": settings.SITE_URL,
        "locale": to_locale(get_language() or settings.LANGUAGE_CODE),
        "is_shareable": status == HTTPStatus.OK,
    }
    noindex = frame.is_demonstration or context.get("noindex", False)
    response = render(request, template, {**common, **context, "noindex": noindex}, status=status)
    declare_tags(response, Tags.SITE, *tags)
    return response


def render_list(
    request: HttpRequest, listing: ListPage | None, template: str = "articles/articles/list.html"
) -> HttpResponse:
    """A page of stories; 404 where there is no such list, or nothing on that page of it."""
    if listing is None or (listing.newer and not listing.stories):
        raise Http404
    context = {
        "listing": listing,
        "title": listing.title,
        "description": listing.description,
        "noindex": not listing.is_canonical,
        "canonical": listing.url,
    }
    return render_page(request, template, context, tags=listing.tags)
