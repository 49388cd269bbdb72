"""Example rows: each table's are one import and one entry."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.config import Settings
from app.database import attempt, database
from app.lifecycle import opened
from app.models.notes import seed as notes

SEEDS: list[Callable[[Session], None]] = [
    # Rows come after those that they refer to.
    notes,
]


def main(settings: Settings, _options: object) -> int:
    with opened([database], settings):
        return attempt(_seed)


def _seed() -> None:
    with database.exclusive() as session:
        for seed in SEEDS:
            seed(session)
