"""What is RabbitMQ's own: connections that come back by themselves, publishing and consuming."""

import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import structlog
from pika import BasicProperties, BlockingConnection, DeliveryMode, URLParameters
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPChannelError, AMQPConnectionError, AMQPError

from app.config import Settings
from app.gate import Gate
from app.lifecycle import UnavailableError

QUEUE = "jobs"

# How long the server may take for each answer, in seconds; and how long it may be silent, at which
# both sides take the connection for lost. The URL's own parameters win.
ANSWER_LIMIT = 3
PATIENCE = {
    "blocked_connection_timeout": 10,
    "heartbeat": 10,
    "socket_timeout": ANSWER_LIMIT,
    "stack_timeout": 2 * ANSWER_LIMIT,
}
# The longest waits before a lost connection is tried again, in seconds.
SHORTEST_WAIT = 0.1
LONGEST_WAIT = 5.0
# How long a consumer waits for a message before it looks whether it is still wanted.
IDLE_LIMIT = 0.5

# Attempts are counted with the job. RabbitMQ's own count has those too that a restart returned,
# and at its limit, by default 20, it drops the message.
DURABLE = {"x-queue-type": "quorum", "x-delivery-limit": 1_000_000}

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
# Every failure is logged here, in one line.
logging.getLogger("pika").setLevel(logging.CRITICAL)


