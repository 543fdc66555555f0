"""Anchors of headings and blocks: slugs, explicit ids, and what may not be taken."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

PAGE_IDS: Final = frozenset({
    "answer", "article", "ask", "body", "byline", "cite", "citations", "contents", "corrections",
    "evidence", "faq", "fn", "fnref", "footer", "h1", "header", "history", "impact", "intro", "main",
    "mast", "mq", "nav", "notes", "notice", "q", "ref", "references", "refs", "related", "report",
    "reports", "sec", "search", "site", "standards", "standfirst", "summary", "takeaways", "toc", "top",
})  # fmt: skip
_PAGE_PREFIXES: Final = ("ask-", "c-", "cite-", "faq-", "fn-", "fnref-", "i-", "id-", "ref-", "s-", "toc-")
_MAX_SLUG_CHARS: Final = 80
_GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "o", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d",
}  # fmt: skip
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_ATTRIBUTES = re.compile(r"\{:?[ ]{0,4}((?:#|\.|[A-Za-z])[^{}\n]{0,300})\}\s*+$")
_TOKEN = re.compile(
    r"\s*(?:#(?P<id>[\w:.-]+)|\.[\w-]+|(?P<name>[A-Za-z][\w-]*)[ ]?=[ ]?(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']+))(?=\s|$)"
)
_LABEL_NAMES: Final = frozenset({"toc", "data-toc-label", "toc-label"})


@dataclass(frozen=True, slots=True)
class HeadingAttributes:
    """What braces after a heading ask for: `{#driving toc='What drives it'}`. `start` is where they begin."""

    start: int
    anchor: str
    label: str


def slugify_ascii(text: str, *, max_chars: int = _MAX_SLUG_CHARS) -> str:
    """Small ASCII letters, digits and single hyphens; cut at a word; may be empty.

    >>> slugify_ascii("TGF-β and the naïve T cell?")
    'tgf-beta-and-the-naive-t-cell'
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", "")).casefold()
    plain = "".join(_GREEK.get(char, char) for char in decomposed if not unicodedata.combining(char))
    slug = _NOT_SLUG.sub("-", plain).strip("-")
    if len(slug) > max_chars:
        slug = slug[:max_chars].rpartition("-")[0] or slug[:max_chars]
    return slug.strip("-")


def read_attributes(text: str) -> HeadingAttributes | None:
    """The braces at the end of a heading's text, or None. Everything in them but id and label is ignored."""
    braces = _ATTRIBUTES.search(text)
    if braces is None:
        return None
    anchor = label = ""
    position = 0
    inside = braces[1].rstrip()
    while position < len(inside):
        token = _TOKEN.match(inside, position)
        if token is None:
            return None
        anchor = token["id"] or anchor
        if token["name"] and token["name"].casefold() in _LABEL_NAMES:
            value = token["value"]
            label = value[1:-1] if value[0] in "\"'" else value
        position = token.end()
    return HeadingAttributes(braces.start(), slugify_ascii(anchor), " ".join(label.split()))


def assign_anchors(wanted: list[str]) -> list[str]:
    """Unique anchors for headings in order, from their slugs.

    None is an id of the page, and none is one that a block gets (`<anchor>-<n>`): words of the page get
    `sec-` before them, a repeated slug or one that looks like a block's gets `--2`, `--3` ... after it.
    """
    slugs = [_keep_off_page(slug or "section") for slug in wanted]
    names = {"intro", *slugs}
    used: dict[str, int] = {}
    anchors = []
    for slug in slugs:
        stem, _, number = slug.rpartition("-")
        used[slug] = max(used.get(slug, 0) + 1, 2 if number.isdigit() and stem in names else 1)
        anchors.append(slug if used[slug] == 1 else f"{slug}--{used[slug]}")
    return anchors


def structure_levels(levels: list[int]) -> list[int]:
    """Heading levels 2 to 6 without gaps: h1 counts as h2, the first is h2, none is more than one deeper.

    >>> structure_levels([3, 3, 5, 4, 1])
    [2, 2, 3, 3, 2]
    """
    above: list[int] = []
    result = []
    for level in levels:
        own = max(level, 2)
        while above and above[-1] >= own:
            above.pop()
        above.append(own)
        result.append(len(above) + 1)
    return result


def _keep_off_page(slug: str) -> str:
    on_page = slug in PAGE_IDS or slug.startswith(_PAGE_PREFIXES) or slug.endswith("-h")
    return f"sec-{slug}" if on_page else slug
