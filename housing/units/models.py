"""Tables of projects and units. Areas are hundredths of m², rents fen per m² and month."""

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
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
    started_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    highrise: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")
    extension_document: Mapped[str] = mapped_column(String(256), default="", server_default="")


class Unit(Base):
    """One flat (房源); `origin` and `programme` say as what it was built and for whom it is.

    Basis: HN 3 (HN-3-2), OD (OD-4-1-5).
    """

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("place", "code"),
        ForeignKeyConstraint(["place", "project_code"], ["projects.place", "projects.code"]),
        CheckConstraint("area > 0", name="area_positive"),
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

    @property
    def address(self) -> str:
        """Building, entrance and room as they stand on the door plate."""
        return f"{self.building}{self.entrance}{self.room}"
