"""Every component of readers' pages in every state, on one page for the people who build and check them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi

from articles.admin.gallery_examples import EXAMPLES, prose

DIRECTIONS = ("ltr", "rtl")


def gallery(request: HttpRequest) -> HttpResponse:
    """`?dir=rtl` mirrors the page. For signed-in staff: `DeskSite` guards its address."""
    direction = request.GET.get("dir", "")
    context = {
        "components": EXAMPLES.items(),
        "prose": prose(),
        "dir": direction if direction in DIRECTIONS else ("rtl" if get_language_bidi() else "ltr"),
    }
    return render(request, "admin/gallery.html", context)
