"""Readiness, and the `health` command that the image's HEALTHCHECK runs."""

import sys
from http.client import HTTPConnection, HTTPException

import structlog

from app import lifecycle
from app.config import Settings
from app.lifecycle import Service
from app.services import SERVICES

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def readiness() -> tuple[bool, dict[str, str]]:
    """Whether requests are welcome, and the answer of each service."""
    if lifecycle.stopping():
        return False, {}
    checks = {service.name: _check(service) for service in SERVICES}
    return all(answer == "ok" for answer in checks.values()), checks


def _check(service: Service) -> str:
    try:
        service.check()
    except Exception as error:
        log.warning("service unreachable", check=service.name, error=str(error))
        return "unreachable"
    return "ok"


def main(settings: Settings, _options: object) -> int:
    connection = HTTPConnection("127.0.0.1", settings.port, timeout=3)
    try:
        connection.request("GET", "/livez")
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        sys.stdout.write(f"no answer: {error}\n")
        return 1
    finally:
        connection.close()
    sys.stdout.write(f"/livez answers {status}\n")
    return 0 if status == 200 else 1
