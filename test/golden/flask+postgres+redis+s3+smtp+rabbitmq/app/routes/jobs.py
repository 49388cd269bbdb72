"""Jobs: the example of work that a worker does later."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from flask import Blueprint, request
from pydantic import BaseModel, Field, TypeAdapter
from werkzeug.exceptions import NotFound, UnprocessableEntity

from app.bodies import read_json
from app.queue import queue

ID = re.compile("[0-9a-f]{32}")
KEY = re.compile(r"[\x21-\x7e]{1,255}")

blueprint = Blueprint("jobs", __name__)


class NewJob(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=10_000)]


NEW_JOB = TypeAdapter(NewJob)


@blueprint.post("/jobs")
def create() -> tuple[dict[str, str], HTTPStatus, dict[str, str]]:
    new = read_json(NEW_JOB)
    job = queue.submit("measure", new.model_dump(), _key())
    location = {"Location": f"/jobs/{job.id}"}
    return {"id": job.id, "state": "queued"}, HTTPStatus.ACCEPTED, location


@blueprint.get("/jobs/<id>")
def show(id: str) -> dict[str, Any]:  # noqa: A002 (as in openapi.json)
    job = queue.find(id) if ID.fullmatch(id) else None
    if job is None:
        raise NotFound("There is no such job.")
    return {"id": job.id, "state": job.state, "result": job.result, "attempts": job.attempts}


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise UnprocessableEntity("Idempotency-Key: must be 1 to 255 visible ASCII characters")
    return key
