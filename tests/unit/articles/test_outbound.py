"""The one door for outbound HTTP, against servers on this machine."""

import re
import socket  # noqa: TID251 - plays the other side
import ssl
import threading
import time
from contextlib import contextmanager

import pytest

from articles import outbound
from articles.outbound import Policy

HOST = "127.0.0.1"
LOCAL = Policy(hosts=frozenset({HOST, "localhost"}), timeout_seconds=5, allows_private=True)


@contextmanager
def server(*replies: bytes, pause: float = 0.0):
    """Listens on a free port, answers each connection with the next reply, and gives address and requests."""
    requests: list[bytes] = []
    with socket.create_server((HOST, 0)) as listener:

        def work() -> None:
            for reply in replies:
                connection, _ = listener.accept()
                with connection:
                    requests.append(received(connection))
                    try:
                        for piece in [reply] if not pause else [bytes([byte]) for byte in reply]:
                            connection.sendall(piece)
                            time.sleep(pause)
                    except OSError:
                        return

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        yield f"http://{HOST}:{listener.getsockname()[1]}", requests
        thread.join(2)


def received(connection: socket.socket) -> bytes:
    """One whole request; less when the other side says something else than HTTP."""
    request = connection.recv(65536)
    head, _, body = request.partition(b"\r\n\r\n")
    announced = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    while announced and len(body) < int(announced[1]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def ok(body: bytes, status: str = "200 OK", extra: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nX-Kind: Test\r\n{extra}\r\n".encode() + body


def redirect(to: str) -> bytes:
    return ok(b"", "302 Found", f"Location: {to}\r\n")


def test_a_reply_comes_with_status_headers_and_body():
    with server(ok(b"hello", "404 Not Found")) as (url, requests):
        reply = outbound.fetch(f"{url}/a?b=c", policy=LOCAL, headers={"Accept": "text/plain"})

    assert (reply.status, reply.body, reply.headers["x-kind"], reply.url) == (
        404,
        b"hello",
        "Test",
        f"{url}/a?b=c",
    )
    assert requests[0].startswith(b"GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1")
    assert b"Accept: text/plain" in requests[0]


def test_a_body_is_sent_with_post():
    with server(ok(b"")) as (url, requests):
        outbound.fetch(url, policy=LOCAL, method="POST", body=b"question")

    assert requests[0].startswith(b"POST / ")
    assert requests[0].endswith(b"question")


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://user:secret@127.0.0.1/",
        "https://127.0.0.1:port/",
        "https://127.0.0.1/a b",
        "https://127.0.0.1/a\r\nX-Injected: 1",
        "https://127.0.0.1.elsewhere.example/",
        "//127.0.0.1/",
        "",
    ],
)
def test_an_address_outside_the_policy_is_refused_without_a_call(url):
    with pytest.raises(outbound.Refused):
        outbound.fetch(url, policy=LOCAL)


def test_addresses_of_the_own_network_are_refused_unless_allowed():
    with pytest.raises(outbound.Refused, match="private network"):
        outbound.fetch("https://localhost/", policy=Policy(hosts=frozenset({"localhost"})))


def test_plain_http_is_refused_outside_the_own_network():
    with pytest.raises(outbound.Refused, match="http is not allowed"):
        outbound.fetch("http://example.org/", policy=Policy(hosts=frozenset({"example.org"})))


def test_a_redirect_within_the_hosts_is_followed():
    with server(redirect("/there"), ok(b"there")) as (url, requests):
        reply = outbound.fetch(f"{url}/here", policy=LOCAL)

    assert (reply.body, reply.url) == (b"there", f"{url}/there")
    assert requests[1].startswith(b"GET /there ")


def test_a_redirect_to_another_host_is_refused():
    with (
        server(redirect("http://elsewhere.example/")) as (url, _),
        pytest.raises(outbound.Refused, match="allowed hosts"),
    ):
        outbound.fetch(url, policy=LOCAL)


def test_redirects_come_to_an_end():
    with server(*[redirect("/again")] * 4) as (url, _), pytest.raises(outbound.BadReply, match="more than 3"):
        outbound.fetch(url, policy=LOCAL)


def test_a_redirect_answered_to_post_is_given_back():
    with server(redirect("/there")) as (url, _):
        assert outbound.fetch(url, policy=LOCAL, method="POST", body=b"").status == 302


def test_a_reply_that_is_too_large_is_not_read_to_its_end():
    small = Policy(hosts=LOCAL.hosts, body_bytes_max=10, allows_private=True)

    with server(ok(b"x" * 11)) as (url, _), pytest.raises(outbound.TooLarge):
        outbound.fetch(url, policy=small)


def test_a_server_that_sends_a_byte_at_a_time_is_cut_off_in_time():
    hurried = Policy(hosts=LOCAL.hosts, timeout_seconds=0.5, allows_private=True)
    begun = time.monotonic()

    with server(ok(b"x" * 100), pause=0.05) as (url, _), pytest.raises(outbound.TimedOut):
        outbound.fetch(url, policy=hurried)

    assert time.monotonic() - begun < 3


def test_a_body_without_length_that_is_cut_off_in_time_is_no_reply():
    hurried = Policy(hosts=LOCAL.hosts, timeout_seconds=0.5, allows_private=True)
    endless = b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 100

    with server(endless, pause=0.02) as (url, _), pytest.raises(outbound.TimedOut):
        outbound.fetch(url, policy=hurried)


@pytest.mark.parametrize(
    "reply", [b"", b"SSH-2.0-server\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"]
)
def test_what_is_not_a_whole_reply_is_a_bad_reply(reply):
    with server(reply) as (url, _), pytest.raises(outbound.BadReply):
        outbound.fetch(url, policy=LOCAL)


def test_a_closed_port_is_unreachable():
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(outbound.Unreachable):
        outbound.fetch(f"http://{HOST}:{port}/", policy=LOCAL)


def test_a_server_without_a_certificate_is_unreachable():
    with server(b"not tls") as (url, _), pytest.raises(outbound.Unreachable):
        outbound.fetch(url.replace("http:", "https:"), policy=LOCAL)


def test_a_name_nobody_knows_is_unreachable(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(outbound.Unreachable, match="not known"):
        outbound.fetch("https://news.example/", policy=Policy(hosts=frozenset({"news.example"})))


def test_a_name_that_takes_too_long_is_timed_out(monkeypatch):
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: done.wait(5) and [])

    with pytest.raises(outbound.TimedOut):
        outbound.fetch(
            "https://news.example/", policy=Policy(hosts=frozenset({"news.example"}), timeout_seconds=0.1)
        )
    done.set()


def test_a_redirect_from_https_to_http_is_refused(monkeypatch):
    reply = outbound.Reply(302, "https://localhost/", b"", {"location": "http://localhost/"})
    monkeypatch.setattr(outbound, "_exchange", lambda *_: reply)

    with pytest.raises(outbound.Refused, match="insecure"):
        outbound.fetch("https://localhost/", policy=LOCAL)


def test_certificates_are_checked_by_default():
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED
