"""The life of a process: which services are open, and whether it was told to stop."""

import mmap
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Protocol

from app.config import Settings


class UnavailableError(Exception):
    """A backing service does not answer, or not in time. Another try may succeed."""


class Service(Protocol):
    """A backing service: a module (or an object) with these names."""

    name: str

    def open(self, settings: Settings) -> None:
        """Makes the pool or client. Never fails because the service is away."""

    def check(self) -> None:
        """Asks the service in bounded time. Raises if there is no answer."""

    def close(self) -> None:
        """Closes what `open` made."""


@contextmanager
def opened(services: Sequence[Service], settings: Settings) -> Iterator[None]:
    """Opens the services in order, and closes them in reverse order."""
    with ExitStack() as stack:
        for service in services:
            service.open(settings)
            stack.callback(service.close)
        yield


# Memory that forked processes share: a server's parent gets the signal, its children are asked.
_stopping = mmap.mmap(-1, 1)


def stop() -> None:
    _stopping[0] = 1


def stopping() -> bool:
    return _stopping[0] == 1
