"""One digest a place and day; append-only by trigger."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime


class RegisterDigest(Base):
    """Where a county's chain stood at the end of a day, and what had been added to it."""

    __tablename__ = "register_digests"
    __table_args__ = (
        CheckConstraint("length(hash) = 64 AND length(sha256) = 64", name="hashes"),
        CheckConstraint("number > 0 AND rows >= 0 AND faults >= 0", name="counts"),
        CheckConstraint("(faults = 0) = (first_fault = '')", name="fault_has_words"),
    )

    place: Mapped[str] = mapped_column(
        String(12), ForeignKey("register_heads.place"), primary_key=True
    )
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(Integer)
    tags: Mapped[dict[str, int]] = mapped_column(JSON)
    faults: Mapped[int] = mapped_column(Integer)
    first_fault: Mapped[str] = mapped_column(Text)
    previous_sha256: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sha256: Mapped[str] = mapped_column(String(64))
