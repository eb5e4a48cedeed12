"""Tables of the waitlist. Scores are hundredths."""

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
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.households.words import Assistance
from housing.waitlist.states import ENDED, EntryState

LIVE = text(f"state NOT IN ({', '.join(repr(state.value) for state in ENDED)})")


class WaitlistEntry(Base):
    """One household's place among those who wait; `cap_on` is the day the wait must be over."""

    __tablename__ = "waitlist_entries"
    __table_args__ = (
        Index(
            "uq_waitlist_entries_live",
            "household_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        UniqueConstraint("place", "number", "registered_on"),
        CheckConstraint("cap_on > registered_on", name="cap_after_registration"),
        CheckConstraint("position IS NULL OR position >= 1", name="position_positive"),
        CheckConstraint("rounds_left_out >= 0", name="rounds_not_negative"),
        CheckConstraint(
            "(state IN ('in_round', 'allottee', 'selected')) = (round_code IS NOT NULL)",
            name="round_while_in_it",
        ),
        CheckConstraint("(closed_on IS NULL) = (closing_reason = '')", name="closed_with_reason"),
        Index(None, "place", "position"),
        Index(None, "place", "cap_on"),
        Index(None, "place", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(Integer, nullable=True, index=True)
    number: Mapped[str] = mapped_column(String(32))
    state: Mapped[EntryState] = mapped_column(stored_words(EntryState))
    assistance: Mapped[Assistance] = mapped_column(stored_words(Assistance))
    rescue: Mapped[bool] = mapped_column(Boolean)
    tier: Mapped[int | None] = mapped_column(Integer, nullable=True)
    score: Mapped[int | None] = mapped_column(Integer, nullable=True)
    points: Mapped[list[Any]] = mapped_column(JSON)
    position: Mapped[int | None] = mapped_column(Integer, nullable=True)
    registered_on: Mapped[date] = mapped_column(Date)
    cap_on: Mapped[date] = mapped_column(Date)
    cap_provisional: Mapped[bool] = mapped_column(Boolean)
    review_opened_by: Mapped[str] = mapped_column(String(32))
    review_reason: Mapped[str] = mapped_column(Text)
    #: Published rounds that had the household on their roll and no flat for it.
    rounds_left_out: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    #: The code of the round that it takes part in now.
    round_code: Mapped[str | None] = mapped_column(String(64), nullable=True)
    closed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    closing_reason: Mapped[str] = mapped_column(Text)


class WaitingOrder(Base):
    """One published order (轮候顺序) with the values it rests on; written once."""

    __tablename__ = "waiting_orders"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("entries >= 1", name="somebody_waits"),
        Index(None, "place", "made_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    day: Mapped[date] = mapped_column(Date)
    entries: Mapped[int] = mapped_column(Integer)
    terms: Mapped[Any] = mapped_column(JSON)
    cites: Mapped[list[str]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WaitingOrderLine(Base):
    """One entry's line of a published order, as the public sees it: masked."""

    __tablename__ = "waiting_order_lines"
    __table_args__ = (UniqueConstraint("order_id", "entry_id"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("waiting_orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"))
    name: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(32))
    assistance: Mapped[Assistance] = mapped_column(stored_words(Assistance))
    tier: Mapped[int] = mapped_column(Integer)
    score: Mapped[int] = mapped_column(Integer)
    accepted_on: Mapped[date] = mapped_column(Date)
