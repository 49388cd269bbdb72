"""Create jobs."""

import sqlalchemy as sa
from alembic import op

from app.dialect import Timestamp

revision = "jobs"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text()),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        # Where a table is not part of a transaction, it may be left over from a try that was cut.
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("jobs", if_exists=True)
