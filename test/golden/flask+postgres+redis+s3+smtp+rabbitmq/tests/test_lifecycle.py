"""The order in which services are opened, checked and closed."""

from contextlib import suppress

import pytest

from app import health, lifecycle
from app.config import Settings
from app.lifecycle import opened


class Recorder:
    """A service that writes down what happens to it."""

    def __init__(self, name: str, events: list[str], *, away: bool = False) -> None:
        self.name = name
        self.events = events
        self.away = away

    def open(self, settings: Settings) -> None:
        self.events.append(f"open {self.name}")

    def check(self) -> None:
        if self.away:
            raise ConnectionError("no route")

    def close(self) -> None:
        self.events.append(f"close {self.name}")


def test_services_close_in_reverse_order_whatever_happens(settings: Settings) -> None:
    events: list[str] = []
    with suppress(LookupError), opened([Recorder(name, events) for name in "ab"], settings):
        raise LookupError
    assert events == ["open a", "open b", "close b", "close a"]


def test_ready_while_every_service_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SERVICES", (Recorder("database", []), Recorder("cache", [])))
    assert health.readiness() == (True, {"database": "ok", "cache": "ok"})


def test_not_ready_while_one_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    services = (Recorder("database", []), Recorder("cache", [], away=True))
    monkeypatch.setattr(health, "SERVICES", services)
    assert health.readiness() == (False, {"database": "ok", "cache": "unreachable"})


def test_never_ready_once_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "stopping", lambda: True)
    assert health.readiness() == (False, {})
