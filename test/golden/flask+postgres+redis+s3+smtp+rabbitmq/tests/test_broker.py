"""The broker: what is published is delivered until it is settled."""

import socket
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from app import broker as module
from app.broker import Broker, Consumer, Delivery, broker
from app.config import Settings
from app.lifecycle import UnavailableError, opened
from app.services import SERVICES
from tests.program import free_port
from tests.queue_server import at_port, delete_queue, needs_broker

PATIENCE = 15.0


@pytest.fixture
def consumer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Consumer]:
    """A consumer of a queue of this test's own."""
    monkeypatch.setattr(module, "QUEUE", f"test-{uuid4()}")
    monkeypatch.setattr(module, "LEASE", 1.0, raising=False)
    monkeypatch.setattr(module, "RENEWAL", 0.2, raising=False)
    request.getfixturevalue("services")
    consumer = Consumer(settings, places=1)
    assert consumer.take() is None
    yield consumer
    consumer.close()
    delete_queue(settings)


def take(consumer: Consumer) -> Delivery:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if delivery := consumer.take():
            return delivery
    raise TimeoutError("nothing was delivered")


def test_opens_while_nobody_listens_and_says_so_when_asked(settings: Settings) -> None:
    away = Broker()
    with opened(SERVICES, at_port(settings, free_port())):
        away.open(at_port(settings, free_port()))
        with pytest.raises(UnavailableError):
            away.publish("a")
        with pytest.raises(UnavailableError):
            away.check()
        away.close()


def test_does_not_wait_for_one_that_never_answers(settings: Settings) -> None:
    silent = Broker()
    with socket.create_server(("127.0.0.1", 0)) as server:
        there = at_port(settings, server.getsockname()[1])
        with opened(SERVICES, there):
            silent.open(there)
            started = time.monotonic()
            with pytest.raises(UnavailableError):
                silent.publish("a")
            assert time.monotonic() - started < 8
            silent.close()


@needs_broker
@pytest.mark.usefixtures("services")
def test_answers() -> None:
    broker.check()


@needs_broker
def test_what_is_settled_is_not_delivered_again(settings: Settings, consumer: Consumer) -> None:
    for body in ("a", "žluťoučký 🐎"):
        broker.publish(body)
        delivery = take(consumer)
        assert (delivery.body, delivery.again) == (body, False)
        delivery.settle()
    other = Consumer(settings, places=1)
    assert [other.take() for _ in range(4)] == [None] * 4
    other.close()


@needs_broker
def test_what_is_in_hand_is_nobody_elses_until_it_is_given_back(
    settings: Settings, consumer: Consumer
) -> None:
    broker.publish("a")
    take(consumer)
    other = Consumer(settings, places=1)
    # Longer than a lease that is not renewed.
    assert [other.take() for _ in range(4)] == [None] * 4
    consumer.close()
    delivery = take(other)
    assert (delivery.body, delivery.again) == ("a", True)
    delivery.settle()
    other.close()


@needs_broker
def test_what_is_given_back_comes_again(consumer: Consumer) -> None:
    broker.publish("a")
    take(consumer).give_back()
    back = take(consumer)
    assert (back.body, back.again) == ("a", True)
    back.settle()


@needs_broker
def test_what_is_postponed_comes_back_and_holds_up_nothing(consumer: Consumer) -> None:
    broker.publish("a")
    take(consumer).postpone(0.8)
    broker.publish("b")
    following = take(consumer)
    assert following.body == "b"
    following.settle()
    back = take(consumer)
    assert back.body == "a"
    back.settle()


@needs_broker
def test_two_consumers_share(settings: Settings, consumer: Consumer) -> None:
    other = Consumer(settings, places=1)
    assert other.take() is None
    for body in "ab":
        broker.publish(body)
    deliveries = [take(consumer), take(other)]
    assert {delivery.body for delivery in deliveries} == {"a", "b"}
    for delivery in deliveries:
        delivery.settle()
    other.close()
