"""The cache: a pool of connections to Redis."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from redis import BlockingConnectionPool, Connection, Redis, exceptions
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.retry import Retry

from app.config import Settings
from app.lifecycle import UnavailableError

# How long a connection, an answer and a free connection of the pool may take, in seconds.
CONNECT_LIMIT = 1
ANSWER_LIMIT = 2
POOL_LIMIT = 3


class Pool(BlockingConnectionPool):
    """Connects again if that failed, but sends nothing again: it may have been counted."""

    connecting = Retry(ExponentialWithJitterBackoff(base=0.1, cap=0.5), retries=1)

    def get_connection(self, *keys: Any, **options: Any) -> Connection:
        get: Callable[[], Connection] = partial(super().get_connection, *keys, **options)
        return self.connecting.call_with_retry(get, lambda _error: None)


class Cache:
    name = "cache"
    client: Redis

    def open(self, settings: Settings) -> None:
        pool = Pool.from_url(
            settings.redis_url,
            decode_responses=True,
            health_check_interval=30,
            max_connections=4,
            retry=Retry(NoBackoff(), retries=0),
            socket_connect_timeout=CONNECT_LIMIT,
            socket_timeout=ANSWER_LIMIT,
            timeout=POOL_LIMIT,
        )
        self.client = Redis.from_pool(pool)

    def check(self) -> None:
        self.client.ping()

    def close(self) -> None:
        self.client.close()

    def count(self, key: str) -> int:
        """What was counted so far."""
        with answering():
            return int(self.client.get(key) or 0)

    def count_one(self, key: str) -> int:
        """Counts one more, exactly, however many processes count."""
        with answering():
            return self.client.incr(key)


cache = Cache()


@contextmanager
def answering() -> Iterator[None]:
    """Tells an outage of the cache from a fault of a command."""
    try:
        yield
    except (exceptions.ConnectionError, exceptions.TimeoutError) as error:
        raise UnavailableError(str(error)) from error
