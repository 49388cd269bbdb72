"""The worker process: takes jobs from the queue, and does each until it is done or has failed."""

import logging
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

import structlog

from app import lifecycle
from app.broker import Consumer, Delivery
from app.config import Settings
from app.job import Job
from app.job_store import store
from app.jobs import KINDS
from app.lifecycle import UnavailableError, opened
from app.queue import Message
from app.services import SERVICES

Answer = TypeVar("Answer")

# A hang-up is an end too: the configuration is read once.
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
TICK = 0.1

# The longest waits, in seconds: before a service is asked again, the first and the last of them;
# and before a job's second attempt, twice that before the third, and so on.
FIRST_WAIT = 0.5
LAST_WAIT = 5.0
ATTEMPT_WAIT = 1.0

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def main(settings: Settings, _options: object) -> int:
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    with opened(SERVICES, settings):
        finished = Worker(settings).run()
        if not finished:
            # The threads of jobs that were given back are of no use any more.
            os._exit(0)
    return 0


def _stop(number: int, _frame: FrameType | None) -> None:
    if lifecycle.stopping():
        log.error("second signal: ending at once")
        os._exit(1)
    lifecycle.stop()
    log.info("stopping", signal=signal.Signals(number).name)


class Worker:
    def __init__(self, settings: Settings) -> None:
        self.limit = settings.shutdown_timeout
        self.consumer = Consumer(settings, settings.worker_concurrency)
        self.threads = [
            threading.Thread(target=self._run, name=f"job-{place}", daemon=True)
            for place in range(settings.worker_concurrency)
        ]

    def run(self) -> bool:
        """Works until the process is told to stop; whether nothing goes on when this returns."""
        log.info("worker started", concurrency=len(self.threads))
        for thread in self.threads:
            thread.start()
        while not lifecycle.stopping():
            time.sleep(TICK)
        return self._drain()

    def _drain(self) -> bool:
        watchdog = threading.Timer(self.limit, _cut_off)
        watchdog.daemon = True
        watchdog.start()
        # What can't be finished is given back, which takes a moment too.
        started = time.monotonic()
        self._join(self.threads, started + max(self.limit - 3, self.limit / 2))
        if left := sum(thread.is_alive() for thread in self.threads):
            log.warning("jobs are given back", jobs=left)
        closing = threading.Thread(target=self.consumer.close, name="close", daemon=True)
        closing.start()
        # A queue that does not answer takes them back by itself, once this process is gone.
        self._join([closing], started + max(self.limit - 1, self.limit * 3 / 4))
        log.info("worker stopped")
        return not any(thread.is_alive() for thread in (*self.threads, closing))

    @staticmethod
    def _join(threads: list[threading.Thread], end: float) -> None:
        # By short waits, so that a second signal is handled meanwhile.
        while any(thread.is_alive() for thread in threads) and time.monotonic() < end:
            time.sleep(TICK)

    def _run(self) -> None:
        pauses = Pauses()
        while not lifecycle.stopping():
            try:
                self._take_one()
                pauses = Pauses()
            except UnavailableError as error:
                log.warning("queue unavailable", error=str(error))
                pauses.pause()
            except Exception as error:
                log.error("a message was not handled", exc_info=error)
                pauses.pause()

    def _take_one(self) -> None:
        delivery = self.consumer.take()
        # One that comes while the process stops is given back with what else is in hand.
        if delivery is None or lifecycle.stopping():
            return
        try:
            handle(delivery)
        except UnavailableError:
            raise
        except Exception:
            delivery.give_back()
            raise


def _cut_off() -> None:
    log.error("shutdown timeout: jobs were cut off")
    os._exit(1)


class StoppingError(UnavailableError):
    """The process stops before the job store answers: the job in hand is given back."""


class Pauses:
    """Pauses that get longer. Those who failed together don't try again together."""

    def __init__(self) -> None:
        self.longest = FIRST_WAIT

    def pause(self) -> bool:
        """Whether to go on: not if the process stops meanwhile."""
        end = time.monotonic() + random.uniform(self.longest / 2, self.longest)  # noqa: S311
        self.longest = min(2 * self.longest, LAST_WAIT)
        while not lifecycle.stopping() and time.monotonic() < end:
            time.sleep(TICK)
        return not lifecycle.stopping()


def handle(delivery: Delivery) -> None:
    message = Message.read(delivery.body)
    if message is None:
        log.error("a message that is about no job was dropped")
        delivery.settle()
        return
    with structlog.contextvars.bound_contextvars(**message.model_dump(exclude_none=True)):
        wait = advance(message.job_id, again=delivery.again)
        if wait is None:
            delivery.settle()
        else:
            delivery.postpone(wait)


def advance(job_id: str, *, again: bool) -> float | None:
    """Makes one attempt at a job, if one is due: in how many seconds the next is, if any."""

    def begin() -> Job | None:
        nonlocal again
        # If no answer comes, it may have been done: the attempt that is found then is this one.
        came_again, again = again, True
        return store.change(job_id, lambda job: job.begun(again=came_again))

    attempt = insist(begin)
    if attempt is None:
        log.info("nothing to do: the job is unknown, over, or in other hands")
        return None
    if attempt.state == "failed":
        log.error("job failed: too many attempts", attempts=attempt.attempts)
        return None
    started = time.perf_counter()
    try:
        result = KINDS[attempt.kind](attempt)
        kept = insist(lambda: store.change(job_id, lambda job: job.ended(attempt, result)))
    except StoppingError:
        raise
    except (Exception, SystemExit) as error:
        return _miss(attempt, error)
    if kept is None:
        log.warning("result not kept: the job is over, or in other hands")
        return None
    duration = round((time.perf_counter() - started) * 1000, 3)
    log.info("job done", kind=attempt.kind, attempts=attempt.attempts, duration_ms=duration)
    return None


def _miss(attempt: Job, error: BaseException) -> float | None:
    insist(lambda: store.change(attempt.id, lambda job: job.missed(attempt)))
    job = insist(lambda: store.find(attempt.id))
    is_due = job is not None and job.state == "queued"
    log.log(
        logging.WARNING if is_due else logging.ERROR,
        "attempt failed" if is_due else "job failed",
        kind=attempt.kind,
        attempts=attempt.attempts,
        exc_info=error,
    )
    longest = ATTEMPT_WAIT * 2 ** (attempt.attempts - 1)
    return random.uniform(longest / 2, longest) if is_due else None  # noqa: S311


def insist(ask: Callable[[], Answer]) -> Answer:
    """Asks the job store until it answers, or the process stops."""
    pauses = Pauses()
    while True:
        try:
            return ask()
        except UnavailableError as error:
            log.warning("job store unavailable", error=str(error))
            if not pauses.pause():
                raise StoppingError(str(error)) from error
