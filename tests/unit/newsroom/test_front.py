"""Slots, forwarded headers and static files in front of Django."""

import threading
from ipaddress import ip_network

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from newsroom import front


@pytest.fixture(autouse=True)
def fresh_thread():
    """No connection in this thread, as a slot would take it; the suite's own comes back afterwards."""
    own = connections["default"]
    del connections["default"]
    yield
    for left in connections.all(initialized_only=True):
        left.close()
    connections["default"] = own


class Answer:
    """What `start_response` was told."""

    def __init__(self):
        self.status = ""
        self.headers = {}

    def __call__(self, status, headers, exc_info=None):
        self.status = status
        self.headers = dict(headers)


def call(application, path="/", **environ):
    answer = Answer()
    body = application({"REQUEST_METHOD": "GET", **environ, "PATH_INFO": path}, answer)
    return answer, body


def plain(_environ, start_response):
    start_response("200 OK", [])
    return HttpResponse("hello")


class TestSlots:
    def test_as_many_enter_as_there_are_slots(self):
        slots = front.Slots(2, wait_seconds=0.01)

        first, second = slots.enter(), slots.enter()

        assert first is not second
        assert slots.enter() is None
        slots.leave(first)
        assert slots.enter() is first

    def test_who_waits_gets_the_slot_that_is_left(self):
        slots = front.Slots(1, wait_seconds=5)
        held = slots.enter()
        threading.Timer(0.05, slots.leave, [held]).start()

        assert slots.enter() is held

    def test_no_more_than_the_allowed_number_wait(self):
        slots = front.Slots(1, waiting_max=1, wait_seconds=0.3)
        slots.enter()
        waiting = threading.Thread(target=slots.enter)
        waiting.start()
        while not slots._waiting:
            pass

        assert slots.enter() is None
        assert waiting.is_alive()
        waiting.join()


class TestSlotGate:
    def test_a_plain_answer_comes_whole_and_frees_its_slot(self):
        slots = front.Slots(1, wait_seconds=0.01)

        for _ in range(3):
            answer, body = call(front.SlotGate(plain, slots))
            assert (answer.status, body) == ("200 OK", [b"hello"])

    def test_a_busy_site_says_when_to_come_back(self):
        slots = front.Slots(1, wait_seconds=0.01)
        slots.enter()

        answer, body = call(front.SlotGate(plain, slots))

        assert answer.status == "503 Service Unavailable"
        assert answer.headers["Retry-After"] == "5"
        assert answer.headers["Content-Length"] == str(len(body[0]))

    def test_the_sign_of_life_needs_no_slot(self):
        slots = front.Slots(1, wait_seconds=0.01)
        slots.enter()

        answer, _ = call(front.SlotGate(plain, slots), "/healthz")

        assert answer.status == "200 OK"

    def test_an_error_frees_the_slot(self):
        slots = front.Slots(1, wait_seconds=0.01)

        def broken(_environ, _start_response):
            raise RuntimeError("broken")

        for _ in range(2):
            with pytest.raises(RuntimeError):
                call(front.SlotGate(broken, slots))

    def test_an_error_in_the_body_frees_the_slot(self):
        slots = front.Slots(1, wait_seconds=0.01)

        class Broken(HttpResponse):
            def __iter__(self):
                raise RuntimeError("broken")

        for _ in range(2):
            with pytest.raises(RuntimeError):
                call(front.SlotGate(lambda _e, _s: Broken(), slots))

    def test_a_streamed_answer_keeps_its_slot_until_its_end(self):
        slots = front.Slots(1, wait_seconds=0.01)
        gate = front.SlotGate(lambda _e, _s: StreamingHttpResponse([b"a", b"b"]), slots)

        _, body = call(gate)
        pieces = iter(body)
        assert next(pieces) == b"a"
        assert slots.enter() is None
        assert list(pieces) == [b"b"]

        assert slots.enter() is not None

    def test_a_streamed_answer_nobody_reads_to_its_end_frees_its_slot_when_closed(self):
        slots = front.Slots(1, wait_seconds=0.01)
        closed = []
        response = StreamingHttpResponse(iter([b"a", b"b"]))
        response._resource_closers.append(lambda: closed.append(True))

        _, body = call(front.SlotGate(lambda _e, _s: response, slots))
        next(iter(body))
        body.close()
        body.close()

        assert closed == [True]
        assert slots.enter() is not None


