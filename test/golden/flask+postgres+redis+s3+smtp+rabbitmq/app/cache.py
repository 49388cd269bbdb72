"""The cache: a pool of connections to Redis."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from redis import Connection, ConnectionPool, Redis, exceptions
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.retry import Retry

from app.config import Settings
from app.gate import Gate
from app.lifecycle import UnavailableError

# How long a connection and an answer may take, in seconds.
CONNECT_LIMIT = 1
ANSWER_LIMIT = 2


class Pool(ConnectionPool):
    """Connects again if that failed, but sends nothing again: it may have been counted."""

    connecting = Retry(ExponentialWithJitterBackoff(base=0.1, cap=0.5), retries=1)

    def get_connection(self, *keys: Any, **options: Any) -> Connection:
        get: Callable[[], Connection] = partial(super().get_connection, *keys, **options)
        return self.connecting.call_with_retry(get, lambda _error: None)


class Cache:
    name = "cache"
    client: Redis
    gate: Gate

    def open(self, settings: Settings) -> None:
        self.gate = Gate(self.name)
        pool = Pool.from_url(
            settings.redis_url,
            decode_responses=True,
            health_check_interval=30,
            retry=Retry(NoBackoff(), retries=0),
            socket_connect_timeout=CONNECT_LIMIT,
            socket_timeout=ANSWER_LIMIT,
        )
        self.client = Redis.from_pool(pool)

    def check(self) -> None:
        with self.gate.trial(), answering():
            self.client.ping()

    def close(self) -> None:
        self.client.close()

    def count(self, key: str) -> int:
        """What was counted so far."""
        with self.gate.turn(), answering():
            return int(self.client.get(key) or 0)

    def count_one(self, key: str) -> int:
        """Counts one more, exactly, however many processes count."""
        with self.gate.turn(), answering():
            return self.client.incr(key)


cache = Cache()


@contextmanager
def answering() -> Iterator[None]:
    """Tells an outage of the cache from a fault of a command."""
    try:
        yield
    except (exceptions.ConnectionError, exceptions.TimeoutError) as error:
        raise UnavailableError(str(error)) from error
