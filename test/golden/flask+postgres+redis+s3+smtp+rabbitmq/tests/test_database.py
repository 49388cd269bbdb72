"""The database: transactions, and what is said when there is none."""

import socket
import threading
import time

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.database import Database, attempt, database
from app.lifecycle import UnavailableError, opened
from tests.program import free_port

needs_database = pytest.mark.needs("DATABASE_URL")


def at_port(settings: Settings, port: int) -> Settings:
    url = make_url(settings.database_url).set(host="127.0.0.1", port=port)
    return settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})


def test_opens_while_nobody_listens_and_says_so_when_asked(settings: Settings) -> None:
    away = Database()
    with opened([away], at_port(settings, free_port())):
        with pytest.raises(UnavailableError), away.session() as session:
            session.execute(text("SELECT 1"))
        with pytest.raises(UnavailableError):
            away.check()


def test_does_not_wait_for_one_that_never_answers(settings: Settings) -> None:
    silent = Database()
    with socket.create_server(("127.0.0.1", 0)) as server:
        silent.open(at_port(settings, server.getsockname()[1]))
        started = time.monotonic()
        with pytest.raises(UnavailableError), silent.session() as session:
            session.execute(text("SELECT 1"))
        assert time.monotonic() - started < 8
        silent.close()


def test_a_task_is_tried_again_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)

    def come_late() -> None:
        if len(waits) < 2:
            raise UnavailableError("away")

    def never_come() -> None:
        raise UnavailableError("away")

    assert attempt(come_late) == 0
    assert len(waits) == 2
    assert attempt(never_come) == 1


@needs_database
@pytest.mark.usefixtures("services")
def test_answers() -> None:
    database.check()
    with database.session() as session:
        assert session.scalar(text("SELECT 1")) == 1


@needs_database
@pytest.mark.usefixtures("services")
def test_a_faulty_statement_is_no_outage() -> None:
    with pytest.raises(DBAPIError), database.session() as session:
        session.execute(text("SELECT nothing FROM nowhere"))


@needs_database
@pytest.mark.usefixtures("services")
def test_one_at_a_time_where_it_is_exclusive() -> None:
    events: list[str] = []

    def second() -> None:
        with database.exclusive():
            events.append("second")

    thread = threading.Thread(target=second)
    with database.exclusive():
        thread.start()
        thread.join(timeout=0.5)
        events.append("first")
    thread.join(timeout=10)
    assert events == ["first", "second"]