class TestConnections:
    """A slot's connections go with the slot, not with the thread."""

    def test_threads_that_use_a_slot_in_turn_use_its_one_connection(self):
        slots = front.Slots(1)
        used = []

        def asking(_environ, _start_response):
            used.append(connections["default"])
            return HttpResponse("asked")

        gate = front.SlotGate(asking, slots)
        for _ in range(3):
            thread = threading.Thread(target=call, args=(gate,))
            thread.start()
            thread.join()

        assert len(set(map(id, used))) == 1
        assert used[0].allow_thread_sharing
        assert list(connections.all(initialized_only=True)) == []

    def test_a_streamed_answer_asks_through_its_slot(self):
        slots = front.Slots(1)
        used = []

        def pieces():
            used.append(connections["default"])
            yield b"a"
            used.append(connections["default"])

        def streaming(_environ, _start_response):
            used.append(connections["default"])
            return StreamingHttpResponse(pieces())

        _, body = call(front.SlotGate(streaming, slots))
        assert list(connections.all(initialized_only=True)) == []
        assert list(body) == [b"a"]

        assert len(set(map(id, used))) == 1


class TestForwardedHeaders:
    @pytest.mark.parametrize(("sender", "kept"), [("10.0.0.1", True), ("203.0.113.9", False), ("", False)])
    def test_the_scheme_is_believed_from_trusted_proxies_only(self, settings, sender, kept):
        settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
        seen = {}

        def look(environ, _start_response):
            seen.update(environ)
            return []

        call(front.ForwardedHeaders(look), REMOTE_ADDR=sender, HTTP_X_FORWARDED_PROTO="https")

        assert ("HTTP_X_FORWARDED_PROTO" in seen) is kept


class TestStaticFiles:
    @pytest.fixture
    def collected(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path
        (tmp_path / "site.0123456789ab.css").write_text("a{}")
        (tmp_path / "site.css").write_text("a{}")
        return front.StaticFiles(plain)

    def test_a_hashed_name_may_be_kept_for_ever(self, collected):
        answer, body = call(collected, "/static/site.0123456789ab.css")
        body.close()

        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in answer.headers

    def test_a_plain_name_is_kept_for_a_minute(self, collected):
        answer, body = call(collected, "/static/site.css")
        body.close()

        assert answer.headers["Cache-Control"] == "max-age=60, public"

    def test_manifest_is_served_as_one(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path
        (tmp_path / "site.0123456789ab.webmanifest").write_text("{}")

        answer, body = call(front.StaticFiles(plain), "/static/site.0123456789ab.webmanifest")
        body.close()

        assert answer.headers["Content-Type"] == "application/manifest+json"
        assert "immutable" in answer.headers["Cache-Control"]

    def test_what_is_no_static_file_goes_on(self, collected):
        assert call(collected, "/static/none.css")[1].content == b"hello"

    def test_before_anything_is_collected_requests_go_on(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path / "none"

        assert call(front.StaticFiles(plain), "/static/site.css")[1].content == b"hello"

    def test_development_serves_the_sources(self, settings, tmp_path):
        settings.DEBUG = True
        settings.STATIC_ROOT = tmp_path / "none"

        answer, body = call(front.StaticFiles(plain), "/static/admin/css/base.css")
        body.close()

        assert answer.status == "200 OK"


def test_the_whole_front_answers_a_sign_of_life(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    application = front.build(get_wsgi_application())

    environ = RequestFactory()._base_environ(HTTP_HOST="localhost")
    answer, body = call(application, "/healthz", **environ)

    assert answer.status == "200 OK"
    assert b"".join(body) == b"ok\n"
    body.close()
