"""A PostgreSQL of our own for tests: brought by pip, on a free loopback port, gone afterwards.

PostgreSQL refuses to run as root, so that root starts it as `nobody`.
"""

import json
import os
import pwd
import shutil
import socket  # noqa: TID251 - asks the kernel for a free port
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pg0

# Nothing here outlives the run, so nothing needs to reach the disk.
CONFIGURATION = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}
START_SECONDS = 120


@contextmanager
def running_server() -> Iterator[str]:
    """Starts a server and gives the address of an empty database on it, in the form of DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="postgresql-") as name:
        folder = Path(name)
        # The environment may lie where `nobody` cannot look.
        program = Path(shutil.copy(pg0._get_bundled_binary(), folder))
        identity = _unprivileged(folder)
        try:
            options = [part for key, value in CONFIGURATION.items() for part in ("-c", f"{key}={value}")]
            _call(
                program,
                identity,
                "start",
                "--port",
                str(_free_port()),
                "--data-dir",
                str(folder / "data"),
                *options,
            )
            yield json.loads(_call(program, identity, "info", "-o", "json"))["uri"]
        finally:
            _call(program, identity, "stop")


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a process that may not be root's, with `folder` its own."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _call(program: Path, identity: dict[str, Any], *words: str) -> str:
    done = subprocess.run(
        [program, words[0], "--name", "tests", *words[1:]],
        env={"HOME": str(program.parent), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        cwd=program.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
        **identity,
    )
    if done.returncode != 0:
        raise RuntimeError(f"pg0 {words[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
