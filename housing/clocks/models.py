"""The table of clocks: what is due when, who holds it, and how it ended."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.calendar import Measure, Period
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words

_MEASURES = ", ".join(f"'{measure.value}'" for measure in Measure)
_OUTCOMES = ", ".join(f"'{outcome.value}'" for outcome in Outcome)
OPEN = text("stopped_on IS NULL")
TO_REMIND = text("stopped_on IS NULL AND reminded_at IS NULL")
REMINDED = text("stopped_on IS NULL AND first_reminded_at IS NOT NULL")
TO_ESCALATE = text("stopped_on IS NULL AND escalated_at IS NULL")


class CaseClock(Base):
    """One deadline of one case. Basis: HN 14, 15, 16.

    The day of `started_on` is not counted; `due_on` is the last day. `office_id` and `role` hold
    it; `sub` tells clocks of one kind apart where a case has several (an objection's id).
    `paused_days` are the days already spent in pauses, in the clock's own days (working days for
    a clock of working days). From `remind_on` the holder is reminded, from `overdue_from`
    it is on the county head's list. `period`, `measure`, `rolls_over`, `lead` and `early_lead` are
    the terms it was started with; where there are two reminders `remind_on` is the day of the next,
    `reminded_at` when the last was given. `provisional`: it rests on days whose holidays nobody
    has announced.
    """

    __tablename__ = "case_clocks"
    __table_args__ = (
        # The closed list is the program's own: a new kind of deadline changes no table.
        CheckConstraint("kind <> ''", name="kind_named"),
        CheckConstraint(f"measure IN ({_MEASURES})", name="measure_known"),
        CheckConstraint("period >= 1", name="period_positive"),
        CheckConstraint("due_on >= started_on", name="due_after_start"),
        CheckConstraint("paused_days >= 0", name="paused_days_not_negative"),
        CheckConstraint("(paused_on IS NULL) = (pause_reason = '')", name="pause_has_reason"),
        CheckConstraint("(stopped_on IS NULL) = (outcome IS NULL)", name="outcome_when_stopped"),
        CheckConstraint(f"outcome IS NULL OR outcome IN ({_OUTCOMES})", name="outcome_known"),
        CheckConstraint(
            "stopped_on IS NULL OR stopped_on >= started_on", name="stopped_after_start"
        ),
        CheckConstraint("outcome <> 'done' OR stopped_on <= due_on", name="done_in_time"),
        CheckConstraint("outcome <> 'late' OR stopped_on > due_on", name="late_is_late"),
        CheckConstraint("overdue_from > due_on", name="overdue_after_due"),
        Index(
            "uq_case_clocks_open",
            "place",
            "case_kind",
            "case_id",
            "kind",
            "sub",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_case_clocks_office",
            "place",
            "office_id",
            "due_on",
            "id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_case_clocks_due",
            "place",
            "due_on",
            "id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_case_clocks_to_remind",
            "place",
            "remind_on",
            sqlite_where=TO_REMIND,
            postgresql_where=TO_REMIND,
        ),
        Index(
            "ix_case_clocks_to_escalate",
            "place",
            "overdue_from",
            sqlite_where=TO_ESCALATE,
            postgresql_where=TO_ESCALATE,
        ),
        Index(
            "ix_case_clocks_reminded",
            "place",
            "due_on",
            "id",
            sqlite_where=REMINDED,
            postgresql_where=REMINDED,
        ),
        Index("ix_case_clocks_case", "place", "case_kind", "case_id"),
        Index("ix_case_clocks_punctuality", "place", "due_on", "office_id", "kind"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    case_kind: Mapped[str] = mapped_column(String(24))
    case_id: Mapped[int] = mapped_column(Integer)
    case_number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[ClockKind] = mapped_column(stored_words(ClockKind))
    sub: Mapped[int] = mapped_column(Integer, default=0)
    office_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    role: Mapped[Role] = mapped_column(stored_words(Role))
    started_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    remind_on: Mapped[date] = mapped_column(Date)
    overdue_from: Mapped[date] = mapped_column(Date)
    provisional: Mapped[bool] = mapped_column(Boolean)
    period: Mapped[int] = mapped_column(Integer)
    measure: Mapped[Measure] = mapped_column(stored_words(Measure))
    rolls_over: Mapped[bool] = mapped_column(Boolean)
    lead: Mapped[int] = mapped_column(Integer)
    early_lead: Mapped[int | None] = mapped_column(Integer, nullable=True)
    rules: Mapped[list[str]] = mapped_column(JSON)
    paused_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    pause_reason: Mapped[str] = mapped_column(Text, default="")
    paused_days: Mapped[int] = mapped_column(Integer, default=0)
    first_reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    stopped_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    outcome: Mapped[Outcome | None] = mapped_column(stored_words(Outcome), nullable=True)

    @property
    def case(self) -> CaseRef:
        """The case whose deadline it is."""
        return CaseRef(self.case_kind, self.case_id, self.place, self.case_number)

    @property
    def words(self) -> str:
        """The period as the law writes it, "中文 / English"."""
        period = Period(self.period, self.measure)
        return f"{period.chinese} / {period.english}"

    def is_overdue(self, day: date) -> bool:
        """Return whether the clock still runs on a day on which it should have ended."""
        return self.stopped_on is None and self.paused_on is None and self.overdue_from <= day
