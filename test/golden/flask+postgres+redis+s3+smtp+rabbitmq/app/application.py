"""The application factory."""

from time import perf_counter

import structlog
from flask import Flask, Response, g, request

from app import SERVICE, problems, tracing
from app.config import Settings
from app.routes import BLUEPRINTS

LONGEST_BODY = 1024 * 1024

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def create_app(settings: Settings) -> Flask:
    app = Flask(SERVICE, static_folder=None)
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)
    problems.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _begin() -> None:
    g.started = perf_counter()
    g.request_id = tracing.request_id(request.headers.get("X-Request-ID"))
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    if trace_id := tracing.trace_id(request.headers.get("traceparent")):
        structlog.contextvars.bind_contextvars(trace_id=trace_id)


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    log.info(
        "request",
        method=request.method,
        path=request.path,
        status=response.status_code,
        duration_ms=round((perf_counter() - g.started) * 1000, 3),
    )
    return response


def _forget(_error: BaseException | None) -> None:
    # What the thread logs next is not about this request.
    structlog.contextvars.clear_contextvars()
