"""Tables of what a city's measures say of rental housing: records with their amounts and days."""

from datetime import date
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
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.rental_projects.supply.words import (
    Area,
    Fee,
    Investor,
    Payer,
    Raising,
    Trade,
    UnitForm,
)


class SupplyPlan(Base):
    """A plan of building rental housing (租赁住房建设规划).

    `demand`: {area: units wanted}; `reviews`: [{department, on, document}] of the planning and the
    land department; approved by the government of its level. Basis: HZR 5 (HZR-5-1).
    """

    __tablename__ = "supply_plans"
    __table_args__ = (
        UniqueConstraint("place", "title"),
        CheckConstraint("to_year >= from_year", name="years_in_order"),
        CheckConstraint(
            "(approved_on IS NULL) = (approval_document = '')"
            " AND (approved_on IS NULL) = (approved_by = '')",
            name="approved_whole",
        ),
        CheckConstraint("approved_by = '' OR approved_by <> drafted_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(128))
    from_year: Mapped[int] = mapped_column(Integer)
    to_year: Mapped[int] = mapped_column(Integer)
    demand: Mapped[dict[str, int]] = mapped_column(JSON)
    basis: Mapped[str] = mapped_column(Text)
    reviews: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    drafted_by: Mapped[str] = mapped_column(String(64))
    approved_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    approved_by: Mapped[str] = mapped_column(String(64), default="")
    approval_document: Mapped[str] = mapped_column(String(200), default="")


class Supply(Base):
    """A project as the measures see it; `kinds`: [{name, units, area, is_rental}] of its units.

    Dwellings and rooms count alike, what is not for letting not at all. `annotated`: the approval
    names it a serviced apartment (酒店式公寓). `commission`: the paper by which the housing centre
    was asked to run it. `accepted_on`: the main structure passed its acceptance.
    Basis: HZR 2, 3, 6, 8, 10, 12, 14, 15 (HZR-2-1 to HZR-2-3, HZR-3-1, HZR-8-1, HZR-10-1).
    """

    __tablename__ = "supplies"
    __table_args__ = (
        UniqueConstraint("place", "code"),
        CheckConstraint("scenic_grade BETWEEN 0 AND 5", name="grade_known"),
        CheckConstraint("star_rating BETWEEN 0 AND 5", name="stars_known"),
        CheckConstraint(
            "(approved_on IS NULL) = (approval_number = '')"
            " AND (approved_on IS NULL) = (approved_by = '')",
            name="approved_whole",
        ),
        CheckConstraint("approved_by = '' OR approved_by <> kept_by", name="two_people"),
        CheckConstraint(
            "(fit_on IS NULL) = (fitness = '') AND (fit_on IS NULL OR conversion <> '')",
            name="converted_whole",
        ),
        CheckConstraint(
            "accepted_on IS NULL OR (approved_on IS NOT NULL AND acceptance <> '')",
            name="accepted_after_approval",
        ),
        CheckConstraint("(land_signed_on IS NULL) = (land_fen = 0)", name="land_whole"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(128))
    firm: Mapped[str] = mapped_column(String(128))
    area: Mapped[Area] = mapped_column(stored_words(Area))
    scenic_site: Mapped[str] = mapped_column(String(64), default="")
    scenic_grade: Mapped[int] = mapped_column(Integer, default=0)
    raising: Mapped[Raising] = mapped_column(stored_words(Raising))
    investor: Mapped[Investor] = mapped_column(stored_words(Investor, 32))
    unit_form: Mapped[UnitForm] = mapped_column(stored_words(UnitForm))
    land_allocated: Mapped[bool] = mapped_column(Boolean, default=False)
    serviced: Mapped[bool] = mapped_column(Boolean, default=False)
    kinds: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("supply_plans.id"), nullable=True)
    kept_by: Mapped[str] = mapped_column(String(64))
    approval_number: Mapped[str] = mapped_column(String(64), default="")
    approved_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    approved_by: Mapped[str] = mapped_column(String(64), default="")
    annotated: Mapped[bool] = mapped_column(Boolean, default=False)
    #: What the tourism bureau's standard asks for, as it was checked: {item: true or false}.
    checklist: Mapped[dict[str, bool]] = mapped_column(JSON)
    star_rating: Mapped[int] = mapped_column(Integer, default=0)
    commission: Mapped[str] = mapped_column(String(200), default="")
    conversion: Mapped[str] = mapped_column(String(200), default="")
    fitness: Mapped[str] = mapped_column(String(200), default="")
    fit_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    acceptance: Mapped[str] = mapped_column(String(200), default="")
    accepted_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    land_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    land_signed_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    @property
    def case(self) -> CaseRef:
        """The project as the register names it."""
        return CaseRef("supply", self.id, self.place, self.code)


class SupplyDue(Base):
    """What is to be paid for a project by a day: a grant by a treasury, a part of a land price.

    Grants carry their payer, parts of a land price none. Basis: HZR 18 (HZR-18-5), HZR 27.
    """

    __tablename__ = "supply_dues"
    __table_args__ = (
        UniqueConstraint("supply_id", "what"),
        CheckConstraint(
            "what IN ('grant_city', 'grant_county', 'land_first', 'land_rest')", name="what_known"
        ),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint(
            "(paid_on IS NULL) = (paid_document = '') AND (paid_on IS NULL) = (paid_by = '')",
            name="paid_whole",
        ),
        CheckConstraint("paid_by = '' OR paid_by <> made_by", name="two_people"),
        Index(
            "ix_supply_dues_open",
            "place",
            "due_on",
            sqlite_where=text("paid_on IS NULL"),
            postgresql_where=text("paid_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    supply_id: Mapped[int] = mapped_column(ForeignKey("supplies.id"))
    what: Mapped[str] = mapped_column(String(24))
    payer: Mapped[Payer | None] = mapped_column(stored_words(Payer), nullable=True)
    fen: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[list[str]] = mapped_column(JSON)
    due_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(64))
    paid_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    paid_document: Mapped[str] = mapped_column(String(200), default="")
    paid_by: Mapped[str] = mapped_column(String(64), default="")


class FeeRelief(Base):
    """What is paid of a fee of a project, and what is waived. Basis: HZR 27 (HZR-27-1)."""

    __tablename__ = "fee_reliefs"
    __table_args__ = (
        UniqueConstraint("supply_id", "fee"),
        CheckConstraint("payable_fen >= 0 AND payable_fen <= base_fen", name="within_fee"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    supply_id: Mapped[int] = mapped_column(ForeignKey("supplies.id"))
    fee: Mapped[Fee] = mapped_column(stored_words(Fee, 32))
    base_fen: Mapped[int] = mapped_column(BigInteger)
    payable_fen: Mapped[int] = mapped_column(BigInteger)
    units: Mapped[int] = mapped_column(Integer)
    reckoned_on: Mapped[date] = mapped_column(Date)
    reckoned_by: Mapped[str] = mapped_column(String(64))


class FirmFiling(Base):
    """A rental enterprise or broker on file; only filed ones may list. Basis: HZR 31 (HZR-31-2).

    `due_on`: the last day to file, from the day the firm began.
    """

    __tablename__ = "firm_filings"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        UniqueConstraint("place", "firm", "trade"),
        CheckConstraint("number <> '' AND firm <> ''", name="named"),
        CheckConstraint("filed_on >= began_on", name="filed_after_begun"),
        CheckConstraint("(struck_on IS NULL) = (struck_reason = '')", name="struck_with_reason"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    firm: Mapped[str] = mapped_column(String(128))
    trade: Mapped[Trade] = mapped_column(stored_words(Trade))
    area: Mapped[Area] = mapped_column(stored_words(Area))
    state_owned: Mapped[bool] = mapped_column(Boolean)
    number: Mapped[str] = mapped_column(String(64))
    began_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    filed_on: Mapped[date] = mapped_column(Date)
    filed_by: Mapped[str] = mapped_column(String(64))
    struck_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    struck_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def late(self) -> bool:
        """Whether it was filed after the last day for it."""
        return self.filed_on > self.due_on


class SupplyListing(Base):
    """Units to let as they were published on the platform; never changed. Basis: HZR 22, 31."""

    __tablename__ = "supply_listings"
    __table_args__ = (Index(None, "supply_id"), CheckConstraint("units > 0", name="units_positive"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    supply_id: Mapped[int] = mapped_column(ForeignKey("supplies.id"))
    firm: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(64))
    units: Mapped[int] = mapped_column(Integer)
    area_size: Mapped[int] = mapped_column(Integer)
    rent_fen: Mapped[int] = mapped_column(BigInteger)
    address: Mapped[str] = mapped_column(String(256))
    contact: Mapped[str] = mapped_column(String(128))
    published_on: Mapped[date] = mapped_column(Date)
    published_by: Mapped[str] = mapped_column(String(64))
