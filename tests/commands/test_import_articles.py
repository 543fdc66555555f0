import io

import pytest
from django.core.management import CommandError, call_command

from articles.management.commands import import_articles
from articles.models import Article

pytestmark = pytest.mark.django_db


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stop:
        status = stop.code
    return status, out.getvalue(), err.getvalue()


def write(path, title, front=""):
    path.write_text(f"---\ntitle: {title}\n{front}---\n\nBody.\n", encoding="utf-8")
    return path


def test_a_line_for_each_file_and_a_sum(tmp_path):
    path = write(tmp_path / "a.md", "First")

    assert run(tmp_path) == (0, f"created   {path}\n1 created.\n", "")
    assert run(tmp_path) == (0, f"unchanged {path}\n1 unchanged.\n", "")


def test_exit_status_is_1_when_an_item_failed_and_the_others_are_kept(tmp_path):
    good, bad = write(tmp_path / "a.md", "First"), write(tmp_path / "b.md", "Second", "standfrist: x\n")

    status, out, _ = run(good, bad)

    assert status == 1
    assert f"failed    {bad}: line 3: standfrist: unknown key: did you mean “standfirst”?" in out
    assert "1 created, 1 failed." in out
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"---\ntitle: x\nslug: y\n---\n\nB\0dy.\n", "line 6: body: A NUL byte at line 6, column 2"),
        (b"---\ntitle: x\ny: \0\n---\nBody.\n", "line 3: y: a NUL byte at column 4"),
        ("---\ntitle: x\u202ey\n---\nBody.\n".encode(), "line 2: title: A character that reverses"),
        (b"---\ntitle: x\n---\nB\xffdy.\n", "line 4: byte 0xFF is not UTF-8"),
        (b"---\nslug: x\n---\nBody.\n", "line 2: title: missing or empty"),
        (b"---\ntitle: x\n---\n" + b"a " * 50_001, "line 4: body: This text is too long (100,00"),
        (b"---\ntitle: x\n---\n" + b"[" * 2000, "line 4: body: Too many brackets"),
        (b"---\ntitle: x\n---\n<script>x</script>\n", "line 4: body: A script tag at line 4, column 1"),
        (
            b"---\ntitle: x\npmids: [12a]\n---\nBody.\n",
            "line 3: pmids, item 1: “12a” is not a PMID",
        ),
    ],
)
def test_bad_input_is_named_by_file_field_and_line_and_nothing_is_kept(tmp_path, content, words):
    path = tmp_path / "bad.md"
    path.write_bytes(content)

    status, out, _ = run(path)

    assert status == 1
    assert f"failed    {path}: {words}" in out
    assert not Article.objects.exists()


def test_a_dry_run_says_so_and_stores_nothing(tmp_path):
    write(tmp_path / "a.md", "First")

    assert run(tmp_path, "--dry-run")[1].endswith("Dry run, nothing stored: 1 created.\n")
    assert not Article.objects.exists()


def test_overwriting_replaces_what_the_desk_made(tmp_path):
    path = write(tmp_path / "a.md", "First")
    run(path)
    Article.objects.update(content_hash="0" * 64)
    write(path, "Second", "slug: first\n")

    assert "skipped" in run(path)[1]
    assert "updated" in run(path, "--overwrite")[1]


def test_only_what_can_be_read_can_be_asked_for(tmp_path):
    with pytest.raises(CommandError, match="invalid choice: 'wxr'"):
        run(tmp_path, "--format", "wxr")
    with pytest.raises(CommandError, match="required: PATH"):
        run()


def test_progress_of_a_long_import_goes_to_the_error_stream(tmp_path, monkeypatch):
    monkeypatch.setattr(import_articles, "PROGRESS_EVERY", 2)
    for name in "abcde":
        write(tmp_path / f"{name}.md", name)

    assert run(tmp_path)[2] == "2 of 5 files\n4 of 5 files\n"
