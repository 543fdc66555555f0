"""Reading the environment."""

import stat
import threading
from pathlib import Path

import pytest

from newsroom import env


def test_a_variable_that_is_absent_or_empty_has_its_default():
    assert env.DJANGO_SLOTS.read({}) == 4
    assert env.DJANGO_SLOTS.read({"NEWSROOM_DJANGO_SLOTS": " "}) == 4


@pytest.mark.parametrize(
    ("text", "expected"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)]
)
def test_a_switch_understands_the_usual_words(text, expected):
    assert env.DEBUG.read({"NEWSROOM_DEBUG": text}) is expected


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        (env.DATA_DIR, "~nobody-of-this-name/var"),
        (env.DEBUG, "perhaps"),
        (env.DJANGO_SLOTS, "0"),
        (env.DJANGO_SLOTS, "many"),
        (env.SITE_URL, "news.example.org"),
        (env.SITE_URL, "ftp://news.example.org"),
        (env.SITE_URL, "https://news.example.org/blog"),
        (env.TRUSTED_PROXIES, "10.0.0.0/40"),
        (env.DATABASE_URL, "mysql://localhost/news"),
        (env.DATABASE_URL, "postgresql://localhost/"),
        (env.DATABASE_URL, "postgresql://localhost:port/news"),
        (env.TIME_ZONE, "Mars/Olympus"),
        (env.LOG_LEVEL, "LOUD"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_in_one_line_that_names_the_variable(variable, text):
    with pytest.raises(env.EnvError) as refused:
        variable.read({variable.name: text})

    assert str(refused.value).startswith(f"{variable.name}=")
    assert "\n" not in str(refused.value)


def test_a_site_address_loses_its_slash():
    assert env.SITE_URL.read({"NEWSROOM_SITE_URL": "https://news.example.org/"}) == "https://news.example.org"


def test_a_database_address_is_taken_apart():
    address = env.parse_database_url("postgresql://desk:p%40ss@db.example.org:6543/news?sslmode=require")

    assert address == env.DatabaseAddress(
        name="news",
        user="desk",
        password="p@ss",
        host="db.example.org",
        port="6543",
        options=(("sslmode", "require"),),
    )


def test_a_database_socket_directory_stands_in_the_query():
    address = env.parse_database_url("postgresql:///news?host=/var/run/postgresql")

    assert (address.host, address.port, address.options) == ("/var/run/postgresql", "", ())


def test_misspelled_names_are_found_and_foreign_ones_left_alone():
    environ = {
        "NEWSROOM_DEBUGG": "1",
        "ASK_COLOUR": "red",
        "PUBMED_X": "",
        "DATABASE_URL": "",
        "PATH": "/bin",
    }

    assert env.unknown_names(environ) == ["ASK_COLOUR", "NEWSROOM_DEBUGG", "PUBMED_X"]


def test_every_variable_has_one_sentence_of_help_and_a_readable_default():
    for variable in env.VARIABLES:
        assert variable.help.endswith(".")
        assert "|" not in variable.help + variable.kind
        variable.read({})


def test_the_table_has_a_row_for_each_variable():
    rows = env.reference_table().splitlines()

    assert len(rows) == len(env.VARIABLES) + 2
    assert len({row.count("|") for row in rows}) == 1


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path):
    first = env.read_secret(tmp_path / "new" / "var", {})
    second = env.read_secret(tmp_path / "new" / "var", {})

    path = tmp_path / "new" / "var" / env.SECRET_FILE
    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == [env.SECRET_FILE]


def test_processes_that_start_together_share_one_secret(tmp_path: Path):
    seen: list[str] = []
    threads = [threading.Thread(target=lambda: seen.append(env.read_secret(tmp_path, {}))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_a_given_secret_is_used_and_nothing_written(tmp_path: Path):
    assert env.read_secret(tmp_path / "var", {"NEWSROOM_SECRET_KEY": "given"}) == "given"
    assert not (tmp_path / "var").exists()


def test_a_secret_that_cannot_be_kept_names_the_variables(tmp_path: Path):
    (tmp_path / "var").write_text("a file where the directory should be")

    with pytest.raises(env.EnvError, match=r"NEWSROOM_SECRET_KEY or NEWSROOM_DATA_DIR\.$"):
        env.read_secret(tmp_path / "var", {})
