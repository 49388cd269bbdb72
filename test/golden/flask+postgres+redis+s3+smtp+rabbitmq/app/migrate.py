"""The release: brings the database to this release's schema, however often and many at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from app.config import Settings
from app.database import answering, attempt

ALEMBIC = Path(__file__).parents[1] / "alembic.ini"


def main(settings: Settings, _options: object) -> int:
    config = Config(ALEMBIC, attributes={"settings": settings})

    def upgrade() -> None:
        with answering():
            command.upgrade(config, "head")

    return attempt(upgrade)
