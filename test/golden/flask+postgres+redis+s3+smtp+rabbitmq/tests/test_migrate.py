"""Migrations and example rows: any number of times, and at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.config import Config

from app import migrate, seed
from app.config import Settings
from tests.program import run

pytestmark = pytest.mark.needs("DATABASE_URL")


def test_the_migrations_make_what_the_models_say(settings: Settings) -> None:
    assert migrate.main(settings, None) == 0
    command.check(Config(migrate.ALEMBIC, attributes={"settings": settings}))


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("task", ["migrate", "seed"])
def test_three_at_once_all_succeed(task: str) -> None:
    with ThreadPoolExecutor() as pool:
        ended = list(pool.map(lambda _: run(task), range(3)))
    assert [(done.returncode, done.stderr) for done in ended] == [(0, "")] * 3


def test_seeding_again_changes_nothing(settings: Settings) -> None:
    assert [seed.main(settings, None), seed.main(settings, None)] == [0, 0]
