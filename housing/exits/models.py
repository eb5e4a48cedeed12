"""Table of exit cases: the trigger, the decision, its delivery, the relocation, the court."""

from datetime import date

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
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import among, stored_words
from housing.exits.states import RUNNING, STAYING, ExitState, Trigger
from housing.exits.words import Judgment, Plaintiff, Served

IS_RUNNING = text(among("state", RUNNING))
_CANCELLED = "decision = 'cancelled'"


class ExitCase(Base):
    """One case in which a household leaves public rental housing, or turns out to stay.

    `lease_id` is NULL where the household receives a subsidy and rents no flat: its case ends with
    the decision. `relocate_until` is the last day of the relocation period, counted from the
    delivery of the notice; `market_from` the first day at the market's price. `dwelling` describes
    the household's own dwelling; only one that is fit to live in can carry a lawsuit.
    Basis: HN 33 (HN-33-2, HN-33-4 to HN-33-6, HN-33-8).
    """

    __tablename__ = "exit_cases"
    __table_args__ = (
        CheckConstraint(among("reason_kind", tuple(Trigger)), name="trigger_known"),
        CheckConstraint(among("state", tuple(ExitState)), name="state_known"),
        CheckConstraint("reason <> '' AND opened_by <> ''", name="opened_for_a_reason"),
        CheckConstraint(
            "(decision = '') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_on IS NULL)"
            " AND (decision = '') = (decision_reason = '')",
            name="decided_whole",
        ),
        CheckConstraint("decision IN ('', 'kept', 'cancelled')", name="decision_known"),
        CheckConstraint("decided_by <> opened_by", name="decided_by_another"),
        CheckConstraint(
            f"state <> 'cancelled' OR ({_CANCELLED} AND review_id IS NOT NULL)",
            name="cancelled_after_review",
        ),
        CheckConstraint(
            "(delivered_on IS NULL) = (served IS NULL)"
            " AND (delivered_on IS NULL) = (delivery_document = '')"
            " AND (delivered_on IS NULL) = (relocate_until IS NULL)"
            " AND relocate_until >= delivered_on AND delivered_on >= opened_on",
            name="delivered_whole",
        ),
        CheckConstraint(
            f"NOT ({among('state', STAYING)}) OR delivered_on IS NOT NULL",
            name="relocates_from_delivery",
        ),
        CheckConstraint("market_from > relocate_until", name="market_rent_after_period"),
        CheckConstraint(
            "state <> 'market_rent' OR market_from IS NOT NULL", name="market_rent_dated"
        ),
        CheckConstraint(
            "(dwelling = '') = (dwelling_on IS NULL)"
            " AND (dwelling = '') = (habitable IS NULL)"
            " AND (dwelling = '') = (dwelling_document = '')",
            name="dwelling_whole",
        ),
        CheckConstraint(
            "(sued_on IS NULL) = (plaintiff IS NULL) AND (sued_on IS NULL) = (court = '')"
            " AND (sued_on IS NULL OR (habitable IS NOT NULL AND habitable"
            " AND relocate_until IS NOT NULL AND sued_on > relocate_until))",
            name="sued_over_own_dwelling",
        ),
        CheckConstraint("state <> 'litigation' OR sued_on IS NOT NULL", name="litigation_dated"),
        CheckConstraint(
            "(judged_on IS NULL) = (judgment IS NULL)"
            " AND (judged_on IS NULL) = (judgment_document = '') AND judged_on >= sued_on",
            name="judged_whole",
        ),
        CheckConstraint(
            "(reviewed_by IS NULL) = (reviewed_on IS NULL)"
            " AND (reviewed_by IS NULL) = (review_reason = '')"
            " AND (reviewed_by IS NULL OR asked_on IS NOT NULL)",
            name="reviewed_whole",
        ),
        CheckConstraint("(asked_on IS NULL) = (asked_reason = '')", name="asked_whole"),
        CheckConstraint("reviewed_by <> decided_by", name="reviewed_by_another"),
        CheckConstraint(
            f"(ended_on IS NULL) = ({among('state', RUNNING)}) OR lease_id IS NULL",
            name="ended_when_over",
        ),
        Index(
            "uq_exit_cases_running",
            "household_id",
            unique=True,
            sqlite_where=text(f"{among('state', RUNNING)} AND ended_on IS NULL"),
            postgresql_where=text(f"{among('state', RUNNING)} AND ended_on IS NULL"),
        ),
        Index(None, "place", "state", "relocate_until", "id"),
        Index(None, "lease_id"),
        Index(None, "review_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    lease_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    number: Mapped[str] = mapped_column(String(32))
    trigger: Mapped[Trigger] = mapped_column("reason_kind", stored_words(Trigger))
    state: Mapped[ExitState] = mapped_column(stored_words(ExitState))
    opened_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200), default="")
    review_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reviews.id"), nullable=True)
    #: "", kept or cancelled: what was decided on the opinions, whatever came of it later.
    decision: Mapped[str] = mapped_column(String(16), default="")
    decided_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[list[str]] = mapped_column(JSON)
    cites: Mapped[list[str]] = mapped_column(JSON)
    notice_number: Mapped[str] = mapped_column(String(64), default="")
    delivered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    served: Mapped[Served | None] = mapped_column(stored_words(Served), nullable=True)
    delivery_document: Mapped[str] = mapped_column(String(200), default="")
    relocate_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    extension_reason: Mapped[str] = mapped_column(Text, default="")
    extension_document: Mapped[str] = mapped_column(String(200), default="")
    market_from: Mapped[date | None] = mapped_column(Date, nullable=True)
    dwelling: Mapped[str] = mapped_column(Text, default="")
    habitable: Mapped[bool | None] = mapped_column(Boolean, nullable=True)
    dwelling_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    dwelling_document: Mapped[str] = mapped_column(String(200), default="")
    plaintiff: Mapped[Plaintiff | None] = mapped_column(stored_words(Plaintiff), nullable=True)
    court: Mapped[str] = mapped_column(String(128), default="")
    court_number: Mapped[str] = mapped_column(String(64), default="")
    sued_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    judged_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    judgment: Mapped[Judgment | None] = mapped_column(stored_words(Judgment), nullable=True)
    judgment_document: Mapped[str] = mapped_column(String(200), default="")
    enforcement: Mapped[str] = mapped_column(Text, default="")
    asked_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    asked_reason: Mapped[str] = mapped_column(Text, default="")
    reviewed_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    reviewed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    review_reason: Mapped[str] = mapped_column(Text, default="")
    handover_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    @property
    def case(self) -> CaseRef:
        """The case as other features name it, under the number of the lease or household."""
        return CaseRef("exit", self.id, self.place, self.number)

    @property
    def reasons(self) -> list[str]:
        """The reasons of the decision, one sentence each."""
        return self.decision_reason.splitlines()
