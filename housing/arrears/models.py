"""Tables of arrears: cases, every step of them, and agreed instalments. Money is fen."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.arrears.states import ArrearsAct, ArrearsState
from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words

IS_LIVE = text("state <> 'settled'")


class ArrearsCase(Base):
    """One stretch of owing under one lease, from the first missed day until all is paid.

    `owed_fen`, `oldest` and `months` are as last counted. Basis: HN 26 (HN-26-1, HN-26-5).
    """

    __tablename__ = "arrears_cases"
    __table_args__ = (
        Index(
            "uq_arrears_cases_live",
            "lease_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
        CheckConstraint("owed_fen >= 0 AND months >= 0", name="counts_not_negative"),
        CheckConstraint("(state = 'settled') = (settled_on IS NOT NULL)", name="settled_dated"),
        CheckConstraint("length(oldest) = 7", name="oldest_is_month"),
        Index(None, "place", "state", "months", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    lease_number: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    state: Mapped[ArrearsState] = mapped_column(stored_words(ArrearsState))
    owed_fen: Mapped[int] = mapped_column(Integer)
    oldest: Mapped[str] = mapped_column(String(7))
    months: Mapped[int] = mapped_column(Integer)
    opened_on: Mapped[date] = mapped_column(Date)
    counted_on: Mapped[date] = mapped_column(Date)
    settled_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    steps: Mapped[list["ArrearsStep"]] = relationship(
        order_by="ArrearsStep.id", lazy="selectin", cascade="all"
    )

    @property
    def case(self) -> CaseRef:
        """The case as letters and the register name it: by the number of the lease."""
        return CaseRef("arrears", self.id, self.place, self.lease_number)


class ArrearsStep(Base):
    """One thing done in a case. A notice to an employer names the rule it relies on."""

    __tablename__ = "arrears_steps"
    __table_args__ = (
        CheckConstraint(
            "act NOT IN ('propose_notice', 'approve_notice') OR"
            " (legal_basis <> '' AND employer <> '' AND document <> '')",
            name="notice_with_basis",
        ),
        CheckConstraint(
            "act <> 'approve_notice' OR (letter_id IS NOT NULL AND proposed_by <> ''"
            " AND proposed_by <> made_by)",
            name="notice_by_two",
        ),
        CheckConstraint("act NOT IN ('remind', 'demand') OR letter_id IS NOT NULL", name="told"),
        Index(None, "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("arrears_cases.id"))
    act: Mapped[ArrearsAct] = mapped_column(stored_words(ArrearsAct))
    on: Mapped[date] = mapped_column("made_on", Date)
    owed_fen: Mapped[int] = mapped_column(Integer)
    months: Mapped[int] = mapped_column(Integer)
    employer: Mapped[str] = mapped_column(String(128), default="")
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(200), default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"), nullable=True)
    proposed_by: Mapped[str] = mapped_column(String(64), default="")
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Instalment(Base):
    """One part of what was agreed to be paid by `due_on`; `plan` counts the plans of a case."""

    __tablename__ = "arrears_instalments"
    __table_args__ = (
        UniqueConstraint("case_id", "plan", "due_on"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("plan >= 1", name="plan_counted"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("arrears_cases.id"))
    plan: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date)
    fen: Mapped[int] = mapped_column(Integer)
    #: What was owed in all when the plan was made.
    owed_fen: Mapped[int] = mapped_column(Integer)
    #: Of another plan, or of a case that was settled, a part is not waited for any more.
    running: Mapped[bool] = mapped_column(Boolean)
