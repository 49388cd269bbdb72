"""The job store: rows of the database."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.database import database
from app.job import Job
from app.models.jobs import JobRow


class JobStore:
    def add(self, job: Job) -> Job:
        """Keeps a new job; gives the one that has its id already, if there is one."""
        known = self.find(job.id)
        if known:
            return known
        try:
            with database.session() as session:
                session.add(_fill(JobRow(id=job.id), job))
        except IntegrityError:
            # Another process was faster.
            return self.find(job.id) or job
        return job

    def find(self, job_id: str) -> Job | None:
        with database.session() as session:
            row = session.get(JobRow, job_id)
            return _read(row) if row else None

    def change(self, job_id: str, change: Callable[[Job], Job | None]) -> Job | None:
        """Changes a job, one process at a time. None if there is no such job, or no change."""
        with database.session() as session:
            row = session.get(JobRow, job_id, with_for_update=True)
            changed = change(_read(row)) if row else None
            if row and changed:
                _fill(row, changed)
            return changed


store = JobStore()


def _read(row: JobRow) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        payload=json.loads(row.payload),
        state=row.state,
        attempts=row.attempts,
        result=None if row.result is None else json.loads(row.result),
    )


def _fill(row: JobRow, job: Job) -> JobRow:
    row.kind = job.kind
    row.payload = _write(job.payload)
    row.state = job.state
    row.attempts = job.attempts
    row.result = None if job.result is None else _write(job.result)
    return row


def _write(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)
