"""What the service says about itself."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app

from app import SERVICE
from app.health import readiness

OPENAPI = (Path(__file__).parents[2] / "openapi.json").read_bytes()

blueprint = Blueprint("service", __name__)


@blueprint.get("/")
def index() -> dict[str, str]:
    return {"service": SERVICE, "version": current_app.config["SETTINGS"].release_version}


@blueprint.get("/livez")
def livez() -> dict[str, str]:
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz() -> tuple[dict[str, Any], HTTPStatus]:
    ready, checks = readiness()
    if ready:
        return {"status": "ready", "checks": checks}, HTTPStatus.OK
    return {"status": "unavailable", "checks": checks}, HTTPStatus.SERVICE_UNAVAILABLE


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return Response(OPENAPI, content_type="application/json")
