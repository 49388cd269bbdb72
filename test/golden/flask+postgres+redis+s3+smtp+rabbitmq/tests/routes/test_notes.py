"""Notes: the example of rows in the database."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from app import migrate
from app.config import Settings
from app.database import database
from app.lifecycle import UnavailableError
from app.models.notes import Note

needs_database = pytest.mark.needs("DATABASE_URL")


@pytest.fixture
def last(settings: Settings, services: None) -> Iterator[int]:
    """The id of the last note. Those that a test adds are gone after it; others are not ours."""
    assert migrate.main(settings, None) == 0
    with database.session() as session:
        last = session.scalar(select(func.max(Note.id))) or 0
    yield last
    with database.session() as session:
        session.execute(delete(Note).where(Note.id > last))


@pytest.fixture
def notes(client: FlaskClient, last: int) -> list[dict[str, Any]]:
    """Three new notes."""
    return [client.post("/notes", json={"text": text}).get_json() for text in "abc"]


@needs_database
@pytest.mark.usefixtures("last")
@pytest.mark.parametrize("text", ["x", "žluťoučký 🐎", "x" * 1000, "🐎" * 1000, "' \\ % \n"])
def test_a_note_is_kept_as_it_is(client: FlaskClient, text: str) -> None:
    created = client.post("/notes", json={"text": text})
    assert created.status_code == 201
    note = created.get_json()
    assert note.keys() == {"id", "text", "created_at"}
    assert note["text"] == text
    assert datetime.fromisoformat(note["created_at"]).utcoffset() == timedelta()
    assert created.headers["Location"] == f"/notes/{note['id']}"
    assert client.get(created.headers["Location"]).json == note


@pytest.mark.parametrize(
    "body",
    [{}, {"text": ""}, {"text": "x" * 1001}, {"text": 1}, {"text": None}, {"text": "\0"}, []],
)
def test_another_shape_is_refused(client: FlaskClient, body: Any) -> None:
    assert client.post("/notes", json=body).status_code == 422


@needs_database
def test_notes_come_in_pages(client: FlaskClient, last: int, notes: list[dict[str, Any]]) -> None:
    first = client.get(f"/notes?limit=2&after={last}").get_json()
    assert first == {"notes": notes[:2], "next": notes[1]["id"]}
    second = client.get(f"/notes?limit=2&after={first['next']}").get_json()
    assert second == {"notes": notes[2:], "next": None}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=ten", "limit=", "after=-1", f"after={2**63}"]
)
def test_another_page_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/notes?{query}").status_code == 422


@needs_database
@pytest.mark.usefixtures("services", "last")
@pytest.mark.parametrize("note", ["0", "-1", "x", "1.0", "٣", str(2**63 - 1), "9" * 5000])
def test_what_is_not_there_is_not_found(client: FlaskClient, note: str) -> None:
    assert client.get(f"/notes/{note}").status_code == 404


@pytest.mark.parametrize(("method", "path"), [("GET", "/notes"), ("GET", "/notes/1")])
def test_unavailable_without_the_database(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    def away() -> None:
        raise UnavailableError("no route to hunter2")

    monkeypatch.setattr(database, "session", away)
    assert client.open(path, method=method).status_code == 503
