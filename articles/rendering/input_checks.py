"""What is wrong with a text that somebody wants to save, and where: before any of it is parsed.

The budgets exist because Markdown 3.11 needs quadratic time and more for some input; the numbers are about ten
times what 1,382 real posts and 98 long papers need in one block, and small enough to parse in well under a second.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from articles.rendering._markdown import SHORTCODE
from articles.rendering.sanitize import ALLOWED_TAGS

MAX_BODY_BYTES: Final = 100_000
_MAX_REPORTED_OF_A_KIND: Final = 20
_ADVICE: Final = frozenset({"removed-tag", "removed-shortcode"})
_WRONG = re.compile(
    r"(?P<nul>\x00)|(?P<control>[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff])"
    r"|(?P<bidi_override>[\u202a-\u202e\u2066-\u2069])"
)
_LINE_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_SCRIPT = re.compile(r"<\s*/?\s*script\b", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9-]{0,30})(?=[\s/>])[^<>]*>")
_SHORTCODE = re.compile(SHORTCODE)
_FENCE = re.compile(r"(?P<fence>```|~~~)")
_INLINE_CODE = re.compile(r"(?<!`)(?P<ticks>`++)[^`\n]++(?P=ticks)(?!`)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a text. `line` and `column` count from 1; `found` is the offending piece or number."""

    code: str
    line: int
    column: int
    found: str

    @property
    def blocks(self) -> bool:
        """True: do not save. False: advice."""
        return self.code not in _ADVICE


@dataclass(frozen=True, slots=True)
class _Budget:
    code: str
    name: str
    chars: str
    per_block: int
    in_all: int


_BUDGETS: Final = (
    _Budget("too-many-brackets", "[", "[", 200, 1_999),
    _Budget("too-many-marks", "*", "*", 1_000, 6_000),
    _Budget("too-many-marks", "_", "_", 1_000, 6_000),
    _Budget("too-many-marks", "`", "`", 500, 4_000),
    _Budget("too-many-marks", "<", "<", 1_500, 4_000),
    _Budget("too-many-marks", "!", "!", 500, 4_000),
    _Budget("too-many-marks", "&", "&", 1_500, 6_000),
    _Budget("too-many-marks", "|", "|", 4_000, 10_000),
    _Budget("too-many-marks", "\\", "\\", 2_000, 6_000),
)
_NESTED_QUOTES: Final = re.compile(r"^[ ]{0,3}(?:>[ ]?){21,}", re.MULTILINE)

_EXPLANATIONS: Final = {
    "nul": "A NUL byte {where}: delete it.",
    "control": "An invisible control character ({found}) {where}: delete it.",
    "bidi-override": "A character that reverses the direction of text ({found}) {where}: delete it.",
    "newline": "A line break {where}: this field is one line, so put the words on one line.",
    "too-long": "This text is too long ({found}), which shows from {place}: shorten it or split it.",
    "too-many-brackets": "Too many brackets ({found}) in the block that starts {where}: remove those that belong to no link.",
    "too-many-marks": "Too many formatting marks ({found}) in the block that starts {where}: remove them or split the block.",
    "too-deep": "Quotes, lists or tags nested too deeply {where}: use fewer levels.",
    "script": "A script tag {where}: articles cannot contain scripts, so delete it.",
    "unknown-reference": "The reference “{found}” cited {where} is not in this article's list: add it there or correct its name.",
    "too-slow": "The block that starts {where} is too complicated to format: simplify its markup or split it.",
    "removed-tag": "The tag <{found}> {where} is not allowed in articles: it was left out, its words were kept.",
    "removed-shortcode": "The shortcode {found} {where} belongs to another publishing system: it was left out.",
}  # fmt: skip


def explain(problem: Problem) -> str:
    """One English sentence: what is wrong, where, what to do.

    >>> explain(Problem("nul", 3, 5, "U+0000"))
    'A NUL byte at line 3, column 5: delete it.'
    """
    place = f"line {problem.line}, column {problem.column}"
    return _EXPLANATIONS[problem.code].format(found=problem.found, place=place, where=f"at {place}")


