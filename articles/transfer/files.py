"""Which files an import means: those named, and those below the directories named."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

ENDINGS = (".md", ".markdown")


def find_files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each file once, with what is wrong with it or an empty text; directories in order of name.

    Links to directories below a named directory are not followed, so a circle of links ends.
    """
    seen: set[str] = set()
    for path in paths:
        for found, wrong in _below(path) if path.is_dir() else [(path, "")]:
            real = os.path.realpath(found)
            if real not in seen:
                seen.add(real)
                yield found, wrong


def _below(directory: Path) -> Iterator[tuple[Path, str]]:
    is_empty = True
    errors: list[OSError] = []
    for folder, folders, names in os.walk(directory, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                is_empty = False
                yield Path(folder) / name, ""
    for error in errors:
        is_empty = False
        yield Path(error.filename), f"cannot be read: {error.strerror}"
    if is_empty:
        yield directory, f"no files ending in {' or '.join(ENDINGS)} in this directory"
