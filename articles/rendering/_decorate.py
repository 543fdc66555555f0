"""What our own pages have and foreign HTML may not: ids, classes, citation markers, notes, table regions."""

import bisect
import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from articles.rendering._body import collapse
from articles.rendering._tree import Element, Piece, Run, Text, blocks, iterate, replace_nodes, runs
from articles.rendering.citations import sentence_hash
from articles.rendering.pmid_links import OPAQUE, find_pmids
from articles.rendering.sentences import sentence_spans

_EXTERNAL: Final = re.compile(r"https?:", re.IGNORECASE)
NOTE_CLASSES: Final = frozenset({"c-note-ref", "c-note-back"})


@dataclass(frozen=True, slots=True)
class CitationUse:
    """One place where a text cites a reference.

    `use` counts the token's uses from 1; `sentence` is the plain sentence around it, `sentence_hash` its hash without
    this citation; `block` the anchor of the top-level block or heading; `printed` the words of the marker.
    """

    token: str
    use: int
    sentence: str
    sentence_hash: str
    block: str
    printed: str


@dataclass(frozen=True, slots=True)
class Marked:
    citations: tuple[CitationUse, ...]
    unknown_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A citation in a run: `start` to `end` as printed, in a link that the author wrote or in a text node."""

    start: int
    end: int
    token: str
    link: Element | None
    node: Text | None = None


def run_words(run: Run) -> str:
    """The plain text of a run: note numbers left out."""
    return collapse("".join(piece.data if _is_read(piece) else "" for piece in run.pieces))


def _is_read(piece: Piece) -> bool:
    return piece.link is None or piece.link.attrs.get("class") not in NOTE_CLASSES


class _Sentences:
    """The sentences of a run as they are read, found by a position in the run's text."""

    def __init__(self, run: Run) -> None:
        self.pieces = [piece for piece in run.pieces if _is_read(piece)]
        self.starts = [piece.start for piece in self.pieces]
        text = "".join(piece.data for piece in self.pieces)
        self.offsets = list(accumulate((len(piece.data) for piece in self.pieces), initial=0))
        spans = sentence_spans(text)
        self.ends = [end for _, end in spans]
        self.texts = [collapse(text[start:end]) for start, end in spans]

    def at(self, position: int) -> str:
        piece = bisect.bisect_right(self.starts, position) - 1
        read = self.offsets[piece] + position - self.starts[piece]
        return self.texts[min(bisect.bisect_right(self.ends, read), len(self.texts) - 1)]


