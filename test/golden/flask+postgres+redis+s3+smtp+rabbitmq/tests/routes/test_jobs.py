"""Jobs: the example of work that a worker does later."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from app.broker import broker
from app.config import Settings
from app.job import Job
from app.job_store import store
from app.lifecycle import UnavailableError
from app.queue import Message, queue
from app.worker import advance
from tests.job_server import delete_jobs, needs_store, prepare_store


@pytest.fixture
def ids(settings: Settings, services: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The jobs that are published: here, and not to where somebody's worker listens."""
    prepare_store(settings)
    ids: list[str] = []

    def publish(body: str) -> None:
        message = Message.read(body)
        assert message
        ids.append(message.job_id)

    monkeypatch.setattr(broker, "publish", publish)
    yield ids
    if ids:
        delete_jobs(set(ids))


@needs_store
def test_a_job_is_accepted_and_what_became_of_it_is_told(
    client: FlaskClient, ids: list[str]
) -> None:
    accepted = client.post("/jobs", json={"text": "žluťoučký 🐎"})
    assert accepted.status_code == 202
    assert accepted.json == {"id": ids[0], "state": "queued"}
    where = accepted.headers["Location"]
    assert where == f"/jobs/{ids[0]}"
    waiting = {"id": ids[0], "state": "queued", "result": None, "attempts": 0}
    assert client.get(where).json == waiting
    assert advance(ids[0], again=False) is None
    done = {"id": ids[0], "state": "done", "result": {"length": 11}, "attempts": 1}
    assert client.get(where).json == done


@needs_store
def test_the_same_key_is_the_same_job_whatever_became_of_it(
    client: FlaskClient, ids: list[str]
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first = client.post("/jobs", json={"text": "a"}, headers=key)
    advance(ids[0], again=False)
    second = client.post("/jobs", json={"text": "a"}, headers=key)
    other = client.post("/jobs", json={"text": "a"})
    assert (second.status_code, second.json) == (202, first.json)
    assert other.get_json()["id"] != ids[0]


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "x" * 10_001}, {"text": 1}, {"text": None}, []]
)
def test_another_shape_is_refused(client: FlaskClient, body: Any) -> None:
    assert client.post("/jobs", json=body).status_code == 422


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256])
def test_another_key_is_refused(client: FlaskClient, key: str) -> None:
    response = client.post("/jobs", json={"text": "a"}, headers={"Idempotency-Key": key})
    assert response.status_code == 422


@needs_store
@pytest.mark.usefixtures("ids")
@pytest.mark.parametrize("job", ["0", "x", "f" * 32, "F" * 32, "é", "%00"])
def test_what_is_not_there_is_not_found(client: FlaskClient, job: str) -> None:
    assert client.get(f"/jobs/{job}").status_code == 404


def test_unavailable_without_the_queue(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_words: object) -> None:
        raise UnavailableError("no route to hunter2")

    monkeypatch.setattr(queue, "submit", away)
    assert client.post("/jobs", json={"text": "a"}).status_code == 503


def test_unavailable_without_the_job_store(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_job_id: str) -> Job:
        raise UnavailableError("no route to hunter2")

    monkeypatch.setattr(store, "find", away)
    assert client.get(f"/jobs/{'0' * 32}").status_code == 503
