"""The process that serves: granian's web workers and the background worker under one command.

SIGTERM and SIGINT finish what is under way, SIGHUP replaces all workers one by one with fresh interpreters (new code
included), a worker that dies is replaced. Granian's own process has no connection and answers no request.
"""

import errno
import logging
import multiprocessing
import os
import socket  # noqa: TID251 - looks whether a port is free; http goes through outbound
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from newsroom import logs

logger = logging.getLogger(__name__)

THREADS_A_WORKER = 64
GRACE_SECONDS = 30
RESTART_FIRST_SECONDS = 1.0
RESTART_LONGEST_SECONDS = 30.0
SETTLED_SECONDS = 60.0


class ServeError(Exception):
    """Serving cannot start; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Bind:
    """Where to listen. `127.0.0.1:8000`, `[::1]:8000`."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """An address to open in a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - names it, binds nothing
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def parse_bind(text: str) -> Bind:
    """Raises ServeError where `text` is not host:port."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port:
        raise ServeError(f"--bind {text} is not an address and a port, such as 127.0.0.1:8000.")
    return Bind(host, port)


def require_free(bind: Bind) -> None:
    """Raises ServeError when nothing can listen at `bind`."""
    family = socket.AF_INET6 if ":" in bind.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((bind.host, bind.port))
        except OSError as error:
            raise ServeError(_why_not(bind, error)) from None


def _why_not(bind: Bind, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {bind.port} is taken: stop what uses it, or choose another with --bind {bind.host}:{bind.port + 1}."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"This user may not listen on port {bind.port}: choose one above 1023 with --bind {bind.host}:8000."
    return f"Cannot listen on {bind.host} ({error.strerror}): give --bind an address of this machine."


class JobProcess:
    """The background worker as a child that is started again when it dies."""

    def __init__(self, command: tuple[str, ...] = ()) -> None:
        own = (sys.executable, "-m", "django", "run_jobs", "--parent", str(os.getpid()))
        self._command = command or own
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="job-process", daemon=True)

    def start(self) -> None:
        self._keeper.start()

    def reload(self) -> None:
        """Lets the child finish its job and go; a fresh one takes its place."""
        if self._child:
            self._child.terminate()

    def stop(self) -> None:
        """Lets the child finish its job, for at most the grace period."""
        with self._starting:
            self._stopping.set()
            child = self._child
        if child is None:
            return
        child.terminate()
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            logger.warning("the background worker did not stop in time; its job will be taken up again")
            child.kill()
            child.wait()

    def _keep(self) -> None:
        pause = RESTART_FIRST_SECONDS
        while not self._stopping.is_set():
            started_at = time.monotonic()
            with self._starting:
                if self._stopping.is_set():
                    return
                # In a session of its own, so that Ctrl+C leaves it to the supervisor when to stop.
                child = self._child = subprocess.Popen(  # noqa: S603 - our own command
                    self._command, stdin=subprocess.DEVNULL, start_new_session=True
                )
            code = child.wait()
            if self._stopping.is_set() or code == 0:
                continue
            settled = time.monotonic() - started_at > SETTLED_SECONDS
            pause = RESTART_FIRST_SECONDS if settled else min(pause * 2, RESTART_LONGEST_SECONDS)
            logger.error(
                "the background worker died and is started again", extra={"code": code, "wait": pause}
            )
            self._stopping.wait(pause)


def default_workers() -> int:
    """Web workers for this machine: one a core, at most four."""
    return min(4, os.cpu_count() or 1)


def serve(
    *,
    bind: Bind,
    workers: int,
    log_level: LogLevels = LogLevels.info,
    announce: Callable[[], None] | None = None,
) -> None:
    """Serves until it is told to stop. `announce` is called once the site answers. Raises ServeError."""
    require_free(bind)
    # A fresh interpreter a worker: a forked one would keep the code of this process across SIGHUP.
    multiprocessing.set_start_method("spawn", force=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    server = Granian(
        "newsroom.wsgi:application",
        address=bind.host,
        port=bind.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_A_WORKER,
        backpressure=4 * THREADS_A_WORKER,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        log_level=log_level,
        log_dictconfig=logs.granian_configuration(),
    )
    job_process = JobProcess()
    server.on_startup(job_process.start)
    server.on_reload(job_process.reload)
    server.on_shutdown(job_process.stop)
    if announce:
        server.on_startup(
            threading.Thread(target=_announce_when_up, args=(bind, announce), daemon=True).start
        )
    server.serve()


def _announce_when_up(bind: Bind, announce: Callable[[], None]) -> None:
    parts = urlsplit(bind.url)
    for _ in range(600):
        try:
            with socket.create_connection((parts.hostname or "", bind.port), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    announce()
