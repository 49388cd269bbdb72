"""The log: one JSON object a line on stdout, whoever writes it."""

import json
import logging
import math
import os
import re
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from select import PIPE_BUF, select
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from app import SERVICE
from app.config import Settings

# How long a line waits for whoever reads the log, in seconds.
PATIENCE = 1.0

HIDDEN = "[hidden]"
# As a word of the name, like in session_token and X-Api-Key; tokens_used is none.
SECRET_NAME = re.compile(
    r"(?:^|[_-])"
    r"(?:authorization|cookie|credentials?|passw(?:or)?d|secret|token|(?:api|access|private)[_-]?key)"
    r"(?:$|[_-])",
    re.IGNORECASE,
)
# Possessive (++), since what is logged may be long and made to be searched slowly.
NAME_AND_VALUE = re.compile(r"""(?<![\w-])([\w-]++)(['"]?\s*+[=:]\s*+['"]?)([^\s&'",;]++)""")
URL_PASSWORD = re.compile(r"(://[^\s/:@]*+):[^\s/@]+@")
TOKEN = re.compile(r"(?<!\w)(bearer|basic)\s+[\w.~+/=-]+", re.IGNORECASE)


def configure(settings: Settings) -> None:
    """Sends the lines of structlog, logging, warnings and uncaught errors to one handler."""
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *processors,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = StdoutHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,
                _Envelope(settings.release_version),
                structlog.processors.JSONRenderer(serializer=json.dumps),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    sys.unraisablehook = lambda hook: _log_uncaught(
        hook.exc_type, hook.exc_value, hook.exc_traceback
    )
    threading.excepthook = lambda hook: _log_uncaught(
        hook.exc_type, hook.exc_value, hook.exc_traceback
    )


class StdoutHandler(logging.Handler):
    """Writes a line that fits a page with one system call: unbuffered, whole among forked
    processes' lines, and safe inside a signal handler. Requests are worth more than log lines:
    where nobody reads them, they are lost, and counted."""

    lost = 0
    torn = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self.format(record)
        except Exception:
            text = self.format(_notice(record, "a log line could not be written", failed=True))
        # After one line that waited in vain the others don't wait, until there is room again.
        if not _has_room(0 if self.lost else PATIENCE):
            self.lost += 1
            return
        if self.lost:
            notice = _notice(record, "nobody read the log, and lines were lost")
            vars(notice).update(lost=self.lost)
            text = f"{self.format(notice)}\n{text}"
        if self.torn:
            text = f"\n{text}"
        self.torn = not _write(f"{text}\n".encode())
        self.lost = int(self.torn)


def _write(line: bytes) -> bool:
    """Writes a line page by page, since a pipe with any room takes a page without waiting. False
    where its reader stopped in the middle."""
    # An error: whoever read the log is gone.
    with suppress(OSError):
        while line:
            if not _has_room(PATIENCE):
                return False
            line = line[os.write(1, line[:PIPE_BUF]) :]
    return True


def _has_room(seconds: float) -> bool:
    """Whether a page can be written within so many seconds, or the reader is gone for good."""
    try:
        return bool(select([], [1], [], seconds)[1])
    except (OSError, ValueError):
        return True


class _Envelope:
    """Puts the fields that every line has first, and hides what must not be read."""

    def __init__(self, version: str) -> None:
        self.version = version

    def __call__(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        envelope = {
            "time": now.replace("+00:00", "Z"),
            "level": event.pop("level"),
            "message": _clean(str(event.pop("event"))),
            "service": SERVICE,
            "version": self.version,
        }
        # A field that is called like one of these keeps its value under another name.
        fields = {f"field_{key}" if key in envelope else key: event[key] for key in event}
        return {**envelope, **_clean(fields)}


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            str(key): HIDDEN if SECRET_NAME.search(str(key)) else _clean(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    text = URL_PASSWORD.sub(rf"\1:{HIDDEN}@", str(value))
    text = TOKEN.sub(rf"\1 {HIDDEN}", text)
    return NAME_AND_VALUE.sub(_hide_secret, text)


def _hide_secret(match: re.Match[str]) -> str:
    name, between, value = match.groups()
    # What a scheme like Bearer was followed by is hidden already.
    is_secret = SECRET_NAME.search(name) and value.lower() not in ("bearer", "basic")
    return f"{name}{between}{HIDDEN if is_secret else value}"


def _notice(record: logging.LogRecord, message: str, *, failed: bool = False) -> logging.LogRecord:
    error = sys.exc_info() if failed else None
    return logging.LogRecord(
        record.name, logging.ERROR, record.pathname, record.lineno, message, None, error
    )


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None
) -> None:
    logging.getLogger(__name__).critical(
        "uncaught error", exc_info=(kind, error or kind(), traceback)
    )
