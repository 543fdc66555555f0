"""HTML that this package rendered, coming back from the database."""

import re

from articles.rendering.safe import SafeHtml

FIRST_SECTION = re.compile(r"<h2[\s>]")


def stored_html(text: str) -> SafeHtml:
    """Vouches for HTML that `render_document` made and a revision kept; never for anything else."""
    return SafeHtml(text)


def split_at_first_section(html: SafeHtml) -> tuple[SafeHtml, SafeHtml]:
    """What stands before the first section heading, and the rest from that heading on.

    >>> split_at_first_section(SafeHtml("<p>Lede.</p><h2>Why?</h2><p>Because.</p>"))
    ('<p>Lede.</p>', '<h2>Why?</h2><p>Because.</p>')
    """
    match = FIRST_SECTION.search(html)
    place = match.start() if match else len(html)
    return SafeHtml(html[:place]), SafeHtml(html[place:])
