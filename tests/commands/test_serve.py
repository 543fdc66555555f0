"""`manage.py serve`, as a process."""

import json
import os
import re
import shutil
import signal
import socket  # noqa: TID251 - takes a port, as another program does
import sqlite3
import threading
import time
from urllib.parse import urlencode

import pytest

from articles import outbound
from tests.commands.processes import LOCAL, eventually, is_alive, running


@pytest.fixture(scope="module")
def server(demo_data_dir, tmp_path_factory):
    data_dir = shutil.copytree(demo_data_dir, tmp_path_factory.mktemp("serve") / "var")
    with running(data_dir, "serve", "--workers", "1") as server:
        yield server


def test_the_site_is_ready_and_shows_its_first_page(server):
    eventually(lambda: server.answers("/readyz"), "the worker to sign on")

    assert all(found == "ok" for found in json.loads(server.get("/readyz").body)["checks"].values())
    assert server.get("/").status == 200


def test_static_files_come_compressed_and_for_ever(server):
    page = server.get("/admin/login/").body.decode()
    address = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]

    reply = server.get(address, **{"Accept-Encoding": "br"})

    assert (reply.status, reply.headers["content-encoding"]) == (200, "br")
    assert "immutable" in reply.headers["cache-control"]


def test_a_host_that_is_not_ours_is_refused(server):
    assert server.get("/", Host="elsewhere.example").status == 400


def test_a_killed_web_worker_is_replaced(server):
    (before,) = server.children("web")

    os.kill(before, signal.SIGKILL)

    eventually(lambda: before not in server.children("web") and server.answers(), "another web worker")


def test_a_killed_background_worker_is_replaced(server):
    eventually(lambda: server.children("jobs"), "a background worker")
    (before,) = server.children("jobs")

    os.kill(before, signal.SIGKILL)

    eventually(lambda: server.children("jobs") not in ([], [before]), "another background worker")


def test_a_reload_replaces_the_workers_while_the_site_goes_on_answering(server):
    before = server.children("web")
    failures = []

    server.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + 30
    while set(before) & set(server.children("web")) and time.monotonic() < until:
        if not server.answers():
            failures.append(time.monotonic())

    assert server.children("web")
    assert not set(before) & set(server.children("web"))
    assert failures == []


def test_stopping_finishes_the_request_under_way(data_dir, demo_data_dir):
    """A login that fails is written down, and waits while somebody else holds SQLite's one writer."""
    shutil.copytree(demo_data_dir, data_dir, dirs_exist_ok=True)
    replies = []
    with running(data_dir, "serve", "--workers", "1") as server:
        page = server.get("/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.body.decode())[1]
        cookie = page.headers["set-cookie"].partition(";")[0]
        form = urlencode({"csrfmiddlewaretoken": token, "username": "nobody", "password": "wrong"}).encode()
        headers = {
            "Cookie": cookie.strip(),
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": server.url,
        }
        eventually(lambda: server.children("jobs"), "a background worker")

        writer = sqlite3.connect(data_dir / "newsroom.sqlite3", isolation_level=None, timeout=20)
        writer.execute("BEGIN IMMEDIATE")
        arguments = {"policy": LOCAL, "method": "POST", "body": form, "headers": headers}
        post = threading.Thread(
            target=lambda: replies.append(outbound.fetch(f"{server.url}/admin/login/", **arguments))
        )
        post.start()
        time.sleep(1)
        assert not replies
        server.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert server.process.poll() is None
        writer.execute("ROLLBACK")
        writer.close()
        post.join(30)

        assert server.process.wait(30) == 0
    assert [reply.status for reply in replies] == [200]


def test_ctrl_c_stops_everything_at_once(data_dir, demo_data_dir):
    shutil.copytree(demo_data_dir, data_dir, dirs_exist_ok=True)
    with running(data_dir, "serve", "--workers", "1") as server:
        eventually(lambda: server.children("jobs"), "a background worker")
        children = server.children("web") + server.children("jobs")
        begun = time.monotonic()

        assert server.press_ctrl_c() == 0

        assert time.monotonic() - begun < 20
        assert not any(map(is_alive, children))


def test_nothing_is_left_behind_when_the_supervisor_is_killed(data_dir, demo_data_dir):
    shutil.copytree(demo_data_dir, data_dir, dirs_exist_ok=True)
    with running(data_dir, "serve", "--workers", "1") as server:
        eventually(lambda: server.children("jobs"), "a background worker")
        children = server.children("web") + server.children("jobs")

        server.stop(signal.SIGKILL)

        eventually(lambda: not any(map(is_alive, children)), "the workers to go")


def refusal(done):
    """The one line a command that refuses prints."""
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


def test_a_taken_port_is_one_line(data_dir, run_manage):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        line = refusal(run_manage(data_dir, "serve", "--bind", f"127.0.0.1:{port}"))

    assert f"Port {port} is taken" in line


def test_a_database_without_tables_is_one_line(tmp_path, run_manage):
    assert "Run manage.py migrate first" in refusal(
        run_manage(tmp_path / "var", "serve", "--bind", "127.0.0.1:1025")
    )


def test_a_database_that_is_not_there_is_one_line(data_dir, run_manage):
    done = run_manage(
        data_dir, "serve", "--bind", "127.0.0.1:1025", DATABASE_URL="postgresql://x@127.0.0.1:1/x"
    )

    assert "look at DATABASE_URL" in refusal(done)


def test_a_bad_number_of_workers_is_one_line(data_dir, run_manage):
    assert "--workers is at least 1" in refusal(run_manage(data_dir, "serve", "--workers", "-1"))


def test_a_setting_that_cannot_be_used_is_one_line(data_dir, run_manage):
    assert "NEWSROOM_DEBUG='perhaps'" in refusal(run_manage(data_dir, "check", NEWSROOM_DEBUG="perhaps"))
