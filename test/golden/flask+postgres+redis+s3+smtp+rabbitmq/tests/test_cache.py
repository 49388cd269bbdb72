"""The cache: counts, and what is said when there is none."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from redis import Redis
from redis.exceptions import ResponseError

from app.cache import Cache, cache
from app.config import Settings
from app.lifecycle import UnavailableError, opened
from tests.program import free_port

needs_redis = pytest.mark.needs("REDIS_URL")


@pytest.fixture
def key(services: None) -> Iterator[str]:
    """A key of this test's own."""
    key = f"test:{uuid4()}"
    yield key
    cache.client.delete(key)


def at_port(settings: Settings, port: int) -> Settings:
    scheme = urlsplit(settings.redis_url).scheme
    return settings.model_copy(update={"redis_url": f"{scheme}://127.0.0.1:{port}/0"})


def test_opens_while_nobody_listens_and_says_so_when_asked(settings: Settings) -> None:
    away = Cache()
    with opened([away], at_port(settings, free_port())):
        with pytest.raises(UnavailableError):
            away.count_one("things")
        with pytest.raises(UnavailableError):
            away.check()


def test_does_not_wait_for_one_that_never_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cache.ANSWER_LIMIT", 0.2)
    silent = Cache()
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        opened([silent], at_port(settings, server.getsockname()[1])),
    ):
        started = time.monotonic()
        with pytest.raises(UnavailableError):
            silent.count_one("things")
        assert time.monotonic() - started < 3


@needs_redis
@pytest.mark.usefixtures("services")
def test_answers() -> None:
    cache.check()


@needs_redis
def test_counts_exactly_however_many_count(key: str) -> None:
    assert cache.count(key) == 0
    with ThreadPoolExecutor(max_workers=8) as pool:
        counts = list(pool.map(lambda _: cache.count_one(key), range(100)))
    assert sorted(counts) == list(range(1, 101))
    assert cache.count(key) == 100


@needs_redis
def test_a_connection_that_was_ended_is_replaced(key: str) -> None:
    cache.count_one(key)
    pool = cache.client.connection_pool
    with Redis(connection_pool=pool, single_connection_client=True) as other:
        other.client_kill_filter(_id=str(cache.client.client_id()))
        assert cache.count_one(key) == 2


@needs_redis
def test_a_faulty_command_is_no_outage(key: str) -> None:
    cache.client.set(key, "many")
    with pytest.raises(ResponseError):
        cache.count_one(key)
