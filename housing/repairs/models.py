"""Tables of repairs: the request with its outcome, and every step of it."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.repairs.states import RepairAct, RepairState
from housing.repairs.words import Payer, Trouble


class Repair(Base):
    """One thing to repair in a flat, or in what its house shares.

    `lease_id` is the lease under which it was asked for, none for an empty flat. `visit_on` is the
    day the workman was announced for; `cost_fen` is known once it is done. `reopened` counts how
    often the tenant said that it was not mended. Basis: HN 27 (HN-27-1).
    """

    __tablename__ = "repairs"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        CheckConstraint(
            "state IN ('requested', 'assigned', 'done', 'confirmed', 'declined', 'withdrawn')",
            name="state_known",
        ),
        CheckConstraint("description <> ''", name="described"),
        CheckConstraint("cost_fen >= 0 AND reopened >= 0", name="not_negative"),
        CheckConstraint(
            "state <> 'assigned' OR (assigned_to <> '' AND assigned_on IS NOT NULL)",
            name="assigned_to_somebody",
        ),
        CheckConstraint(
            "(state IN ('done', 'confirmed')) = (done_on IS NOT NULL)"
            " AND (done_on IS NULL) = (outcome = '')",
            name="done_whole",
        ),
        CheckConstraint("done_on >= requested_on", name="done_after_request"),
        Index(None, "place", "state", "id"),
        Index(None, "unit_id", "requested_on"),
        Index(None, "lease_id"),
        Index(None, "place", "done_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_code: Mapped[str] = mapped_column(String(64))
    lease_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    trouble: Mapped[Trouble] = mapped_column(stored_words(Trouble))
    urgent: Mapped[bool] = mapped_column(Boolean)
    description: Mapped[str] = mapped_column(Text)
    state: Mapped[RepairState] = mapped_column(stored_words(RepairState))
    requested_on: Mapped[date] = mapped_column(Date)
    requested_by: Mapped[str] = mapped_column(String(64))
    #: The last day of the response, by the clock of this case.
    respond_by: Mapped[date] = mapped_column(Date)
    assigned_to: Mapped[str] = mapped_column(String(64), default="")
    assigned_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    visit_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    done_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    outcome: Mapped[str] = mapped_column(Text, default="")
    payer: Mapped[Payer] = mapped_column(stored_words(Payer), default=Payer.OWNER)
    cost_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    reopened: Mapped[int] = mapped_column(Integer, default=0)

    steps: Mapped[list["RepairStep"]] = relationship(
        order_by="RepairStep.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The repair as other features name it."""
        return CaseRef("repair", self.id, self.place, self.number)


class RepairStep(Base):
    """One act on a repair, as it was done; never changed."""

    __tablename__ = "repair_steps"
    __table_args__ = (Index(None, "repair_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    repair_id: Mapped[int] = mapped_column(ForeignKey("repairs.id"))
    act: Mapped[RepairAct] = mapped_column(stored_words(RepairAct))
    on: Mapped[date] = mapped_column("on_day", Date)
    by: Mapped[str] = mapped_column("made_by", String(64))
    note: Mapped[str] = mapped_column(Text)
    cost_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    #: The voucher of the ledger that booked the cost; empty when nothing was booked.
    voucher: Mapped[str] = mapped_column(String(64), default="")
