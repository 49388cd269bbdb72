"""The life of a worker: every job is done, whatever happens to who does it."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from app import broker as module
from app.broker import broker
from app.config import Settings
from app.job import ATTEMPTS, Job
from app.lifecycle import UnavailableError
from app.queue import Message, queue
from app.worker import insist
from tests.job_server import delete_jobs, needs_store, prepare_store
from tests.program import PATIENCE, Process, patched, run, start
from tests.queue_server import delete_queue, needs_broker

# Kinds of jobs for these tests, a queue of their own, and less patience than in production.
PATCH = """
import time
from pathlib import Path
from app import broker, jobs, worker

broker.QUEUE = QUEUE
broker.LEASE, broker.RENEWAL, worker.ATTEMPT_WAIT = 1.0, 0.2, 0.1

def quick(job):
    return {"sum": sum(job.payload["numbers"])}

def slow(job):
    Path(job.payload["begun"]).touch()
    while not Path(job.payload["gate"]).exists():
        time.sleep(0.01)
    return {}

def odd(job):
    return {"result": object()}

def poison(job):
    raise RuntimeError("no postgres://app:hunter2@db/app")

jobs.KINDS.update(quick=quick, slow=slow, odd=odd, poison=poison)
"""

Start = Callable[..., AbstractContextManager[Process]]
Submit = Callable[..., Job]
Test = Callable[..., None]


def needs_servers(test: Test) -> Test:
    return needs_broker(needs_store(test))


@pytest.fixture
def start_worker(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Start]:
    """Starts a worker of a queue of this test's own."""
    monkeypatch.setattr(module, "QUEUE", f"test-{uuid4()}")
    request.getfixturevalue("services")
    prepare_store(settings)
    path = patched(tmp_path, f"QUEUE = {module.QUEUE!r}\n{PATCH}")

    def start_worker(**environment: str) -> AbstractContextManager[Process]:
        return start("worker", PYTHONPATH=path, **environment)

    yield start_worker
    delete_queue(settings)


@pytest.fixture
def submit(start_worker: Start) -> Iterator[Submit]:
    ids = set()

    def submit(kind: str, **payload: Any) -> Job:
        job = queue.submit(kind, payload)
        ids.add(job.id)
        return job

    yield submit
    if ids:
        delete_jobs(ids)


class Slow:
    """A job that lasts until it is told to end."""

    def __init__(self, submit: Submit, folder: Path) -> None:
        self.begun = folder / "begun"
        self.gate = folder / "gate"
        self.job = submit("slow", begun=str(self.begun), gate=str(self.gate))

    def wait_until_begun(self) -> None:
        wait_for(self.begun.exists)
        self.begun.unlink()

    def end(self) -> None:
        self.gate.touch()


@pytest.fixture
def slow(submit: Submit, tmp_path: Path) -> Slow:
    return Slow(submit, tmp_path)


