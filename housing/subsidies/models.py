"""Tables of the rental subsidy. Money is fen; a month is held as its first day."""

from datetime import date, datetime
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
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.subsidies.states import EntitlementState, ListState

IS_LIVE = text("state IN ('proposed', 'granted')")
IS_OPEN = text("state IN ('prepared', 'approved')")
IS_PROPOSED = text("approved IS NULL")


class Entitlement(Base):
    """The claim of one household to the subsidy from `from_month` to `until_month`, both paid.

    Basis: HN 9 (HN-9-2), HN 10 (HN-10-2), HN 16 (HN-16-3), HN 33 (HN-33-2).
    """

    __tablename__ = "subsidy_entitlements"
    __table_args__ = (
        Index(
            "uq_subsidy_entitlements_live",
            "household_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
        CheckConstraint(
            "state IN ('proposed', 'granted', 'refused', 'stopped')", name="state_known"
        ),
        CheckConstraint("(state = 'proposed') = (decided_by = '')", name="decided_by_somebody"),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint(
            "(state = 'stopped') = (stopped_on IS NOT NULL)"
            " AND (stopped_on IS NULL) = (stop_reason = '')"
            " AND (stopped_on IS NULL) = (stop_document = '')",
            name="stopped_with_reason",
        ),
        Index(None, "place", "state", "id"),
        Index(None, "entry_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"))
    entry_number: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    state: Mapped[EntitlementState] = mapped_column(stored_words(EntitlementState))
    from_month: Mapped[date] = mapped_column(Date)
    #: The last month that is paid; a month before `from_month` where nothing is.
    until_month: Mapped[date | None] = mapped_column(Date, nullable=True)
    payee: Mapped[str] = mapped_column(String(64))
    bank: Mapped[str] = mapped_column(String(128))
    account_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    account_end: Mapped[str] = mapped_column(String(4))
    document: Mapped[str] = mapped_column(String(200))
    proposed_by: Mapped[str] = mapped_column(String(64))
    proposed_on: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    stopped_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    stop_reason: Mapped[str] = mapped_column(Text, default="")
    stop_document: Mapped[str] = mapped_column(String(200), default="")

    amounts: Mapped[list["SubsidyAmount"]] = relationship(
        order_by="SubsidyAmount.id", lazy="selectin"
    )

    @property
    def case(self) -> CaseRef:
        """The entitlement as other features name it: by the number of its entry."""
        return CaseRef("subsidy", self.id, self.place, self.entry_number)

    @property
    def ref(self) -> str:
        """How the accounts of the ledger name it."""
        return f"subsidy:{self.id}"


class SubsidyAmount(Base):
    """What is paid a month from one month on; the newest approved one that has begun holds.

    `reckoning` holds every input and step. `approved` is None until another person decided.
    Basis: HN 10 (HN-10-2).
    """

    __tablename__ = "subsidy_amounts"
    __table_args__ = (
        CheckConstraint("monthly_fen >= 0", name="amount_not_negative"),
        CheckConstraint("(approved IS NULL) = (decided_by = '')", name="decided_by_somebody"),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint("length(reason) > 0", name="with_reason"),
        Index(
            "uq_subsidy_amounts_proposed",
            "entitlement_id",
            unique=True,
            sqlite_where=IS_PROPOSED,
            postgresql_where=IS_PROPOSED,
        ),
        Index(None, "entitlement_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entitlement_id: Mapped[int] = mapped_column(ForeignKey("subsidy_entitlements.id"))
    from_month: Mapped[date] = mapped_column(Date)
    monthly_fen: Mapped[int] = mapped_column(Integer)
    reckoning: Mapped[dict[str, Any]] = mapped_column(JSON)
    cites: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200))
    proposed_by: Mapped[str] = mapped_column(String(64))
    proposed_on: Mapped[date] = mapped_column(Date)
    approved: Mapped[bool | None] = mapped_column(Boolean, nullable=True)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)


class SubsidyList(Base):
    """One list of payments up to `month` (发放清单): prepared, approved by another, paid."""

    __tablename__ = "subsidy_lists"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        Index(
            "uq_subsidy_lists_open",
            "place",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        CheckConstraint("state IN ('prepared', 'approved', 'paid', 'dropped')", name="state_known"),
        CheckConstraint("approved_by <> prepared_by", name="two_people"),
        CheckConstraint(
            "(state IN ('approved', 'paid')) = (approved_on IS NOT NULL)"
            " AND (approved_on IS NULL) = (approved_by = '')",
            name="approved_by_somebody",
        ),
        CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (paid_document = '')",
            name="paid_with_document",
        ),
        CheckConstraint("total_fen >= 0 AND lines_count >= 1", name="somebody_is_paid"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    month: Mapped[date] = mapped_column(Date)
    state: Mapped[ListState] = mapped_column(stored_words(ListState))
    lines_count: Mapped[int] = mapped_column(Integer)
    total_fen: Mapped[int] = mapped_column(BigInteger)
    prepared_by: Mapped[str] = mapped_column(String(64))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str] = mapped_column(String(64), default="")
    approved_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    paid_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    paid_document: Mapped[str] = mapped_column(String(200), default="")
    #: Of the file that was given to the bank; empty while nobody has fetched it.
    file_sha256: Mapped[str] = mapped_column(String(64), default="")

    @property
    def subject(self) -> str:
        """The list as the register names it."""
        return f"subsidy_list:{self.number}"


class SubsidyLine(Base):
    """What one household gets with one list: all it is owed up to the month of the list.

    `fen` is what it is owed, `withheld_fen` what of it makes good an earlier overpayment.
    `months` are [month, fen] pairs. A returned line is owed again.
    """

    __tablename__ = "subsidy_lines"
    __table_args__ = (
        UniqueConstraint("list_id", "entitlement_id"),
        CheckConstraint("fen > 0", name="something_is_owed"),
        CheckConstraint("withheld_fen >= 0 AND withheld_fen <= fen", name="withheld_at_most_owed"),
        CheckConstraint("(returned_on IS NULL) = (return_reason = '')", name="returned_why"),
        Index(None, "entitlement_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("subsidy_lists.id"))
    entitlement_id: Mapped[int] = mapped_column(ForeignKey("subsidy_entitlements.id"))
    fen: Mapped[int] = mapped_column(Integer)
    withheld_fen: Mapped[int] = mapped_column(Integer)
    months: Mapped[list[list[Any]]] = mapped_column(JSON)
    payee: Mapped[str] = mapped_column(String(64))
    bank: Mapped[str] = mapped_column(String(128))
    account_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    account_end: Mapped[str] = mapped_column(String(4))
    voucher: Mapped[str] = mapped_column(String(64), default="")
    returned_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    return_reason: Mapped[str] = mapped_column(Text, default="")


class SubsidyOverpayment(Base):
    """What was paid too much, found by a change or a stop; the ledger holds what is still due.

    `months` are [month, fen] pairs.
    """

    __tablename__ = "subsidy_overpayments"
    __table_args__ = (
        CheckConstraint("fen > 0", name="amount_positive"),
        CheckConstraint("length(reason) > 0", name="with_reason"),
        Index(None, "entitlement_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entitlement_id: Mapped[int] = mapped_column(ForeignKey("subsidy_entitlements.id"))
    fen: Mapped[int] = mapped_column(Integer)
    months: Mapped[list[list[Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date] = mapped_column(Date)
    found_by: Mapped[str] = mapped_column(String(64))
    voucher: Mapped[str] = mapped_column(String(64))
