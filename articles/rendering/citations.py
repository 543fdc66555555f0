"""Citation markers in stored HTML: what they look like without state, and how a page fills the state in."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from articles.rendering._body import collapse
from articles.rendering.safe import SafeHtml

_MARKER = re.compile(
    r'<a class="c-cite" data-cite="(?P<token>[a-z0-9-]+)" data-use="(?P<use>[0-9]+)" (?P<rest>id="[^"]*" href="[^"]*")>(?P<words>.*?)</a>',
    re.DOTALL,
)
_SLUG = re.compile(r"[a-z0-9_-]+")
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*(?:see\s*)?[,;]?\s*[)\]]")
_BLANK_BEFORE_MARK = re.compile(r"\s+(?=[.,;:!?)\]])")


@dataclass(frozen=True, slots=True)
class CitationLook:
    """How one use of a reference is shown.

    `state` ends the class name (`is-not-matched`), `number` is the reference's on the page, `words` say the state
    to those who do not see it, `icon` names a symbol of the page's sprite ("" for none).
    """

    state: str
    number: int
    words: str
    icon: str


def fill_citations(html: SafeHtml, looks: Mapping[tuple[str, int], CitationLook]) -> SafeHtml:
    """Stored HTML with state, icon and hidden words in every marker that has a look, keyed by (token, use).

    A marker without a look stays the plain link it is. Markers cannot be written by hand: in text and attributes
    of sanitized HTML there is no `"` after `class=`. Raises ValueError for a state or icon that is not a slug.
    """

    def fill(match: re.Match[str]) -> str:
        look = looks.get((match["token"], int(match["use"])))
        return match[0] if look is None else _filled(match, look)

    return SafeHtml(_MARKER.sub(fill, html))


def _filled(match: re.Match[str], look: CitationLook) -> str:
    if not _SLUG.fullmatch(look.state) or (look.icon and not _SLUG.fullmatch(look.icon)):
        raise ValueError(f"state {look.state!r} and icon {look.icon!r} must be slugs")
    icon = ""
    if look.icon:
        icon = f'<svg class="c-icon" aria-hidden="true" focusable="false"><use href="#i-{look.icon}"/></svg>'
    return (
        f'<a class="c-cite is-{look.state}" data-cite="{match["token"]}" data-use="{match["use"]}" {match["rest"]}>'
        f'{match["words"]}{icon}<span class="u-hidden">, {escape(look.words)}, reference {look.number}</span></a>'
    )


def sentence_hash(sentence: str, printed: str) -> str:
    """SHA-256 of a sentence in small letters without one citation's printed number, in hexadecimal.

    So it survives another spelling of the number (`PMID 33577784`), but no other change. Words that cite a document
    are part of the sentence and stay: pass an empty `printed` for them.
    """
    without = collapse(sentence.replace(printed, "", 1) if printed else sentence)
    without = _BLANK_BEFORE_MARK.sub("", _EMPTY_BRACKETS.sub("", without))
    return hashlib.sha256(" ".join(without.split()).casefold().encode()).hexdigest()
