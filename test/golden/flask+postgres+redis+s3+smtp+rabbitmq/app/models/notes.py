"""Notes: the example of a table."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, String, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.dialect import Timestamp
from app.models import Base


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    text: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(Timestamp, default=lambda: datetime.now(UTC))


def seed(session: Session) -> None:
    if not session.scalar(select(exists(select(Note)))):
        session.add_all([Note(text="Buy milk"), Note(text="Call home")])
