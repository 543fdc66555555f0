"""From Markdown to a clean tree: sanitized, in order, with printed punctuation. Nothing in it has an id yet."""

import re
import unicodedata
from collections import deque
from dataclasses import dataclass
from typing import Final

from articles.rendering._markdown import to_raw_html
from articles.rendering._tree import (
    Element,
    Run,
    Text,
    TooDeep,
    blocks,
    is_inline,
    iterate,
    parse,
    replace_nodes,
    runs,
)
from articles.rendering._typography import Edit, find_edits, smarten
from articles.rendering.headings import read_attributes
from articles.rendering.sanitize import parses_slowly, sanitize_html

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Body:
    """The tree of a text, the tag of its own addresses (see `RawHtml`), and the ids and short forms that its
    headings asked for, keyed by `id()` of the heading."""

    root: Element
    tag: str
    asked: dict[int, tuple[str, str]]


def read_body(markdown: str) -> Body:
    """Raises TooDeep and RecursionError for nesting beyond all sense."""
    raw = to_raw_html(markdown)
    if parses_slowly(raw.html):
        raise TooDeep
    root = parse(sanitize_html(raw.html))
    _normalize_text(root)
    _drop_dead_links(root)
    root.children = [*_hoist(root.children)]
    _drop_empty_headings(root)
    asked = _take_heading_attributes(root)
    for run in runs(root):
        _edit(run, find_edits(run.text, [(piece.start, piece.end) for piece in run.pieces if piece.is_code]))
    return Body(root, raw.tag, asked)


def collapse(text: str) -> str:
    """NFC, every stretch of white space one blank, none at the ends."""
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _normalize_text(root: Element) -> None:
    for element in [root, *iterate(root)]:
        for child in element.children:
            if isinstance(child, Text):
                child.data = unicodedata.normalize("NFC", child.data)


def _hoist(nodes: list[Element | Text]) -> list[Element]:
    """Top-level blocks only: `div` is opened, loose text becomes a paragraph, blocks inside inline tags come out."""
    hoisted: list[Element] = []
    loose: list[Element | Text] = []
    for node in nodes:
        if isinstance(node, Text) or is_inline(node):
            loose.append(node)
            continue
        hoisted.append(Element("p", {}, loose))
        loose = []
        if node.tag == "p" and is_inline_only(node):
            hoisted.append(node)
        elif node.tag in {"div", "p"} or is_inline_tag(node):
            hoisted += _hoist(node.children)
        else:
            hoisted.append(node)
    hoisted.append(Element("p", {}, loose))
    return [block for block in hoisted if block.tag != "p" or not _is_empty(block)]


def is_inline_only(element: Element) -> bool:
    return all(is_inline(child) for child in element.children)


def is_inline_tag(element: Element) -> bool:
    """Whether a block sits inside an inline tag; told only of nodes that are not inline altogether."""
    return is_inline(Element(element.tag))


def _is_empty(element: Element) -> bool:
    if any(isinstance(child, Text) and child.data.strip() for child in element.children):
        return False
    return all(
        isinstance(child, Text) or (child.tag != "img" and _is_empty(child)) for child in element.children
    )


def _drop_empty_headings(root: Element) -> None:
    """A heading needs words; one inside another block is set as strong words, so that the outline stays flat."""
    root.children = [child for child in root.children if not _is_empty_heading(child)]
    for block in blocks(root):
        for element in iterate(block):
            if element.tag in HEADINGS:
                element.tag = "p" if is_inline_only(element) else "div"
                if element.tag == "p":
                    element.children = [Element("strong", {}, element.children)]


def _is_empty_heading(node: Element | Text) -> bool:
    return isinstance(node, Element) and node.tag in HEADINGS and _is_empty(node)


def _take_heading_attributes(root: Element) -> dict[int, tuple[str, str]]:
    asked = {}
    for heading in [block for block in blocks(root) if block.tag in HEADINGS]:
        for run in runs(heading):
            attributes = read_attributes(run.text)
            words = run.text[: attributes.start].rstrip() if attributes else ""
            if attributes and words:
                _cut(run, len(words))
                asked[id(heading)] = (attributes.anchor, smarten(collapse(attributes.label)))
    return asked


def _cut(run: Run, start: int) -> None:
    for piece in run.pieces:
        if piece.node is not None and piece.end > start:
            piece.node.data = piece.data[: max(0, start - piece.start)]


def _drop_dead_links(root: Element) -> None:
    """A link without address, or around blocks, is its words; one without words and a picture without file are
    nothing."""
    replacements: dict[int, list[Element | Text]] = {}
    for element in iterate(root):
        if element.tag == "img" and "src" not in element.attrs:
            replacements[id(element)] = []
        elif element.tag == "a" and (not element.attrs.get("href") or not is_inline(element)):
            replacements[id(element)] = element.children
    replace_nodes(root, replacements)
    replace_nodes(
        root, {id(element): [] for element in iterate(root) if element.tag == "a" and _is_empty(element)}
    )


def _edit(run: Run, edits: list[Edit]) -> None:
    """Make the edits of a run, given in order; one that spans two nodes is left out."""
    waiting = deque(edits)
    for piece in run.pieces:
        out = []
        position = piece.start
        while waiting and waiting[0].start < piece.end:
            edit = waiting.popleft()
            if edit.end <= piece.end:
                out += [run.text[position : edit.start], edit.new]
                position = edit.end
        if out and piece.node is not None:
            piece.node.data = "".join([*out, run.text[position : piece.end]])
