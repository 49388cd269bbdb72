"""Measures a text: the example of a job."""

from typing import Any

from app.job import Job


def run(job: Job) -> dict[str, Any]:
    return {"length": len(job.payload["text"])}
