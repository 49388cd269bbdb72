"""Create notes."""

import sqlalchemy as sa
from alembic import op

from app.dialect import Timestamp

revision = "0001"
down_revision = "jobs"


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("created_at", Timestamp, nullable=False),
        # Where a table is not part of a transaction, it may be left over from a try that was cut.
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("notes", if_exists=True)
