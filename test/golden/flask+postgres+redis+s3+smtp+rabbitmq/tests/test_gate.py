"""The way to a backing service."""

import threading
import time
from contextlib import ExitStack

import pytest

from app import gate
from app.gate import Gate
from app.lifecycle import UnavailableError


def fail(way: Gate) -> None:
    with pytest.raises(UnavailableError, match="away"), way.turn():
        raise UnavailableError("away")


def test_nobody_waits_for_one_that_did_not_answer_a_moment_ago() -> None:
    way = Gate("mail")
    fail(way)
    for refused in (way.turn, way.trial):
        with pytest.raises(UnavailableError, match="mail: no answer a moment ago"), refused():
            pytest.fail("it was asked")


def test_one_tries_it_again_and_the_others_wait_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "REST", 0)
    way = Gate("mail")
    fail(way)
    with way.turn(), pytest.raises(UnavailableError, match="no answer"), way.turn():
        pytest.fail("it was asked by two")
    with way.turn(), way.turn():
        pass


def test_a_fault_of_another_kind_is_no_outage() -> None:
    way = Gate("mail")
    with pytest.raises(ValueError, match="ours"), way.turn():
        raise ValueError("ours")
    with way.turn():
        pass


def test_a_few_at_a_time_and_the_next_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "TURN_LIMIT", 0.2)
    way = Gate("mail")
    with ExitStack() as places:
        for _ in range(gate.PLACES):
            places.enter_context(way.turn())
        started = time.monotonic()
        for _ in range(10):
            with pytest.raises(UnavailableError, match="too many"), Gate("other").turn():
                pytest.fail("it had no place")
        assert time.monotonic() - started < 1
        with way.trial():
            pass
    with way.turn():
        pass


def test_a_place_that_gets_free_is_taken() -> None:
    way = Gate("mail")
    with ExitStack() as places:
        for _ in range(gate.PLACES):
            places.enter_context(way.turn())
        timer = threading.Timer(0.1, places.close)
        timer.start()
        with way.turn():
            timer.join()