class Link:
    """A connection and a channel, with the thread that alone may touch them: it keeps them alive,
    and opens them again when they are lost."""

    def __init__(self, url: str, set_up: Callable[[BlockingChannel], None]) -> None:
        parts = urlsplit(url)
        query = urlencode({**PATIENCE, **dict(parse_qsl(parts.query))})
        self.parameters = URLParameters(parts._replace(query=query).geturl())
        self.set_up = set_up
        self.channel: BlockingChannel | None = None
        self.tried = threading.Event()
        self.closing = threading.Event()
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to connect, if that was not done: whoever needs no connection makes none."""
        with self.starting:
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="amqp", daemon=True)
                self.thread.start()

    def close(self) -> None:
        self.closing.set()
        if channel := self.channel:
            with suppress(AMQPError):
                channel.connection.add_callback_threadsafe(lambda: None)
        if self.thread:
            self.thread.join(ANSWER_LIMIT)

    def call(self, task: Callable[[BlockingChannel], object]) -> None:
        """Has the thread do a task. It may be done twice; or later, if it was not done in time."""
        try:
            try:
                self._call(task)
            except AMQPConnectionError:
                # The connection was lost unnoticed: there is another soon, or an outage.
                self._call(task)
        except (AMQPError, TimeoutError) as error:
            raise UnavailableError(f"RabbitMQ: {error!r}") from error

    def _call(self, task: Callable[[BlockingChannel], object]) -> None:
        self.start()
        self.tried.wait(ANSWER_LIMIT)
        channel = self.channel
        if channel is None:
            raise UnavailableError("there is no connection to RabbitMQ")
        done: Future[None] = Future()

        def do() -> None:
            try:
                task(channel)
            except Exception as error:
                if not channel.is_open:
                    # Before the next one asks: it shall wait for another.
                    self.tried.clear()
                done.set_exception(error)
            else:
                done.set_result(None)

        channel.connection.add_callback_threadsafe(do)
        done.result(ANSWER_LIMIT)

    def _run(self) -> None:
        wait = SHORTEST_WAIT
        while not self.closing.is_set():
            try:
                with BlockingConnection(self.parameters) as connection:
                    self._open_channel(connection)
                    wait = SHORTEST_WAIT
                    self._serve(connection)
            except Exception as error:
                log.warning("no connection to RabbitMQ", error=repr(error))
            if self.channel:
                self.channel = None
                self.tried.clear()
            else:
                # Nobody waits for a server that did not answer.
                self.tried.set()
            # Instances that failed together don't try again together.
            self.closing.wait(random.uniform(wait / 2, wait))  # noqa: S311
            wait = min(2 * wait, LONGEST_WAIT)

    def _open_channel(self, connection: BlockingConnection) -> None:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_declare(QUEUE, durable=True, arguments=DURABLE)
        channel.queue_declare(later(), durable=True, arguments={**DURABLE, **back_to(QUEUE)})
        self.set_up(channel)
        self.channel = channel
        self.tried.set()

    def _serve(self, connection: BlockingConnection) -> None:
        while self.channel and self.channel.is_open and not self.closing.is_set():
            connection.process_data_events(time_limit=1)
        if not self.closing.is_set():
            raise AMQPChannelError("the channel was closed")


class Broker:
    link: Link
    gate: Gate

    def open(self, settings: Settings) -> None:
        self.gate = Gate("queue")
        self.link = Link(settings.amqp_url, lambda _channel: None)

    def check(self) -> None:
        with self.gate.trial():
            self.link.call(lambda channel: channel.queue_declare(QUEUE, passive=True))

    def close(self) -> None:
        self.link.close()

    def publish(self, body: str) -> None:
        """Puts a message into the queue. It is there for certain when this returns."""
        with self.gate.turn():
            self.link.call(lambda channel: publish(channel, QUEUE, body))


broker = Broker()


class Delivery:
    """A message in hand. `again` if it was in hand before, where it was not acknowledged."""

    def __init__(
        self, link: Link, channel: BlockingChannel, tag: int, body: str, *, again: bool
    ) -> None:
        self.link = link
        self.channel = channel
        self.tag = tag
        self.body = body
        self.again = again

    def settle(self) -> None:
        """It is done with."""
        self.link.call(lambda _channel: self.channel.basic_ack(self.tag))

    def give_back(self) -> None:
        """It comes again, to any consumer."""
        self.link.call(lambda _channel: self.channel.basic_nack(self.tag, requeue=True))

    def postpone(self, seconds: float) -> None:
        """It comes back after this time."""

        def move(channel: BlockingChannel) -> None:
            publish(channel, later(), self.body, expiration=str(round(seconds * 1000)))
            self.channel.basic_ack(self.tag)

        self.link.call(move)


class Consumer:
    """Takes messages: at most as many at the same time as there are places."""

    def __init__(self, settings: Settings, places: int) -> None:
        self.places = places
        self.inbox: SimpleQueue[Delivery] = SimpleQueue()
        self.link = Link(settings.amqp_url, self._subscribe)
        self.link.start()

    def _subscribe(self, channel: BlockingChannel) -> None:
        channel.basic_qos(prefetch_count=self.places)
        channel.basic_consume(QUEUE, self._receive)

    def _receive(
        self, channel: BlockingChannel, method: Any, _properties: Any, body: bytes
    ) -> None:
        text = body.decode(errors="replace")
        again: bool = method.redelivered
        self.inbox.put(Delivery(self.link, channel, method.delivery_tag, text, again=again))

    def take(self) -> Delivery | None:
        """The next message, if there is one before long."""
        with suppress(Empty):
            delivery = self.inbox.get(timeout=IDLE_LIMIT)
            # What came by a connection that was lost since is delivered again.
            return delivery if delivery.channel.is_open else None
        return None

    def close(self) -> None:
        """Gives back what is in hand."""
        self.link.close()


def publish(channel: BlockingChannel, queue: str, body: str, expiration: str | None = None) -> None:
    """Returns once the server has confirmed that the message is stored."""
    properties = BasicProperties(
        content_type="application/json",
        delivery_mode=DeliveryMode.Persistent,
        expiration=expiration,
    )
    channel.basic_publish("", queue, body.encode(), properties, mandatory=True)


def later() -> str:
    """The queue of messages that wait; when their time is over they are in the other one again."""
    return f"{QUEUE}.later"


def back_to(queue: str) -> dict[str, str]:
    return {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        # Moved like published: confirmed, so that none is lost on the way.
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
