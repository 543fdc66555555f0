"""Runs `serve` and `demo` as an operator does: as processes, stopped by signals."""

import os
import re
import signal
import socket  # noqa: TID251 - finds a free port
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from articles import outbound
from tests.conftest import CHECKOUT, clean_environ

LOCAL = outbound.Policy(hosts=frozenset({"127.0.0.1"}), timeout_seconds=30, allows_private=True)
PATIENCE_SECONDS = 60


class Running:
    """A command that serves, and what it printed so far."""

    def __init__(self, process: subprocess.Popen, url: str) -> None:
        self.process = process
        self.url = url
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line)

    def get(self, path: str, **headers: str) -> outbound.Reply:
        return outbound.fetch(f"{self.url}{path}", policy=LOCAL, headers=headers)

    def answers(self, path: str = "/healthz") -> bool:
        try:
            return self.get(path).status == 200
        except outbound.OutboundError:
            return False

    def children(self, kind: str) -> list[int]:
        """Numbers of the processes it started, of kind `web` or `jobs`."""
        mark = "spawn_main" if kind == "web" else "run_jobs"
        return [pid for pid in descendants(self.process.pid) if mark in command_line(pid)]

    def press_ctrl_c(self) -> int:
        """What a terminal does: SIGINT to every process of its group."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(PATIENCE_SECONDS)
        # Workers that outlive their supervisor hold the pipe too.
        self._reader.join(PATIENCE_SECONDS)
        if not self._reader.is_alive():
            self.process.stdout.close()
        return code


@contextmanager
def running(data_dir: Path, command: str, *arguments: str, **environ: str) -> Iterator[Running]:
    """`manage.py COMMAND --bind …` on a free port, once it answers; stopped at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(CHECKOUT / "manage.py"), command, "--bind", f"127.0.0.1:{port}", *arguments],
        env=clean_environ(data_dir, **environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    server = Running(process, f"http://127.0.0.1:{port}")
    try:
        eventually(lambda: process.poll() is not None or server.answers(), f"{command} to answer")
        assert process.poll() is None, "".join(server.lines)
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def eventually(condition, what: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(re.sub(r"^.*\)", "", status).split()[1])
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found[1:]


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
