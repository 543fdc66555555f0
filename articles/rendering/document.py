"""Markdown to the HTML that is stored: anchors, contents, blocks and citation markers without state.

Raise RENDERER_VERSION whenever the same Markdown gives other HTML: `rebuild_pages` looks at it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from articles.rendering._body import HEADINGS, Body, collapse, read_body
from articles.rendering._deadline import DeadlineExceeded, cpu_deadline
from articles.rendering._decorate import (
    CitationUse,
    decorate_links,
    decorate_tables,
    mark_citations,
    number_notes,
    run_words,
)
from articles.rendering._tree import Element, TooDeep, blocks, runs, serialize
from articles.rendering.headings import assign_anchors, slugify_ascii, structure_levels
from articles.rendering.input_checks import Problem, check_markdown, heaviest_block, problem_at
from articles.rendering.plain_text import html_to_plain, word_count
from articles.rendering.safe import SafeHtml

__all__ = [
    "RENDERER_VERSION", "Block", "CitationUse", "DocumentRejected", "ReferenceKey", "Rendered", "TocEntry", "render_document",
]  # fmt: skip

RENDERER_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A heading: `level` 2 to 6, `text` its words, `label` the short form the author gave, else the words."""

    level: int
    anchor: str
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block: `kind` is its tag, `section` the anchor of its heading ("" before the first)."""

    anchor: str
    kind: str
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class ReferenceKey:
    """What an article calls a reference, and the token it is stored under (`pmid-33577784`, or the key)."""

    key: str
    token: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """All that a text gives. `problems` are advice; texts are NFC with white space collapsed."""

    html: SafeHtml
    toc: tuple[TocEntry, ...]
    blocks: tuple[Block, ...]
    citations: tuple[CitationUse, ...]
    word_count: int
    problems: tuple[Problem, ...]


class DocumentRejected(Exception):
    """The text cannot be rendered; `problems` say why and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.code} at line {problem.line}" for problem in problems))
        self.problems = list(problems)


def render_document(
    markdown: str,
    *,
    references: Sequence[ReferenceKey] = (),
    anchor_prefix: str = "",
    deadline_seconds: float = 5.0,
) -> Rendered:
    """Render a text of at most 100,000 bytes. `anchor_prefix` goes before every id (`faq-2-`).

    `deadline_seconds` is CPU time of this thread. Raises DocumentRejected, and nothing else, for any text.
    """
    problems = check_markdown(markdown)
    if any(problem.blocks for problem in problems):
        raise DocumentRejected([problem for problem in problems if problem.blocks])
    tokens = {reference.token: reference.token for reference in references}
    tokens |= {reference.key: reference.token for reference in references}
    try:
        with cpu_deadline(deadline_seconds):
            return _render(markdown, tokens, anchor_prefix, problems)
    except DeadlineExceeded:
        slow = problem_at(
            markdown, heaviest_block(markdown), "too-slow", f"over {deadline_seconds:g} seconds"
        )
        raise DocumentRejected([slow]) from None
    except (RecursionError, TooDeep):
        deep = problem_at(markdown, heaviest_block(markdown), "too-deep", "levels")
        raise DocumentRejected([deep]) from None


def _render(markdown: str, tokens: dict[str, str], prefix: str, problems: list[Problem]) -> Rendered:
    body = read_body(markdown)
    number_notes(body.root, body.tag, prefix)
    toc = _mark_headings(body, prefix)
    sections = _mark_blocks(body.root, prefix)
    marked = mark_citations(body.root, body.tag, tokens, prefix)
    if marked.unknown_keys:
        raise DocumentRejected([_unknown(markdown, key) for key in marked.unknown_keys])
    described = tuple(
        Block(block.attrs["id"], _kind(block), words, section)
        for block, section in sections
        if (words := " ".join(filter(None, (run_words(run) for run in runs(block)))))
    )
    decorate_links(body.root)
    decorate_tables(body.root)
    html = SafeHtml(serialize(body.root))
    return Rendered(html, toc, described, marked.citations, word_count(html_to_plain(html)), tuple(problems))


def _mark_headings(body: Body, prefix: str) -> tuple[TocEntry, ...]:
    headings = [block for block in blocks(body.root) if block.tag in HEADINGS]
    words = [collapse(" ".join(run_words(run) for run in runs(heading))) for heading in headings]
    asked = [body.asked.get(id(heading), ("", "")) for heading in headings]
    anchors = assign_anchors(
        [anchor or slugify_ascii(text) for (anchor, _), text in zip(asked, words, strict=True)]
    )
    levels = structure_levels([int(heading.tag[1]) for heading in headings])
    entries = []
    for heading, text, (_, label), anchor, level in zip(headings, words, asked, anchors, levels, strict=True):
        heading.tag = f"h{level}"
        heading.attrs["id"] = prefix + anchor
        entries.append(TocEntry(level, prefix + anchor, text, label or text))
    return tuple(entries)


def _mark_blocks(root: Element, prefix: str) -> list[tuple[Element, str]]:
    """Give every top-level block its id; with each, the anchor of the heading above it."""
    section = ""
    count = 0
    marked = []
    for block in blocks(root):
        if block.tag in HEADINGS:
            section, count = block.attrs["id"], 0
        elif block.tag != "hr":
            count += 1
            block.attrs["id"] = f"{section or prefix + 'intro'}-{count}"
            marked.append((block, section))
    return marked


def _kind(block: Element) -> str:
    return "notes" if block.attrs.get("class") == "c-notes" else block.tag


def _unknown(markdown: str, key: str) -> Problem:
    place = re.search(rf"ref:\s*{re.escape(key)}", markdown, re.IGNORECASE)
    return problem_at(markdown, place.start() if place else 0, "unknown-reference", key)
