"""Tables of violations, and of the visits that look whether one was put right."""

from datetime import date
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
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.violations.states import CANCELLED, OVER, ViolationState
from housing.violations.words import DeliveryWay, ViolationKind

RUNNING = text("ended_on IS NULL")


def _in(*words: str) -> str:
    return "(" + ", ".join(f"'{each}'" for each in words) + ")"


def _together(*columns: str) -> str:
    """All of these are empty, or none; texts are empty as ''."""
    tests = [_empty(each) for each in columns]
    return " AND ".join(f"({tests[0]}) = ({other})" for other in tests[1:])


def _empty(column: str) -> str:
    return f"{column[1:]} = ''" if column.startswith("'") else f"{column} IS NULL"


#: What must be on file for a state to be reached: nothing is skipped, not even by SQL.
CHECKS = {
    "state_known": f"state IN {_in(*ViolationState)}",
    "kind_known": f"kind IN {_in(*ViolationKind)}",
    "described": "facts <> ''",
    "not_before_it_happened": "happened_on <= opened_on",
    "noticed_whole": _together("noticed_on", "statement_until"),
    "time_to_answer": "statement_until >= noticed_on",
    "statement_dated": _together("stated_on", "'statement"),
    "found_whole": _together("found_on", "'found_by", "'finding"),
    "heard_before_found": "found_on IS NULL OR (noticed_on IS NOT NULL"
    " AND (stated_on IS NOT NULL OR found_on > statement_until))",
    "unlawful_by_authority": "kind <> 'unlawful' OR found_on IS NULL"
    " OR (authority <> '' AND authority_document <> '')",
    "ordered_whole": _together("ordered_on", "'ordered_by", "'requirement", "rectify_days"),
    "found_before_ordered": "ordered_on IS NULL OR (found_on IS NOT NULL"
    " AND ordered_on >= found_on AND rectify_days >= 0)",
    "ordered_by_another": "ordered_on IS NULL OR ordered_by <> found_by",
    "order_delivered_whole": _together(
        "order_delivered_on", "order_way", "'order_receipt", "rectify_until"
    ),
    "order_delivered_later": "order_delivered_on IS NULL OR (ordered_on IS NOT NULL"
    " AND order_delivered_on >= ordered_on AND rectify_until >= order_delivered_on)",
    "refused_whole": _together("refused_on", "'refused_by"),
    "refused_after_period": "refused_on IS NULL OR (rectify_until IS NOT NULL"
    " AND refused_on > rectify_until)",
    "cancelled_whole": _together("cancelled_on", "'cancelled_by", "'cancel_reasons", "return_days"),
    "refused_before_cancelled": "cancelled_on IS NULL OR (refused_on IS NOT NULL"
    " AND cancelled_on >= refused_on AND return_days >= 1)",
    "cancelled_by_another": "cancelled_on IS NULL OR cancelled_by <> refused_by",
    "decision_delivered_whole": _together(
        "decision_delivered_on", "decision_way", "'decision_receipt", "return_until"
    ),
    "decision_delivered_later": "decision_delivered_on IS NULL OR (cancelled_on IS NOT NULL"
    " AND decision_delivered_on >= cancelled_on AND return_until > decision_delivered_on)",
    "applied_whole": _together("applied_on", "'applied_by", "'court", "'remedies"),
    "applied_after_period": "applied_on IS NULL OR (return_until IS NOT NULL"
    " AND applied_on > return_until)",
    "ruled_whole": _together("ruled_on", "'ruling"),
    "ruled_after_applied": "ruled_on IS NULL OR (applied_on IS NOT NULL"
    " AND ruled_on >= applied_on)",
    "state_by_steps": f"(state NOT IN {_in('ordered', 'rectifying', *CANCELLED)}"
    " OR ordered_on IS NOT NULL)"
    f" AND (state NOT IN {_in('rectifying', 'closed')} OR order_delivered_on IS NOT NULL)"
    f" AND (state IN {_in(*CANCELLED)}) = (cancelled_on IS NOT NULL)"
    f" AND (state NOT IN {_in('returning', 'enforcement')} OR decision_delivered_on IS NOT NULL)"
    " AND (state <> 'enforcement' OR applied_on IS NOT NULL)"
    " AND (state <> 'vacated' OR returned_on IS NOT NULL)",
    "ended_whole": f"(state IN {_in(*OVER)}) = (ended_on IS NOT NULL)"
    " AND (ended_on IS NULL) = (end_reason = '')",
}


