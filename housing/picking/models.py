"""Tables of picking in person: the session, its slots in the public order, and every pick."""

from datetime import date, datetime

from sqlalchemy import (
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
from housing.picking.states import WITH_FLAT, PickOutcome

_OUTCOMES = ", ".join(f"'{outcome.value}'" for outcome in PickOutcome)
_WITH_FLAT = ", ".join(f"'{outcome.value}'" for outcome in WITH_FLAT)
STANDS = text("undone_at IS NULL")
HELD = text("undone_at IS NULL AND outcome = 'picked'")


class PickSession(Base):
    """The days on which the households of one round choose in its hall (选房会).

    Minutes count from midnight in Asia/Shanghai; `per_slot` households are told the same time.
    Basis: HN 21 (HN-21-7), HN 22 (HN-22-4).
    """

    __tablename__ = "pick_sessions"
    __table_args__ = (
        UniqueConstraint("round_id"),
        CheckConstraint("length(hall) > 0", name="hall_named"),
        CheckConstraint("slot_minutes >= 1 AND per_slot >= 1", name="slots_whole"),
        CheckConstraint(
            "from_minute >= 0 AND until_minute <= 1440"
            " AND from_minute + slot_minutes <= until_minute",
            name="hours_whole",
        ),
        CheckConstraint("ended_at IS NULL OR opened_at IS NOT NULL", name="ended_after_opened"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    round_code: Mapped[str] = mapped_column(String(64))
    hall: Mapped[str] = mapped_column(String(256))
    starts_on: Mapped[date] = mapped_column(Date)
    from_minute: Mapped[int] = mapped_column(Integer)
    until_minute: Mapped[int] = mapped_column(Integer)
    slot_minutes: Mapped[int] = mapped_column(Integer)
    per_slot: Mapped[int] = mapped_column(Integer)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    called_by: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)


class PickSlot(Base):
    """One turn that a household was told of, by the letter `letter_id`; turns count from 1.

    `stage` is the key of the round's stage: a household that may choose among its employer's
    flats first has a turn there and one among the common stock.
    """

    __tablename__ = "pick_slots"
    __table_args__ = (UniqueConstraint("session_id", "stage", "roll_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("pick_sessions.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(Integer, primary_key=True)
    stage: Mapped[str] = mapped_column(String(160))
    roll_id: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    letter_id: Mapped[int | None] = mapped_column(Integer, nullable=True)


class Pick(Base):
    """What became of one turn; never removed: what was undone stays, with its two people."""

    __tablename__ = "picks"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({_OUTCOMES})", name="outcome_known"),
        CheckConstraint(
            f"(unit_code IS NOT NULL) = (outcome IN ({_WITH_FLAT}))", name="flat_if_picked"
        ),
        CheckConstraint("(unit_code IS NULL) = (unit_class IS NULL)", name="flat_whole"),
        CheckConstraint(
            "(undone_at IS NULL) = (undone_by = '')"
            " AND (undo_asked_by = '') = (undo_reason = '')"
            " AND (undone_at IS NULL OR (undo_asked_by <> '' AND undone_by <> undo_asked_by))",
            name="undone_by_two",
        ),
        Index(
            "uq_picks_turn",
            "session_id",
            "turn",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        Index(
            "uq_picks_unit",
            "session_id",
            "unit_code",
            unique=True,
            sqlite_where=HELD,
            postgresql_where=HELD,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("pick_sessions.id"), index=True)
    turn: Mapped[int] = mapped_column(Integer)
    stage: Mapped[str] = mapped_column(String(160))
    roll_id: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[PickOutcome] = mapped_column(stored_words(PickOutcome))
    unit_class: Mapped[str | None] = mapped_column(String(128), nullable=True)
    unit_code: Mapped[str | None] = mapped_column(String(64), nullable=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(String(256), default="")
    undo_asked_by: Mapped[str] = mapped_column(String(64), default="")
    undo_reason: Mapped[str] = mapped_column(Text, default="")
    undone_by: Mapped[str] = mapped_column(String(64), default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