class _Marker:
    """Collects the citations of one document, counting the uses of each token."""

    def __init__(self, tag: str, tokens: dict[str, str], prefix: str) -> None:
        self.address = f"#{tag}-ref-"
        self.tokens = tokens
        self.prefix = prefix
        self.uses: dict[str, int] = {}
        self.citations: list[CitationUse] = []
        self.unknown: dict[str, None] = {}
        self.replacements: dict[int, list[Element | Text]] = {}

    def mark(self, run: Run, block: str) -> None:
        places = sorted([*self._written(run), *self._linked(run)], key=lambda place: place.start)
        if not places:
            return
        sentences = _Sentences(run)
        by_node: dict[int, list[tuple[_Place, Element]]] = {}
        for place in places:
            anchor = self._cite(place, run, sentences.at(place.start), block)
            if place.link is not None:
                place.link.attrs = anchor.attrs
            else:
                by_node.setdefault(id(place.node), []).append((place, anchor))
        for piece in run.pieces:
            if id(piece.node) in by_node:
                self.replacements[id(piece.node)] = _split(piece, by_node[id(piece.node)])

    def _cite(self, place: _Place, run: Run, sentence: str, block: str) -> Element:
        use = self.uses[place.token] = self.uses.get(place.token, 0) + 1
        printed = run.text[place.start : place.end]
        hashed = sentence_hash(sentence, "" if place.link else collapse(printed))
        self.citations.append(CitationUse(place.token, use, sentence, hashed, block, collapse(printed)))
        attributes = {
            "class": "c-cite",
            "data-cite": place.token,
            "data-use": str(use),
            "id": f"{self.prefix}cite-{place.token}-{use}",
            "href": f"#ref-{place.token}",
        }
        return Element("a", attributes, [Text(printed)])

    def _written(self, run: Run) -> list[_Place]:
        """PubMed numbers in running text: not in code, not in links; a marker stays within one node."""
        masked = "".join(_masked(piece) for piece in run.pieces)
        places = []
        for span in find_pmids(masked):
            piece = run.pieces[bisect.bisect_left(run.pieces, span.end, key=lambda piece: piece.end)]
            start = span.start if span.start >= piece.start else span.number_start
            if start >= piece.start:
                places.append(_Place(start, span.end, f"pmid-{span.number}", None, piece.node))
        return places

    def _linked(self, run: Run) -> list[_Place]:
        places: dict[int, _Place] = {}
        for piece in run.pieces:
            link = piece.link
            if link is None or not link.attrs.get("href", "").startswith(self.address):
                continue
            key = bytes.fromhex(link.attrs["href"][len(self.address) :]).decode()
            if key not in self.tokens:
                self.unknown[key] = None
                continue
            start = places[id(link)].start if id(link) in places else piece.start
            places[id(link)] = _Place(start, piece.end, self.tokens[key], link)
        return list(places.values())


def mark_citations(root: Element, tag: str, tokens: dict[str, str], prefix: str) -> Marked:
    """Turn PubMed numbers and links to references into markers. `tokens` maps what a link may name."""
    marker = _Marker(tag, tokens, prefix)
    for block in blocks(root):
        for run in list(runs(Element("body", {}, [block]))):
            marker.mark(run, block.attrs.get("id", ""))
    replace_nodes(root, marker.replacements)
    return Marked(tuple(marker.citations), tuple(marker.unknown))


def _masked(piece: Piece) -> str:
    """The words of a piece where citations may stand; else as many characters that are none."""
    if not _is_read(piece):
        return " " * len(piece.data)
    return OPAQUE * len(piece.data) if piece.is_code or piece.link else piece.data


def _split(piece: Piece, markers: list[tuple[_Place, Element]]) -> list[Element | Text]:
    nodes: list[Element | Text] = []
    position = 0
    for place, anchor in markers:
        nodes.append(Text(piece.data[position : place.start - piece.start]))
        nodes.append(anchor)
        position = place.end - piece.start
    return [*nodes, Text(piece.data[position:])]


def number_notes(root: Element, tag: str, prefix: str) -> None:
    """Number the footnotes in the order they are referred to, link both ways, and frame their list."""
    elements = list(iterate(root))
    there = f"#fn-{tag}-"
    back = re.compile(rf"#fnref([0-9]*)-{tag}-([0-9a-f]*)")
    items: dict[str, Element] = {}
    for item in elements:
        backs = (
            [back.fullmatch(link.attrs.get("href", "")) for link in iterate(item)] if item.tag == "li" else []
        )
        items.update({found[2]: item for found in backs if found})
    hrefs = [element.attrs.get("href", "") for element in elements]
    read = [href.removeprefix(there) for href in hrefs if href.startswith(there)]
    astray = [found[2] for href in hrefs if (found := back.fullmatch(href))]
    numbers = {name: number for number, name in enumerate(dict.fromkeys([*read, *items, *astray]), 1)}
    for name, item in items.items():
        item.attrs["id"] = f"{prefix}fn-{numbers[name]}"
    uses: Counter[str] = Counter()
    for link, href in zip(elements, hrefs, strict=True):
        if href.startswith(there):
            name = href.removeprefix(there)
            uses[name] += 1
            link.attrs = _reference(numbers[name], uses[name], prefix)
            link.children = [Text(str(numbers[name]))]
        elif found := back.fullmatch(href):
            link.attrs = _way_back(numbers[found[2]], int(found[1] or 1), prefix)
    _drop_unused_ways_back(root)
    _frame_notes(root, [items[name] for name in numbers if name in items])


