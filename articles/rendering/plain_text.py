"""The words of an article without markup: one text for the index, for quotes and for the highlighter.

NFC, every stretch of white space one blank, blocks joined by one blank, punctuation as printed. Words that
only screen readers get, note numbers and pictures are left out.
"""

from html.parser import HTMLParser
from typing import Final

from articles.rendering._body import collapse, read_body
from articles.rendering._tree import INLINE_TAGS, VOID_TAGS, Element, runs, serialize
from articles.rendering._typography import smarten

WORDS_PER_MINUTE: Final = 230
_SILENT_CLASSES: Final = frozenset({"u-hidden", "c-note-ref", "c-note-back"})
_INLINE_TAGS: Final = (INLINE_TAGS - {"br"}) | {"svg", "use"}
_SILENT_TAGS: Final = frozenset({"svg", "script", "style", "template"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE_TAGS:
            self.parts.append(" ")
        if tag in VOID_TAGS:
            return
        classes = set((dict(attrs).get("class") or "").split())
        if self.silent or tag in _SILENT_TAGS or classes & _SILENT_CLASSES:
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE_TAGS:
            self.parts.append(" ")
        if self.silent and tag not in VOID_TAGS:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def html_to_plain(html: str) -> str:
    """The words of HTML that this package made (stored bodies, with or without filled citations)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return collapse("".join(reader.parts))


def markdown_to_plain(markdown: str) -> str:
    """The words of a Markdown text, as `html_to_plain` gives them for its rendering.

    For text that `check_markdown` accepts: it has no deadline and raises RecursionError or TooDeep.

    >>> markdown_to_plain("**HER2**-low *isn't* `HER2--0`")
    'HER2-low isn’t HER2--0'
    """
    body = read_body(markdown)
    for element in _own_notes(body.root, body.tag):
        element.attrs["class"] = "c-note-ref"
    return html_to_plain(serialize(body.root))


def _own_notes(root: Element, tag: str) -> list[Element]:
    links = {id(piece.link): piece.link for run in runs(root) for piece in run.pieces if piece.link}
    return [
        link
        for link in links.values()
        if link.attrs.get("href", "").startswith("#fn") and f"-{tag}-" in link.attrs["href"]
    ]


def print_line(text: str) -> str:
    """A plain line, such as a headline, with the punctuation that the rendered body has.

    >>> print_line("HER2 biology's role")
    'HER2 biology’s role'
    """
    return smarten(text)


def word_count(text: str) -> int:
    """How many words a plain text has: stretches without white space that hold a letter or a digit."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


def reading_minutes(words: int) -> int:
    """Minutes to read so many words at 230 a minute (Brysbaert 2019, 238 for English non-fiction, rounded down
    for dense matter), at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))
