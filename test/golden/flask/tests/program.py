"""The program as a process of its own, for what only a process shows."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
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


class Process:
    """A process of the app."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def read_until(self, message: str) -> dict[str, Any]:
        """Reads the log up to the line with this message; one that does not log it is killed."""
        assert self.process.stdout
        killer = threading.Timer(PATIENCE, self.process.kill)
        killer.start()
        try:
            for text in self.process.stdout:
                line: dict[str, Any] = json.loads(text)
                if line["message"] == message:
                    return line
        finally:
            killer.cancel()
        raise ChildProcessError(f"the process ended without {message!r}")

    def end(self) -> tuple[int, list[dict[str, Any]], str]:
        """Waits for the end: the exit code, the log and what was written to stderr."""
        output, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, [json.loads(line) for line in output.splitlines()], errors


class Web(Process):
    """A web process."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        super().__init__(process)
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


@contextmanager
def start(command: str, **environment: str) -> Iterator[Process]:
    """Starts a process, and ends it in any case."""
    process = subprocess.Popen(  # noqa: S603
        [*COMMAND, command],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Process(process)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def web(**environment: str) -> Iterator[Web]:
    """Starts a web process on a free port, and waits until it answers."""
    port = free_port()
    with start("web", **{"PORT": str(port), **environment}) as started:
        server = Web(started.process, port)
        _wait_until_alive(server)
        yield server


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
