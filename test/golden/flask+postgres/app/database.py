"""The database: a pool of connections, and transactions on them."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from app import dialect
from app.config import Settings
from app.lifecycle import UnavailableError

# How long a statement may take, and how long a request waits for a connection, in seconds.
STATEMENT_LIMIT = 5
POOL_LIMIT = 3
# How long a task waits for another that is exclusive as well.
LOCK_LIMIT = 60
# How long a task waits at most before each further try.
WAITS = (1, 2, 4)

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Database:
    name = "database"
    engine: Engine

    def open(self, settings: Settings) -> None:
        self.engine = dialect.engine(
            settings.database_url,
            seconds=STATEMENT_LIMIT,
            hide_parameters=True,
            pool_size=4,
            max_overflow=0,
            pool_timeout=POOL_LIMIT,
            pool_pre_ping=True,
            pool_recycle=1800,
        )

    def check(self) -> None:
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: kept at the end, undone by an error."""
        with answering(), Session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def exclusive(self) -> Iterator[Session]:
        """One transaction that no other process is in at the same time."""
        with (
            answering(),
            self.engine.connect() as connection,
            dialect.locked(connection, seconds=LOCK_LIMIT),
            Session(connection) as session,
        ):
            yield session
            session.flush()


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
        # Processes that failed together don't try again together.
        time.sleep(random.uniform(wait / 2, wait))  # noqa: S311
    log.error("gave up: the database is unavailable")
    return 1
