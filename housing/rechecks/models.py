"""Tables of rechecks and of the changes that households report."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, among, stored_words
from housing.rechecks.states import DECIDED, UNDECIDED, Purpose, RecheckState
from housing.rechecks.words import Change, ReportState

IS_UNDECIDED = text(among("state", UNDECIDED))


class Recheck(Base):
    """One look at whether a household that waits still meets the conditions. Basis: HN 16, HN 21.

    `findings` is the kept assessment (eligibility), `answers` the SHA-256 of each department's
    answer behind it; both are there from `answered` on. Conditions are looked at by the standards
    of `opened_on`.
    """

    __tablename__ = "rechecks"
    __table_args__ = (
        CheckConstraint(among("purpose", tuple(Purpose)), name="purpose_known"),
        CheckConstraint(among("state", tuple(RecheckState)), name="state_known"),
        CheckConstraint("(purpose = 'round') = (round_code IS NOT NULL)", name="round_if_for_one"),
        CheckConstraint("due_on >= opened_on", name="due_after_opening"),
        CheckConstraint("length(reason) > 0 AND length(opened_by) > 0", name="opened_for_a_reason"),
        CheckConstraint(
            f"({among('state', DECIDED)}) = (decided_by IS NOT NULL)"
            " AND (decided_by IS NULL) = (decided_on IS NULL)"
            f" AND ({among('state', DECIDED)}) = (decision_reason <> '')",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> opened_by", name="decided_by_another"),
        CheckConstraint("(findings IS NULL) = (answers IS NULL)", name="findings_rest_on_answers"),
        CheckConstraint(
            "(reviewed_by IS NOT NULL) = (state IN ('reversed', 'upheld'))"
            " AND (reviewed_by IS NULL) = (reviewed_on IS NULL)"
            " AND (reviewed_by IS NULL) = (review_reason = '')",
            name="reviewed_whole",
        ),
        CheckConstraint("reviewed_by <> decided_by", name="reviewed_by_another"),
        Index(
            "uq_rechecks_undecided",
            "entry_id",
            unique=True,
            sqlite_where=IS_UNDECIDED,
            postgresql_where=IS_UNDECIDED,
        ),
        Index(None, "place", "state", "due_on", "id"),
        Index(None, "place", "round_code"),
        Index(None, "entry_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"))
    number: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose))
    round_code: Mapped[str | None] = mapped_column(String(64), nullable=True)
    state: Mapped[RecheckState] = mapped_column(stored_words(RecheckState))
    opened_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    findings: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), nullable=True)
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), nullable=True)
    #: Ids of the rules whose conditions are no longer met, and what the decision cites.
    conditions: Mapped[list[str]] = mapped_column(JSON, default=list)
    cites: Mapped[list[str]] = mapped_column(JSON, default=list)
    decided_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    review_asked_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    reviewed_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    reviewed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    review_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def case(self) -> CaseRef:
        """The recheck as other features name it, under the number of the household's entry."""
        return CaseRef("recheck", self.id, self.place, self.number)

    @property
    def reasons(self) -> list[str]:
        """The reasons of the decision, one sentence each."""
        return self.decision_reason.splitlines()


class ChangeReport(Base):
    """What a household says has changed; a person decides what follows. Basis: HN 16 (HN-16-4)."""

    __tablename__ = "change_reports"
    __table_args__ = (
        CheckConstraint(among("kind", tuple(Change)), name="kind_known"),
        CheckConstraint("length(words) > 0", name="says_something"),
        CheckConstraint(
            "(state = 'new') = (handled_by IS NULL)"
            " AND (handled_by IS NULL) = (handled_on IS NULL)"
            " AND (state = 'noted') = (handled_reason <> '')"
            " AND (state = 'rechecked') = (recheck_id IS NOT NULL)",
            name="handled_whole",
        ),
        Index(None, "place", "state", "id"),
        Index(None, "entry_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"))
    number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[Change] = mapped_column(stored_words(Change))
    happened_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[ReportState] = mapped_column(stored_words(ReportState))
    reported_by: Mapped[str] = mapped_column(String(64))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handled_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    handled_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    handled_reason: Mapped[str] = mapped_column(Text, default="")
    recheck_id: Mapped[int | None] = mapped_column(ForeignKey("rechecks.id"), nullable=True)

    @property
    def case(self) -> CaseRef:
        """The report as other features name it."""
        return CaseRef("change_report", self.id, self.place, self.number)
