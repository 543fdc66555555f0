"""What stands in front of Django in a web worker: static files, forwarding headers, and the slots.

A worker has many more threads than Django may use at a time: a thread that serves a file never waits for one that
waits for the database. Entering Django takes a slot, and a slot owns its database connections, so that a worker
never has more connections than slots, however many threads come and go.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from whitenoise import WhiteNoise

from articles import limits

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

WAITING_MAX = 32
WAIT_SECONDS = 5.0
RETRY_AFTER_SECONDS = 5
# The answer that the process lives must not depend on how busy it is; it asks nothing of the database.
UNSLOTTED = frozenset({"/healthz"})
HASHED_NAME = r"\.[0-9a-f]{12}\."


class Slot:
    """The right to be in Django, with the database connections that go with it."""

    def __init__(self) -> None:
        self._connections: dict[str, BaseDatabaseWrapper] = {}

    def lend(self) -> None:
        """Makes the slot's connections those of the current thread."""
        for alias, connection in self._connections.items():
            connections[alias] = connection

    def take_back(self) -> None:
        """Takes the current thread's connections into the slot."""
        for connection in connections.all(initialized_only=True):
            if connection.alias not in self._connections:
                connection.inc_thread_sharing()
            self._connections[connection.alias] = connection
            del connections[connection.alias]


class Slots:
    """A fixed number of slots; the one used last is handed out first, so that few connections stay warm."""

    def __init__(
        self, count: int, *, waiting_max: int = WAITING_MAX, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._free = [Slot() for _ in range(count)]
        self._waiting_max = waiting_max
        self._wait_seconds = wait_seconds
        self._waiting = 0
        self._changed = threading.Condition()

    def enter(self) -> Slot | None:
        """A slot, after waiting for one if need be; None when too many wait already or it took too long."""
        with self._changed:
            if not self._free:
                if self._waiting >= self._waiting_max:
                    return None
                self._waiting += 1
                try:
                    self._changed.wait_for(lambda: self._free, timeout=self._wait_seconds)
                finally:
                    self._waiting -= 1
            return self._free.pop() if self._free else None

    def leave(self, slot: Slot) -> None:
        with self._changed:
            self._free.append(slot)
            self._changed.notify()


class SlotGate:
    """Lets requests into `application` as far as there are slots, and answers 503 to the others."""

    def __init__(self, application: Application, slots: Slots) -> None:
        self._application = application
        self._slots = slots

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in UNSLOTTED:
            return self._application(environ, start_response)
        slot = self._slots.enter()
        if slot is None:
            return _busy(start_response)
        body = _SlottedBody(slot, self._slots.leave)
        try:
            body.begin(self._application, environ, start_response)
        except BaseException:
            body.close()
            raise
        return body.finished() or body


class _SlottedBody:
    """The answer of Django while its slot is held: read at once, or piece by piece when it streams."""

    def __init__(self, slot: Slot, leave: Callable[[Slot], None]) -> None:
        self._slot: Slot | None = slot
        self._leave = leave
        self._response: Any = ()
        self._pieces: Iterator[bytes] = iter(())

    def begin(self, application: Application, environ: Environ, start_response: StartResponse) -> None:
        self._inside(lambda: self._receive(application(environ, start_response)))

    def _receive(self, response: Any) -> None:
        self._response = response
        self._pieces = iter(response)

    def finished(self) -> list[bytes] | None:
        """The whole body, when it need not be streamed; the slot is free again then."""
        if getattr(self._response, "streaming", True):
            return None
        try:
            return [self._inside(lambda: b"".join(self._pieces))]
        finally:
            self.close()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return cast(bytes, self._inside(lambda: next(self._pieces)))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        slot, response = self._slot, self._response
        if slot is None:
            return
        try:
            self._inside(getattr(response, "close", lambda: None))
        finally:
            self._slot = None
            self._leave(slot)

    def _inside(self, act: Callable[[], Any]) -> Any:
        if self._slot is None:
            return act()
        self._slot.lend()
        try:
            return act()
        finally:
            self._slot.take_back()


def _busy(start_response: StartResponse) -> list[bytes]:
    body = b"The site is busy. Please try again in a moment.\n"
    start_response(
        "503 Service Unavailable",
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Retry-After", str(RETRY_AFTER_SECONDS)),
        ],
    )
    return [body]


class StaticFiles(WhiteNoise):  # type: ignore[misc]  # whitenoise has no types
    """Collected files, compressed beforehand; in development, the sources as they are now."""

    def __init__(self, application: Application) -> None:
        super().__init__(
            application,
            root=settings.STATIC_ROOT if settings.STATIC_ROOT.is_dir() else None,
            prefix=settings.STATIC_URL,
            autorefresh=settings.DEBUG,
            max_age=0 if settings.DEBUG else 60,
            allow_all_origins=False,
            mimetypes={".webmanifest": "application/manifest+json"},
            immutable_file_test=HASHED_NAME,
            add_headers_function=_add_static_headers,
        )

    def candidate_paths_for_url(self, url: str) -> Iterator[str]:
        if url.startswith(settings.STATIC_URL):
            found = finders.find(url.removeprefix(settings.STATIC_URL))
            if found:
                yield found


def _add_static_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


class ForwardedHeaders:
    """Takes away what only a trusted proxy may say about a request."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not limits.is_trusted_proxy(environ.get("REMOTE_ADDR", "")):
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
        return self._application(environ, start_response)


def build(django: Application) -> Application:
    """The application of one web worker around Django's."""
    slots = Slots(settings.DJANGO_SLOTS)
    static: Application = StaticFiles(SlotGate(django, slots))
    return ForwardedHeaders(static)
