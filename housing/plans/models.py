"""Tables of allocation plans. Areas are hundredths of m², rents fen per m² and month."""

from datetime import date, datetime

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
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.immutable import Guard
from housing.core.db.types import UtcDateTime, stored_words
from housing.plans.states import PlanState

#: Who takes part: everybody of the county, or `owner:<name>` for an owner's or a park's own round.
COUNTY = "county"
OWNER = "owner:"

_STATES = ", ".join(f"'{state.value}'" for state in PlanState)


class Plan(Base):
    """The plan of one round. Basis: HN 20 (HN-20-1, HN-20-2).

    Both days of `registration_from` and `registration_until` are included. `groups_served` are
    the groups of applicants that the round serves (empty: all), `range_served` the words for it.
    `sha256` is that of the published content in canonical bytes.
    """

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        CheckConstraint("audience = 'county' OR audience LIKE 'owner:_%'", name="audience_known"),
        CheckConstraint("mechanism <> ''", name="mechanism_named"),
        CheckConstraint(
            "registration_from IS NULL OR registration_until IS NULL"
            " OR registration_from <= registration_until",
            name="days_in_order",
        ),
        CheckConstraint("signing_days IS NULL OR signing_days >= 1", name="signing_days_positive"),
        CheckConstraint("state <> 'draft' OR published_at IS NULL", name="draft_not_published"),
        CheckConstraint(
            "(published_at IS NULL) = (published_by = '')"
            " AND (published_at IS NULL) = (published_on IS NULL)"
            " AND (published_at IS NULL) = (sha256 = '')",
            name="published_whole",
        ),
        CheckConstraint(
            "state <> 'published' OR (published_at IS NOT NULL AND registration_from IS NOT NULL"
            " AND registration_until IS NOT NULL AND signing_days IS NOT NULL)",
            name="published_complete",
        ),
        CheckConstraint(
            "published_on IS NULL OR published_on <= registration_from", name="public_before_open"
        ),
        CheckConstraint("published_by = '' OR published_by <> drafted_by", name="two_persons"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_reason <> '')"
            " AND (state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name="withdrawn_for_a_reason",
        ),
        Index(None, "place", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), unique=True)
    round_code: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(128))
    state: Mapped[PlanState] = mapped_column(stored_words(PlanState))
    version: Mapped[int] = mapped_column(Integer, default=1)
    audience: Mapped[str] = mapped_column(String(160))
    mechanism: Mapped[str] = mapped_column(String(32))
    method: Mapped[str] = mapped_column(Text, default="")
    approval_document: Mapped[str] = mapped_column(String(256))
    rent: Mapped[str] = mapped_column(Text, default="")
    range_served: Mapped[str] = mapped_column(Text, default="")
    groups_served: Mapped[list[str]] = mapped_column(JSON, default=list)
    registration_from: Mapped[date | None] = mapped_column(Date, nullable=True)
    registration_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    registration_place: Mapped[str] = mapped_column(Text, default="")
    registration_how: Mapped[str] = mapped_column(Text, default="")
    session_time_place: Mapped[str] = mapped_column(Text, default="")
    signing_days: Mapped[int | None] = mapped_column(Integer, nullable=True)
    other_abandonment_cases: Mapped[list[str]] = mapped_column(JSON, default=list)
    drafted_by: Mapped[str] = mapped_column(String(32))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    published_by: Mapped[str] = mapped_column(String(32), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, nullable=True)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def case(self) -> CaseRef:
        """The round as other features name it."""
        return CaseRef("round", self.round_id, self.place, self.round_code)

    @property
    def owner(self) -> str:
        """Whose own round it is; '' for a round of the county."""
        return self.audience.removeprefix(OWNER) if self.audience != COUNTY else ""

    def opens_for_registration(self, day: date) -> bool:
        """Return whether wishes may be registered on `day`. Basis: HN 21 (HN-21-1)."""
        return (
            self.state is PlanState.PUBLISHED
            and self.registration_from is not None
            and self.registration_until is not None
            and self.registration_from <= day <= self.registration_until
        )


class PlanUnit(Base):
    """A unit of a plan, as it was made public; `withdrawn_on` when it fell out before the freeze.

    Basis: HN 20 (HN-20-2).
    """

    __tablename__ = "plan_units"
    __table_args__ = (
        CheckConstraint("area > 0", name="area_positive"),
        CheckConstraint("rent_fen >= 0", name="rent_not_negative"),
        CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_reason = '')", name="withdrawn_for_a_reason"
        ),
        Index(None, "unit_id"),
        Index(None, "round_id", "unit_class"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("plans.round_id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    unit_code: Mapped[str] = mapped_column(String(64))
    unit_class: Mapped[str] = mapped_column(String(128))
    project_code: Mapped[str] = mapped_column(String(32))
    project_name: Mapped[str] = mapped_column(String(128))
    street: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(256))
    floor: Mapped[int] = mapped_column(Integer)
    floors: Mapped[int] = mapped_column(Integer)
    layout: Mapped[str] = mapped_column(String(32))
    area: Mapped[int] = mapped_column(Integer)
    rent_fen: Mapped[int] = mapped_column(Integer)
    accessible: Mapped[bool] = mapped_column(Boolean)
    lift: Mapped[bool] = mapped_column(Boolean)
    public: Mapped[bool] = mapped_column(Boolean, default=False)
    withdrawn_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")


_KEPT = (
    *("audience", "mechanism", "method", "approval_document", "rent", "range_served", "sha256"),
    *("registration_from", "registration_until", "registration_place", "registration_how"),
    *("session_time_place", "signing_days", "published_at", "published_by", "drafted_by"),
)
_UNIT_KEPT = ("unit_code", "unit_class", "address", "layout", "area", "rent_fen", "accessible")


#: JSON has no comparison of its own in PostgreSQL.
_LISTS = ("groups_served", "other_abandonment_cases")


def _changed(columns: tuple[str, ...], lists: tuple[str, ...] = ()) -> str:
    plain = [f"NEW.{name} <> OLD.{name}" for name in columns]
    as_text = [f"CAST(NEW.{name} AS TEXT) <> CAST(OLD.{name} AS TEXT)" for name in lists]
    return " OR ".join(plain + as_text)


#: A published plan, and the units in it, stay as they were made public.
PLAN_GUARDS = (
    Guard(
        "plans",
        "a published plan never changes",
        events=("UPDATE",),
        when=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {_changed(_KEPT, _LISTS)})",
    ),
    Guard(
        "plans",
        "a published plan is never removed",
        events=("DELETE",),
        when="OLD.published_at IS NOT NULL",
        name="kept",
    ),
    Guard(
        "plan_units",
        "a published plan never changes",
        events=("UPDATE",),
        when=f"OLD.public AND (NOT NEW.public OR {_changed(_UNIT_KEPT)})",
    ),
    Guard(
        "plan_units",
        "a published plan never changes",
        events=("DELETE",),
        when="OLD.public",
        name="kept",
    ),
)
