"""The front door says what is true: its commands exist, its table is the one the program prints, its links lead somewhere."""

import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class

from tests.contracts.repository import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")

START = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/python manage.py demo"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest"
PARTS = [
    "Start",
    "Six addresses to open",
    "Your own site",
    "The tour",
    "Settings",
    "Running it",
    "How to test",
    "How to change it",
    "Licence and sources",
]


def command_lines(text: str) -> list[str]:
    """Lines of the fenced blocks, comments cut off."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = (re.sub(r"\s+# .*", "", line).strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def management_calls(text: str) -> list[list[str]]:
    """Words after `manage.py` of every call, in blocks and in running text."""
    quoted = re.findall(r"`([^`\n]*manage\.py [^`\n]*)`", text)
    parts = [part for line in command_lines(text) + quoted for part in re.split(r"\s*(?:&&|;)\s*", line)]
    return [shlex.split(part.partition("manage.py ")[2]) for part in parts if "manage.py " in part]


def test_commands_are_found_in_text_and_in_blocks():
    text = "Run `manage.py ask --json`.\n```\npip install . && .venv/bin/python manage.py demo  # all\n```\n"

    assert sorted(management_calls(text)) == [["ask", "--json"], ["demo"]]


def test_one_command_starts_the_site_and_one_passes_the_tests():
    assert START in command_lines(README)
    assert TEST in command_lines(README)


def test_parts_stand_in_their_order():
    assert re.findall(r"^## (.+)$", README, re.MULTILINE) == PARTS


@pytest.mark.parametrize("words", management_calls(README), ids=" ".join)
def test_commands_and_their_options_exist(words: list[str]):
    commands = get_commands()
    assert words[0] in commands

    app = commands[words[0]]
    command = app if not isinstance(app, str) else load_command_class(app, words[0])
    options = {word for word in words[1:] if word.startswith("--")}
    known = set(command.create_parser("manage.py", words[0])._option_string_actions)
    assert options <= known


def test_settings_table_is_the_one_the_program_prints():
    said = StringIO()
    call_command("settings_reference", stdout=said)

    written = re.search(r"<!-- settings -->\n(.*?)<!-- /settings -->", README, re.DOTALL)

    assert written, "the README has no settings table"
    assert written.group(1).strip() == said.getvalue().strip()


def test_relative_links_lead_to_files():
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", README)

    assert {target for target in targets if not (ROOT / target).exists()} == set()


def test_paths_of_the_tour_exist():
    tour = README.partition("## The tour")[2].partition("\n## ")[0]
    paths = {name for name in re.findall(r"`([\w./-]+)`", tour) if "/" in name or Path(name).suffix}

    assert len(paths) >= 8
    assert {path for path in paths if not (ROOT / path).exists()} == set()
