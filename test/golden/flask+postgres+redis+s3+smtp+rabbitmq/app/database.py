"""The database: a pool of connections, and transactions on them."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from app import dialect
from app.config import Settings
from app.lifecycle import UnavailableError

# How many connections a process has: fewer than its server has threads, so that one of these is
# always left for what needs no database.
CONNECTIONS = 3
# How long a request waits for one of them, and how long a statement may take, in seconds.
POOL_LIMIT = 1
STATEMENT_LIMIT = 5
# How long nobody asks a database that did not answer; and nobody else while one tries it again.
REST = 1
TRIAL_LIMIT = 10
# How long a task waits at most before each further try.
WAITS = (1, 2, 4)

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Database:
    name = "database"
    engine: Engine
    rests_until = 0.0

    def open(self, settings: Settings) -> None:
        self.rests_until = 0.0
        self.engine = dialect.engine(
            settings.database_url,
            seconds=STATEMENT_LIMIT,
            hide_parameters=True,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=POOL_LIMIT,
            pool_pre_ping=True,
            pool_recycle=1800,
        )

    def check(self) -> None:
        with self.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: kept at the end, undone by an error."""
        with self.connect() as connection, Session(connection) as session, session.begin():
            yield session

    @contextmanager
    def exclusive(self) -> Iterator[Session]:
        """One transaction that no other process is in at the same time."""
        with (
            self.connect() as connection,
            dialect.locked(connection, seconds=STATEMENT_LIMIT),
            Session(connection) as session,
        ):
            yield session
            session.flush()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection that works. While there is none, one waits, and the others know at once."""
        with answering(), self._tried() as connection:
            yield connection

    def _tried(self) -> Connection:
        now = time.monotonic()
        if now < self.rests_until:
            raise UnavailableError("the database did not answer a moment ago")
        if self.rests_until:
            self.rests_until = now + TRIAL_LIMIT
        try:
            connection = self.engine.connect()
        except Exception:
            # Instances that failed together don't try again together.
            self.rests_until = time.monotonic() + random.uniform(REST / 2, REST)  # noqa: S311
            raise
        self.rests_until = 0.0
        return connection


database = Database()


@contextmanager
def answering() -> Iterator[None]:
    """Tells an outage of the database from a fault of a statement."""
    try:
        yield
    except (PoolTimeoutError, TimeoutError) as error:
        raise UnavailableError(str(error)) from error
    except DBAPIError as error:
        if not dialect.is_outage(error):
            raise
        raise UnavailableError(str(error.orig)) from error


def attempt(task: Callable[[], None]) -> int:
    """Does a task that may be done again, also if the database comes late: the exit code."""
    for wait in (*WAITS, 0):
        try:
            task()
        except UnavailableError as error:
            log.warning("database unavailable", error=str(error))
        else:
            return 0
        time.sleep(random.uniform(wait / 2, wait))  # noqa: S311
    log.error("gave up: the database is unavailable")
    return 1
