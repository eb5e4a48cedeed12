"""Tables of wishes, of the searches for cycles, and of exchanges with their members."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
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
from housing.exchanges.states import ExchangeState
from housing.exchanges.words import Origin, Reason, WishState

LIVE = text("state IN ('open', 'in_case')")
HELD = text("is_open")


class ExchangeWish(Base):
    """What a tenant wants instead of the flat at hand; one that lives for each lease.

    `ranks` are the wishes from the best on, those of one rank as good as each other: [[{"project",
    "class", "floor_from", "floor_to", "lift", "accessible"}, …], …], where a key left out means
    any. `partner_lease_id` is the tenant with whom it was agreed to swap. `needs_access`: the flat
    at hand does not fit a disability, `needs_size`: it does not fit the number of people.
    Basis: HN 31 (HN-31-1, HN-31-2).
    """

    __tablename__ = "exchange_wishes"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'in_case', 'fulfilled', 'withdrawn')", name="state_known"
        ),
        CheckConstraint(
            "reason IN ('work', 'schooling', 'health', 'family', 'other')", name="reason_known"
        ),
        CheckConstraint(
            "partner_lease_id IS NULL OR partner_lease_id <> lease_id", name="partner_is_another"
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn_on"),
        Index(
            "uq_exchange_wishes_lease",
            "lease_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index(None, "place", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[WishState] = mapped_column(stored_words(WishState))
    reason: Mapped[Reason] = mapped_column(stored_words(Reason))
    detail: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(256))
    needs_access: Mapped[bool] = mapped_column(Boolean)
    needs_size: Mapped[bool] = mapped_column(Boolean)
    partner_lease_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    ranks: Mapped[list[Any]] = mapped_column(JSON)
    made_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(64))
    withdrawn_on: Mapped[date | None] = mapped_column(Date, nullable=True)


class ExchangeSearch(Base):
    """One search for cycles among the open wishes: the exact bytes of its problem and plan.

    `cycles` are the cycles found, each a list of lease ids; `longest` the greatest number of
    households in one. Never changed but by `used_on`, the day on which cases were opened from it.
    """

    __tablename__ = "exchange_searches"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        CheckConstraint("longest IS NULL OR longest >= 2", name="longest_from_two"),
        CheckConstraint("length(problem_sha256) = 64", name="problem_sha256"),
        CheckConstraint("length(plan_sha256) = 64", name="plan_sha256"),
        CheckConstraint(
            "households >= 0 AND moves >= 0 AND pair_moves >= 0", name="counts_not_negative"
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[int] = mapped_column(Integer)
    longest: Mapped[int | None] = mapped_column(Integer, nullable=True)
    households: Mapped[int] = mapped_column(Integer)
    moves: Mapped[int] = mapped_column(Integer)
    pair_moves: Mapped[int] = mapped_column(Integer)
    is_proven: Mapped[bool] = mapped_column(Boolean)
    cycles: Mapped[list[list[int]]] = mapped_column(JSON)
    problem: Mapped[bytes] = mapped_column(LargeBinary)
    problem_sha256: Mapped[str] = mapped_column(String(64))
    plan: Mapped[bytes] = mapped_column(LargeBinary)
    plan_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(64))
    used_on: Mapped[date | None] = mapped_column(Date, nullable=True)


class Exchange(Base):
    """Tenants who take each other's flats: the first that of the second, …, the last the first's.

    `needs_approval`: a government flat is swapped for work or schooling, so the county approves;
    `needs_filing`: some flat is swapped by consent of its owner, which is filed with the county.
    `consented_on` is the day of the last owner's consent, from which filing is due.
    Basis: HN 31 (HN-31-1, HN-31-2, HN-31-3).
    """

    __tablename__ = "exchanges"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(
            "state IN ('consenting', 'deciding', 'approved', 'executed', 'refused',"
            " 'fallen_through')",
            name="state_known",
        ),
        CheckConstraint("needs_approval OR needs_filing", name="some_way"),
        CheckConstraint(
            "state NOT IN ('approved', 'executed', 'refused') OR (decided_on IS NOT NULL"
            " AND decided_by <> '' AND decided_by <> opened_by AND reasons <> '')",
            name="decided_by_another",
        ),
        CheckConstraint(
            "(state = 'executed') = (executed_on IS NOT NULL)", name="executed_on_a_day"
        ),
        CheckConstraint(
            "(filed_on IS NULL) = (filing_number = '') AND (filed_on IS NULL OR needs_filing)",
            name="filed_whole",
        ),
        Index(None, "place", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    origin: Mapped[Origin] = mapped_column(stored_words(Origin))
    search_id: Mapped[int | None] = mapped_column(ForeignKey("exchange_searches.id"), nullable=True)
    state: Mapped[ExchangeState] = mapped_column(stored_words(ExchangeState))
    needs_approval: Mapped[bool] = mapped_column(Boolean)
    needs_filing: Mapped[bool] = mapped_column(Boolean)
    opened_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(String(64))
    consented_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decided_by: Mapped[str] = mapped_column(String(64))
    reasons: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(256))
    cites: Mapped[list[str]] = mapped_column(JSON)
    executed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    filed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    filing_number: Mapped[str] = mapped_column(String(64))
    end_reason: Mapped[str] = mapped_column(Text)

    members: Mapped[list["ExchangeMember"]] = relationship(
        order_by="ExchangeMember.turn", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The exchange as other features name it."""
        return CaseRef("exchange", self.id, self.place, self.number)


class ExchangeMember(Base):
    """One household of an exchange: what it leaves, what it gets, and who agreed.

    `turn` counts from 0 around the cycle. `is_open` while the exchange may still happen: a lease
    is in one such exchange at most. `by_county`: its flat is government housing and its reason
    work or schooling; else the owner of the flat must consent (`owner_document`).
    """

    __tablename__ = "exchange_members"
    __table_args__ = (
        UniqueConstraint("exchange_id", "lease_id"),
        UniqueConstraint("exchange_id", "unit_from"),
        UniqueConstraint("exchange_id", "unit_to"),
        CheckConstraint("unit_from <> unit_to", name="moves"),
        CheckConstraint("(consented_on IS NULL) = (consent_document = '')", name="consented_whole"),
        CheckConstraint(
            "(owner_consented_on IS NULL) = (owner_document = '')", name="owner_consented_whole"
        ),
        CheckConstraint(
            "successor_id IS NULL OR (successor_id <> lease_id AND NOT is_open)",
            name="succeeded_when_over",
        ),
        Index(
            "uq_exchange_members_lease",
            "lease_id",
            unique=True,
            sqlite_where=HELD,
            postgresql_where=HELD,
        ),
    )

    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(Integer, primary_key=True)
    is_open: Mapped[bool] = mapped_column(Boolean)
    wish_id: Mapped[int] = mapped_column(ForeignKey("exchange_wishes.id"))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    lease_number: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    unit_from: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_to: Mapped[int] = mapped_column(ForeignKey("units.id"))
    rank: Mapped[int] = mapped_column(Integer)
    by_county: Mapped[bool] = mapped_column(Boolean)
    owner: Mapped[str] = mapped_column(String(128))
    consented_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    consent_document: Mapped[str] = mapped_column(String(256))
    owner_consented_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    owner_document: Mapped[str] = mapped_column(String(256))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