def wait_for(check: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


def over(job: Job) -> Job:
    """The job, once it is over."""

    def is_over() -> bool:
        found = queue.find(job.id)
        return found is not None and found.state in ("done", "failed")

    wait_for(is_over)
    found = queue.find(job.id)
    assert found
    return found


@needs_servers
def test_jobs_are_done_and_sigterm_ends_it(start_worker: Start, submit: Submit) -> None:
    with start_worker() as worker:
        jobs = [submit("quick", numbers=[number, 1]) for number in range(5)]
        done = [over(job) for job in jobs]
        worker.terminate()
        code, lines, errors = worker.end()
    assert [(job.attempts, job.result) for job in done] == [
        (1, {"sum": number + 1}) for number in range(5)
    ]
    assert (code, errors) == (0, "")
    logged = [line["job_id"] for line in lines if line["message"] == "job done"]
    assert sorted(logged) == sorted(job.id for job in jobs)


@needs_servers
def test_a_job_survives_its_worker(start_worker: Start, slow: Slow) -> None:
    with start_worker() as worker:
        slow.wait_until_begun()
        worker.process.kill()
        worker.end()
        slow.end()
    with start_worker():
        job = over(slow.job)
    assert (job.state, job.attempts) == ("done", 2)


@needs_servers
def test_a_job_in_hand_is_finished_before_the_end(
    start_worker: Start, slow: Slow, submit: Submit
) -> None:
    with start_worker() as worker:
        slow.wait_until_begun()
        waiting = submit("quick", numbers=[])
        worker.terminate()
        worker.read_until("stopping")
        slow.end()
        code, _, errors = worker.end()
    assert (code, errors) == (0, "")
    finished, untouched = queue.find(slow.job.id), queue.find(waiting.id)
    assert finished
    assert (finished.state, finished.attempts) == ("done", 1)
    assert untouched == waiting
    with start_worker():
        assert over(waiting).state == "done"


@needs_servers
def test_a_job_that_takes_too_long_is_given_back(start_worker: Start, slow: Slow) -> None:
    with start_worker(SHUTDOWN_TIMEOUT="2") as worker:
        slow.wait_until_begun()
        started = time.monotonic()
        worker.terminate()
        code, _, errors = worker.end()
        assert (code, errors) == (0, "")
        assert time.monotonic() - started < 2.5
    slow.end()
    with start_worker():
        job = over(slow.job)
    assert (job.state, job.attempts) == ("done", 2)


@needs_servers
def test_a_second_signal_ends_it_at_once(start_worker: Start, slow: Slow) -> None:
    with start_worker() as worker:
        slow.wait_until_begun()
        worker.terminate()
        worker.read_until("stopping")
        worker.process.send_signal(signal.SIGINT)
        code, _, _ = worker.end()
    assert code == 1


@needs_servers
def test_poison_fails_after_some_attempts_and_holds_up_nothing(
    start_worker: Start, submit: Submit
) -> None:
    with start_worker() as worker:
        poison = submit("poison")
        unknown = submit("nothing of the kind")
        odd = submit("odd")
        broker.publish("no message of ours")
        assert over(submit("quick", numbers=[1])).state == "done"
        ends = [over(poison), over(unknown), over(odd)]
        worker.terminate()
        code, lines, errors = worker.end()
    assert [(job.state, job.attempts, job.result) for job in ends] == [
        ("failed", ATTEMPTS, None)
    ] * 3
    assert (code, errors) == (0, "")
    assert "hunter2" not in str(lines)


@needs_servers
def test_a_message_that_comes_twice_is_one_job(start_worker: Start, slow: Slow) -> None:
    with start_worker(WORKER_CONCURRENCY="2") as worker:
        slow.wait_until_begun()
        broker.publish(Message(job_id=slow.job.id).write())
        worker.read_until("nothing to do: the job is unknown, over, or in other hands")
        slow.end()
        job = over(slow.job)
    assert (job.state, job.attempts) == ("done", 1)


@needs_servers
def test_as_many_at_a_time_as_it_is_told(
    start_worker: Start, submit: Submit, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    slow = [Slow(submit, folder) for folder in folders]
    with start_worker(WORKER_CONCURRENCY="2"):
        wait_for(lambda: sum(job.begun.exists() for job in slow) == 2)
        time.sleep(0.5)
        assert sum(job.begun.exists() for job in slow) == 2
        for job in slow:
            job.end()
        assert [over(job.job).state for job in slow] == ["done"] * 3


@pytest.mark.usefixtures("settings")
def test_a_bad_environment_stops_it() -> None:
    done = run("worker", WORKER_CONCURRENCY="65")
    assert done.returncode == 78
    assert done.stdout == ""
    assert done.stderr.startswith("config error: WORKER_CONCURRENCY: ")


def test_the_job_store_is_asked_until_it_answers() -> None:
    asked: list[float] = []

    def ask() -> int:
        asked.append(time.monotonic())
        if len(asked) < 3:
            raise UnavailableError("away")
        return len(asked)

    assert insist(ask) == 3
    assert asked[2] - asked[1] > 0.1
