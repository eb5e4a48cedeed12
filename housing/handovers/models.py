"""Table of handovers: how a flat comes back, and what is still owed on either side."""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.handovers.states import HandoverState
from housing.leases.states import Ending

STANDS = text("state <> 'called_off'")


class Handover(Base):
    """The return of one flat at the end of a lease.

    `report_id` is the condition report of the way out; `deductions` are damages of the tenant,
    [{item, fen, reason}]. `deposit_fen` was held, `arrears_fen` was due for rent and fees up to
    `last_day`; `refund_fen` goes back, or `owed_fen` stays due: never both. Money in fen.
    Basis: HN 24 (HN-24-3), HN 33 (HN-33-5), HN 34 (HN-34-2).
    """

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "uq_handovers_lease",
            "lease_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        CheckConstraint(
            "state IN ('begun', 'inspected', 'settled', 'closed', 'called_off')",
            name="state_known",
        ),
        CheckConstraint("reason <> ''", name="reasoned"),
        CheckConstraint(
            "(inspected_on IS NULL) = (report_id IS NULL)"
            " AND (inspected_on IS NULL) = (inspected_by = '')"
            " AND (inspected_on IS NOT NULL OR state IN ('begun', 'called_off'))",
            name="inspected_whole",
        ),
        CheckConstraint(
            "(settled_on IS NULL) = (settled_by = '') AND (settled_on IS NULL) = (last_day IS NULL)"
            " AND (settled_on IS NOT NULL) = (state IN ('settled', 'closed'))",
            name="settled_whole",
        ),
        CheckConstraint(
            "deposit_fen >= 0 AND arrears_fen >= 0 AND refund_fen >= 0 AND owed_fen >= 0"
            " AND (refund_fen = 0 OR owed_fen = 0)",
            name="one_side_pays",
        ),
        CheckConstraint(
            "(objected_on IS NULL) = (objection = '')"
            " AND (answered_on IS NULL) = (answer = '')"
            " AND (answered_on IS NULL) = (answered_by = '')"
            " AND (answered_on IS NULL OR objected_on IS NOT NULL)"
            " AND (NOT upheld OR answered_on IS NOT NULL)",
            name="objection_whole",
        ),
        CheckConstraint(
            "answered_by = '' OR answered_by <> settled_by", name="answered_by_another"
        ),
        CheckConstraint(
            "(closed_on IS NOT NULL) = (state = 'closed')"
            " AND (closed_on IS NULL) = (closed_by = '')"
            " AND (closed_on IS NULL) = (keys_on IS NULL) AND keys_on = last_day",
            name="closed_whole",
        ),
        Index(None, "place", "state", "id"),
        Index(None, "unit_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    lease_number: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    ending: Mapped[Ending] = mapped_column(stored_words(Ending))
    state: Mapped[HandoverState] = mapped_column(stored_words(HandoverState))
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200))
    begun_on: Mapped[date] = mapped_column(Date)
    begun_by: Mapped[str] = mapped_column(String(64))
    inspected_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    inspected_by: Mapped[str] = mapped_column(String(64), default="")
    report_id: Mapped[int | None] = mapped_column(ForeignKey("condition_reports.id"), nullable=True)
    deductions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    last_day: Mapped[date | None] = mapped_column(Date, nullable=True)
    deposit_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    arrears_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    refund_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    owed_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    settled_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    settled_by: Mapped[str] = mapped_column(String(64), default="")
    #: Every transfer of the settlement that stands, so that another can take it back.
    transfers: Mapped[list[int]] = mapped_column(JSON)
    objection: Mapped[str] = mapped_column(Text, default="")
    objected_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    answered_by: Mapped[str] = mapped_column(String(64), default="")
    #: Whether the objection holds; the settlement is made again then.
    upheld: Mapped[bool] = mapped_column(Boolean, default=False)
    keys_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    keys_note: Mapped[str] = mapped_column(String(200), default="")
    closed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    closed_by: Mapped[str] = mapped_column(String(64), default="")

    @property
    def case(self) -> CaseRef:
        """The handover as other features name it: by the number of its lease."""
        return CaseRef("handover", self.id, self.place, self.lease_number)

    @property
    def damages_fen(self) -> int:
        """What the tenant pays for damages."""
        return sum(int(each["fen"]) for each in self.deductions)
