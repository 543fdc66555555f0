"""Input made to be slow: it is rendered or refused, with a named line, within the deadline."""

import time

import pytest

from articles.rendering.document import DocumentRejected, ReferenceKey, render_document
from articles.rendering.input_checks import MAX_BODY_BYTES, explain

DEADLINE_SECONDS = 0.3
# One call into C cannot be interrupted: what the longest of them may take on a busy machine.
GRACE_SECONDS = 1.5

REPEATED = [
    "[", "]", "[]", "[[", "![", "[^", "[a](", "[a](b", "[a](<", "[a][", "[a]: ", "[a]: b \"", "[^a]", "[^a]: x\n", "*", "**a", "*a_", "_a*", "***",
    "_", "__a", "`", "`a``", "``` ", "```\n", "~", "~~~\n", "<", "<a", "<a ", "<a b=\"", "<a href='", "</", "<!", "<!--", "<!-- -->", "<![CDATA[", "<?",
    "<b>", "<b a=1>", "<p>", "<div>", "<table>", "<td>", "<li>", "<br>", "<x-y>", "<svg>", ">", "> ", "> a\n\n", "- ", "- a\n", "1. ", "1. a\n",
    "- a\n\n    b\n", "    a\n", "# ", "# a\n", "# a {#b}\n", "## {#", "{", "{#a ", "{{<", "{{< x >}}", "|", "|-", "a|b\n-|-\n", "a|", "&", "&amp;", "&#", "&#x",
    "\\", "\\[", "!", "\"", "'", "\"a\" ", "...", ".", "--", "---\n", "x\n===\n", " ", "  \n", "\t", "\n", "\r\n", "a\n\n", "a  \n", "PMID ", "PMID: 1 ",
    "PMIDs 12345, ", "PMID: 1234567, ", "http://a ", "http://", "www.", "a@b.c ", "<a@b>", "<http://a>", "ref:", "[x](ref:k) ", "e.g. ", "A. ", "a. A",
    "(", ")", "( ", "\u00a0", "\u0301", "β", "🧬", "\u200b", "=", "+", ":", "{: a", "a{#", "<b>\n\n", "*a*", "**a** ", "`a` ", "[a](b) ",
]  # fmt: skip
MADE = {
    "nested lists": "".join("  " * depth + "- a\n" for depth in range(300)),
    "nested list items with blank lines": "".join("    " * depth + "- a\n\n" for depth in range(210)),
    "nested quotes": "".join(">" * depth + " a\n" for depth in range(20)) * 400,
    "reopened formatting": "".join(f"<b title={n}>" for n in range(190)) + "<p>" * 1_300,
    "brackets up to the budget": ("[" * 199 + "x" * 9_000 + "\n\n") * 10,
    "marks up to the budget": ("*a _b `c` " * 99 + "\n\n") * 100,
    "one heading again and again": "# a\n\n" * 19_000,
    "definitions": "".join(f"[a{n}]: /b 't'\n" for n in range(1_900)),
    "notes": "".join(f"x[^a{n}]\n\n" for n in range(990)) + "".join(f"[^a{n}]: t\n\n" for n in range(990)),
    "a wide table": "|".join("a" * 180)
    + "\n"
    + "|".join("-" * 180)
    + "\n"
    + ("|".join("b" * 180) + "\n") * 20,
    "ticks of all lengths": " ".join("`" * (n % 30) for n in range(250)),
    "words": "word " * 19_900,
}


def problems_of(markdown):
    try:
        render_document(markdown, references=[ReferenceKey("k", "k")], deadline_seconds=DEADLINE_SECONDS)
    except DocumentRejected as refused:
        return refused.problems
    return []


def assert_ends_in_time(markdown):
    markdown = markdown.encode()[:MAX_BODY_BYTES].decode(errors="ignore")
    started_at = time.thread_time()
    problems = problems_of(markdown)
    assert time.thread_time() - started_at < DEADLINE_SECONDS + GRACE_SECONDS
    assert all(f"line {problem.line}" in explain(problem) for problem in problems)


@pytest.mark.parametrize("piece", REPEATED)
def test_100_kb_of_one_piece_end_in_time(piece):
    assert_ends_in_time(piece * (MAX_BODY_BYTES // len(piece)))


@pytest.mark.parametrize(
    "piece", ["[", "*a", "_", "`a", "<b>", "<a ", "![", "> ", "- ", "&", "|", '"a', "[a](b", "{#a", "http://"]
)
def test_100_kb_of_lines_and_paragraphs_of_one_piece_end_in_time(piece):
    assert_ends_in_time((piece * 50 + "\n") * (MAX_BODY_BYTES // (len(piece) * 50)))
    assert_ends_in_time((piece * 50 + "\n\n") * (MAX_BODY_BYTES // (len(piece) * 50)))


@pytest.mark.parametrize("name", MADE)
def test_constructions_end_in_time(name):
    assert_ends_in_time(MADE[name])


def test_2000_brackets_are_refused_at_their_line():
    with pytest.raises(DocumentRejected) as refused:
        render_document("One.\n\n" + "[" * 2_000)

    assert [(problem.code, problem.line) for problem in refused.value.problems] == [("too-many-brackets", 3)]


def test_slow_text_is_refused_with_the_line_of_its_heaviest_block():
    with pytest.raises(DocumentRejected) as refused:
        render_document("One.\n\n" + "*a* " * 400, deadline_seconds=0.001)

    assert [(problem.code, problem.line) for problem in refused.value.problems] == [("too-slow", 3)]


def test_nesting_beyond_all_sense_is_refused():
    with pytest.raises(DocumentRejected) as refused:
        render_document("One.\n\n" + "<blockquote>" * 150)

    assert [problem.code for problem in refused.value.problems] == ["too-deep"]
