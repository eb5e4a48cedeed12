"""Tables beside the cases: reports, consents to decorate, notices of absence, warnings."""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.words import Category, Source


def _in(*words: str) -> str:
    return "(" + ", ".join(f"'{each}'" for each in words) + ")"


class ViolationReport(Base):
    """What somebody reported, and what became of it: a case, a referral, or nothing.

    `lease_id` once the dwelling is known; `reporter_sealed` is name and phone as JSON, where they
    were given. Basis: HN 32 (HN-32-1), HN 36 (HN-36-1).
    """

    __tablename__ = "violation_reports"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(f"state IN {_in(*ReportState)}", name="state_known"),
        CheckConstraint(f"category IN {_in(*Category)}", name="category_known"),
        CheckConstraint("what <> '' AND address <> ''", name="described"),
        CheckConstraint(
            "(state = 'received') = (decided_on IS NULL)"
            " AND (decided_on IS NULL) = (decided_by = '')"
            " AND (decided_on IS NULL) = (reasons = '')",
            name="decided_whole",
        ),
        CheckConstraint("(state = 'opened') = (violation_id IS NOT NULL)", name="opened_a_case"),
        CheckConstraint("(state = 'referred') = (referred_to <> '')", name="referred_to_somebody"),
        CheckConstraint("state <> 'opened' OR category <> 'broker'", name="broker_is_no_tenant"),
        Index(None, "place", "state", "id"),
        Index(None, "violation_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    category: Mapped[Category] = mapped_column(stored_words(Category))
    source: Mapped[Source] = mapped_column(stored_words(Source))
    address: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    reporter_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    lease_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    state: Mapped[ReportState] = mapped_column(stored_words(ReportState))
    reported_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    reported_on: Mapped[date] = mapped_column(Date)
    violation_id: Mapped[int | None] = mapped_column(ForeignKey("violations.id"), nullable=True)
    referred_to: Mapped[str] = mapped_column(String(128), default="", server_default="")
    reasons: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    @property
    def case(self) -> CaseRef:
        """The report as other features name it."""
        return CaseRef("violation_report", self.id, self.place, self.number)


class DecorationConsent(Base):
    """A tenant's request to decorate, and the answer of the owner or operator.

    `restoration`: what has to be put back, and when. Basis: HN 32 (HN-32-2).
    """

    __tablename__ = "decoration_consents"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(f"state IN {_in(*ConsentState)}", name="state_known"),
        CheckConstraint("scope <> ''", name="described"),
        CheckConstraint("works_until >= works_from", name="days_in_order"),
        CheckConstraint(
            "(state IN ('granted', 'refused')) = (decided_on IS NOT NULL)"
            " AND (decided_on IS NULL) = (decided_by = '')"
            " AND (decided_on IS NULL) = (reasons = '')",
            name="decided_whole",
        ),
        CheckConstraint("state <> 'granted' OR restoration <> ''", name="restoration_stated"),
        CheckConstraint("decided_by <> asked_by", name="decided_by_another"),
        Index(None, "place", "state", "id"),
        Index(None, "lease_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    lease_number: Mapped[str] = mapped_column(String(32))
    scope: Mapped[str] = mapped_column(Text)
    works_from: Mapped[date] = mapped_column(Date)
    works_until: Mapped[date] = mapped_column(Date)
    state: Mapped[ConsentState] = mapped_column(stored_words(ConsentState))
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_on: Mapped[date] = mapped_column(Date)
    restoration: Mapped[str] = mapped_column(Text, default="", server_default="")
    reasons: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    @property
    def case(self) -> CaseRef:
        """The request as other features name it."""
        return CaseRef("decoration", self.id, self.place, self.number)


class AbsenceNotice(Base):
    """That a tenant will be away, and why; an accepted reason is no idleness.

    Basis: HN 34 (HN-34-8: 无正当理由).
    """

    __tablename__ = "absence_notices"
    __table_args__ = (
        CheckConstraint(f"state IN {_in(*AbsenceState)}", name="state_known"),
        CheckConstraint("reason <> ''", name="reasoned"),
        CheckConstraint("until_on >= from_on", name="days_in_order"),
        CheckConstraint(
            "(state = 'told') = (decided_on IS NULL)"
            " AND (decided_on IS NULL) = (decided_by = '')"
            " AND (decided_on IS NULL) = (decision = '')",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> told_by", name="decided_by_another"),
        Index(None, "place", "state", "id"),
        Index(None, "lease_id", "from_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    lease_number: Mapped[str] = mapped_column(String(32))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[AbsenceState] = mapped_column(stored_words(AbsenceState))
    told_by: Mapped[str] = mapped_column(String(64))
    told_on: Mapped[date] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)


class IdleWarning(Base):
    """That a tenant was warned after so many months without anybody in the flat.

    Basis: HN 34 (HN-34-8).
    """

    __tablename__ = "idle_warnings"
    __table_args__ = (CheckConstraint("months >= 1", name="months_positive"),)

    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"), primary_key=True)
    idle_since: Mapped[date] = mapped_column(Date, primary_key=True)
    months: Mapped[int] = mapped_column(Integer, primary_key=True)
    warned_on: Mapped[date] = mapped_column(Date)
    letter: Mapped[str] = mapped_column(String(32))
