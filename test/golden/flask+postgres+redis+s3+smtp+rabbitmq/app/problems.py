"""Every error answer is a problem document (RFC 9457) that shows nothing of the inside."""

import structlog
from flask import Flask, g, json
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response

from app.lifecycle import UnavailableError

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(UnavailableError, _say_unavailable)
    app.register_error_handler(Exception, _log_and_answer)


def _answer(error: HTTPException) -> Response:
    response = error.get_response()
    if response.status_code >= 400:
        document = {
            "type": "about:blank",
            "title": error.name,
            "status": response.status_code,
            "detail": error.description,
            "request_id": g.request_id,
        }
        response.data = json.dumps(document)
        response.content_type = "application/problem+json"
    return response


def _say_unavailable(error: UnavailableError) -> Response:
    log.warning("service unavailable", error=str(error))
    return _answer(ServiceUnavailable("A service that this request needs does not answer."))


def _log_and_answer(error: Exception) -> Response:
    log.error("request failed", exc_info=error)
    return _answer(InternalServerError("The service failed to answer this request."))
