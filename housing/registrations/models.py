"""Table of registrations of wishes."""

from datetime import date, datetime
from enum import StrEnum

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
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.registrations.states import TAKING_PART, RegistrationState

_STATES = ", ".join(f"'{state.value}'" for state in RegistrationState)
_TAKING_PART = text(f"open AND state IN ({', '.join(repr(state.value) for state in TAKING_PART)})")


class Way(StrEnum):
    """How a household registered: itself, at a counter, or by a sheet of the centre."""

    ACCOUNT = "account"
    OFFICER = "officer"
    SHEET = "sheet"


class Registration(Base):
    """What one household wishes for in one round. Basis: HN 21 (HN-21-1 to HN-21-4).

    `wishes` are ranks of classes, the best first, several in one rank being liked equally.
    `size` and `needs_accessible` are those by which the classes were found suitable. `open` ends
    with the round. `reasons` say in sentences why it failed, `categories` in words for the public.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("round_id", "household_id"),
        UniqueConstraint("round_id", "number"),
        Index(
            "uq_registrations_taking_part",
            "household_id",
            unique=True,
            sqlite_where=_TAKING_PART,
            postgresql_where=_TAKING_PART,
        ),
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        CheckConstraint("way IN ('account', 'officer', 'sheet')", name="way_known"),
        CheckConstraint("size >= 1", name="size_positive"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at_a_time"
        ),
        CheckConstraint(
            "state <> 'withdrawn' OR withdrawn_reason <> ''", name="withdrawn_for_a_reason"
        ),
        CheckConstraint(
            "(state IN ('passed', 'failed')) = (decided_on IS NOT NULL)", name="decided_on_a_day"
        ),
        CheckConstraint("(decided_on IS NULL) = (decided_by = '')", name="decided_by_somebody"),
        Index(None, "round_id", "state", "id"),
        Index(None, "entry_id"),
        Index(None, "household_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("plans.round_id"))
    round_code: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(12))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("waitlist_entries.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[RegistrationState] = mapped_column(stored_words(RegistrationState))
    open: Mapped[bool] = mapped_column(Boolean, default=True)
    wishes: Mapped[list[list[str]]] = mapped_column(JSON)
    size: Mapped[int] = mapped_column(Integer)
    needs_accessible: Mapped[bool] = mapped_column(Boolean)
    way: Mapped[Way] = mapped_column(stored_words(Way))
    registered_by: Mapped[str] = mapped_column(String(32))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    recheck_id: Mapped[int | None] = mapped_column(Integer, nullable=True, index=True)
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decided_by: Mapped[str] = mapped_column(String(32), default="")
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The public key of the notice that names it among those who failed.
    notice_key: Mapped[str] = mapped_column(String(16), default="")

    @property
    def full_number(self) -> str:
        """The number on the confirmation, <round>-<five digits>."""
        return f"{self.round_code}-{self.number:05d}"

    @property
    def case(self) -> CaseRef:
        """The registration as other features name it."""
        return CaseRef("registration", self.id, self.place, self.full_number)
