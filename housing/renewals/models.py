"""Tables of renewals: applications, reminders that were sent, batches that are granted together."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
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

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, among, stored_words
from housing.renewals.states import UNDECIDED, RenewalState, RowOutcome

IS_UNDECIDED = text(among("state", UNDECIDED))
_DECIDED = "state IN ('granted', 'refused', 'turned_away')"


class Renewal(Base):
    """One application to renew one lease.

    `deadline` is the last day to apply in time, `late_days` by how many days it was missed;
    `lease_ends_on` the last day of the lease that it was for. Basis: HN 24 (HN-24-5, HN-24-6).
    """

    __tablename__ = "renewals"
    __table_args__ = (
        CheckConstraint(among("state", tuple(RenewalState)), name="state_known"),
        CheckConstraint("late_days >= 0", name="lateness_not_negative"),
        CheckConstraint(
            "(late_days = 0) = (applied_on <= deadline)", name="late_after_the_deadline"
        ),
        CheckConstraint("months >= 1", name="term_positive"),
        CheckConstraint("state <> 'turned_away' OR late_days > 0", name="turned_away_if_late"),
        CheckConstraint("state <> 'reviewing' OR review_id IS NOT NULL", name="reviewed_by_one"),
        CheckConstraint(
            f"({_DECIDED}) = (decided_by IS NOT NULL)"
            " AND (decided_by IS NULL) = (decided_on IS NULL)"
            f" AND ({_DECIDED}) = (decision_reason <> '')",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> applied_by", name="decided_by_another"),
        CheckConstraint(
            "(state = 'granted') = (successor_id IS NOT NULL)"
            " AND (state = 'refused') = (exit_id IS NOT NULL)",
            name="something_follows",
        ),
        Index(
            "uq_renewals_undecided",
            "lease_id",
            unique=True,
            sqlite_where=IS_UNDECIDED,
            postgresql_where=IS_UNDECIDED,
        ),
        Index(None, "place", "state", "lease_ends_on", "id"),
        Index(None, "lease_id", "id"),
        Index(None, "review_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    number: Mapped[str] = mapped_column(String(32))
    state: Mapped[RenewalState] = mapped_column(stored_words(RenewalState))
    applied_on: Mapped[date] = mapped_column(Date)
    applied_by: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    months: Mapped[int] = mapped_column(Integer)
    lease_ends_on: Mapped[date] = mapped_column(Date)
    deadline: Mapped[date] = mapped_column(Date)
    late_days: Mapped[int] = mapped_column(Integer)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reviews.id"), nullable=True)
    decided_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    cites: Mapped[list[str]] = mapped_column(JSON)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    exit_id: Mapped[int | None] = mapped_column(ForeignKey("exit_cases.id"), nullable=True)

    @property
    def case(self) -> CaseRef:
        """The application as other features name it, under the number of its lease."""
        return CaseRef("renewal", self.id, self.place, self.number)


class RenewalReminder(Base):
    """That a tenant was reminded so many months before the lease ends. Basis: HN 24 (HN-24-5)."""

    __tablename__ = "renewal_reminders"
    __table_args__ = (
        UniqueConstraint("lease_id", "ends_on", "months"),
        CheckConstraint("months >= 1", name="months_positive"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    ends_on: Mapped[date] = mapped_column(Date)
    months: Mapped[int] = mapped_column(Integer)
    sent_on: Mapped[date] = mapped_column(Date)
    letter_number: Mapped[str] = mapped_column(String(64))


class RenewalBatch(Base):
    """Applications that one person grants together; worked off in small acts."""

    __tablename__ = "renewal_batches"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reasoned"),
        Index(
            "ix_renewal_batches_open",
            "place",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)


class RenewalBatchRow(Base):
    """One application of a batch, and what came of it; `why` it was not granted."""

    __tablename__ = "renewal_batch_rows"
    __table_args__ = (
        UniqueConstraint("batch_id", "renewal_id"),
        CheckConstraint("(outcome = 'refused') = (why <> '')", name="refusal_explained"),
        Index(None, "batch_id", "outcome", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("renewal_batches.id"))
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewals.id"))
    outcome: Mapped[RowOutcome] = mapped_column(stored_words(RowOutcome))
    why: Mapped[str] = mapped_column(Text, default="")
