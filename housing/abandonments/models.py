"""Tables of abandonments, and of the people whom a freeze follows."""

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

from housing.abandonments.states import AbandonmentState
from housing.abandonments.words import AbandonmentCase
from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words

REPORTED = text("state = 'reported'")


class Abandonment(Base):
    """One report that a household gave up what a round gave it, and what was decided.

    `happened_on` is the day of the event, from which the freeze runs; `statement` what the
    household says about it, at the latest on `statement_until`. `excuse` is the ground of the
    county's rule that was accepted. `frozen_until` is the last day of the freeze, `must_reapply`
    whether the entry lapses after it, `ended_on` the day on which the freeze was ended.
    Basis: HN 22 (HN-22-1 to HN-22-8).
    """

    __tablename__ = "abandonments"
    __table_args__ = (
        Index(
            "uq_abandonments_reported",
            "entry_id",
            unique=True,
            sqlite_where=REPORTED,
            postgresql_where=REPORTED,
        ),
        CheckConstraint(
            "kind IN ('not_attended', 'gave_up_choice', 'not_signed', 'not_moved_in', 'other')",
            name="kind_known",
        ),
        CheckConstraint("reason <> '' AND document <> ''", name="with_evidence"),
        CheckConstraint("happened_on <= reported_on", name="not_before_it_happened"),
        CheckConstraint("statement_until >= reported_on", name="time_to_answer"),
        CheckConstraint("(statement = '') = (stated_on IS NULL)", name="statement_dated"),
        CheckConstraint(
            "(state = 'reported') = (decided_on IS NULL)"
            " AND (decided_on IS NULL) = (decided_by = '')"
            " AND (decided_on IS NULL) = (reasons = '')",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> reported_by", name="two_people"),
        CheckConstraint("(state = 'excused') = (excuse <> '')", name="excuse_named"),
        CheckConstraint(
            "(state IN ('confirmed', 'reversed')) = (frozen_until IS NOT NULL)"
            " AND (state IN ('confirmed', 'reversed')) = (must_reapply IS NOT NULL)",
            name="frozen_if_confirmed",
        ),
        CheckConstraint(
            "(state = 'reversed') = (reversed_on IS NOT NULL)"
            " AND (reversed_on IS NULL) = (reversed_by = '')"
            " AND (reversed_on IS NULL) = (reversal = '')",
            name="reversed_whole",
        ),
        CheckConstraint("reversed_by <> reported_by", name="reversed_by_another"),
        CheckConstraint("frozen_until > happened_on", name="freeze_after_event"),
        CheckConstraint("ended_on > frozen_until", name="ended_after_freeze"),
        Index(None, "place", "state", "id"),
        Index(None, "entry_id"),
        Index(None, "frozen_until"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"))
    entry_number: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    round_code: Mapped[str] = mapped_column(String(64))
    kind: Mapped[AbandonmentCase] = mapped_column(stored_words(AbandonmentCase))
    happened_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200))
    reported_by: Mapped[str] = mapped_column(String(64))
    reported_on: Mapped[date] = mapped_column(Date)
    statement_until: Mapped[date] = mapped_column(Date)
    statement: Mapped[str] = mapped_column(Text, default="", server_default="")
    stated_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    state: Mapped[AbandonmentState] = mapped_column(stored_words(AbandonmentState))
    excuse: Mapped[str] = mapped_column(String(200), default="", server_default="")
    decided_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    reasons: Mapped[str] = mapped_column(Text, default="", server_default="")
    cites: Mapped[list[str]] = mapped_column(JSON)
    #: The values the decision rests on: [[parameter, value text, source], …].
    terms: Mapped[list[Any]] = mapped_column(JSON)
    frozen_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    must_reapply: Mapped[bool | None] = mapped_column(Boolean, nullable=True)
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    #: A confirmed finding that was reversed, on review or with its round, and why.
    reversed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    reversed_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    reversal: Mapped[str] = mapped_column(Text, default="", server_default="")

    people: Mapped[list["AbandonmentPerson"]] = relationship(
        order_by="AbandonmentPerson.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The abandonment as other features name it: by the number of its entry."""
        return CaseRef("abandonment", self.id, self.place, self.entry_number)


class AbandonmentPerson(Base):
    """Somebody of the household that gave up; the freeze follows the person into a new application.

    Basis: HN 22 (HN-22-2, HN-22-3).
    """

    __tablename__ = "abandonment_people"
    __table_args__ = (UniqueConstraint("abandonment_id", "identity_index"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    abandonment_id: Mapped[int] = mapped_column(ForeignKey("abandonments.id"))
    identity_index: Mapped[str] = mapped_column(String(64), index=True)
