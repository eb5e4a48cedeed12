"""Tables of the waitlist. Scores are hundredths."""

from datetime import date, datetime
from typing import Any, Optional

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

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.households.words import Assistance
from housing.waitlist.states import ENDED, EntryState
from housing.waitlist.words import QueueKind

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
        CheckConstraint("rounds_left_out >= 0", name="rounds_not_negative"),
        CheckConstraint(
            "(state IN ('in_round', 'allottee', 'selected')) = (round_code IS NOT NULL)",
            name="round_while_in_it",
        ),
        CheckConstraint("(closed_on IS NULL) = (closing_reason = '')", name="closed_with_reason"),
        Index(None, "place", "cap_on"),
        Index(None, "place", "state"),
        Index(None, "place", "place_due_on"),
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
    registered_on: Mapped[date] = mapped_column(Date)
    cap_on: Mapped[date] = mapped_column(Date)
    cap_provisional: Mapped[bool] = mapped_column(Boolean)
    review_opened_by: Mapped[str] = mapped_column(String(32))
    review_reason: Mapped[str] = mapped_column(Text)
    #: Published rounds that had the household on their roll and no flat for it.
    rounds_left_out: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    #: The code of the round that it takes part in now.
    round_code: Mapped[str | None] = mapped_column(String(64), nullable=True)
    #: The day on which it last joined a round: a look at the household, and a sign of life.
    last_round_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    closed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    closing_reason: Mapped[str] = mapped_column(Text)
    #: From this day on its kept place may be another; NULL when only an act can change it.
    place_due_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    kept: Mapped[Optional["KeptPlace"]] = relationship(lazy="selectin", viewonly=True)

    @property
    def position(self) -> int | None:
        """The kept place in the county's order, None before the first and after the wait."""
        return self.kept.position if self.kept is not None and self.closed_on is None else None


class KeptPlace(Base):
    """The place of one entry in the county's order, from 1 without gaps.

    `rank` sorts, byte by byte, as the order does: tier, score, accepted day, number.
    """

    __tablename__ = "waitlist_places"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_positive"),
        Index(None, "place", "position"),
        Index(None, "place", "rank", unique=True),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    rank: Mapped[bytes] = mapped_column(LargeBinary)
    position: Mapped[int] = mapped_column(Integer)


class ClassPlace(Base):
    """The place of one entry among those who want the same class; `wish` is its choice, from 1."""

    __tablename__ = "waitlist_class_places"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_positive"),
        CheckConstraint("wish >= 1", name="wish_positive"),
        Index(None, "place", "unit_class", "position"),
        Index(None, "place", "unit_class", "rank", unique=True),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"), primary_key=True)
    unit_class: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    wish: Mapped[int] = mapped_column(Integer)
    rank: Mapped[bytes] = mapped_column(LargeBinary)
    position: Mapped[int] = mapped_column(Integer)


class Queue(Base):
    """How many households stand in one queue; `name` is '', a tier or a class."""

    __tablename__ = "waitlist_queues"
    __table_args__ = (CheckConstraint("households >= 0", name="households_not_negative"),)

    place: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[QueueKind] = mapped_column(stored_words(QueueKind), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    households: Mapped[int] = mapped_column(Integer)


class Placing(Base):
    """One reckoning of the places of a county, with the terms it rests on; written once."""

    __tablename__ = "waitlist_placings"
    __table_args__ = (
        CheckConstraint("entries >= 0", name="entries_not_negative"),
        Index(None, "place", "day"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    day: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(32))
    whole: Mapped[bool] = mapped_column(Boolean)
    entries: Mapped[int] = mapped_column(Integer)
    terms: Mapped[Any] = mapped_column(JSON)


class Movement(Base):
    """One move of one entry; the sum of its causes is the move. Written once.

    `from_position` is None when it came into the order, `to_position` when it left it. `causes`
    are pairs of a `Cause` and the places that this class of events moved it by.
    """

    __tablename__ = "waitlist_movements"
    __table_args__ = (
        CheckConstraint(
            "from_position IS NOT NULL OR to_position IS NOT NULL", name="from_or_to_somewhere"
        ),
        CheckConstraint("from_position >= 1", name="from_positive"),
        CheckConstraint("to_position >= 1", name="to_positive"),
        UniqueConstraint("entry_id", "placing_id"),
        Index(None, "place", "to_position", "placing_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placing_id: Mapped[int] = mapped_column(ForeignKey("waitlist_placings.id"))
    place: Mapped[str] = mapped_column(String(12))
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"))
    day: Mapped[date] = mapped_column(Date)
    from_position: Mapped[int | None] = mapped_column(Integer, nullable=True)
    to_position: Mapped[int | None] = mapped_column(Integer, nullable=True)
    causes: Mapped[list[Any]] = mapped_column(JSON)


class WaitingOrder(Base):
    """One published order (轮候顺序) with the values it rests on; written once."""

    __tablename__ = "waiting_orders"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("entries >= 1", name="somebody_waits"),
        Index(None, "place", "made_at"),
        Index(None, "corrects_id", unique=True),
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
    #: The order that this one replaces after an objection was upheld; None for any other.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("waiting_orders.id"), nullable=True)


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
