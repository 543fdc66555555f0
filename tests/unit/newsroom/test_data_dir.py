"""The data directory and who uses it."""

import pytest

from newsroom import data_dir


def test_a_missing_directory_is_made(tmp_path):
    data_dir.require_writable(tmp_path / "a" / "b")

    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_directory_that_cannot_be_made_is_refused_in_one_line(tmp_path):
    (tmp_path / "var").touch()

    with pytest.raises(data_dir.DataDirError, match=r"^Cannot write .* set NEWSROOM_DATA_DIR [^\n]*$"):
        data_dir.require_writable(tmp_path / "var")


def test_a_read_only_directory_is_named_as_such(tmp_path, monkeypatch):
    def refuse(**_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)

    with pytest.raises(data_dir.DataDirError, match="it is read-only"):
        data_dir.require_writable(tmp_path)


def test_a_directory_is_held_by_one_at_a_time(tmp_path):
    second = data_dir.held(tmp_path, address="http://127.0.0.1:9000")
    refused = pytest.raises(data_dir.DataDirError, match=r"already runs at http://127\.0\.0\.1:8000 ")

    with data_dir.held(tmp_path, address="http://127.0.0.1:8000"), refused, second:
        pass

    with data_dir.held(tmp_path, address="http://127.0.0.1:9000"):
        assert (tmp_path / data_dir.LOCK_FILE).read_text() == "http://127.0.0.1:9000\n"
