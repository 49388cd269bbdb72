"""The server of the job store, as tests need it."""

import pytest
from sqlalchemy import delete

from app import migrate
from app.config import Settings
from app.database import database
from app.models.jobs import JobRow

needs_store = pytest.mark.needs("DATABASE_URL")


def prepare_store(settings: Settings) -> None:
    assert migrate.main(settings, None) == 0


def delete_jobs(ids: set[str]) -> None:
    with database.session() as session:
        session.execute(delete(JobRow).where(JobRow.id.in_(ids)))