def _reference(number: int, use: int, prefix: str) -> dict[str, str]:
    own = f"{prefix}fnref-{number}" if use == 1 else f"{prefix}fnref-{number}-{use}"
    return {"class": "c-note-ref", "id": own, "href": f"#{prefix}fn-{number}", "aria-label": f"Note {number}"}


def _way_back(number: int, use: int, prefix: str) -> dict[str, str]:
    target = _reference(number, use, prefix)["id"]
    return {"class": "c-note-back", "href": f"#{target}", "aria-label": f"Back to the text of note {number}"}


def _drop_unused_ways_back(root: Element) -> None:
    targets = {
        f"#{element.attrs['id']}" for element in iterate(root) if element.attrs.get("class") == "c-note-ref"
    }
    dead: dict[int, list[Element | Text]] = {
        id(element): []
        for element in iterate(root)
        if element.attrs.get("class") == "c-note-back" and element.attrs["href"] not in targets
    }
    replace_nodes(root, dead)


def _frame_notes(root: Element, items: list[Element]) -> None:
    """Put the notes in their order and a frame around their list, in place of the library's rule above it.

    Raw HTML may have cut a note in several items: its number is on the last, the others stay before it.
    """
    children = root.children
    for index, node in enumerate(children):
        if isinstance(node, Element) and node.tag == "ol" and any(child in items for child in node.children):
            node.children = _ordered(node.children, items)
            children[index] = Element("section", {"class": "c-notes", "aria-label": "Notes"}, [node])
            above = [place for place in range(index) if _is_rule(children[place])]
            del children[above[-1] : above[-1] + 1]
            return


def _ordered(nodes: list[Element | Text], items: list[Element]) -> list[Element | Text]:
    groups: dict[int, list[Element | Text]] = {}
    group: list[Element | Text] = []
    for node in nodes:
        group.append(node)
        if node in items:
            groups[id(node)] = group
            group = []
    return [node for item in items for node in groups.get(id(item), [])] + group


def _is_rule(node: Element | Text) -> bool:
    return isinstance(node, Element) and node.tag == "hr"


def decorate_links(root: Element) -> None:
    """Links to other sites say so, to search engines and to screen readers."""
    for link in iterate(root):
        if link.tag == "a" and _EXTERNAL.match(link.attrs.get("href", "")):
            link.attrs = {"class": "c-ext", **link.attrs, "rel": "external noopener"}
            link.children.append(Element("span", {"class": "u-hidden"}, [Text(" (external site)")]))
        elif link.tag == "img":
            link.attrs.setdefault("alt", "")


def decorate_tables(root: Element) -> None:
    """Tables scroll in a region of their own with a name; header cells say what they head."""
    replacements: dict[int, list[Element | Text]] = {}
    count = 0
    for table in blocks(root):
        if table.tag == "table":
            count += 1
            region = {"class": "c-table", "role": "region", "tabindex": "0", "aria-label": f"Table {count}"}
            region["id"] = table.attrs.pop("id")
            replacements[id(table)] = [Element("div", region, [table])]
    for element in iterate(root):
        if element.tag == "thead":
            _scope(element, "col")
        elif element.tag in {"tbody", "tfoot"}:
            _scope(element, "row")
    for cell in iterate(root):
        align = cell.attrs.pop("align", "") if cell.tag in {"td", "th"} else ""
        if align in {"center", "right"}:
            cell.attrs["class"] = f"is-{align}"
    replace_nodes(root, replacements)


def _scope(part: Element, scope: str) -> None:
    for cell in iterate(part):
        if cell.tag == "th":
            cell.attrs["scope"] = scope
