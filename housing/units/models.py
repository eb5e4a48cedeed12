"""Tables of projects and units. Areas are hundredths of m², rents fen per m² and month."""

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.units.states import UnitState
from housing.units.words import Origin, Programme


class Project(Base):
    """An estate (项目): several buildings under one name; `started_on` begins its cycle.

    Basis: HN 6 (HN-6-2: a high-rise is given longer only by a decision on file).
    """

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("extension_document = '' OR highrise", name="extended_if_highrise"),
    )

    place: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
    street: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(256), default="", server_default="")
    started_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    highrise: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")
    extension_document: Mapped[str] = mapped_column(String(256), default="", server_default="")


class Unit(Base):
    """One flat (房源); `origin` and `programme` say as what it was built and for whom it is.

    `area` is the building area, `usable_area` the part of it inside the flat. `certificate` is the
    number of the property certificate, `rent_document` the paper that sets the rent standard.

    Basis: HN 3 (HN-3-2), OD (OD-4-1-5).
    """

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("place", "code"),
        ForeignKeyConstraint(["place", "project_code"], ["projects.place", "projects.code"]),
        CheckConstraint("area > 0", name="area_positive"),
        CheckConstraint("passed_to = '' OR reserved_for <> ''", name="passed_if_reserved"),
        CheckConstraint("usable_area > 0 AND usable_area <= area", name="usable_within_area"),
        CheckConstraint("floor >= 1 AND floor <= floors", name="floor_within_building"),
        CheckConstraint("rent_fen >= 0", name="rent_not_negative"),
        CheckConstraint(
            "state IN ('vacant', 'reserved', 'offered', 'let', 'vacating', 'repair', 'sold')",
            name="state_known",
        ),
        CheckConstraint(
            "(state IN ('reserved', 'offered')) = (round_code IS NOT NULL)",
            name="round_if_reserved",
        ),
        CheckConstraint("origin IN ('public_rental', 'low_rent')", name="origin_known"),
        CheckConstraint("programme IN ('affordable', 'talent')", name="programme_known"),
        Index(None, "place", "unit_class"),
        Index(None, "place", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(64))
    project_code: Mapped[str] = mapped_column(String(32))
    building: Mapped[str] = mapped_column(String(32))
    entrance: Mapped[str] = mapped_column(String(32))
    room: Mapped[str] = mapped_column(String(32))
    floor: Mapped[int] = mapped_column(Integer)
    floors: Mapped[int] = mapped_column(Integer)
    layout: Mapped[str] = mapped_column(String(32))
    area: Mapped[int] = mapped_column(Integer)
    accessible: Mapped[bool] = mapped_column(Boolean)
    lift: Mapped[bool] = mapped_column(Boolean)
    owner: Mapped[str] = mapped_column(String(128))
    reserved_for: Mapped[str] = mapped_column(String(128))
    completed_on: Mapped[date] = mapped_column(Date)
    rent_fen: Mapped[int] = mapped_column(Integer)
    state: Mapped[UnitState] = mapped_column(stored_words(UnitState))
    unit_class: Mapped[str] = mapped_column(String(128))
    round_code: Mapped[str | None] = mapped_column(String(64), nullable=True)
    origin: Mapped[Origin] = mapped_column(
        stored_words(Origin), default=Origin.PUBLIC_RENTAL, server_default="public_rental"
    )
    programme: Mapped[Programme] = mapped_column(
        stored_words(Programme), default=Programme.AFFORDABLE, server_default="affordable"
    )
    import_id: Mapped[int | None] = mapped_column(Integer, index=True, nullable=True)
    usable_area: Mapped[int | None] = mapped_column(Integer, nullable=True)
    #: The employer whose people come first instead of the owner's (HN 19, HN-19-4).
    passed_to: Mapped[str] = mapped_column(String(128), default="", server_default="")
    orientation: Mapped[str] = mapped_column(String(16), default="", server_default="")
    facilities: Mapped[str] = mapped_column(String(512), default="", server_default="")
    accessible_features: Mapped[str] = mapped_column(String(256), default="", server_default="")
    certificate: Mapped[str] = mapped_column(String(64), default="", server_default="")
    rent_document: Mapped[str] = mapped_column(String(128), default="", server_default="")

    @property
    def keeper(self) -> str:
        """Whose people come first; empty for the common stock. Basis: HN 19 (HN-19-1, HN-19-4)."""
        return (self.passed_to or self.owner) if self.reserved_for else ""

    @property
    def address(self) -> str:
        """Building, entrance and room as they stand on the door plate."""
        return f"{self.building}{self.entrance}{self.room}"


#: What is true of the spell that a unit is in now.
OPEN = text("to_on IS NULL")


class UnitSpell(Base):
    """How long a unit was in one state, and why it came into it.

    `from_on` is the first day in it, `to_on` the day on which it ended (that day belongs to the
    next spell); a unit has one open spell.
    """

    __tablename__ = "unit_spells"
    __table_args__ = (
        Index(
            "uq_unit_spells_open", "unit_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        CheckConstraint("to_on >= from_on", name="days_in_order"),
        Index(None, "unit_id", "from_on"),
        Index(None, "place", "state", "to_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[UnitState] = mapped_column(stored_words(UnitState))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    round_code: Mapped[str | None] = mapped_column(String(64), nullable=True)
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200))
    begun_by: Mapped[str] = mapped_column(String(64))
