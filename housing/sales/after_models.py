"""Tables of what happens to a sold dwelling: misuse, inspections and notes, complaints."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.sales.words import Complaint, MisuseKind, NoteKind, RefundReading

RUNS = text("closed_on IS NULL")


class SaleMisuse(Base):
    """A misuse of a sold dwelling: found, ordered to be corrected, looked at again, and its end.

    Cancellation without an order whose period has passed, and without a visit that found it not
    corrected, cannot be written. Basis: HZS 23 (HZS-23-2, HZS-23-3, HZS-23-4).
    """

    __tablename__ = "sale_misuses"
    __table_args__ = (
        Index(
            "uq_sale_misuses_running",
            "sale_id",
            unique=True,
            sqlite_where=RUNS,
            postgresql_where=RUNS,
        ),
        CheckConstraint("finding <> '' AND document <> ''", name="with_evidence"),
        CheckConstraint("correct_until > ordered_on", name="period_to_correct"),
        CheckConstraint("(visited_on IS NULL) = (corrected IS NULL)", name="visit_whole"),
        CheckConstraint("visited_on IS NULL OR visit <> ''", name="visit_described"),
        CheckConstraint(
            "cancelled_on IS NULL OR (visited_on IS NOT NULL AND NOT corrected"
            " AND visited_on > correct_until AND leave_until > cancelled_on)",
            name="refused_before_cancelled",
        ),
        CheckConstraint("(cancelled_on IS NULL) = (cancelled_by = '')", name="cancelled_whole"),
        CheckConstraint("cancelled_by <> ordered_by", name="two_people"),
        CheckConstraint("(left_on IS NULL) = (refund_fen IS NULL)", name="refund_whole"),
        CheckConstraint("left_on IS NULL OR cancelled_on IS NOT NULL", name="left_after_order"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sales.id"))
    kind: Mapped[MisuseKind] = mapped_column(stored_words(MisuseKind))
    finding: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200))
    ordered_by: Mapped[str] = mapped_column(String(64))
    ordered_on: Mapped[date] = mapped_column(Date)
    correct_until: Mapped[date] = mapped_column(Date)
    visited_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    visit: Mapped[str] = mapped_column(Text, default="")
    corrected: Mapped[bool | None] = mapped_column(nullable=True)
    cancelled_by: Mapped[str] = mapped_column(String(64), default="")
    cancelled_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    reasons: Mapped[str] = mapped_column(Text, default="")
    leave_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    left_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    taxes_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    depreciation_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    mortgage_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    reading: Mapped[RefundReading | None] = mapped_column(
        stored_words(RefundReading), nullable=True
    )
    refund_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    closed_on: Mapped[date | None] = mapped_column(Date, nullable=True)


class SaleNote(Base):
    """A visit, a unit's yearly declaration, a word of the city's centre, an attempt to trade.

    Basis: HZS 5 (HZS-5-2), HZS 21 (HZS-21-4, HZS-21-5), HZS 22 (HZS-22-1), HZS 23 (HZS-23-1).
    """

    __tablename__ = "sale_notes"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('inspection', 'declaration', 'supervision', 'attempt')", name="kind_known"
        ),
        CheckConstraint("words <> ''", name="says_something"),
        CheckConstraint("next_on > noted_on", name="days_in_order"),
        Index(None, "sale_id", "kind", "noted_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sales.id"))
    kind: Mapped[NoteKind] = mapped_column(stored_words(NoteKind))
    noted_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    made_by: Mapped[str] = mapped_column(String(64))


class SaleComplaint(Base):
    """What somebody reported: that a purchase was forced, or that a sold dwelling is misused.

    Basis: HZS 7 (HZS-7-2), HZS 23 (HZS-23-2).
    """

    __tablename__ = "sale_complaints"
    __table_args__ = (
        CheckConstraint("kind IN ('forced_purchase', 'misuse')", name="kind_known"),
        CheckConstraint("words <> '' AND dwelling <> ''", name="says_something"),
        CheckConstraint(
            "(answered_on IS NULL) = (answered_by = '') AND (answered_on IS NULL) = (answer = '')",
            name="answered_whole",
        ),
        Index(None, "place", "answered_on", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    kind: Mapped[Complaint] = mapped_column(stored_words(Complaint))
    dwelling: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    filed_on: Mapped[date] = mapped_column(Date)
    answered_by: Mapped[str] = mapped_column(String(64), default="")
    answered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    answer: Mapped[str] = mapped_column(Text, default="")
