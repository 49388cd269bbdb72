"""Visits: the example of a value that all instances share."""

import pytest
from flask.testing import FlaskClient
from redis.exceptions import ConnectionError as RedisConnectionError

from app.cache import cache
from app.routes.visits import KEY


@pytest.mark.needs("REDIS_URL")
@pytest.mark.usefixtures("services")
def test_each_visit_counts_once(client: FlaskClient) -> None:
    before = client.get("/visits").get_json()["count"]
    counts = [client.post("/visits").get_json()["count"] for _ in range(3)]
    # The count may be somebody's: it is as it was in the end.
    cache.client.decrby(KEY, 3)
    assert counts == [before + 1, before + 2, before + 3]
    assert client.get("/visits").json == {"count": before}


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unavailable_without_the_cache(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def away(*_words: object, **_named: object) -> None:
        raise RedisConnectionError("no route to hunter2")

    monkeypatch.setattr(cache.client, "execute_command", away)
    assert client.open("/visits", method=method).status_code == 503
