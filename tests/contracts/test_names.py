"""Names and words: no drawers without a label, no traces of the machines this was written on."""

import re

import pytest

from tests.contracts.repository import ROOT, files, shown, texts

UNLABELLED = {"utils", "util", "helpers", "helper", "common", "core", "misc", "base_utils"}
MAY_STAND_AT_THE_TOP = {
    "LICENSE",
    "README.md",
    "articles",
    "fixtures",
    "manage.py",
    "newsroom",
    "pyproject.toml",
    "static",
    "templates",
    "tests",
}

# Absolute paths of somebody's machine, and hosts that packages come from.
TRACES = re.compile(
    r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/(?!\.\.)"
    r"|files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|--(?:extra-)?index-url[ =]http"
)


def is_unlabelled(name: str) -> bool:
    return name.partition(".")[0].lower() in UNLABELLED


@pytest.mark.parametrize(("name", "expected"), [("utils.py", True), ("helpers", True), ("changes.py", False)])
def test_unlabelled_drawers_are_seen(name: str, expected: bool):
    assert is_unlabelled(name) is expected


def test_every_module_and_folder_has_a_name_for_what_it_holds():
    parts = {part for path in files() for part in path.relative_to(ROOT).parts}

    assert {part for part in parts if is_unlabelled(part)} == set()


def test_nothing_else_is_visible_at_the_top():
    visible = {path.relative_to(ROOT).parts[0] for path in files()}

    assert {name for name in visible if not name.startswith(".")} == MAY_STAND_AT_THE_TOP


@pytest.mark.parametrize(
    "text",
    [
        "see /" + "work/main/x",
        "/home/anna/x",
        "https://files." + "pythonhosted.org/x",
        "pip --index" + "-url http://mirror/x",
    ],
)
def test_traces_of_a_machine_are_seen(text: str):
    assert TRACES.search(text)


@pytest.mark.parametrize("text", ["/articles/work/", "../shared/data", "https://example.org/home/x", "/root"])
def test_other_paths_are_no_traces(text: str):
    assert not TRACES.search(text)


def test_no_file_names_a_path_of_some_machine_or_a_host_of_packages():
    found = {
        f"{name}: {match.group()}"
        for name, text in texts()
        if name != shown(ROOT / "tests/contracts/test_names.py")
        for match in TRACES.finditer(text)
    }

    assert found == set()


def test_init_modules_hold_a_docstring_only():
    """`models` lists the models and `admin` imports its modules, so that Django finds them."""
    exceptions = {"articles/models/__init__.py", "articles/admin/__init__.py"}
    full = {
        name
        for name, text in texts("newsroom", "articles", suffix="__init__.py")
        if name not in exceptions and not re.fullmatch(r'\s*("""(?s:.)*?""")?\s*', text)
    }

    assert full == set()


VOUCHING = re.compile(r"(?<!“)\bverified\b", re.IGNORECASE)


def test_vouching_is_seen():
    assert VOUCHING.search("Verified by PubMed")
    assert not VOUCHING.search("We call no claim “verified”.")


def test_no_page_vouches_for_a_paper():
    """A citation is Matched: the number leads to the paper. Nobody here vouches for what the paper says."""
    said = {name for name, text in texts("templates", "static/js") if VOUCHING.search(text)}

    assert said == set()
