"""Tables of joint reviews of tenants, and of the opinion of each department."""

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
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.access.offices import OfficeKind
from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import among, stored_words
from housing.joint_reviews.states import DECIDED, UNDECIDED, ReviewPurpose, ReviewState

IS_UNDECIDED = text(among("state", UNDECIDED))


class JointReview(Base):
    """One look of all departments at whether a household still meets the conditions.

    `lease_id` is NULL where the household receives a subsidy and rents no flat. `findings` is the
    kept assessment by the standards of `opened_on`, `answers` the SHA-256 of each department's
    answer behind it. Basis: HN 24 (HN-24-6), HN 33 (HN-33-1 to HN-33-3).
    """

    __tablename__ = "joint_reviews"
    __table_args__ = (
        CheckConstraint(among("purpose", tuple(ReviewPurpose)), name="purpose_known"),
        CheckConstraint(among("state", tuple(ReviewState)), name="state_known"),
        CheckConstraint("purpose <> 'renewal' OR lease_id IS NOT NULL", name="renewal_of_a_lease"),
        CheckConstraint("due_on >= opened_on", name="due_after_opening"),
        CheckConstraint("reason <> '' AND opened_by <> ''", name="opened_for_a_reason"),
        CheckConstraint(
            f"({among('state', DECIDED)}) = (decided_by IS NOT NULL)"
            " AND (decided_by IS NULL) = (decided_on IS NULL)"
            f" AND ({among('state', DECIDED)}) = (decision_reason <> '')",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> opened_by", name="decided_by_another"),
        CheckConstraint("(findings IS NULL) = (answers IS NULL)", name="findings_rest_on_answers"),
        Index(
            "uq_joint_reviews_undecided",
            "household_id",
            unique=True,
            sqlite_where=IS_UNDECIDED,
            postgresql_where=IS_UNDECIDED,
        ),
        Index(None, "place", "state", "due_on", "id"),
        Index(None, "lease_id", "id"),
        Index(None, "household_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    lease_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    number: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[ReviewPurpose] = mapped_column(stored_words(ReviewPurpose))
    state: Mapped[ReviewState] = mapped_column(stored_words(ReviewState))
    opened_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date] = mapped_column(Date)
    findings: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), nullable=True)
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), nullable=True)
    #: Ids of the rules whose conditions are no longer met, and what the decision cites.
    conditions: Mapped[list[str]] = mapped_column(JSON)
    cites: Mapped[list[str]] = mapped_column(JSON)
    decided_by: Mapped[str | None] = mapped_column(String(64), nullable=True)
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decision_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def case(self) -> CaseRef:
        """The review as other features name it, under the number of the lease or household."""
        return CaseRef("joint_review", self.id, self.place, self.number)

    @property
    def reasons(self) -> list[str]:
        """The reasons of the decision, one sentence each."""
        return self.decision_reason.splitlines()


class DepartmentOpinion(Base):
    """What one department holds against a household, or that it holds nothing. Never changed.

    `answer_sha256` names the answer to the check that the opinion was drawn from; a written
    opinion on paper has a `document` instead. Of several of one department the last one stands.
    Basis: HN 33 (HN-33-3, HN-33-4).
    """

    __tablename__ = "department_opinions"
    __table_args__ = (
        CheckConstraint("words <> ''", name="says_something"),
        CheckConstraint("answer_sha256 <> '' OR document <> ''", name="rests_on_something"),
        Index(None, "review_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("joint_reviews.id"))
    department: Mapped[OfficeKind] = mapped_column(stored_words(OfficeKind))
    adverse: Mapped[bool] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(Text)
    rules: Mapped[list[str]] = mapped_column(JSON)
    document: Mapped[str] = mapped_column(String(200), default="")
    answer_sha256: Mapped[str] = mapped_column(String(64), default="")
    given_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str] = mapped_column(String(64))
