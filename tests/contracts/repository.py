"""The repository as text: where its files are, for the tests that read them."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What tools and running sites leave behind; .gitignore says the same.
NOT_OURS = {
    ".git",
    ".venv",
    "var",
    "build",
    "node_modules",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
}


def files(*tops: str, suffix: str = "", root: Path = ROOT) -> Iterator[Path]:
    """Files of the repository below `tops` (all of it when none is given), sorted, absolute."""
    for top in tops or ("",):
        for folder, folders, names in os.walk(root / top):
            folders[:] = sorted(
                name for name in folders if name not in NOT_OURS and not name.endswith(".egg-info")
            )
            yield from (Path(folder, name) for name in sorted(names) if name.endswith(suffix))


def shown(path: Path) -> str:
    """The path as messages print it, from the root."""
    return path.relative_to(ROOT).as_posix()


def texts(*tops: str, suffix: str = "") -> Iterator[tuple[str, str]]:
    """Name and text of each text file; binary files are left out."""
    for path in files(*tops, suffix=suffix):
        try:
            yield shown(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
