"""Pages about ourselves: what this software does today, and who runs the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.changes import Tags
from articles.views.page import read_only, render_page

NAMES = (
    "standards",
    "corrections-policy",
    "ai-policy",
    "how-we-check-citations",
    "how-we-rate-impact",
    "ownership",
    "conflicts",
    "contact",
    "privacy",
    "accessibility",
)


@read_only
def page(request: HttpRequest, name: str) -> HttpResponse:
    """`name` is one of NAMES. What the site's settings leave empty is printed as "Not stated"."""
    context = {
        "publisher": settings.PUBLISHER,
        "publisher_address": settings.PUBLISHER_ADDRESS,
        "funding": settings.FUNDING,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render_page(request, f"articles/pages/{name}.html", context, tags=[Tags.page(name)])
