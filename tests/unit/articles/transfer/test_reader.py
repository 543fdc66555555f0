import os
import time

import pytest

from articles.transfer.formats import FILE_BYTES_MAX, ArticleFile, FileRejected, RecordsFile, ReportFile
from articles.transfer.reader import has_front_matter, read_bytes, read_path, read_text

GOOD = "---\ntitle: A title\n---\n\nA body.\n"


def problems(text):
    with pytest.raises(FileRejected) as caught:
        read_text(text)
    return [str(problem) for problem in caught.value.problems]


def article(front="", body="A body."):
    return f"---\ntitle: A title\n{front}---\n\n{body}\n"


def test_a_title_and_a_body_are_enough():
    assert read_text(GOOD).file == ArticleFile(title="A title", slug="a-title", body="A body.")


def test_front_matter_alone_lacks_a_body():
    assert problems("---\ntitle: A title\n---\n") == [
        "line 4: body: the text below the front matter is missing"
    ]


def test_type_decides_what_a_file_is():
    assert isinstance(read_text("---\ntype: report\ntitle: x\n---\n").file, ReportFile)
    assert isinstance(read_text("---\ntype: topics\n---\n").file, RecordsFile)


def test_an_unknown_type_is_refused():
    assert problems(article("type: rapport\n"))[0].startswith(
        "line 3: type: “rapport” is not known: did you mean “report”?"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("# Only Markdown\n", "line 1: title: missing: a file begins with “---”"),
        ("---\ntitle: x\n", "line 1: the “---” in line 1 has no second"),
        ("---\n- a\n---\nb", "line 2: front matter is keys and values"),
        ("---\nword\n---\nb", "line 2: front matter is keys and values"),
        ("---\n---\nb", "line 2: title: missing or empty"),
        ("---\ntitle:\n---\nb", "line 2: title: missing or empty"),
        ("---\ntitle: ''\n---\nb", "line 2: title: missing or empty"),
    ],
)
def test_what_is_not_an_article_file_is_refused_in_words(text, words):
    assert words in problems(text)[0]


def test_line_ends_of_any_system_and_a_byte_order_mark_are_read():
    for text in (GOOD.replace("\n", "\r\n"), GOOD.replace("\n", "\r"), "\ufeff" + GOOD):
        assert read_bytes(text.encode()).file == read_text(GOOD).file


def test_bytes_that_are_not_utf8_are_refused_with_their_line():
    with pytest.raises(FileRejected, match="line 5: byte 0xE9 is not UTF-8"):
        read_bytes("---\ntitle: x\n---\n\ncafé".encode("latin-1"))


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(FileRejected, match="larger than 1,000,000 bytes"):
        read_bytes(b"x" * (FILE_BYTES_MAX + 1))


def test_all_mistakes_of_a_file_are_named_at_once_in_their_order():
    found = problems("---\nkind: novel\nstatus: maybe\ntitle: x\nsumary: y\n---\n")

    assert [line.split(":")[0] for line in found] == ["line 2", "line 3", "line 5", "line 7"]


def test_an_unknown_key_is_named_with_its_line_and_what_was_meant():
    (found,) = problems(article("standfrist: x\n"))

    assert found.startswith(
        "line 3: standfrist: unknown key: did you mean “standfirst”? Known: type, title, slug"
    )


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("fine\n\nnot\0fine", 8, "A NUL byte at line 8, column 4"),
        ("fine\n\n\u202eenif", 8, "reverses the direction of text"),
        ("[" * 2000, 6, "Too many brackets"),
        ("fine\n\n<script>alert(1)</script>", 8, "A script tag at line 8"),
        ("é" * 50_001, 6, "too long (100,002 bytes, at most 100,000)"),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused_with_the_line_of_the_file(body, line, words):
    found = problems(f"---\ntitle: x\nslug: y\n---\n\n{body}\n")

    assert found[0].startswith(f"line {line}: body: ")
    assert words in found[0]


def test_four_byte_characters_are_kept():
    assert read_text(article(body="Good 🎗️ news")).file.body == "Good 🎗️ news"


def test_lines_of_fields_are_known_by_the_names_actions_use():
    front = "summary:\n- a\n- b\nfaqs:\n- question: q\n  answer: a\nmarket_impact:\n  regulatory: low\n"

    lines = read_text(article(front)).lines

    assert lines["headline"] == 2
    assert (lines["summary_points-2"], lines["faqs-1"], lines["impacts-regulatory"]) == (5, 7, 10)
    assert lines["body_markdown"] == 13


def test_hostile_files_are_refused_quickly():
    began = time.process_time()

    for text in (
        f"---\ntitle: {'[' * 90_000}\n---\nx",
        "---\n" + "a: b\n" * 50_000,
        f"---\n{'- ' * 50_000}\n---\n",
    ):
        assert problems(text)

    assert time.process_time() - began < 10


def test_a_path_that_is_no_file_is_refused(tmp_path):
    (tmp_path / "circle.md").symlink_to(tmp_path / "circle.md")
    os.mkfifo(tmp_path / "pipe.md")

    for name, words in (
        ("none.md", "no such file"),
        ("circle.md", "circle"),
        ("pipe.md", "not a file"),
        (".", "not a file"),
    ):
        with pytest.raises(FileRejected, match=words):
            read_path(tmp_path / name)


def test_a_file_is_read_from_its_path(tmp_path):
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")

    assert read_path(tmp_path / "a.md").file.title == "A title"


def test_a_file_that_cannot_be_opened_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(
        "pathlib.Path.open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )

    with pytest.raises(FileRejected, match="cannot be read: Permission denied"):
        read_path(path)
    assert has_front_matter(path)


def test_front_matter_is_recognised_by_its_first_line(tmp_path):
    for text, expected in ((GOOD, True), ("\ufeff" + GOOD, True), ("# Read me", False), ("", False)):
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        assert has_front_matter(tmp_path / "a.md") is expected
