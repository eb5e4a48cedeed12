"""Tables of visits to let flats and of what was found there."""

from datetime import date

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
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.inspections.states import InspectionState
from housing.inspections.words import Answered, Finding, NextStep, Purpose

IS_PLANNED = text("state = 'planned'")


class Inspection(Base):
    """One visit to a let flat.

    `why` says what a visit on a report is about. `answered` is who came to the door; `meters` the
    readings {water, power, gas} in hundredths of the meter's unit, as far as they could be read.
    Basis: HN 27 (HN-27-1), HN 34 (HN-34-8: whether anybody lives there).
    """

    __tablename__ = "inspections"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        Index(
            "uq_inspections_planned",
            "lease_id",
            unique=True,
            sqlite_where=IS_PLANNED,
            postgresql_where=IS_PLANNED,
        ),
        CheckConstraint("state IN ('planned', 'made', 'called_off')", name="state_known"),
        CheckConstraint("purpose = 'planned' OR why <> ''", name="reasoned"),
        CheckConstraint(
            "(state = 'made') = (made_on IS NOT NULL)"
            " AND (made_on IS NULL) = (answered IS NULL)"
            " AND (made_on IS NULL) = (made_by = '')",
            name="made_whole",
        ),
        CheckConstraint("state <> 'called_off' OR note <> ''", name="called_off_with_reason"),
        Index(None, "place", "state", "planned_on", "id"),
        Index(None, "lease_id", "made_on"),
        Index(None, "unit_id", "made_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    lease_number: Mapped[str] = mapped_column(String(32))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_code: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose))
    why: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[InspectionState] = mapped_column(stored_words(InspectionState))
    planned_on: Mapped[date] = mapped_column(Date)
    planned_by: Mapped[str] = mapped_column(String(64))
    inspector: Mapped[str] = mapped_column(String(64), default="")
    made_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    made_by: Mapped[str] = mapped_column(String(64), default="")
    answered: Mapped[Answered | None] = mapped_column(stored_words(Answered), nullable=True)
    meters: Mapped[dict[str, int]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")

    findings: Mapped[list["InspectionFinding"]] = relationship(
        order_by="InspectionFinding.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The visit as other features name it."""
        return CaseRef("inspection", self.id, self.place, self.number)


class InspectionFinding(Base):
    """One thing that was found on a visit, and what follows.

    `taken_up` names the case that took it up (`repair:WX-…`, `violation:…`): empty while nobody
    has. Whoever decides on violations reads those with the next step `violation`.
    """

    __tablename__ = "inspection_findings"
    __table_args__ = (
        CheckConstraint("detail <> ''", name="described"),
        CheckConstraint(
            "next_step IN ('none', 'repair', 'decoration', 'violation')", name="next_step_known"
        ),
        Index(None, "inspection_id"),
        Index("ix_inspection_findings_open", "next_step", "taken_up"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"))
    kind: Mapped[Finding] = mapped_column(stored_words(Finding))
    detail: Mapped[str] = mapped_column(Text)
    next_step: Mapped[NextStep] = mapped_column(stored_words(NextStep))
    taken_up: Mapped[str] = mapped_column(String(64), default="")
