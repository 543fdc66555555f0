"""Imports point one way. The rules are in pyproject.toml; here they are run, and tried with code that breaks them."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.repository import ROOT, texts

LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def run_linter(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-c", LINT, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code without its tests, where it can be spoiled."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("newsroom", "articles"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_no_import_crosses_a_layer():
    result = run_linter(ROOT)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("articles/limits.py", "import newsroom.env", "articles does not know the project"),
        ("articles/models/choices.py", "import articles.changes", "layers"),
        ("articles/rendering/spoiled.py", "import django", "pure modules stay pure"),
        ("articles/rendering/spoiled.py", "import articles.models.choices", "pure modules stay pure"),
        ("articles/utils/__init__.py", "", "layers"),
    ],
)
def test_linter_catches_a_deliberate_violation(copy: Path, module: str, line: str, contract: str):
    path = copy / module
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        result = run_linter(copy)
    finally:
        if before is None:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        else:
            path.write_text(before, encoding="utf-8")

    assert result.returncode != 0
    assert f"{contract} BROKEN" in result.stdout


def late_imports(source: str) -> list[int]:
    """Lines of imports inside functions and methods."""
    return sorted(
        inner.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    )


def test_late_imports_are_seen():
    assert late_imports("import os\ndef f():\n    import re\n") == [3]


def test_imports_stand_at_the_top_except_where_the_application_is_wired():
    late = {
        f"{name}:{line}"
        for name, text in texts("newsroom", "articles", suffix=".py")
        if not name.endswith("/apps.py")
        for line in late_imports(text)
    }

    assert late == set()
