"""Static files are collected once a version."""

import pytest

from newsroom import collecting


@pytest.fixture
def source(settings, tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.txt").write_text("one")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return folder


def test_what_is_up_to_date_is_left_alone(source, settings):
    said = []

    assert collecting.collect(report=said.append)
    assert not collecting.collect(report=said.append)

    assert said == ["Collecting static files …"]
    assert (settings.STATIC_ROOT / "staticfiles.json").exists()


def test_a_changed_file_is_collected_again(source):
    collecting.collect(report=lambda _: None)
    (source / "a.txt").write_text("another")

    assert collecting.collect(report=lambda _: None)


def test_files_that_were_lost_are_collected_again(source, settings):
    collecting.collect(report=lambda _: None)
    (settings.STATIC_ROOT / collecting.FINGERPRINT_FILE).unlink()

    assert collecting.collect(report=lambda _: None)
