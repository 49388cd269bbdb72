"""The log: one JSON object a line on stdout, whoever writes it, and no secret in it."""

import json
import logging
import os
import re
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from select import PIPE_BUF
from typing import Any, Self

import pytest
import structlog

from app import SERVICE, logs
from app.config import Settings

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(
    settings: Settings, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lines]:
    """What was logged since the last call."""
    for hooks, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(hooks, name, getattr(hooks, name))
    structlog.contextvars.clear_contextvars()
    logs.configure(settings)

    def read() -> list[dict[str, Any]]:
        output, errors = capfd.readouterr()
        assert errors == ""
        return [json.loads(line) for line in output.splitlines()]

    yield read
    logging.captureWarnings(capture=False)
    logging.basicConfig(force=True)


class Pipe:
    """A pipe in the place of stdout, that a test reads when it likes."""

    def __enter__(self) -> Self:
        self.reader, self.writer = os.pipe()
        self.kept = os.dup(1)
        os.dup2(self.writer, 1)
        return self

    def __exit__(self, *_: object) -> None:
        os.dup2(self.kept, 1)
        for descriptor in (self.kept, self.reader, self.writer):
            os.close(descriptor)

    def fill(self) -> None:
        os.set_blocking(self.writer, False)
        with suppress(BlockingIOError):
            while True:
                os.write(self.writer, bytes(PIPE_BUF))
        os.set_blocking(self.writer, True)

    def read(self) -> bytes:
        return os.read(self.reader, 2**20)


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "PATIENCE", 0.01)


def test_a_line_has_the_fields_that_every_line_has(lines: Lines) -> None:
    structlog.get_logger().info("order taken", order=7)
    (line,) = lines()
    time = line.pop("time")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time)
    assert line == {
        "level": "info",
        "message": "order taken",
        "service": SERVICE,
        "version": "dev",
        "order": 7,
    }


def test_lines_of_libraries_look_the_same(lines: Lines) -> None:
    logging.getLogger("library").warning("retry %d of %d", 1, 3, extra={"host": "db"})
    (line,) = lines()
    assert (line["level"], line["message"], line["host"]) == ("warning", "retry 1 of 3", "db")


def test_a_stack_trace_is_inside_its_line(lines: Lines) -> None:
    try:
        raise LookupError("nothing\nthere")
    except LookupError:
        structlog.get_logger().exception("failed")
    (line,) = lines()
    assert "LookupError: nothing\nthere" in line["exception"]


def test_warnings_are_logged(lines: Lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old way", DeprecationWarning, stacklevel=1)
    (line,) = lines()
    assert line["level"] == "warning"
    assert "old way" in line["message"]


def test_a_line_below_the_level_is_left_out(lines: Lines) -> None:
    structlog.get_logger().debug("detail")
    assert lines() == []


def test_a_line_that_cannot_be_made_is_still_a_line(lines: Lines) -> None:
    logging.getLogger("library").error("%d", "no number")
    (line,) = lines()
    assert line["level"] == "error"


@pytest.mark.parametrize(
    "logged",
    [
        {"password": "hunter2"},
        {"headers": {"Authorization": "hunter2", "Cookie": "id=hunter2"}},
        {"url": "postgres://app:hunter2@db/app"},
        {"text": "Authorization: Bearer hunter2"},
        {"query": "?api_key=hunter2&page=1"},
        {"headers": {"X-Api-Key": "hunter2"}},
        {"text": "AWS_SECRET_ACCESS_KEY=hunter2"},
        {"text": "X-Api-Key: hunter2"},
        {"text": "{'password': 'hunter2', 'user': 'app'}"},
        {"text": 'password = "hunter2"'},
        {"items": [{"session_token": "hunter2"}]},
    ],
)
def test_secrets_are_hidden(lines: Lines, logged: dict[str, Any]) -> None:
    structlog.get_logger().info("seen", **logged)
    assert "hunter2" not in json.dumps(lines())


def test_what_only_sounds_like_a_secret_is_shown(lines: Lines) -> None:
    structlog.get_logger().info("seen", tokens_used=12, secretary="Ada", text="passwords: 3 kept")
    (line,) = lines()
    assert (line["tokens_used"], line["secretary"]) == (12, "Ada")
    assert line["text"] == "passwords: 3 kept"


@pytest.mark.parametrize("piece", ["a-", "token-", "secret_", "://", "a=", "bearer "])
def test_a_long_text_takes_no_long_time(lines: Lines, piece: str) -> None:
    started = time.perf_counter()
    structlog.get_logger().info(piece * 20_000)
    assert time.perf_counter() - started < 1
    assert len(lines()) == 1


@pytest.mark.usefixtures("impatience")
def test_lines_that_nobody_reads_are_lost_and_counted(lines: Lines) -> None:
    with Pipe() as pipe:
        pipe.fill()
        structlog.get_logger().info("to nobody")
        structlog.get_logger().info("to nobody")
        pipe.read()
        structlog.get_logger().info("to somebody")
        notice, line = [json.loads(text) for text in pipe.read().splitlines()]
    assert (notice["message"], notice["lost"]) == ("nobody read the log, and lines were lost", 2)
    assert line["message"] == "to somebody"
    assert lines() == []


@pytest.mark.usefixtures("impatience")
def test_a_line_that_is_read_in_part_harms_no_other(lines: Lines) -> None:
    with Pipe() as pipe:
        structlog.get_logger().info("x" * 2**20)
        pipe.read()
        structlog.get_logger().info("to somebody")
        _, *others = pipe.read().splitlines()
    notice, line = [json.loads(text) for text in others]
    assert (notice["lost"], line["message"]) == (1, "to somebody")
    assert lines() == []


def test_a_field_does_not_replace_what_every_line_has(lines: Lines) -> None:
    structlog.get_logger().info("deployed", version="2.0")
    (line,) = lines()
    assert (line["version"], line["field_version"]) == ("dev", "2.0")
