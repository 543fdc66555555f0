"""The one door for outbound HTTP: who may be called, for how long, and how much they may say.

A client of an outside service builds a `Policy` once and calls `fetch`. Every failure is an `OutboundError`, so that
callers decide about one family of errors. Replies are bytes: parsing is the client's, in a pure module.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

REDIRECTS_MAX = 3
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
CHUNK_BYTES = 64 * 1024
USER_AGENT = "NovaPharmaNews/1"


@dataclass(frozen=True, slots=True)
class Policy:
    """What one outside service is allowed.

    `hosts` are exact names, without port. `timeout_seconds` bounds the whole call, redirects included.
    `allows_private` lets addresses of the own network be called, and http instead of https.
    """

    hosts: frozenset[str]
    timeout_seconds: float = 20.0
    body_bytes_max: int = 2 * 1024 * 1024
    allows_private: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever its status. Header names are in lower case."""

    status: int
    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class OutboundError(Exception):
    """A call that gave no reply."""


class Refused(OutboundError):
    """The policy does not allow this call; trying again changes nothing."""


class Unreachable(OutboundError):
    """No connection: name, network, or certificate."""


class TimedOut(OutboundError):
    """The whole call took longer than the policy allows."""


class TooLarge(OutboundError):
    """The reply is larger than the policy allows."""


class BadReply(OutboundError):
    """What came back is not HTTP, or ended early."""


def fetch(
    url: str,
    *,
    policy: Policy,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Reply:
    """One call. Redirects are followed for GET, within the policy's hosts, never from https to http.

    Raises OutboundError.
    """
    ends_at = time.monotonic() + policy.timeout_seconds
    for _ in range(REDIRECTS_MAX + 1):
        target = _checked(url, policy)
        reply = _exchange(target, policy, ends_at, method, headers or {}, body)
        location = reply.headers.get("location")
        if method != "GET" or reply.status not in REDIRECT_STATUSES or not location:
            return reply
        following = urljoin(url, location)
        if target.scheme == "https" and urlsplit(following).scheme != "https":
            raise Refused(f"{target.hostname} redirects to an insecure address")
        url = following
    raise BadReply(f"{urlsplit(url).hostname} redirects more than {REDIRECTS_MAX} times")


def _checked(url: str, policy: Policy) -> SplitResult:
    if any(ord(character) <= 32 or ord(character) == 127 for character in url):
        raise Refused("the address contains white space or control characters")
    try:
        target = urlsplit(url)
        target.port  # noqa: B018 - reading it raises for a port that is no number
    except ValueError as error:
        raise Refused(f"not an address: {error}") from None
    if target.scheme != "https" and not (target.scheme == "http" and policy.allows_private):
        raise Refused(f"{target.scheme or 'no scheme'} is not allowed")
    if target.hostname not in policy.hosts:
        raise Refused(f"{target.hostname} is not one of the allowed hosts")
    if target.username or target.password:
        raise Refused("an address must not carry a password")
    return target


def _exchange(
    target: SplitResult,
    policy: Policy,
    ends_at: float,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
) -> Reply:
    host = target.hostname or ""
    port = target.port or (443 if target.scheme == "https" else 80)
    address = _resolve(host, port, policy, ends_at)
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close", **headers}
    with _bounded(host, ends_at) as connect:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = connect(address, tls_name=host if target.scheme == "https" else "")
        try:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            content = _read(response, policy, host)
        finally:
            connection.close()
    received = {name.lower(): value for name, value in response.getheaders()}
    return Reply(status=response.status, url=target.geturl(), body=content, headers=received)


def _read(response: http.client.HTTPResponse, policy: Policy, host: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(CHUNK_BYTES):
        size += len(piece)
        if size > policy.body_bytes_max:
            raise TooLarge(f"{host} sent more than {policy.body_bytes_max} bytes")
        pieces.append(piece)
    if response.length:
        raise BadReply(f"{host} broke off {response.length} bytes before the end")
    return b"".join(pieces)


def _resolve(host: str, port: int, policy: Policy, ends_at: float) -> tuple[str, int]:
    """The address to connect to. Looked up once and checked, so that a name cannot change in between."""
    found: list[tuple[str, int]] = []
    failure: list[OSError] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend((str(answer[4][0]), port) for answer in answers)
        except OSError as error:
            failure.append(error)

    # The resolver has no timeout of its own; a thread that is late is left to end by itself.
    thread = threading.Thread(target=look_up, name="resolve", daemon=True)
    thread.start()
    thread.join(max(0.0, ends_at - time.monotonic()))
    if thread.is_alive():
        raise TimedOut(f"the name {host} was not found in time")
    if failure or not found:
        raise Unreachable(f"the name {host} is not known")
    if not policy.allows_private and not all(ip_address(address).is_global for address, _ in found):
        raise Refused(f"{host} is an address of a private network")
    return found[0]


class _Connector:
    """Opens the one connection of a call, and can break it off from another thread."""

    def __init__(self, ends_at: float) -> None:
        self._ends_at = ends_at
        self.opened: socket.socket | None = None

    def __call__(self, address: tuple[str, int], *, tls_name: str) -> socket.socket:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.opened = socket.create_connection(address, timeout=left)
        if tls_name:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(
                self.opened, server_hostname=tls_name, do_handshake_on_connect=False
            )
            self.opened = wrapped
            wrapped.do_handshake()
        return self.opened

    def break_off(self) -> None:
        if self.opened is not None:
            with suppress(OSError):
                self.opened.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()


@contextmanager
def _bounded(host: str, ends_at: float) -> Iterator[_Connector]:
    """Ends the call at `ends_at` even when the other side sends a byte a second, and names every failure."""
    connector = _Connector(ends_at)
    timer = threading.Timer(max(0.0, ends_at - time.monotonic()), connector.break_off)
    timer.daemon = True
    timer.start()
    try:
        yield connector
        if time.monotonic() >= ends_at:
            raise TimeoutError
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, TimeoutError) or time.monotonic() >= ends_at:
            raise TimedOut(f"{host} did not answer in time") from error
        if (
            isinstance(error, (ssl.SSLError, ConnectionRefusedError, socket.gaierror))
            or connector.opened is None
        ):
            raise Unreachable(f"no connection to {host}: {type(error).__name__}") from error
        raise BadReply(f"{host} broke off: {type(error).__name__}") from error
    finally:
        timer.cancel()
        connector.close()
