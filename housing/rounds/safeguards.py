"""Tables of what safeguards a round: filings, counts, clearances, what is held back, receipts."""

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
from housing.rounds.models import of_the_roll
from housing.rounds.states import FilingState

_HASH = String(64)


class RoundFiling(Base):
    """What an owner sent to the county before anybody moves in, and what the county said of it.

    Rents are fen per m² and month. Basis: HN 23 (HN-23-2, HN-23-3).
    """

    __tablename__ = "round_filings"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("state IN ('sent', 'passed', 'returned')", name="state_known"),
        CheckConstraint("occupants > 0 AND units > 0", name="somebody_and_something"),
        CheckConstraint(
            "(state = 'sent') = (decided_at IS NULL) AND (state = 'sent') = (decided_by IS NULL)",
            name="decided_whole",
        ),
        CheckConstraint("decided_by IS NULL OR decided_by <> sent_by", name="decided_by_another"),
        CheckConstraint("state <> 'returned' OR length(reasons) > 0", name="returned_with_reasons"),
        Index(
            "uq_round_filings_waiting",
            "round_id",
            unique=True,
            sqlite_where=text("state = 'sent'"),
            postgresql_where=text("state = 'sent'"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[FilingState] = mapped_column(stored_words(FilingState))
    occupants: Mapped[int] = mapped_column(Integer)
    units: Mapped[int] = mapped_column(Integer)
    rent_least: Mapped[int] = mapped_column(Integer)
    rent_most: Mapped[int] = mapped_column(Integer)
    document: Mapped[str] = mapped_column(String(256))
    contents_sha256: Mapped[str] = mapped_column(_HASH)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_by: Mapped[str] = mapped_column(String(64))
    due_on: Mapped[date] = mapped_column(Date)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    decided_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    reasons: Mapped[str] = mapped_column(Text)


class RoundCount(Base):
    """How many households an office counted for the roll; an empty group stands for all groups."""

    __tablename__ = "round_counts"
    __table_args__ = (
        UniqueConstraint("round_id", "source", "street", "applicant_group"),
        CheckConstraint("counted >= 0", name="not_negative"),
        CheckConstraint("length(source) > 0 AND length(street) > 0", name="named"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    source: Mapped[str] = mapped_column(String(64))
    street: Mapped[str] = mapped_column(String(64))
    group: Mapped[str] = mapped_column("applicant_group", String(24))
    counted: Mapped[int] = mapped_column(Integer)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by: Mapped[str] = mapped_column(String(64))


class RoundClearance(Base):
    """A cluster among the housed that a person has looked into and cleared, for a reason.

    `key` is the SHA-256 of its kind and households, so that a changed cluster needs a new look.
    """

    __tablename__ = "round_clearances"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="for_a_reason"),
        CheckConstraint("length(key) = 64", name="key_hash"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    key: Mapped[str] = mapped_column(_HASH, primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    households: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    cleared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cleared_by: Mapped[str] = mapped_column(String(64))


class RoundHeld(Base):
    """A household whose result is held back: a fault touches it or whoever could take its flat."""

    __tablename__ = "round_held"
    __table_args__ = (
        of_the_roll(),
        CheckConstraint("length(reason) > 0", name="for_a_reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_whole"),
        CheckConstraint("(ended_at IS NULL) = (upheld IS NULL)", name="ended_with_result"),
    )

    round_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    roll_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    touched: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(256))
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_by: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    ended_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    #: Whether the fault was found to be one: then these results fall.
    upheld: Mapped[bool | None]


class RoundReceiptLetter(Base):
    """The letter that brought a household its receipt; one a household and round."""

    __tablename__ = "round_receipt_letters"
    __table_args__ = (of_the_roll(),)

    round_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    roll_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    letter_number: Mapped[str] = mapped_column(String(48))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
