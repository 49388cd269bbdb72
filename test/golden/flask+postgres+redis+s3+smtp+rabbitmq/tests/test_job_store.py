"""The job store: one job for one id, and one change at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from app.config import Settings
from app.job import Job
from app.job_store import store
from tests.job_server import delete_jobs, needs_store, prepare_store

pytestmark = needs_store


@pytest.fixture
def job(settings: Settings, services: None) -> Iterator[Job]:
    """A job of this test's own, which is not stored yet."""
    prepare_store(settings)
    job = Job(uuid4().hex, "sum", {"text": "žluťoučký 🐎", "list": [1, None]})
    yield job
    delete_jobs({job.id})


def test_a_job_is_found_as_it_was_added(job: Job) -> None:
    assert store.find(job.id) is None
    assert store.add(job) == job
    assert store.find(job.id) == job


def test_one_id_is_one_job_however_many_add_it(job: Job) -> None:
    others = [Job(job.id, "sum", {"text": str(number)}) for number in range(6)]
    with ThreadPoolExecutor() as pool:
        added = list(pool.map(store.add, others))
    assert added == [store.find(job.id)] * 6


def test_a_change_is_kept_and_given_back(job: Job) -> None:
    store.add(job)
    attempt = store.change(job.id, lambda found: found.begun(again=False))
    assert attempt
    assert store.find(job.id) == attempt
    done = store.change(job.id, lambda found: found.ended(attempt, {"n": 1}))
    assert done
    assert (done.state, done.result) == ("done", {"n": 1})
    assert store.find(job.id) == done


def test_no_change_is_none_and_neither_is_one_of_an_unknown_job(job: Job) -> None:
    assert store.change(job.id, lambda found: found) is None
    store.add(job)
    assert store.change(job.id, lambda _found: None) is None
    assert store.find(job.id) == job


def test_one_of_many_begins_a_job(job: Job) -> None:
    store.add(job)
    with ThreadPoolExecutor() as pool:
        begun = list(
            pool.map(
                lambda _: store.change(job.id, lambda found: found.begun(again=False)), range(6)
            )
        )
    assert len([attempt for attempt in begun if attempt]) == 1
