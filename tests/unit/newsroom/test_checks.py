"""System checks of the machine."""

import pytest

from newsroom import checks, env


def ids(messages):
    return [message.id for message in messages]


def test_a_misspelled_variable_is_reported(monkeypatch):
    monkeypatch.setenv("NEWSROOM_DEBUGG", "1")

    (message,) = checks.check_unknown_variables()

    assert message.id == "newsroom.W001"
    assert "NEWSROOM_DEBUGG" in message.msg


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://news.example.org", []),
        ("http://news.example.org", ["newsroom.W003"]),
        ("http://127.0.0.1:8000", ["newsroom.W002"]),
    ],
)
def test_a_public_site_has_an_address_of_its_own_over_https(settings, address, expected):
    settings.SITE_URL = address

    assert ids(checks.check_public_address()) == expected


@pytest.mark.parametrize(("debug", "expected"), [(True, ["newsroom.E001"]), (False, [])])
def test_details_of_errors_are_not_for_readers(settings, debug, expected):
    settings.DEBUG = debug

    assert ids(checks.check_debug_off()) == expected


@pytest.mark.parametrize(("mode", "expected"), [(0o600, []), (0o644, ["newsroom.E002"])])
def test_the_key_is_for_its_owner_only(settings, tmp_path, mode, expected):
    settings.DATA_DIR = tmp_path
    path = tmp_path / env.SECRET_FILE
    path.touch()
    path.chmod(mode)

    assert ids(checks.check_secret_file()) == expected


def test_a_key_from_the_environment_needs_no_file(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    assert checks.check_secret_file() == []


def test_each_fact_about_the_publisher_that_is_not_set_is_a_warning(settings):
    settings.PUBLISHER, settings.PUBLISHER_ADDRESS = "Example Press", "1 Main Street"
    settings.FUNDING = settings.CONTACT_EMAIL = ""

    messages = checks.check_publisher_facts()

    assert ids(messages) == ["newsroom.W004", "newsroom.W004"]
    assert "NEWSROOM_FUNDING" in messages[0].msg
    assert "NEWSROOM_CONTACT_EMAIL" in messages[1].msg
