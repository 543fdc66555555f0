"""Starting to serve, and keeping the background worker alive."""

import os
import signal
import socket  # noqa: TID251 - takes ports, as others do
import sys
import time

import pytest

from newsroom import serving
from newsroom.serving import Bind, ServeError


@pytest.mark.parametrize(
    ("text", "bind", "url"),
    [
        ("127.0.0.1:8000", Bind("127.0.0.1", 8000), "http://127.0.0.1:8000"),
        ("0.0.0.0:80", Bind("0.0.0.0", 80), "http://127.0.0.1:80"),
        ("[::]:8000", Bind("::", 8000), "http://[::1]:8000"),
        ("localhost:9000", Bind("localhost", 9000), "http://localhost:9000"),
    ],
)
def test_an_address_is_taken_apart(text, bind, url):
    assert serving.parse_bind(text) == bind
    assert bind.url == url


@pytest.mark.parametrize(
    "text", ["", "8000", "127.0.0.1", "127.0.0.1:", ":8000", "127.0.0.1:port", "127.0.0.1:99999"]
)
def test_what_is_no_address_is_refused_with_an_example(text):
    with pytest.raises(ServeError, match=r"such as 127\.0\.0\.1:8000"):
        serving.parse_bind(text)


def test_a_free_port_passes():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    serving.require_free(Bind("127.0.0.1", port))


@pytest.mark.parametrize("shares", [False, True])
def test_a_taken_port_is_refused_and_another_proposed(shares):
    with socket.create_server(("127.0.0.1", 0), reuse_port=shares) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(ServeError, match=f"^Port {port} is taken: .*--bind 127.0.0.1:{port + 1}"):
            serving.require_free(Bind("127.0.0.1", port))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied"), "may not listen on port 80"),
        (OSError(99, "x"), "of this machine"),
    ],
)
def test_other_reasons_are_told_too(error, said):
    assert said in serving._why_not(Bind("127.0.0.1", 80), error)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ServeError, match="an address of this machine"):
        serving.require_free(Bind("192.0.2.1", 8000))


def test_there_is_a_web_worker_for_each_core_up_to_four(monkeypatch):
    for cores, expected in [(1, 1), (2, 2), (64, 4), (None, 1)]:
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert serving.default_workers() == expected


class TestJobProcess:
    @pytest.fixture
    def started(self, tmp_path, monkeypatch):
        """A child that writes its number into a file and waits; started again at once when it dies."""
        monkeypatch.setattr(serving, "RESTART_FIRST_SECONDS", 0.01)
        script = f"import os,time; open({str(tmp_path)!r}+'/'+str(os.getpid()),'w'); time.sleep(60)"
        process = serving.JobProcess((sys.executable, "-c", script))
        process.start()
        yield tmp_path
        process.stop()

    def wait_for(self, folder, count):
        until = time.monotonic() + 10
        while len(list(folder.iterdir())) < count and time.monotonic() < until:
            time.sleep(0.01)
        return [int(path.name) for path in folder.iterdir()]

    def test_a_child_that_was_killed_is_started_again(self, started):
        (first,) = self.wait_for(started, 1)

        os.kill(first, signal.SIGKILL)

        assert len(self.wait_for(started, 2)) == 2

    def test_stopping_ends_the_child_for_good(self, started, tmp_path):
        process = serving.JobProcess((sys.executable, "-c", "import time; time.sleep(60)"))
        process.start()
        while process._child is None:
            time.sleep(0.01)

        process.stop()
        process._keeper.join(5)

        assert process._child.returncode == -signal.SIGTERM
        assert not process._keeper.is_alive()

    def test_a_child_that_does_not_listen_is_killed(self, monkeypatch, tmp_path):
        monkeypatch.setattr(serving, "GRACE_SECONDS", 0.1)
        ready = tmp_path / "ready"
        script = (
            "import signal,time,pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
            f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
        )
        process = serving.JobProcess((sys.executable, "-c", script))
        process.start()
        while not ready.exists():
            time.sleep(0.01)

        process.stop()

        assert process._child.returncode == -signal.SIGKILL

    def test_reloading_replaces_a_child_that_ends_in_good_order(self, tmp_path):
        script = (
            "import os,signal,sys,time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0));"
            f"open({str(tmp_path)!r}+'/'+str(os.getpid()),'w'); time.sleep(60)"
        )
        process = serving.JobProcess((sys.executable, "-c", script))
        process.start()
        self.wait_for(tmp_path, 1)

        process.reload()

        assert len(self.wait_for(tmp_path, 2)) == 2
        process.stop()

    def test_what_was_never_started_can_be_stopped(self):
        process = serving.JobProcess()
        process.reload()
        process.stop()
