"""Projects of affordable rental housing, the enterprises that run them, listings, candidates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
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

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime


class RentalEnterprise(Base):
    """An enterprise that lets housing, as it declares itself. Basis: OD (OD-4-3-3)."""

    __tablename__ = "rental_enterprises"
    __table_args__ = (
        UniqueConstraint("place", "name"),
        CheckConstraint(
            "capital_fen >= 0 AND staff >= 0 AND units_managed >= 0", name="not_negative"
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(128))
    capital_fen: Mapped[int] = mapped_column(BigInteger)
    staff: Mapped[int] = mapped_column(Integer)
    units_managed: Mapped[int] = mapped_column(Integer)
    declared_on: Mapped[date] = mapped_column(Date)


class RentalProject(Base):
    """A project as declared; areas in hundredths of m².

    `layouts`: [{name, units, area, rent_fen, fee_fen, equipment}], rent and fee fen per m² and
    month. `legacy`: finished or started before the plan. Basis: KM 3 (KM-N3-1 to KM-N3-6).
    """

    __tablename__ = "rental_projects"
    __table_args__ = (
        UniqueConstraint("place", "code"),
        CheckConstraint("commercial_area >= 0 AND commercial_area <= floor_area", name="areas_fit"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(128))
    owner: Mapped[str] = mapped_column(String(128))
    floor_area: Mapped[int] = mapped_column(Integer)
    commercial_area: Mapped[int] = mapped_column(Integer)
    legacy: Mapped[bool] = mapped_column(Boolean)
    layouts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    kept_by: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RentalRecognition(Base):
    """The certificate of a project, with what was found of it; never changed."""

    __tablename__ = "rental_recognitions"
    __table_args__ = (
        UniqueConstraint("project_id"),
        CheckConstraint("length(number) > 0", name="numbered"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("rental_projects.id"))
    number: Mapped[str] = mapped_column(String(64))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    recognised_on: Mapped[date] = mapped_column(Date)
    recognised_by: Mapped[str] = mapped_column(String(64))


class RentalListing(Base):
    """What was published about units to let, and when; never changed. Basis: OD (OD-4-3-2)."""

    __tablename__ = "rental_listings"
    __table_args__ = (Index(None, "project_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("rental_projects.id"))
    layout: Mapped[str] = mapped_column(String(64))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(64))


class AcquisitionCandidate(Base):
    """A project that might be bought, weighed against the demand of the waitlist.

    `area` of one unit in hundredths of m², `price_fen` a m². `demand`: households of `size_min` to
    `size_max` people that wait for a flat, less the vacant units of this layout.
    Basis: OD (OD-4-1-1, OD-4-1-2).
    """

    __tablename__ = "acquisition_candidates"
    __table_args__ = (
        CheckConstraint(
            "area > 0 AND units > 0 AND price_fen > 0 AND demand >= 0"
            " AND size_min >= 1 AND size_max >= size_min",
            name="plausible",
        ),
        Index(None, "place"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(128))
    layout: Mapped[str] = mapped_column(String(64))
    area: Mapped[int] = mapped_column(Integer)
    location: Mapped[str] = mapped_column(String(256))
    units: Mapped[int] = mapped_column(Integer)
    price_fen: Mapped[int] = mapped_column(BigInteger)
    size_min: Mapped[int] = mapped_column(Integer)
    size_max: Mapped[int] = mapped_column(Integer)
    demand: Mapped[int] = mapped_column(Integer)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    weighed_on: Mapped[date] = mapped_column(Date)
    weighed_by: Mapped[str] = mapped_column(String(64))


class RentalLease(Base):
    """A filed lease between two parties in their real names; never changed.

    Identity numbers are sealed. `rent_fen` a m² and month, `due_on` the last day for filing.
    Basis: OD (OD-4-3-5).
    """

    __tablename__ = "rental_leases"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        CheckConstraint("landlord_index <> tenant_index", name="two_parties"),
        CheckConstraint("filed_on >= signed_on", name="signed_first"),
        CheckConstraint("area > 0 AND rent_fen > 0", name="plausible"),
        Index(None, "place", "signed_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    landlord: Mapped[str] = mapped_column(String(128))
    landlord_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    landlord_index: Mapped[str] = mapped_column(String(64))
    tenant: Mapped[str] = mapped_column(String(128))
    tenant_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    tenant_index: Mapped[str] = mapped_column(String(64))
    district: Mapped[str] = mapped_column(String(64))
    layout: Mapped[str] = mapped_column(String(64))
    area: Mapped[int] = mapped_column(Integer)
    rent_fen: Mapped[int] = mapped_column(BigInteger)
    signed_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    filed_on: Mapped[date] = mapped_column(Date)
    filed_by: Mapped[str] = mapped_column(String(64))

    @property
    def late(self) -> bool:
        """Whether it was filed after the last day for it."""
        return self.filed_on > self.due_on


class RentReport(Base):
    """Rent levels as they were published; never changed. Basis: OD (OD-4-3-7).

    `levels`: [{district, layout, leases, low_fen, median_fen, high_fen}], fen per m² and month.
    """

    __tablename__ = "rent_reports"
    __table_args__ = (
        UniqueConstraint("place", "to_on"),
        CheckConstraint("to_on >= from_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    levels: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    published_on: Mapped[date] = mapped_column(Date)
    published_by: Mapped[str] = mapped_column(String(64))