class Violation(Base):
    """One act of a tenant for which the law orders to rectify, and everything that followed.

    `happened_on`: since when (of an idle flat: the first verified day without anybody).
    `requirement`: what the order demands. `refused_on`: the visit after the period that found it
    undone. Days of periods are counted from the delivery of their letter. `returned_on`: when the
    dwelling was given back. `terms`: [[parameter, value in words, source], …].
    Basis: HN 32 (HN-32-1), HN 34 (HN-34-1 to HN-34-8).
    """

    __tablename__ = "violations"
    __table_args__ = (
        UniqueConstraint("number"),
        *(CheckConstraint(words, name=name) for name, words in CHECKS.items()),
        Index(
            "uq_violations_running",
            *("lease_id", "kind"),
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index(None, "place", "state", "id"),
        Index(None, "lease_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    lease_number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[ViolationKind] = mapped_column(stored_words(ViolationKind))
    state: Mapped[ViolationState] = mapped_column(stored_words(ViolationState))
    facts: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date] = mapped_column(Date)
    authority: Mapped[str] = mapped_column(String(128), default="", server_default="")
    authority_document: Mapped[str] = mapped_column(String(200), default="", server_default="")
    opened_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(String(64))
    noticed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    statement_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    statement: Mapped[str] = mapped_column(Text, default="", server_default="")
    stated_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    finding: Mapped[str] = mapped_column(Text, default="", server_default="")
    found_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    found_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    requirement: Mapped[str] = mapped_column(Text, default="", server_default="")
    rectify_days: Mapped[int | None] = mapped_column(Integer, nullable=True)
    ordered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    ordered_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    order_delivered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    order_way: Mapped[DeliveryWay | None] = mapped_column(stored_words(DeliveryWay), nullable=True)
    order_receipt: Mapped[str] = mapped_column(String(200), default="", server_default="")
    rectify_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    refused_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    refused_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    cancel_reasons: Mapped[str] = mapped_column(Text, default="", server_default="")
    return_days: Mapped[int | None] = mapped_column(Integer, nullable=True)
    cancelled_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    cancelled_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    decision_delivered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decision_way: Mapped[DeliveryWay | None] = mapped_column(
        stored_words(DeliveryWay), nullable=True
    )
    decision_receipt: Mapped[str] = mapped_column(String(200), default="", server_default="")
    return_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    court: Mapped[str] = mapped_column(String(128), default="", server_default="")
    court_number: Mapped[str] = mapped_column(String(64), default="", server_default="")
    #: What was found about the periods for objecting to the decision, before applying.
    remedies: Mapped[str] = mapped_column(Text, default="", server_default="")
    applied_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    applied_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    ruling: Mapped[str] = mapped_column(Text, default="", server_default="")
    ruled_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    returned_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    end_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    end_document: Mapped[str] = mapped_column(String(200), default="", server_default="")
    terms: Mapped[list[Any]] = mapped_column(JSON)

    visits: Mapped[list["ViolationVisit"]] = relationship(
        order_by="ViolationVisit.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The violation as other features name it."""
        return CaseRef("violation", self.id, self.place, self.number)


class ViolationVisit(Base):
    """One look at whether a violation was put right. Never changed. Basis: HN 34 (HN-34-1)."""

    __tablename__ = "violation_visits"
    __table_args__ = (
        CheckConstraint("finding <> '' AND document <> ''", name="with_evidence"),
        Index(None, "violation_id", "made_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    violation_id: Mapped[int] = mapped_column(ForeignKey("violations.id"))
    made_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(64))
    is_rectified: Mapped[bool] = mapped_column(Boolean)
    finding: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200))
