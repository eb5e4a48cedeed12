"""Tables of rents: fees of an estate, and reductions. What was charged stands in the ledger."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.rents.states import ReductionState

_STATES = ", ".join(f"'{state.value}'" for state in ReductionState)
IS_APPLIED = text("state = 'applied'")


class EstateFee(Base):
    """The property service fee of an estate in fen per m² and month, from one day on.

    It holds until the next one begins. Basis: HN 27 (HN-27-2).
    """

    __tablename__ = "estate_fees"
    __table_args__ = (
        ForeignKeyConstraint(["place", "project_code"], ["projects.place", "projects.code"]),
        CheckConstraint("fen_per_m2 >= 0", name="fee_not_negative"),
        CheckConstraint("document <> ''", name="with_document"),
    )

    place: Mapped[str] = mapped_column(String(12), primary_key=True)
    project_code: Mapped[str] = mapped_column(String(32), primary_key=True)
    from_on: Mapped[date] = mapped_column(Date, primary_key=True)
    fen_per_m2: Mapped[int] = mapped_column(Integer)
    document: Mapped[str] = mapped_column(String(200))
    set_by: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ChargedMonth(Base):
    """What a county's runs have charged for a month so far, in fen, and to how many leases."""

    __tablename__ = "charged_months"
    __table_args__ = (CheckConstraint("length(period) = 7", name="period_is_month"),)

    place: Mapped[str] = mapped_column(String(12), primary_key=True)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    leases: Mapped[int] = mapped_column(Integer)
    rent_fen: Mapped[int] = mapped_column(BigInteger)
    reductions_fen: Mapped[int] = mapped_column(BigInteger)
    fees_fen: Mapped[int] = mapped_column(BigInteger)


class Reduction(Base):
    """One application for less rent, its decision, and the months it holds ('2026-10').

    `percent` is what is taken off. A reduction never begins before the month after the decision
    and always has a last month. Basis: HN 26 (HN-26-2, HN-26-3).
    """

    __tablename__ = "rent_reductions"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent_of_rent"),
        CheckConstraint("ground <> '' AND statement <> ''", name="with_ground"),
        CheckConstraint(
            "(state IN ('granted', 'ended')) = (percent IS NOT NULL)"
            " AND (percent IS NULL) = (from_month IS NULL)"
            " AND (percent IS NULL) = (until_month IS NULL)",
            name="granted_whole",
        ),
        CheckConstraint(
            "length(from_month) = 7 AND length(until_month) = 7", name="months_in_full"
        ),
        CheckConstraint(
            "state = 'ended' OR from_month IS NULL OR until_month >= from_month",
            name="months_in_order",
        ),
        CheckConstraint(
            "(state IN ('granted', 'refused', 'ended')) = (decided_on IS NOT NULL)"
            " AND (decided_on IS NULL) = (decided_by = '')"
            " AND (decided_on IS NULL) = (reasons = '')",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> applied_by", name="two_people"),
        CheckConstraint("decided_on >= applied_on", name="decided_after_application"),
        Index(
            "uq_rent_reductions_applied",
            "lease_id",
            unique=True,
            sqlite_where=IS_APPLIED,
            postgresql_where=IS_APPLIED,
        ),
        Index(None, "lease_id", "until_month"),
        Index(None, "place", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    state: Mapped[ReductionState] = mapped_column(stored_words(ReductionState))
    ground: Mapped[str] = mapped_column(String(64))
    statement: Mapped[str] = mapped_column(Text)
    documents: Mapped[list[int]] = mapped_column(JSON)
    applied_on: Mapped[date] = mapped_column(Date)
    applied_by: Mapped[str] = mapped_column(String(64))
    percent: Mapped[int | None] = mapped_column(Integer, nullable=True)
    from_month: Mapped[str | None] = mapped_column(String(7), nullable=True)
    until_month: Mapped[str | None] = mapped_column(String(7), nullable=True)
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(200), default="")
    cites: Mapped[list[str]] = mapped_column(JSON)
    reminded_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    @property
    def case(self) -> CaseRef:
        """The reduction as other features name it."""
        return CaseRef("reduction", self.id, self.place, self.number)
