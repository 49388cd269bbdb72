"""A job, and what can become of it."""

from dataclasses import dataclass, replace
from typing import Any, Literal

# How often a job is begun at most.
ATTEMPTS = 5


@dataclass(frozen=True)
class Job:
    id: str
    kind: str
    payload: dict[str, Any]
    state: Literal["queued", "running", "done", "failed"] = "queued"
    attempts: int = 0
    result: dict[str, Any] | None = None

    def begun(self, *, again: bool) -> "Job | None":
        """This job in the hands of one who got its message; None if there is nothing to do.

        A message can come twice. Who has a job in hand has a message that comes `again` if that
        one dies, so another message about a running job is not needed.
        """
        if self.state in ("done", "failed") or (self.state == "running" and not again):
            return None
        if self.attempts >= ATTEMPTS:
            return replace(self, state="failed")
        return replace(self, state="running", attempts=self.attempts + 1)

    def ended(self, attempt: "Job", result: dict[str, Any]) -> "Job | None":
        """This job with its result; None if that attempt is not the latest any more."""
        return replace(self, state="done", result=result) if self == attempt else None

    def missed(self, attempt: "Job") -> "Job | None":
        """This job after an attempt that failed; None if that is not the latest any more."""
        if self != attempt:
            return None
        return replace(self, state="queued" if self.attempts < ATTEMPTS else "failed")
