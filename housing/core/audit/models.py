"""Tables of the register; append-only by trigger."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.immutable import Guard
from housing.core.db.types import UtcDateTime

FIRST_PREVIOUS = "0" * 64
REGISTER_GUARD = Guard("register_rows", "the register is append-only")


class RegisterHead(Base):
    """The last row of a county's chain; locked while a row is added."""

    __tablename__ = "register_heads"

    place: Mapped[str] = mapped_column(String(12), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, default=0)
    hash: Mapped[str] = mapped_column(String(64), default=FIRST_PREVIOUS)


class RegisterRow(Base):
    """One act: who did what to which subject, why, under the rules of which day."""

    __tablename__ = "register_rows"
    __table_args__ = (
        CheckConstraint("length(hash) = 64 AND length(previous_hash) = 64", name="hashes"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    place: Mapped[str] = mapped_column(
        String(12), ForeignKey("register_heads.place"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(64))
    tag: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), index=True)
    before: Mapped[object] = mapped_column(JSON, nullable=True)
    after: Mapped[object] = mapped_column(JSON, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(256), default="")
    policy_day: Mapped[date] = mapped_column(Date)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
