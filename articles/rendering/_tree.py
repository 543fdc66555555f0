"""A small tree of sanitized HTML: parse it, walk its runs of inline text, change it, print it again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final

VOID_TAGS: Final = frozenset({"br", "hr", "img", "use"})
INLINE_TAGS: Final = frozenset({
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "u", "var",
})  # fmt: skip
MAX_DEPTH: Final = 100


class TooDeep(Exception):
    """Markup is nested deeper than MAX_DEPTH."""


@dataclass(slots=True, eq=False)
class Text:
    data: str


@dataclass(slots=True, eq=False)
class Element:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: "list[Element | Text]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a run: where it starts in the run's text, and its node (None for a line break)."""

    start: int
    data: str
    node: Text | None
    link: Element | None
    is_code: bool

    @property
    def end(self) -> int:
        return self.start + len(self.data)


@dataclass(frozen=True, slots=True)
class Run:
    """Inline content that belongs together, such as the words of one paragraph or one table cell."""

    container: Element
    pieces: tuple[Piece, ...]
    text: str


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID_TAGS:
            if len(self.open) > MAX_DEPTH:
                raise TooDeep
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Text(data))


def parse(html: str) -> Element:
    """The tree of well-formed HTML under one element `body`. Raises TooDeep."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def serialize(root: Element) -> str:
    """HTML of the elements in `root`, each on its own line; text and attributes escaped."""
    lines = []
    for block in blocks(root):
        out: list[str] = []
        _write(block, out)
        lines.append("".join(out))
    return "\n".join(lines)


def _write(node: Element | Text, out: list[str]) -> None:
    if isinstance(node, Text):
        out.append(escape(node.data, quote=False))
        return
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs.items())
    out.append(f"<{node.tag}{attributes}>")
    if node.tag in VOID_TAGS:
        return
    for child in node.children:
        _write(child, out)
    out.append(f"</{node.tag}>")


def blocks(root: Element) -> list[Element]:
    """The elements directly under `root`."""
    return [child for child in root.children if isinstance(child, Element)]


def iterate(root: Element) -> Iterator[Element]:
    """Every element under `root`, in document order, `root` left out. Children may be changed meanwhile."""
    for child in list(root.children):
        if isinstance(child, Element):
            yield child
            yield from iterate(child)


def is_inline(node: Element | Text) -> bool:
    """Whether the node is text, or an inline element that holds nothing but inline content."""
    if isinstance(node, Text):
        return True
    return node.tag in INLINE_TAGS and all(is_inline(child) for child in node.children)


def runs(root: Element) -> Iterator[Run]:
    """The runs of inline content under `root`, in document order; runs of mere white space are left out."""
    group: list[Element | Text] = []
    for child in root.children:
        if isinstance(child, Text) or is_inline(child):
            group.append(child)
            continue
        yield from _run(root, group)
        yield from runs(child)
        group = []
    yield from _run(root, group)


def _run(container: Element, group: list[Element | Text]) -> Iterator[Run]:
    pieces: list[Piece] = []
    _collect(group, pieces, link=None, is_code=container.tag in {"pre", "code"})
    text = "".join(piece.data for piece in pieces)
    if text.strip():
        yield Run(container, tuple(pieces), text)


def _collect(
    nodes: list[Element | Text], pieces: list[Piece], *, link: Element | None, is_code: bool
) -> None:
    for node in nodes:
        start = pieces[-1].end if pieces else 0
        if isinstance(node, Text):
            pieces.append(Piece(start, node.data, node, link, is_code))
        elif node.tag == "br":
            pieces.append(Piece(start, "\n", None, link, is_code))
        else:
            inner = node if node.tag == "a" else link
            _collect(
                node.children,
                pieces,
                link=inner,
                is_code=is_code or node.tag in {"code", "kbd", "samp", "pre"},
            )


def replace_nodes(root: Element, replacements: dict[int, list[Element | Text]]) -> None:
    """Put other nodes in place of some; `replacements` is keyed by the `id()` of the node and used up.

    A replacement may hold the node it stands for, and other nodes that are to be replaced.
    """
    children: list[Element | Text] = []
    for child in root.children:
        if id(child) in replacements:
            holder = Element("", {}, replacements.pop(id(child)))
            replace_nodes(holder, replacements)
            children.extend(holder.children)
            continue
        if isinstance(child, Element):
            replace_nodes(child, replacements)
        children.append(child)
    root.children = children
