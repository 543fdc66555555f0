import os
from pathlib import Path

from articles.transfer.files import find_files


def names(*paths):
    return [(found.name, wrong) for found, wrong in find_files([Path(path) for path in paths])]


def test_directories_are_walked_in_order_of_name(tmp_path):
    for name in ("b.md", "a.markdown", "c.txt", ".hidden.md", "sub/d.MD", ".git/e.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()

    assert names(tmp_path) == [("a.markdown", ""), ("b.md", ""), ("d.MD", "")]


def test_a_named_file_is_taken_whatever_it_is_called_and_only_once(tmp_path):
    path = tmp_path / "notes.txt"
    path.touch()
    (tmp_path / "a.md").touch()

    assert names(path, tmp_path / "a.md", tmp_path) == [("notes.txt", ""), ("a.md", "")]


def test_a_directory_without_files_is_a_mistake(tmp_path):
    assert names(tmp_path) == [(tmp_path.name, "no files ending in .md or .markdown in this directory")]


def test_links_to_directories_are_not_followed_so_circles_end(tmp_path):
    (tmp_path / "a.md").touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")

    assert names(tmp_path) == [("a.md", ""), ("self.md", "")]


def test_a_directory_that_cannot_be_listed_is_a_mistake(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)

    assert names(tmp_path) == [(tmp_path.name, "cannot be read: Permission denied")]
