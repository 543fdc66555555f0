"""Markdown to raw HTML: the library with the extensions we use. Its output is not safe yet.

Footnotes and reference links must be told from raw HTML that looks like them, after sanitizing has taken all
ids and classes away. Their addresses carry a tag made of the text's own hash: no text can contain it.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from articles.rendering.sanitize import without_surrogates

SHORTCODE = r"\{\{[<%][^\n{}]{0,1000}[>%]\}\}"
_REFERENCE_SCHEME = re.compile(r"\s*ref:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawHtml:
    """`html` as Markdown made it; links to `#{tag}-ref-{key}` are uses of a reference, `#fn-{tag}-…` lead to a
    footnote and `#fnref-{tag}-…`, `#fnref2-{tag}-…` back from it."""

    html: str
    tag: str


class _Footnotes(FootnoteExtension):
    """Footnotes whose names cannot leave their attribute: they are written in hexadecimal."""

    def makeFootnoteId(self, id: str) -> str:
        return super().makeFootnoteId(id.encode().hex())

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:
        return super().makeFootnoteRefId(id.encode().hex(), found)


class _DropShortcode(InlineProcessor):
    """Template calls of other publishing systems (`{{< ref "x" >}}`) print nothing."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # as the library calls it
        return "", m.start(0), m.end(0)


class _TagReferenceLinks(Treeprocessor):
    """`[words](ref:key)` gets an address that raw HTML cannot have."""

    def __init__(self, md: Markdown, tag: str) -> None:
        super().__init__(md)
        self.tag = tag

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            scheme = _REFERENCE_SCHEME.match(link.get("href", ""))
            if scheme:
                key = link.get("href", "")[scheme.end() :].strip()
                link.set("href", f"#{self.tag}-ref-{key.encode().hex()}")


def to_raw_html(markdown: str) -> RawHtml:
    text = unicodedata.normalize("NFC", without_surrogates(markdown))
    tag = "n" + hashlib.sha256(text.encode()).hexdigest()[:32]
    footnotes = _Footnotes(
        SEPARATOR=f"-{tag}-",
        PLACE_MARKER=f"///{tag}///",
        BACKLINK_TEXT="↩",
        BACKLINK_TITLE="",
    )
    converter = Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            footnotes,
            FencedCodeExtension(),
            SaneListExtension(),
        ],
        output_format="html",
    )
    converter.inlinePatterns.register(_DropShortcode(SHORTCODE, converter), "shortcode", 185)
    converter.treeprocessors.register(_TagReferenceLinks(converter, tag), "reference-links", -10)
    return RawHtml(converter.convert(text), tag)
