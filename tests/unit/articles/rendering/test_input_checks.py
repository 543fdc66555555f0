import json

import pytest

from articles.rendering.input_checks import (
    MAX_BODY_BYTES,
    Problem,
    check_line,
    check_markdown,
    explain,
    heaviest_block,
    problem_at,
)
from tests.unit.articles.rendering.shared_data import shared


def described(problems):
    return [(problem.code, problem.line, problem.column, problem.found) for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\nbc\x00", [("nul", 3, 3, "U+0000")]),
        ("a\x07", [("control", 1, 2, "U+0007")]),
        ("a\x85b\x1bc", [("control", 1, 2, "U+0085"), ("control", 1, 4, "U+001B")]),
        ("a\ufffe", [("control", 1, 2, "U+FFFE")]),
        ("a\ud800", [("control", 1, 2, "U+D800")]),
        ("a\r\nb\u202ec", [("bidi-override", 2, 2, "U+202E")]),
        ("\u2066a\u2069", [("bidi-override", 1, 1, "U+2066"), ("bidi-override", 1, 3, "U+2069")]),
        ("a\n<script>x</script>", [("script", 2, 1, "<script"), ("script", 2, 10, "</script")]),
        ("a < SCRIPT src=x>", [("script", 1, 3, "< SCRIPT")]),
        ("a\n\n" + "[" * 201, [("too-many-brackets", 3, 1, "201 times “[”")]),
        ("[a]\n\n" * 2_000, [("too-many-brackets", 1, 1, "2,000 times “[” in all")]),
        ("> " * 30 + "a", [("too-deep", 1, 1, "30 levels of quotes")]),
        ("x\n\n\n" + "*a" * 1_001 + "\n", [("too-many-marks", 4, 1, "1,001 times “*”")]),
        ("x" * 100_001, [("too-long", 1, 100_001, "100,001 bytes, at most 100,000")]),
        ("é" * 50_001, [("too-long", 1, 50_001, "100,002 bytes, at most 100,000")]),
    ],
)  # fmt: skip
def test_what_blocks_is_named_with_its_place(text, expected):
    problems = check_markdown(text)

    assert described(problems) == expected
    assert all(problem.blocks for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🧬 β\u00a0é",
        "\tcode\r\nx\n",
        "a\u200d\u200e",
        "x" * MAX_BODY_BYTES,
        "[a](b) " * 200,
        "<sub>2</sub>",
    ],
)
def test_ordinary_text_has_no_problems(text):
    assert check_markdown(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <font color=red>b</font>", [("removed-tag", 1, 3, "font")]),
        ('x\n{{< ref "a" >}}', [("removed-shortcode", 2, 1, '{{< ref "a" >}}')]),
        ("```\n<font>\n```\n<Iframe/>", [("removed-tag", 4, 1, "iframe")]),
        ("`<font>` and <https://example.org> <font>", [("removed-tag", 1, 36, "font")]),
        ("~~~\n```\n<font>\n~~~", []),
        ("p<x and a <b", []),
    ],
)
def test_what_is_left_out_is_advice(text, expected):
    problems = check_markdown(text)

    assert described(problems) == expected
    assert not any(problem.blocks for problem in problems)


def test_at_most_twenty_problems_of_a_kind_are_listed():
    assert len(check_markdown("\x00" * 1_000)) == 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A headline", []),
        ("A\nheadline", [("newline", 1, 2, "line break")]),
        ("A\u2028b\r\nc", [("newline", 1, 2, "line break"), ("newline", 1, 4, "line break")]),
        ("A\x00", [("nul", 1, 2, "U+0000")]),
        ("A\x0b", [("control", 1, 2, "U+000B")]),
        ("x" * 21, [("too-long", 1, 21, "21 characters, at most 20")]),
        ("🧬" * 20, []),
    ],
)
def test_one_line_fields_are_checked_too(text, expected):
    assert described(check_line(text, max_chars=20)) == expected


@pytest.mark.parametrize(
    "code",
    [
        "nul", "control", "bidi-override", "newline", "too-long", "too-many-brackets", "too-many-marks", "too-deep", "script", "unknown-reference",
        "too-slow", "removed-tag", "removed-shortcode",
    ],
)  # fmt: skip
def test_every_problem_is_explained_in_one_sentence_with_its_place(code):
    sentence = explain(Problem(code, 3, 5, "thing"))

    assert "line 3, column 5" in sentence
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert "{" not in sentence


def test_places_count_lines_as_editors_do():
    assert described([problem_at("a\r\nb\rc\nd", 7, "nul", "x")]) == [("nul", 4, 1, "x")]


@pytest.mark.parametrize(("text", "start"), [("", 0), ("a\n\n**b**\n\nc*", 3), ("\n\na", 2)])
def test_the_heaviest_block_has_most_marks(text, start):
    assert heaviest_block(text) == start


def test_naughty_strings_are_judged_without_an_exception():
    strings = json.loads(shared("data/strings/blns_half_a.json").read_text(encoding="utf-8"))

    for string in strings:
        assert all(explain(problem) for problem in check_markdown(string) + check_line(string, max_chars=50))
