"""The table of notes."""

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import migrate
from app.config import Settings
from app.database import database
from app.models.notes import Note, seed


@pytest.mark.needs("DATABASE_URL")
@pytest.mark.usefixtures("services")
def test_the_seed_is_for_an_empty_table(settings: Settings) -> None:
    assert migrate.main(settings, None) == 0
    # Never committed: the rows in the table may be somebody's.
    with Session(database.engine) as session:
        session.execute(delete(Note))
        seed(session)
        seed(session)
        assert session.scalar(select(func.count()).select_from(Note)) == 2