def check_line(text: str, *, max_chars: int) -> list[Problem]:
    """Problems of a one-line field: control characters, direction overrides, line breaks, length."""
    problems = _first(_wrong_characters(text))
    breaks = _LINE_BREAK.finditer(text)
    problems += _first(problem_at(text, match.start(), "newline", "line break") for match in breaks)
    if len(text) > max_chars:
        problems.append(
            problem_at(text, max_chars, "too-long", f"{len(text):,} characters, at most {max_chars:,}")
        )
    return sorted(problems, key=_place)


def check_markdown(text: str) -> list[Problem]:
    """Problems of a Markdown text, in order of place; those that block and those that are advice."""
    bytes_count = len(text.encode("utf-8", "surrogatepass"))
    if bytes_count > MAX_BODY_BYTES:
        cut = len(text.encode("utf-8", "surrogatepass")[:MAX_BODY_BYTES].decode("utf-8", "ignore"))
        found = f"{bytes_count:,} bytes, at most {MAX_BODY_BYTES:,}"
        return [problem_at(text, cut, "too-long", found)]
    problems = [*_first(_wrong_characters(text)), *_first(_scripts(text)), *_first(_over_budget(text))]
    if not problems:
        problems += _first(_advice(text))
    return sorted(problems, key=_place)


def problem_at(text: str, position: int, code: str, found: str) -> Problem:
    """A problem at a character position. Lines end at LF, CR LF or CR."""
    before = text[:position].replace("\r\n", "\n").replace("\r", "\n")
    return Problem(code, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1, found)


def heaviest_block(text: str) -> int:
    """Where the block starts that has most marks: the likeliest cause of slow formatting."""
    blocks = [
        (sum(block.count(budget.chars) for budget in _BUDGETS), start) for start, block in _blocks(text)
    ]
    return max(blocks, key=lambda block: block[0])[1] if blocks else 0


def _first(problems: Iterator[Problem]) -> list[Problem]:
    return list(islice(problems, _MAX_REPORTED_OF_A_KIND))


def _place(problem: Problem) -> tuple[int, int, str]:
    return problem.line, problem.column, problem.code


def _wrong_characters(text: str) -> Iterator[Problem]:
    for match in _WRONG.finditer(text):
        code = (match.lastgroup or "control").replace("_", "-")
        yield problem_at(text, match.start(), code, f"U+{ord(match[0]):04X}")


def _scripts(text: str) -> Iterator[Problem]:
    for match in _SCRIPT.finditer(text):
        yield problem_at(text, match.start(), "script", match[0])


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Stretches of lines that are not blank, each with the position it starts at."""
    position = start = 0
    lines: list[str] = []
    for line in [*text.splitlines(keepends=True), "\n"]:
        if line.strip():
            start = start if lines else position
            lines.append(line)
        elif lines:
            yield start, "".join(lines)
            lines = []
        position += len(line)


def _over_budget(text: str) -> Iterator[Problem]:
    blocks = list(_blocks(text))
    for budget in _BUDGETS:
        if text.count(budget.chars) > budget.in_all:
            start = text.index(budget.chars)
            yield problem_at(
                text, start, budget.code, f"{text.count(budget.chars):,} times “{budget.name}” in all"
            )
            continue
        for start, block in blocks:
            count = block.count(budget.chars)
            if count > budget.per_block:
                yield problem_at(text, start, budget.code, f"{count:,} times “{budget.name}”")
    for match in _NESTED_QUOTES.finditer(text):
        yield problem_at(text, match.start(), "too-deep", f"{match[0].count('>'):,} levels of quotes")


def _advice(text: str) -> Iterator[Problem]:
    position = 0
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if mark and fence in {"", mark["fence"]}:
            fence = "" if fence else mark["fence"]
        elif not fence:
            prose = _INLINE_CODE.sub(lambda code: " " * len(code[0]), line)
            for match in _TAG.finditer(prose):
                if match[1].casefold() not in ALLOWED_TAGS:
                    yield problem_at(text, position + match.start(), "removed-tag", match[1].casefold())
            for match in _SHORTCODE.finditer(prose):
                yield problem_at(text, position + match.start(), "removed-shortcode", match[0])
        position += len(line)
