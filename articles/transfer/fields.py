"""Reads typed fields out of a YAML tree and gathers what is wrong, so that one run names every mistake. Pure."""

import difflib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from articles.rendering.input_checks import Problem, check_line, check_markdown, explain
from articles.transfer.formats import SLUG_FORM, FileProblem, one_text
from articles.transfer.yaml_tree import Entry, Listing, Node, Scalar
from articles.transfer.yaml_tree import Mapping as Table

Item = TypeVar("Item")
JsonValue = None | bool | int | str | list["JsonValue"] | dict[str, "JsonValue"]

LINE_CHARS_MAX = 200
_TIME = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_EMPTY_WORDS = {"", "~", "null", "Null", "NULL"}
_YES = {"true", "True", "TRUE"}
_web_address = URLValidator(schemes=["http", "https"])
_NO = {"false", "False", "FALSE"}


class Problems:
    """What reading has found so far: `problems` stop the file, `advice` is only said."""

    def __init__(self) -> None:
        self.problems: list[FileProblem] = []
        self.advice: list[FileProblem] = []

    def refuse(self, field: str, message: str, line: int | None) -> None:
        self.problems.append(FileProblem(field, message, line))

    def advise(self, field: str, message: str, line: int | None) -> None:
        self.advice.append(FileProblem(field, message, line))


class Fields:
    """The entries of one mapping, read key by key. `name` is the field it stands in, empty at the top."""

    def __init__(self, table: Table, known: Sequence[str], problems: Problems, name: str = "") -> None:
        self.entries: dict[str, Entry] = {}
        self.line = table.line
        self.name = name
        self.problems = problems
        for entry in table.entries:
            if entry.key in known:
                self.entries[entry.key] = entry
            else:
                where = f" in {name}" if name else ""
                problems.refuse(entry.key, f"unknown key{where}{_suggestion(entry.key, known)}", entry.line)

    def path(self, key: str) -> str:
        return f"{self.name}, {key}" if self.name else key

    def node(self, key: str) -> Node | None:
        """The value of `key`; None when it is missing or left empty."""
        entry = self.entries.get(key)
        if entry is None or (isinstance(entry.value, Scalar) and is_empty(entry.value)):
            return None
        return entry.value

    def place(self, key: str) -> int:
        """The line of the key's value; the mapping's own line when the key is missing."""
        entry = self.entries.get(key)
        return entry.value.line if entry else self.line

    def refuse(self, key: str, message: str) -> None:
        self.problems.refuse(self.path(key), message, self.place(key))

    def text(self, key: str, chars: int = LINE_CHARS_MAX) -> str:
        """One line of at most `chars` characters, in its normal form; empty when missing."""
        return line_of(self.node(key), self.path(key), self.problems, chars)

    def long_text(self, key: str, chars: int) -> str:
        """As `text`, with line breaks, for Markdown."""
        text = text_of(self.node(key), self.path(key), self.problems)
        check_long_text(text, self.path(key), self.place(key), self.problems)
        if len(text) > chars:
            self.refuse(key, f"{len(text):,} characters, at most {chars:,} are taken")
        return text

    def choice(self, key: str, words: Mapping[str, str], default: str) -> str:
        """One of `words` (value to label; either may be written, in any case)."""
        text = self.text(key)
        plain = text.casefold()
        for value, label in words.items():
            if plain in (value, label.casefold(), value.replace("_", " "), value.replace("_", "-")):
                return value
        if text:
            self.refuse(key, f"“{text}” is not known{_suggestion(text, list(words))}")
        return default

    def flag(self, key: str) -> bool:
        text = self.text(key)
        if text and text not in _YES | _NO:
            self.refuse(key, f"“{text}” is neither true nor false")
        return text in _YES

    def items(self, key: str, read: Callable[[Node, str], Item | None]) -> tuple[Item, ...]:
        """A list, each item read by `read(node, its name)`. One value alone is a list of one."""
        node = self.node(key)
        if node is None:
            return ()
        nodes = node.items if isinstance(node, Listing) else (node,)
        found = []
        for place, item in enumerate(nodes, 1):
            name = f"{self.path(key)}, item {place}"
            if is_empty(item):
                self.problems.refuse(name, "empty", item.line)
                continue
            value = read(item, name)
            if value is not None:
                found.append(value)
        return tuple(found)

    def texts(self, key: str, chars: int = LINE_CHARS_MAX) -> tuple[str, ...]:
        """A list of lines, none empty."""
        return self.items(key, lambda node, name: line_of(node, name, self.problems, chars) or None)

    def day(self, key: str) -> date | None:
        text = self.text(key)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(key, f"“{text}” is not a date such as 2026-11-09")
            return None

    def time(self, key: str) -> datetime | None:
        """A time in UTC. A day is its first moment; a time without a zone is UTC, and that is said."""
        text = self.text(key)
        if not text:
            return None
        match = _TIME.fullmatch(text)
        found = _moment(match) if match else None
        if found is None or match is None:
            self.refuse(key, f"“{text}” is not a date or time such as 2026-11-09 or 2026-11-09T08:30:00Z")
            return None
        if match["clock"] and not match["zone"]:
            self.problems.advise(self.path(key), "no time zone, read as UTC", self.place(key))
        return found

    def required(self, key: str, chars: int) -> str:
        """As `text`, for what every file has."""
        text = self.text(key, chars)
        if not text:
            self.refuse(key, "missing or empty")
        return text

    def slug(self, key: str, chars: int) -> str:
        """Small letters, digits and single hyphens; empty when missing."""
        text = self.text(key, chars)
        if text and not SLUG_FORM.fullmatch(text):
            self.refuse(key, f"“{text}” may have small letters a to z, digits and single hyphens only")
        return text

    def web_address(self, key: str) -> str:
        text = self.text(key, 500)
        try:
            if text:
                _web_address(text)
        except ValidationError:
            self.refuse(key, f"“{text}” is not a web address that begins with https:// or http://")
        return text

    def partial_date(self, key: str) -> str:
        """A date as exact as it is known: 2020, 2020-06 or 2020-06-18."""
        text = self.text(key)
        if text and not _PARTIAL_DATE.fullmatch(text):
            self.refuse(key, f"“{text}” is not 2020, 2020-06 or 2020-06-18")
        return text

    def unlike(
        self, key: str, items: tuple[Item, ...], identity: Callable[[Item], object]
    ) -> tuple[Item, ...]:
        """`items`, refusing one that repeats an earlier one."""
        seen: set[object] = set()
        for place, item in enumerate(items, 1):
            if identity(item) in seen:
                self.refuse(key, f"item {place} repeats an earlier one: {identity(item)}")
            seen.add(identity(item))
        return items


