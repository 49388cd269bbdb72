"""What the service says about itself."""

import json
import re
from http import HTTPMethod
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import SERVICE, health, lifecycle


class Away:
    """A service that does not answer."""

    name = "database"

    def open(self, settings: object) -> None: ...

    def check(self) -> None:
        raise ConnectionError("postgres://app:hunter2@db refused")

    def close(self) -> None: ...


def test_index_names_the_service_and_its_release(client: FlaskClient) -> None:
    assert client.get("/").json == {"service": SERVICE, "version": "dev"}


def test_alive_whatever_the_services_do(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "SERVICES", (Away(),))
    response = client.get("/livez")
    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_ready(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SERVICES", ())
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (200, {"status": "ready", "checks": {}})


def test_not_ready_while_a_service_is_away(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "SERVICES", (Away(),))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == {"status": "unavailable", "checks": {"database": "unreachable"}}


def test_not_ready_while_stopping(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "stopping", lambda: True)
    assert client.get("/readyz").status_code == 503


def test_the_description_is_the_committed_file_and_names_every_route(client: FlaskClient) -> None:
    committed: dict[str, Any] = json.loads(Path("openapi.json").read_text(encoding="utf-8"))
    assert client.get("/openapi.json").json == committed

    described = {
        (path, method.upper())
        for path, item in committed["paths"].items()
        for method in item
        if method.upper() in HTTPMethod.__members__
    }
    served = {
        (re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"{\1}", str(rule)), method)
        for rule in client.application.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    assert served == described
