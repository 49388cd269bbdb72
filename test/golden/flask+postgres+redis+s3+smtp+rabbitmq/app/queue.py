"""The queue: jobs are stored, and messages about them published to the workers."""

from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import structlog
from pydantic import BaseModel, ValidationError

from app import SERVICE
from app.broker import broker
from app.config import Settings
from app.job import Job
from app.job_store import store


class Message(BaseModel):
    """What a worker gets: whose job it is to find, and what its log lines are tied to."""

    job_id: str
    request_id: str | None = None
    trace_id: str | None = None

    @classmethod
    def read(cls, body: str) -> "Message | None":
        try:
            return cls.model_validate_json(body)
        except ValidationError:
            return None

    def write(self) -> str:
        return self.model_dump_json(exclude_none=True)


class Queue:
    name = "queue"

    def open(self, settings: Settings) -> None:
        broker.open(settings)

    def check(self) -> None:
        broker.check()

    def close(self) -> None:
        broker.close()

    def submit(self, kind: str, payload: dict[str, Any], key: str | None = None) -> Job:
        """Stores a job and publishes it. The same key is the same job, whoever submits it.

        When this returns, the job is safe. When it raises, the job may be stored and not published:
        submitted again with its key, it is. A job that may be published already is published once
        more, since the worker does it once anyway.
        """
        job = store.add(Job(id_of(key), kind, payload))
        if job.state == "queued":
            known = structlog.contextvars.get_contextvars()
            broker.publish(Message.model_validate({**known, "job_id": job.id}).write())
        return job

    def find(self, job_id: str) -> Job | None:
        return store.find(job_id)


queue = Queue()


def id_of(key: str | None) -> str:
    """The id of the job with this key: always the same, so that no two can be made of one key."""
    return uuid4().hex if key is None else uuid5(NAMESPACE_URL, f"{SERVICE}:{key}").hex
