"""The way to a backing service, so that one that does not answer holds up nothing else."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.lifecycle import UnavailableError

# How many may wait for services: fewer than a server has threads, so that one of these is always
# left for what needs none. And how long the next waits for its turn, in seconds.
PLACES = 3
TURN_LIMIT = 1
# How long nobody asks a service that did not answer; and nobody else while one tries it again.
REST = 1
TRIAL_LIMIT = 10


_places = threading.BoundedSemaphore(PLACES)
_full = threading.Event()


class Gate:
    def __init__(self, name: str) -> None:
        self.name = name
        self.rests_until = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a place; but while the service does not answer, one waits, no others."""
        self._refuse_rest()
        if not _places.acquire(timeout=0 if _full.is_set() else TURN_LIMIT):
            _full.set()
            raise UnavailableError(f"{self.name}: too many are waiting")
        try:
            with self.trial():
                yield
        finally:
            _full.clear()
            _places.release()

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Needs no place, for what is asked seldom."""
        self._refuse_rest()
        if self.rests_until:
            self.rests_until = time.monotonic() + TRIAL_LIMIT
        try:
            yield
        except UnavailableError:
            # Instances that failed together don't try again together.
            self.rests_until = time.monotonic() + random.uniform(REST / 2, REST)  # noqa: S311
            raise
        except BaseException:
            self.rests_until = 0.0
            raise
        self.rests_until = 0.0

    def _refuse_rest(self) -> None:
        if time.monotonic() < self.rests_until:
            raise UnavailableError(f"{self.name}: no answer a moment ago")
