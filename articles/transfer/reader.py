"""Text of a file to values: front matter and body, every mistake named with its field and line."""

import re
from dataclasses import dataclass
from pathlib import Path

from articles.transfer.fields import Fields, Problems
from articles.transfer.formats import (
    FILE_BYTES_MAX,
    RECORD_KEYS,
    AnyFile,
    FileProblem,
    FileRejected,
    body_text,
)
from articles.transfer.read_article import ARTICLE_KEYS, lines_of, read_article
from articles.transfer.read_report import RECORDS_KEYS, REPORT_KEYS, read_records, read_report
from articles.transfer.yaml_tree import Mapping, parse_tree

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
TYPES = ("article", "report", *RECORD_KEYS)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file's content, what to say about it, and where its parts stand.

    `lines` maps the names that actions give fields (`body_markdown`, `faqs-2`, `headline`) to the line of the file
    in which the field begins.
    """

    file: AnyFile
    advice: tuple[FileProblem, ...]
    lines: dict[str, int]


def read_path(path: Path) -> ReadResult:
    """The content of the file at `path`. Raises FileRejected, also for what cannot be opened."""
    try:
        if not path.is_file():
            raise FileRejected([FileProblem("", _why_no_file(path))])
        with path.open("rb") as stream:
            data = stream.read(FILE_BYTES_MAX + 1)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "links lead in a circle"
        raise FileRejected([FileProblem("", f"cannot be read: {reason}")]) from error
    return read_bytes(data)


def read_bytes(data: bytes) -> ReadResult:
    """The content of a file that has these bytes. Raises FileRejected."""
    if len(data) > FILE_BYTES_MAX:
        raise FileRejected([FileProblem("", f"larger than {FILE_BYTES_MAX:,} bytes")])
    try:
        return read_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02X} is not UTF-8: save the file as UTF-8"
        raise FileRejected([FileProblem("", found, line)]) from error


def read_text(text: str) -> ReadResult:
    """The content of a file that has this text. Raises FileRejected."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise FileRejected([FileProblem("", "the file is empty")])
    front, body, body_line = _split(text)
    tree = parse_tree(front, first_line=2)
    if not isinstance(tree, Mapping):
        raise FileRejected(
            [FileProblem("", "front matter is keys and values, such as “title: …”", tree.line)]
        )
    return _read(tree, body_text(body), body_line)


def has_front_matter(path: Path) -> bool:
    """Whether the file at `path` begins as an article file does; a file that cannot be opened counts as one."""
    try:
        with path.open("rb") as stream:
            return stream.read(6).removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    except OSError:
        return True


def _why_no_file(path: Path) -> str:
    if path.is_symlink():
        return "a link that leads nowhere or in a circle"
    return "not a file" if path.exists() else "no such file or directory"


def _split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line of the file in which the body's first line with text stands."""
    first = _FENCE.match(text)
    if not first:
        message = "missing: a file begins with “---”, front matter with at least “title:”, and “---” again"
        raise FileRejected([FileProblem("title", message, 1)])
    last = _FENCE.search(text, first.end())
    if not last:
        raise FileRejected(
            [FileProblem("", "the “---” in line 1 has no second “---” that ends the front matter", 1)]
        )
    body = text[last.end() + 1 :]
    blank = len(body) - len(re.sub(r"\A(?:[ \t]*\n)+", "", body))
    return text[first.end() + 1 : last.start()], body, text.count("\n", 0, last.end() + 1 + blank) + 1


def _read(tree: Mapping, body: str, body_line: int) -> ReadResult:
    problems = Problems()
    kind = _type_of(tree, problems)
    file: AnyFile
    lines: dict[str, int] = {}
    if kind in RECORD_KEYS:
        file = read_records(Fields(tree, RECORDS_KEYS, problems), kind)
    elif kind == "report":
        file = read_report(Fields(tree, REPORT_KEYS, problems), body, body_line)
    else:
        fields = Fields(tree, ARTICLE_KEYS, problems)
        file = read_article(fields, body, body_line)
        lines = lines_of(fields, body_line)
    if problems.problems:
        raise FileRejected(sorted(problems.problems, key=lambda problem: problem.line or body_line))
    return ReadResult(file, tuple(problems.advice), lines)


def _type_of(tree: Mapping, problems: Problems) -> str:
    only = Mapping(tuple(entry for entry in tree.entries if entry.key == "type"), tree.line)
    return Fields(only, ("type",), problems).choice("type", {word: word for word in TYPES}, "article")
