"""The one function that makes foreign HTML harmless.

Two parsers in a row, both with an allow list: bleach (html5lib, asked for) and nh3 (html5ever). What one
of them would read differently from a browser, the other has already rewritten. Neither is trusted with
addresses: bleach 6.4 lets `//evil` and `\\\\evil` pass a protocol list, so `is_allowed_attribute` decides.

No `id`, `class`, `name`, `style`, `data-*` or event attribute survives: whatever of these a page has was
put there by `document.py`, afterwards.
"""

import re
from collections import Counter
from collections.abc import Callable
from html import escape
from typing import Final

import bleach
import nh3

from articles.rendering.safe import SafeHtml

ALLOWED_TAGS: Final = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd",
    "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
})  # fmt: skip
MEDIA_PREFIX: Final = "/media/"
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_MAX_PASSES: Final = 8
_MAX_UNCLOSED_TAGS: Final = 200
_MAX_REOPENED_TAGS: Final = 50_000
_FORMATTING: Final = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
_CLOSED_BY_NEXT: Final = frozenset({
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
})  # fmt: skip

_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff\\]"
)
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@\"'<>`{}|^%]+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_MAIL_ADDRESS = re.compile(r"mailto:[^\s@:/\"'<>]+@[^\s@:/\"'<>?]+(?:\?.*)?", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(?P<slash>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9:-]*)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SMALL_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


def is_safe_address(address: str) -> bool:
    """Whether a link may lead there: http(s) with a host, mailto, a path of this site, or a fragment.

    Refused: other schemes, `//host`, backslashes, user names before the host, control and invisible
    characters anywhere (browsers drop some of them before they look at the scheme).
    """
    if not address or _HIDDEN.search(address) or address != address.strip():
        return False
    if address.startswith(("#", "/")):
        return not address.startswith("//")
    return bool(_WEB_ADDRESS.fullmatch(address) or _MAIL_ADDRESS.fullmatch(address))


def _is_own_picture(address: str) -> bool:
    return is_safe_address(address) and address.startswith(MEDIA_PREFIX) and ".." not in address


def _is_small_number(value: str) -> bool:
    return bool(_SMALL_NUMBER.fullmatch(value))


def _is_alignment(value: str) -> bool:
    return value in {"left", "center", "right"}


def _is_any_text(_value: str) -> bool:
    return True


_ATTRIBUTES: Final[dict[str, dict[str, Callable[[str], bool]]]] = {
    "a": {"href": is_safe_address, "title": _is_any_text},
    "abbr": {"title": _is_any_text},
    "img": {
        "src": _is_own_picture,
        "alt": _is_any_text,
        "width": _is_small_number,
        "height": _is_small_number,
    },
    "ol": {"start": _is_small_number},
    "td": {"colspan": _is_small_number, "rowspan": _is_small_number, "align": _is_alignment},
    "th": {"colspan": _is_small_number, "rowspan": _is_small_number, "align": _is_alignment},
}


def is_allowed_attribute(tag: str, name: str, value: str) -> bool:
    rule = _ATTRIBUTES.get(tag, {}).get(name)
    return rule is not None and rule(value)


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if not is_allowed_attribute(tag, name, value):
        return None
    return value.replace(" ", "%20") if name in {"href", "src"} else value


def _clean_once(html: str) -> str:
    bleached = bleach.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=is_allowed_attribute,
        protocols=_SCHEMES,
        strip=True,
        strip_comments=True,
    )
    return nh3.clean(
        bleached,
        tags=set(ALLOWED_TAGS),
        attributes={tag: set(rules) for tag, rules in _ATTRIBUTES.items()},
        attribute_filter=_filter_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def parses_slowly(html: str) -> bool:
    """Whether parsing would take far more than linear time.

    Parsers look through all open elements at each tag, and open every unclosed `<b>` again in every new block.
    """
    opened: Counter[str] = Counter()
    starts = 0
    for match in _TAG.finditer(html):
        tag = match["tag"].lower()
        if match["slash"]:
            opened[tag] -= opened[tag] > 0
        elif tag not in _CLOSED_BY_NEXT:
            opened[tag] += 1
        starts += not match["slash"]
    formatting = sum(opened[tag] for tag in _FORMATTING)
    return opened.total() > _MAX_UNCLOSED_TAGS or formatting * starts > _MAX_REOPENED_TAGS


def without_surrogates(text: str) -> str:
    """The text with every lone surrogate, which no encoding has, as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def sanitize_html(html: str) -> SafeHtml:
    """Keep the allowed tags and attributes, drop everything else, and answer the same for one's own answer.

    >>> sanitize_html('<p onclick="x()">HER2 <a href="javascript:x()">low</a></p>')
    '<p>HER2 <a>low</a></p>'

    Markup that would take parsers far more than linear time (hundreds of tags left open), or that still changes
    after eight passes (none is known), is returned as text.
    """
    before = without_surrogates(html)
    if parses_slowly(before):
        return SafeHtml(_clean_once(escape(before, quote=False)))
    for _ in range(_MAX_PASSES):
        after = _clean_once(before)
        if after == before:
            return SafeHtml(after)
        before = after
    return SafeHtml(_clean_once(escape(before, quote=False)))
