"""Notes: the example of rows in the database."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from flask import Blueprint, request
from pydantic import BaseModel, Field, TypeAdapter
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from app.bodies import read_json, validated
from app.config_types import Integer
from app.database import database
from app.models.notes import Note

ID = re.compile("[0-9]{1,18}")
LARGEST_ID = 10**18 - 1

blueprint = Blueprint("notes", __name__)


class NewNote(BaseModel):
    # PostgreSQL's text holds any character but this one.
    text: Annotated[str, Field(min_length=1, max_length=1000, pattern="^[^\\x00]*$")]


class Page(BaseModel):
    limit: Annotated[Integer, Field(ge=1, le=100)] = 20
    after: Annotated[Integer, Field(ge=0, le=LARGEST_ID)] = 0


NEW_NOTE = TypeAdapter(NewNote)
PAGE = TypeAdapter(Page)


@blueprint.post("/notes")
def create() -> tuple[dict[str, Any], HTTPStatus, dict[str, str]]:
    note = Note(text=read_json(NEW_NOTE).text)
    with database.session() as session:
        session.add(note)
        session.flush()
        document = _document(note)
    return document, HTTPStatus.CREATED, {"Location": f"/notes/{document['id']}"}


@blueprint.get("/notes")
def index() -> dict[str, Any]:
    page = validated(PAGE, request.args.to_dict())
    query = select(Note).where(Note.id > page.after).order_by(Note.id).limit(page.limit + 1)
    with database.session() as session:
        found = [_document(note) for note in session.scalars(query)]
    notes = found[: page.limit]
    return {"notes": notes, "next": notes[-1]["id"] if len(found) > page.limit else None}


@blueprint.get("/notes/<id>")
def show(id: str) -> dict[str, Any]:  # noqa: A002 (as in openapi.json)
    if not ID.fullmatch(id):
        raise NotFound("There is no such note.")
    with database.session() as session:
        note = session.get(Note, int(id))
        if note is None:
            raise NotFound("There is no such note.")
        return _document(note)


def _document(note: Note) -> dict[str, Any]:
    return {"id": note.id, "text": note.text, "created_at": note.created_at.isoformat()}
