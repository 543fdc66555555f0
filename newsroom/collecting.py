"""Collects the static files once a version: hashing and compressing them takes seconds, looking takes none."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

FINGERPRINT_FILE = ".fingerprint"


def collect(*, report: Callable[[str], None]) -> bool:
    """Brings `STATIC_ROOT` up to date; False when it was. `report` gets a line before the work."""
    fingerprint = _fingerprint()
    record = Path(settings.STATIC_ROOT) / FINGERPRINT_FILE
    if record.is_file() and record.read_text(encoding="ascii") == fingerprint:
        return False
    report("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    record.write_text(fingerprint, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Changes when any file that would be collected does; reads names, sizes and times only."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            seen.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
