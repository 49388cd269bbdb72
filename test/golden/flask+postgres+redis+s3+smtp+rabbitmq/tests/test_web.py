"""The life of the web process, from its start to the answer of its last request."""

import json
import signal
import socket
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app import SERVICE
from tests.program import PATIENCE, Web, free_port, patched, run, web

pytestmark = pytest.mark.usefixtures("settings")

BODY = json.dumps({"text": "x" * 100}).encode()


def begin_request(server: Web, *, wait: bool = True) -> HTTPConnection:
    """Sends a request but for the end of its body, and waits until that is in flight."""
    connection = server.connect()
    connection.putrequest("POST", "/echo")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(BODY)))
    connection.endheaders(BODY[:10])
    assert not wait or server.get("/livez")[0] == 200
    return connection


def test_serves_and_ends_by_sigterm() -> None:
    with web(RELEASE_VERSION="1.2.3") as server:
        assert server.get("/") == (200, {"service": SERVICE, "version": "1.2.3"})
        server.terminate()
        code, lines, errors = server.end()
    assert (code, errors) == (0, "")
    assert all(line["version"] == "1.2.3" for line in lines)
    assert [line["path"] for line in lines if line["message"] == "request"][-1] == "/"


def test_a_request_in_flight_is_answered_before_the_end() -> None:
    with web() as server, closing(begin_request(server)) as connection:
        server.terminate()
        connection.send(BODY[10:])
        response = connection.getresponse()
        assert (response.status, json.load(response)) == (200, json.loads(BODY))
        code, _, errors = server.end()
    assert (code, errors) == (0, "")


def test_the_deadline_ends_what_does_not_finish() -> None:
    with web(SHUTDOWN_TIMEOUT="1") as server, closing(begin_request(server)):
        server.terminate()
        code, lines, _ = server.end()
    assert code == 1
    assert lines[-1]["level"] == "error"


def test_a_second_signal_ends_it_at_once() -> None:
    with web() as server, closing(begin_request(server)):
        server.terminate()
        server.read_until("Handling signal: term")
        server.process.send_signal(signal.SIGINT)
        code, _, _ = server.end()
    assert code == 1


def test_a_hang_up_ends_it_like_sigterm() -> None:
    with web() as server, closing(begin_request(server)) as connection:
        server.process.send_signal(signal.SIGHUP)
        connection.send(BODY[10:])
        assert connection.getresponse().status == 200
        code, _, _ = server.end()
    assert code == 0


def test_stalled_uploads_do_not_keep_others_waiting(tmp_path: Path) -> None:
    path = patched(tmp_path, "from app import gthread\ngthread.LONGEST_SILENCE = 1\n")
    with web(PYTHONPATH=path) as server, ExitStack() as stalled:
        uploads = [
            stalled.enter_context(closing(begin_request(server, wait=False))) for _ in range(4)
        ]
        assert server.get("/livez")[0] == 200
        assert [upload.getresponse().status for upload in uploads] == [408] * 4


def test_a_start_that_fails_is_logged_without_secrets(tmp_path: Path) -> None:
    fail = "def fail(*_):\n    raise RuntimeError('no postgres://app:hunter2@db/app')\n"
    path = patched(tmp_path, f"from app import lifecycle\n{fail}lifecycle.opened = fail\n")
    done = run("web", PORT=str(free_port()), PYTHONPATH=path)
    assert done.returncode != 0
    assert done.stderr == ""
    assert "the app does not start" in [
        json.loads(line)["message"] for line in done.stdout.splitlines()
    ]
    assert "hunter2" not in done.stdout


def test_serves_on_when_nobody_reads_the_log() -> None:
    with web() as server:
        assert server.process.stdout
        server.process.stdout.close()
        assert [server.get("/livez")[0] for _ in range(3)] == [200] * 3
        server.terminate()
        assert server.process.wait(timeout=PATIENCE) == 0


def test_a_taken_port_is_said() -> None:
    port = free_port()
    with socket.create_server(("0.0.0.0", port)):  # noqa: S104
        done = run("web", PORT=str(port))
    assert done.returncode == 1
    assert json.loads(done.stdout)["message"].startswith(f"cannot listen on port {port}")


def test_health_asks_the_process() -> None:
    with web() as server:
        assert run("health", PORT=str(server.port)).returncode == 0
    assert run("health", PORT=str(server.port)).returncode == 1