def _moment(match: re.Match[str]) -> datetime | None:
    clock = match["clock"] or "00:00"
    text = f"{match['date']}T{'0' if clock.index(':') == 1 else ''}{clock}{match['zone'] or 'Z'}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _suggestion(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word.casefold(), known, n=1)
    guess = f": did you mean “{near[0]}”? " if near else ". "
    return f"{guess}Known: {', '.join(known)}"


def is_empty(node: Node) -> bool:
    """Nothing was written: `key:` or `key: null`."""
    return isinstance(node, Scalar) and node.is_plain and node.text in _EMPTY_WORDS


def text_of(node: Node | None, name: str, problems: Problems) -> str:
    """The text of a scalar in its normal form; refuses lists and mappings."""
    if node is None or is_empty(node):
        return ""
    if isinstance(node, Scalar):
        return one_text(node.text)
    if isinstance(node, Listing):
        problems.refuse(name, "one text is expected here, not a list", node.line)
    else:
        message = (
            "one text is expected here, not keys and values; a text with a colon and a space needs quotes"
        )
        problems.refuse(name, message, node.line)
    return ""


def line_of(node: Node | None, name: str, problems: Problems, chars: int) -> str:
    """As `text_of`, for what is one line of at most `chars` characters without control characters."""
    text = text_of(node, name, problems)
    if node is not None:
        for problem in check_line(text, max_chars=chars):
            _refuse_text(problem, name, node.line, problems)
    return text


def check_long_text(text: str, name: str, line: int, problems: Problems) -> None:
    """Refuses what Markdown that starts in `line` of the file may not contain."""
    for problem in check_markdown(text):
        if problem.blocks:
            _refuse_text(problem, name, line, problems)


def _refuse_text(problem: Problem, name: str, first_line: int, problems: Problems) -> None:
    moved = replace(problem, line=problem.line + first_line - 1)
    problems.refuse(name, explain(moved), moved.line)


def json_of(node: Node) -> JsonValue:
    """Any value as JSON has it. Numbers with a fraction stay texts, so that nothing is rounded."""
    if isinstance(node, Listing):
        return [json_of(item) for item in node.items]
    if isinstance(node, Table):
        return {entry.key: json_of(entry.value) for entry in node.entries}
    if not node.is_plain:
        return one_text(node.text)
    if node.text in _EMPTY_WORDS:
        return None
    if node.text in _YES | _NO:
        return node.text in _YES
    return int(node.text) if _INTEGER.fullmatch(node.text) and node.text != "-0" else one_text(node.text)


def json_text(value: JsonValue) -> str:
    """The text that `extra` is kept as: order kept, Greek readable."""
    return json.dumps(value, ensure_ascii=False)
