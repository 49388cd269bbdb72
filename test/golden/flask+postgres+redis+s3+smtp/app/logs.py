"""The log: one JSON object a line on stdout, whoever writes it."""

import json
import logging
import math
import os
import re
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from app import SERVICE
from app.config import Settings

HIDDEN = "[hidden]"
SECRET_NAME = re.compile(
    r"authorization|cookie|credential|passw(or)?d|secret|token|api_?key", re.IGNORECASE
)
SECRET_TEXT = (
    (re.compile(r"(://[^\s/:@]*):[^\s/@]+@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(r"\b((?:[\w-]*(?:passw(?:or)?d|secret|token|api_?key))=)[^\s&]+", re.IGNORECASE),
        rf"\1{HIDDEN}",
    ),
)


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
    """Writes a line with one system call: unbuffered, whole among forked processes' lines, and
    safe inside a signal handler."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self.format(record)
        except Exception:
            text = self.format(_unloggable(record))
        line = f"{text}\n".encode()
        try:
            while line:
                line = line[os.write(1, line) :]
        except OSError:
            # Whoever read the log is gone. Requests are worth more than log lines.
            return


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
        return {**envelope, **_clean({key: event[key] for key in event if key not in envelope})}


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
    text = str(value)
    for pattern, replacement in SECRET_TEXT:
        text = pattern.sub(replacement, text)
    return text


def _unloggable(record: logging.LogRecord) -> logging.LogRecord:
    message = "a log line could not be written"
    return logging.LogRecord(
        record.name, logging.ERROR, record.pathname, record.lineno, message, None, sys.exc_info()
    )


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None
) -> None:
    logging.getLogger(__name__).critical(
        "uncaught error", exc_info=(kind, error or kind(), traceback)
    )
