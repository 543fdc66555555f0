"""Decision notes have the same five parts, so that a reader finds the alternatives without searching."""

import re

import pytest

from tests.contracts.repository import ROOT, texts

FOLDER = "newsroom/decisions"
PARTS = ["Context", "Decision", "Alternatives", "Consequences", "Status"]
PAGE_LINES = 70
NAME = re.compile(r"newsroom/decisions/(\d{4})-[a-z0-9-]+\.md")


def notes() -> dict[str, str]:
    return {name: text for name, text in texts(FOLDER, suffix=".md") if NAME.fullmatch(name)}


def faults(name: str, text: str) -> list[str]:
    number = NAME.fullmatch(name).group(1)
    found = []
    if not re.match(rf"# {number}: \S", text):
        found.append("title")
    if re.findall(r"^## (.+)$", text, re.MULTILINE) != PARTS:
        found.append("parts")
    if any(not body.strip() for body in re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]):
        found.append("empty part")
    if len(text.splitlines()) > PAGE_LINES:
        found.append("longer than a page")
    return found


def test_faults_are_seen():
    assert faults("newsroom/decisions/0001-x.md", "# 0002: Other\n## Context\n") == [
        "title",
        "parts",
        "empty part",
    ]
    assert faults("newsroom/decisions/0001-x.md", "\n" * 90)[-1] == "longer than a page"


def test_notes_have_their_parts_on_one_page():
    found = {name: problems for name, text in notes().items() if (problems := faults(name, text))}

    assert notes()
    assert found == {}


def test_notes_are_numbered_once():
    numbers = [NAME.fullmatch(name).group(1) for name in notes()]

    assert sorted(set(numbers)) == sorted(numbers)


@pytest.mark.parametrize(("name", "text"), sorted(notes().items()), ids=sorted(notes()))
def test_notes_point_to_notes_that_exist(name: str, text: str):
    folder = ROOT / FOLDER
    missing = [
        target for target in re.findall(r"\]\(([\w./-]+\.md)\)", text) if not (folder / target).exists()
    ]

    assert missing == []


def test_notes_named_in_the_code_exist():
    named = {
        match
        for _name, text in texts("newsroom", "articles", "pyproject.toml")
        for match in re.findall(r"newsroom/decisions/\d{4}-[a-z0-9-]+\.md", text)
    } | set(re.findall(r"newsroom/decisions/\d{4}-[a-z0-9-]+\.md", (ROOT / "pyproject.toml").read_text()))

    assert {name for name in named if not (ROOT / name).exists()} == set()
