"""The table of amendments: values that officers of a place set, with first day and document."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.policies.states import AmendmentState

OPEN = text("state = 'proposed'")


class Amendment(Base):
    """One proposed value of a parameter; approved by a second person, it holds from its first day.

    `value` is held as the files hold it: whole numbers (fen, hundredths of m²), words, lists and
    tables. Approved rows never change (trigger).
    """

    __tablename__ = "policy_amendments"
    __table_args__ = (
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decider_if_decided"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_whole"),
        CheckConstraint(
            "state <> 'approved' OR decided_by <> proposed_by", name="approved_by_another"
        ),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="refused_with_reason"),
        CheckConstraint("document <> ''", name="document_named"),
        Index(
            "uq_policy_amendments_open",
            "place",
            "parameter",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "place", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    parameter: Mapped[str] = mapped_column(String(64))
    value: Mapped[Any] = mapped_column(JSON)
    first_day: Mapped[date] = mapped_column(Date)
    document: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    state: Mapped[AmendmentState] = mapped_column(stored_words(AmendmentState))
    proposed_by: Mapped[str] = mapped_column(String(32))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(32), nullable=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    reason: Mapped[str] = mapped_column(Text)
