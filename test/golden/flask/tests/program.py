"""The program as a process of its own, for what only a process shows."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

PATIENCE = 10.0
COMMAND = (sys.executable, "-m", "app")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    return subprocess.run(  # noqa: S603
        [*COMMAND, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def patched(folder: Path, code: str) -> str:
    """A PYTHONPATH with which a process runs this code before its own."""
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    return f"{folder}{os.pathsep}{Path.cwd()}"


class Web:
    """A web process."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def get(self, path: str) -> tuple[int, Any]:
        connection = self.connect()
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, json.load(response)
        finally:
            connection.close()

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def end(self) -> tuple[int, list[dict[str, Any]], str]:
        """Waits for the end: the exit code, the log and what was written to stderr."""
        output, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, [json.loads(line) for line in output.splitlines()], errors


@contextmanager
def web(**environment: str) -> Iterator[Web]:
    """Starts a web process on a free port, and waits until it answers."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603
        [*COMMAND, "web"],
        env={**os.environ, "PORT": str(port), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        started = Web(process, port)
        _wait_until_alive(started)
        yield started
    finally:
        process.kill()
        process.communicate()


def _wait_until_alive(started: Web) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if started.process.poll() is not None:
            raise ChildProcessError(f"the web process ended: {started.process.communicate()}")
        try:
            started.get("/livez")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the web process does not answer")
