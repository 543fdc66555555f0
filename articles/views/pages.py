"""Pages about ourselves: what this software does today, and who runs the site."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.changes import Tag, Tags
from articles.pages import queries
from articles.views.page import read_only, render_page


@dataclass(frozen=True, slots=True)
class About:
    """A page about ourselves; its text is the template of the same name."""

    title: str
    intro: str


PAGES = {
    "standards": About(
        "Editorial standards",
        "What an article here contains, and what this site’s software does and does not do about it.",
    ),
    "corrections-policy": About(
        "Corrections policy",
        "Mistakes are mended in the open: a notice at the top, and the old version kept on record.",
    ),
    "ai-policy": About(
        "How AI is used here",
        "Each article says how AI was used in it. The site itself writes nothing.",
    ),
    "how-we-check-citations": About(
        "How we check citations",
        "A citation is Matched when its number leads to the paper that the sentence names. "
        "That is all the word means.",
    ),
    "how-we-rate-impact": About(
        "How we rate market impact",
        "Four ratings an article: how much could change, not whether it is good or bad.",
    ),
    "ownership": About("Ownership and funding", "Who runs this site, and what pays for it."),
    "conflicts": About(
        "Conflicts of interest",
        "Every article carries a statement; this page says what its words mean.",
    ),
    "contact": About("Editorial contact", "How to reach the editors."),
    "privacy": About(
        "Privacy",
        "Reading this site needs no account, sets no cookie and asks nobody else for anything.",
    ),
    "accessibility": About(
        "Accessibility statement",
        "What we do so that everybody can read this site, and what has not been tested.",
    ),
}
NAMES = tuple(PAGES)
# What a page counts of the site, and the tag of what it counts.
COUNTED: dict[str, tuple[Callable[[], queries.Facts], Tag]] = {
    "how-we-check-citations": (queries.evidence_facts, Tags.STUDIES),
    "corrections-policy": (queries.notice_facts, Tags.CORRECTIONS),
}


@read_only
def page(request: HttpRequest, name: str) -> HttpResponse:
    """`name` is one of NAMES. What the site's settings leave empty is printed as "Not stated"."""
    count, tag = COUNTED.get(name, (tuple, Tags.SITE))
    context = {
        "title": PAGES[name].title,
        "description": PAGES[name].intro,
        "desk_words": queries.desk_words(name),
        "facts": count(),
        "publisher": settings.PUBLISHER,
        "publisher_address": settings.PUBLISHER_ADDRESS,
        "funding": settings.FUNDING,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render_page(request, f"articles/pages/{name}.html", context, tags=[Tags.page(name), tag])
