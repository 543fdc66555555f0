"""The data directory: whether it can be written, and who uses it now."""

import errno
import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_FILE = "demo.lock"


class DataDirError(Exception):
    """The data directory cannot be used; the message is one line that says what to do."""


def require_writable(data_dir: Path) -> None:
    """Makes the directory if need be. Raises DataDirError where nothing can be written in it."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        reason = (
            "it is read-only" if error.errno in {errno.EACCES, errno.EROFS, errno.EPERM} else error.strerror
        )
        raise DataDirError(
            f"Cannot write in the data directory {data_dir} ({reason}): "
            "make it writable for this user, or set NEWSROOM_DATA_DIR to another directory."
        ) from None


@contextmanager
def held(data_dir: Path, *, address: str) -> Iterator[None]:
    """Holds the directory for one demonstration. Raises DataDirError, with the other's address, when one runs.

    The lock goes with the process, so that a killed demonstration leaves nothing to clear up.
    """
    with (data_dir / LOCK_FILE).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            where = lock.read().strip() or "another address"
            raise DataDirError(
                f"A demonstration already runs at {where} with the data directory {data_dir}: "
                "use that one, or stop it first."
            ) from None
        lock.truncate(0)
        lock.write(f"{address}\n")
        lock.flush()
        yield
