"""A strict reading of YAML: texts, lists and mappings, each with its line. Pure.

Anchors, aliases, tags and repeated keys are refused, depth and size are bounded, and no scalar is guessed at:
`No` and `2024-01-01` stay the words they are until a field says what it expects.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from articles.transfer.formats import FileProblem, FileRejected

NODES_MAX = 20_000
DEPTH_MAX = 8

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML cannot carry as it is (YAML 1.1, section 5.1), by code point.
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOP_KEY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. `is_plain` says that it stood without quotes, so that it may mean a number or nothing."""

    text: str
    line: int
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    line: int
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[Entry, ...]
    line: int


Node = Scalar | Listing | Mapping


def parse_tree(text: str, *, first_line: int = 1) -> Node:
    """The one document in `text`, whose first line is line `first_line` of its file. Empty text is an empty mapping.

    Raises FileRejected.

    >>> parse_tree("title: No").entries[0].value.text
    'No'
    """
    _refuse_characters(text, first_line)
    try:
        return _Builder(text, first_line).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise FileRejected(
            [FileProblem(_field_at(text, line - first_line), _in_words(error), line)]
        ) from error


def _refuse_characters(text: str, first_line: int) -> None:
    bad = _NOT_YAML.search(text)
    if not bad:
        return
    row = text.count("\n", 0, bad.start())
    column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1) + 1
    name = "a NUL byte" if bad[0] == "\0" else f"the character U+{ord(bad[0]):04X}"
    message = f"{name} at column {column} cannot stand in front matter: delete it"
    raise FileRejected([FileProblem(_field_at(text, row), message, row + first_line)])


def _field_at(text: str, row: int) -> str:
    """The top-level key that the given row (from 0) belongs to; empty when there is none."""
    start = sum(len(line) + 1 for line in text.split("\n")[: row + 1])
    keys = _TOP_KEY.findall(text[:start])
    return keys[-1] if keys else ""


def _in_words(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem or "")
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return "not readable as YAML; a text with a colon and a space in it needs quotes around it"
    if "tab" in problem or "found character that cannot start any token" in problem:
        return "not readable as YAML; indent with spaces, and quote a text that starts with a sign such as @ or %"
    return f"not readable as YAML: {problem or error}"


class _Builder:
    """Builds the tree from events, so that depth and size are checked before anything recurses."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self.first_line = first_line
        self.count = 0

    def document(self) -> Node:
        next(self.events)  # the stream begins
        begins = next(self.events)
        if isinstance(begins, yaml.StreamEndEvent):
            return Mapping((), self.first_line)
        tree = self._node(next(self.events), 0)
        next(self.events)  # the document ends
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refusal(after, "one block of front matter is read, not several")
        return tree

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return (mark.line if mark else 0) + self.first_line

    def _refusal(self, event: yaml.Event, message: str) -> FileRejected:
        line = self._line(event)
        return FileRejected([FileProblem(_field_at(self.text, line - self.first_line), message, line)])

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._check(event, depth)
        line = self._line(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line, not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(tuple(self._items(depth)), line)
        return Mapping(tuple(self._entries(depth)), line)

    def _check(self, event: yaml.Event, depth: int) -> None:
        self.count += 1
        if self.count > NODES_MAX:
            raise self._refusal(event, f"more than {NODES_MAX:,} values")
        if depth > DEPTH_MAX:
            raise self._refusal(event, f"nested more than {DEPTH_MAX} levels deep")
        if isinstance(event, yaml.AliasEvent):
            raise self._refusal(event, "references inside YAML (*name) are not taken: write the value out")
        if getattr(event, "anchor", None):
            raise self._refusal(event, "anchors (&name) are not taken: quote a text that starts with &")
        tag = getattr(event, "tag", None)
        if tag:
            raise self._refusal(event, f"YAML tags are not taken ({tag}): write a plain value")

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[Entry]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self._refusal(event, "a key must be a word")
            if key.text in seen:
                raise FileRejected(
                    [FileProblem(key.text, f"given twice, first in line {seen[key.text]}", key.line)]
                )
            seen[key.text] = key.line
            yield Entry(key.text, key.line, self._node(next(self.events), depth + 1))
