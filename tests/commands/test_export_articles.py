import io

import pytest
from django.core.management import CommandError, call_command

from articles.management.commands import export_articles
from tests import factories

pytestmark = pytest.mark.django_db


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("export_articles", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_line_for_each_file_and_a_sum(tmp_path):
    factories.article(slug="an-article")
    factories.report(slug="a-report")

    out, _ = run(tmp_path / "new")

    assert out == f"reports/a-report.md\narticles/an-article.md\n2 files written to {tmp_path}/new.\n"
    assert (tmp_path / "new" / "articles" / "an-article.md").exists()


def test_everything_adds_the_shared_records(tmp_path):
    factories.article()

    assert "site/sections.md\n" in run(tmp_path, "--everything")[0]


def test_an_empty_site_writes_nothing_and_says_so(tmp_path):
    assert run(tmp_path)[0] == f"0 files written to {tmp_path}.\n"


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    factories.article()
    (tmp_path / "articles").touch()

    with pytest.raises(CommandError, match="cannot write "):
        run(tmp_path)


def test_progress_of_a_long_export_goes_to_the_error_stream(tmp_path, monkeypatch):
    monkeypatch.setattr(export_articles, "PROGRESS_EVERY", 2)
    for _ in range(5):
        factories.article()

    assert run(tmp_path)[1] == "2 files\n4 files\n"
