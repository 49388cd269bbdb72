"""What is PostgreSQL's own: its driver, its time limits and its lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, DateTime, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from app import SERVICE

Result = TypeVar("Result")

# A moment in UTC.
Timestamp = DateTime(timezone=True)

# Any number does that nothing else locks in this database.
LOCK = 12


def engine(url: str, *, seconds: int, **options: Any) -> Engine:
    """Connections on which a statement gets that many seconds. The URL's own parameters win."""
    given = make_url(url).set(drivername="postgresql+psycopg")
    defaults = {
        "application_name": SERVICE,
        "connect_timeout": "3",
        "options": f"-c statement_timeout={seconds}s -c timezone=UTC",
    }
    made = create_engine(given.set(query={**defaults, **given.query}), **options)

    @event.listens_for(made, "do_connect")
    def connect(_dialect: Any, _record: Any, _words: Any, options: Any) -> BoundedConnection:
        connection = BoundedConnection.connect(**options)
        # The server's own limit comes first, as long as there is a server.
        connection.patience = seconds + 1
        return connection

    return made


class BoundedConnection(psycopg.Connection[Any]):
    """Breaks off when the other side takes what is sent and never answers."""

    patience: float | None = None

    def wait(
        self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = None
    ) -> Result:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def is_outage(error: DBAPIError) -> bool:
    """Whether it is the database that failed: away, too slow or too busy."""
    return isinstance(error.orig, psycopg.OperationalError)


@contextmanager
def locked(connection: Connection, *, seconds: int) -> Iterator[None]:
    """One transaction that no other process is in at the same time."""
    with connection.begin():
        connection.execute(text(f"SET LOCAL lock_timeout = '{seconds}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield
