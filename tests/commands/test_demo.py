"""`manage.py demo`, as a process and step by step."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.core.management.base import CommandError
from django.db import OperationalError

from articles.models import Article, User
from newsroom import collecting, demonstration, site_state
from newsroom.management.commands import demo
from tests import factories
from tests.commands.processes import eventually, running

ACCOUNT = re.compile(
    r"^  (reporter|editor|standards|publisher) +([0-9a-f]{6}-[0-9a-f]{6}-[0-9a-f]{6}) +(\w.*)$", re.M
)


@pytest.fixture
def copied(demo_data_dir, tmp_path):
    """A demonstration of the test's own, nothing running."""
    return shutil.copytree(demo_data_dir, tmp_path / "own" / "var")


def rows(data_dir, table):
    # Nobody has it open, and a copy must not find a journal coming and going.
    address = f"file:{data_dir / 'newsroom.sqlite3'}?immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


def refusal(done):
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


def test_the_first_run_prints_four_accounts_once(demo_data_dir):
    printed = (demo_data_dir.parent / "demo.txt").read_text()

    accounts = ACCOUNT.findall(printed)
    assert [(name, group) for name, _, group in accounts] == [
        ("reporter", "Reporter"),
        ("editor", "Editor"),
        ("standards", "Standards editor"),
        ("publisher", "Publisher"),
    ]
    assert len({password for _, password, _ in accounts}) == 4
    assert (demo_data_dir / "newsroom.sqlite3").stat().st_size
    assert not any(password in str(rows(demo_data_dir, "articles_user")) for _, password, _ in accounts)


def test_it_serves_and_says_where_and_a_second_one_is_refused(copied, run_manage):
    with running(copied, "demo") as server:
        eventually(lambda: any("/admin/" in line for line in server.lines), "the addresses")
        printed = "".join(server.lines)
        second = run_manage(copied, "demo")

        assert f"{server.url}{demonstration.FIRST_ARTICLE_PATH}" in printed
        assert server.get(demonstration.FIRST_ARTICLE_PATH).status == 200
        assert f"already runs at {server.url}" in refusal(second)
    assert server.process.returncode == 0


def test_a_later_run_keeps_the_data_and_prints_no_password(copied, run_manage):
    before = rows(copied, "articles_user"), rows(copied, "articles_revision")

    done = run_manage(copied, "demo", "--no-serve")

    assert done.returncode == 0
    assert ACCOUNT.findall(done.stdout) == []
    assert (rows(copied, "articles_user"), rows(copied, "articles_revision")) == before


def test_removing_leaves_an_empty_site_and_says_what_comes_next(copied, run_manage):
    done = run_manage(copied, "demo", "--remove")

    assert done.returncode == 0, done.stderr
    assert "createsuperuser" in done.stdout
    for table in ("articles_article", "articles_revision", "articles_timelineentry", "articles_user"):
        assert rows(copied, table) == []


def test_a_data_directory_that_cannot_be_used_is_one_line(tmp_path, run_manage):
    (tmp_path / "file").touch()

    for key in ("", "given"):
        done = run_manage(tmp_path / "file" / "var", "demo", NEWSROOM_SECRET_KEY=key)
        assert "NEWSROOM_DATA_DIR" in refusal(done)


def test_what_is_no_address_is_one_line(copied, run_manage):
    assert "--bind 8000 is not an address" in refusal(run_manage(copied, "demo", "--bind", "8000"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("database is locked", "in use by another program"),
        ('connection to server at "db" failed\nmore', "look at DATABASE_URL"),
        ("", "look at DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line(error, said):
    line = demo._explain(OperationalError(error))

    assert said in line
    assert "\n" not in line


@pytest.mark.django_db(transaction=True)
class TestSettingUp:
    """The steps, in this process."""

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch, tmp_path):
        """Content of one small article, and no static files."""
        (tmp_path / "a.md").write_text("---\ntitle: A small article\nstatus: published\n---\n\nIts body.\n")
        monkeypatch.setattr(demonstration, "CONTENT", (tmp_path,))
        monkeypatch.setattr(collecting, "collect", lambda **_: True)
        self.said = []

    def set_up(self, reset=False):
        return demonstration.set_up(reset=reset, report=self.said.append)

    def test_accounts_are_in_their_groups_and_may_sign_in(self):
        accounts = self.set_up()

        assert len(accounts) == 4
        for account in accounts:
            user = User.objects.get(username=account.username)
            assert user.check_password(account.password)
            assert user.is_staff
            assert not user.is_superuser
            assert [group.name for group in user.groups.all()] == [account.group]

    def test_a_second_time_keeps_everything(self):
        self.set_up()

        assert self.set_up() == []
        assert (User.objects.count(), Article.objects.count()) == (4, 1)

    def test_an_interrupted_one_is_completed(self, monkeypatch):
        def interrupt(_account):
            raise KeyboardInterrupt

        with monkeypatch.context() as interrupted:
            interrupted.setattr(demonstration, "_make_account", interrupt)
            with pytest.raises(KeyboardInterrupt):
                self.set_up()

        assert len(self.set_up()) == 4
        assert Article.objects.count() == 1

    def test_a_reset_starts_again_with_new_passwords(self):
        first = self.set_up()
        Article.objects.update(headline="Changed by a visitor")

        second = self.set_up(reset=True)

        assert {account.password for account in first}.isdisjoint(account.password for account in second)
        assert Article.objects.get().headline == "A small article"

    @pytest.mark.parametrize("reset", [False, True])
    def test_a_site_with_content_of_its_own_is_left_alone(self, reset):
        factories.article()

        with pytest.raises(demonstration.DemonstrationError, match="NEWSROOM_DATA_DIR"):
            self.set_up(reset=reset)

        assert Article.objects.count() == 1
        assert not site_state.is_demonstration()

    def test_a_file_that_is_refused_is_shown(self, tmp_path):
        (tmp_path / "b.md").write_text("---\nslug: no-title\n---\n\nBody.\n")

        with pytest.raises(demonstration.DemonstrationError, match="1 file"):
            self.set_up()

        assert any("b.md" in line for line in self.said)

    def test_progress_is_told_now_and_then(self, tmp_path, monkeypatch):
        monkeypatch.setattr(demonstration, "PROGRESS_EVERY", 2)
        for name in "bcd":
            (tmp_path / f"{name}.md").write_text(f"---\ntitle: Another {name}\n---\n\nIts body.\n")

        self.set_up()

        assert [line for line in self.said if " of " in line] == ["  2 of 4 files"]

    def test_removing_keeps_what_somebody_wrote(self):
        self.set_up()
        factories.article(created_by=factories.user())

        with pytest.raises(demonstration.DemonstrationError, match="export_articles"):
            demonstration.remove(report=self.said.append)

        assert Article.objects.filter(created_by__isnull=False).count() == 1

    def test_a_site_of_its_own_is_not_removed(self):
        factories.article()

        with pytest.raises(demonstration.DemonstrationError):
            demonstration.remove(report=self.said.append)

        assert Article.objects.count() == 1


def test_refusals_are_command_errors(monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    def refuse(**_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(demonstration, "set_up", refuse)

    with pytest.raises(CommandError, match="in use by another program"):
        demo.Command().handle(bind="127.0.0.1:8000", reset=False, no_serve=True, remove=False)
