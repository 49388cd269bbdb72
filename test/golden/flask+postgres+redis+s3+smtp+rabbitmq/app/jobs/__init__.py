"""What is done: each kind of job is one import and one entry."""

from collections.abc import Callable
from typing import Any

from app.job import Job
from app.jobs.measure import run as measure

KINDS: dict[str, Callable[[Job], dict[str, Any]]] = {
    # Jobs may be in the queue while a release rolls out: add a kind first, submit it later.
    "measure": measure,
}
