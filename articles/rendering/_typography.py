"""Quotes, apostrophes, ellipses and dashes as they are printed. Code, addresses and digits stay as typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MARK = re.compile(r"-{2,}|\.{3,}|[\"']")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,30}://|www\.|mailto:)\S+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}", re.IGNORECASE
)
_OPENS_AFTER = frozenset("([{<—–-/=“‘«")
_ELISIONS = re.compile(r"(?:tis|twas|twere|twill|til|em|cause|bout|round|n)\b", re.IGNORECASE)
_DASHES = {2: "–", 3: "—"}


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` are printed as `new`."""

    start: int
    end: int
    new: str


def find_edits(text: str, fixed: Iterable[tuple[int, int]] = ()) -> list[Edit]:
    """What to change in one run of text, in order; spans in `fixed` (code) are left alone.

    >>> [edit.new for edit in find_edits('"HER2-low" wasn\\'t new...')]
    ['“', '”', '’', '…']
    """
    masked = _mask(text, fixed)
    edits = []
    open_single = False
    open_double = False
    for match in _MARK.finditer(masked):
        mark, start, end = match[0], match.start(), match.end()
        before = masked[start - 1 : start]
        if mark == '"':
            new = _double(masked, start, open_double)
            open_double = new == "“" or (open_double and new != "”")
        elif mark == "'":
            new = _single(masked, start, open_single)
            open_single = new == "‘" or (
                open_single and not (new == "’" and not masked[end : end + 1].isalnum())
            )
        elif mark.startswith("."):
            new = "…" if len(mark) == 3 else mark
        else:
            new = _dash(mark, before, masked[end : end + 1])
        if new != mark:
            edits.append(Edit(start, end, new))
    return edits


def smarten(text: str) -> str:
    """The text with all edits made."""
    out = []
    position = 0
    for edit in find_edits(text):
        out += [text[position : edit.start], edit.new]
        position = edit.end
    return "".join([*out, text[position:]])


def _mask(text: str, fixed: Iterable[tuple[int, int]]) -> str:
    spans = [*fixed, *(match.span() for match in _ADDRESS.finditer(text))]
    if not spans:
        return text
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "x" * (end - start)
    return "".join(letters)


def _opens(text: str, position: int) -> bool:
    before = text[position - 1 : position]
    after = text[position + 1 : position + 2]
    return (
        (not before or before.isspace() or before in _OPENS_AFTER or before in "\"'")
        and bool(after)
        and not after.isspace()
    )


def _double(text: str, position: int, is_open: bool) -> str:
    if _opens(text, position) and not is_open:
        return "“"
    if not is_open and text[position - 1 : position].isdigit():
        return '"'
    return "”" if is_open or not _opens(text, position) else "“"


def _single(text: str, position: int, is_open: bool) -> str:
    before = text[position - 1 : position]
    after = text[position + 1 : position + 2]
    if _opens(text, position):
        return "’" if after.isdigit() or _ELISIONS.match(text, position + 1) else "‘"
    if before.isdigit() and not is_open and not after.isalpha():
        return "'"
    return "’"


def _dash(mark: str, before: str, after: str) -> str:
    leans = (not before or before.isspace()) == (not after or after.isspace())
    return _DASHES.get(len(mark), mark) if leans and before and after else mark
