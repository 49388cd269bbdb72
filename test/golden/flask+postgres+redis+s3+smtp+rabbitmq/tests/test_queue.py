"""The queue: one key is one job, and a job that was submitted is published."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import structlog

from app.broker import broker
from app.config import Settings
from app.job import Job
from app.lifecycle import UnavailableError
from app.queue import Message, queue
from tests.job_server import delete_jobs, needs_store, prepare_store


@pytest.fixture
def bodies(
    settings: Settings, services: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """What is published: here, and not to where somebody's worker listens."""
    prepare_store(settings)
    bodies: list[str] = []
    monkeypatch.setattr(broker, "publish", bodies.append)
    yield bodies
    delete_jobs({message.job_id for body in bodies if (message := Message.read(body))})


@needs_store
def test_a_job_is_stored_and_published_with_the_ids_of_the_request(bodies: list[str]) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r", trace_id="t", other="o"):
        job = queue.submit("sum", {"text": "a"})
    assert queue.find(job.id) == Job(job.id, "sum", {"text": "a"})
    assert [Message.read(body) for body in bodies] == [
        Message(job_id=job.id, request_id="r", trace_id="t")
    ]


@needs_store
@pytest.mark.usefixtures("bodies")
def test_one_key_is_one_job_however_many_submit_it() -> None:
    key = str(uuid4())
    with ThreadPoolExecutor() as pool:
        jobs = list(pool.map(lambda _: queue.submit("sum", {}, key), range(6)))
    assert len({job.id for job in jobs}) == 1
    assert len({queue.submit("sum", {}).id, queue.submit("sum", {}).id, jobs[0].id}) == 3


@needs_store
def test_a_job_that_was_not_published_is_when_it_is_submitted_again(
    bodies: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_body: str) -> None:
        raise UnavailableError("away")

    key = str(uuid4())
    with monkeypatch.context() as away:
        away.setattr(broker, "publish", fail)
        with pytest.raises(UnavailableError):
            queue.submit("sum", {}, key)
    job = queue.submit("sum", {}, key)
    assert [Message.read(body) for body in bodies] == [Message(job_id=job.id)]


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"job_id": 1}'])
def test_other_messages_are_about_no_job(body: str) -> None:
    assert Message.read(body) is None
