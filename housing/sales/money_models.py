"""Tables of the money of sales: prices, what was paid, what came back, and what it was used for.

Money is fen.
"""

from datetime import date

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.sales.words import MoneySource, PriceBasis, Purpose, SubsidyLevel


class SalePrice(Base):
    """The price per m² of one estate and structure, approved by two authorities.

    Basis: HZS 11 (HZS-11-1, HZS-11-2), HZS 12 (HZS-12-1), HZS 13 (HZS-13-1).
    """

    __tablename__ = "sale_prices"
    __table_args__ = (
        CheckConstraint(
            "basis IN ('appraisal', 'affordable', 'state_asset', 'cost')", name="basis_known"
        ),
        CheckConstraint("fen_per_m2 > 0 AND document <> ''", name="reckoned_on_paper"),
        CheckConstraint(
            "(basis = 'appraisal') = (appraisal_fen_per_m2 IS NOT NULL)"
            " AND (basis = 'appraisal') = (reduction IS NOT NULL)"
            " AND (basis <> 'appraisal' OR (appraiser <> '' AND comparable <> ''))",
            name="appraisal_whole",
        ),
        CheckConstraint("appraisal_fen_per_m2 >= fen_per_m2", name="never_above_appraisal"),
        CheckConstraint("(price_on IS NULL) = (price_by = '')", name="price_side_whole"),
        CheckConstraint("(housing_on IS NULL) = (housing_by = '')", name="housing_side_whole"),
        CheckConstraint(
            "proposed_by <> price_by AND proposed_by <> housing_by"
            " AND (price_by = '' OR price_by <> housing_by)",
            name="three_people",
        ),
        CheckConstraint("valid_until >= valued_on", name="days_in_order"),
        Index(None, "place", "project_code", "basis"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    project_code: Mapped[str] = mapped_column(String(32))
    structure: Mapped[str] = mapped_column(String(64))
    basis: Mapped[PriceBasis] = mapped_column(stored_words(PriceBasis))
    fen_per_m2: Mapped[int] = mapped_column(Integer)
    #: The appraisal report, the cost certificate, the policy or the disposal record.
    document: Mapped[str] = mapped_column(String(200))
    valued_on: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    appraiser: Mapped[str] = mapped_column(String(128), default="")
    comparable: Mapped[str] = mapped_column(Text, default="")
    appraisal_fen_per_m2: Mapped[int | None] = mapped_column(Integer, nullable=True)
    reduction: Mapped[int | None] = mapped_column(Integer, nullable=True)
    proposed_by: Mapped[str] = mapped_column(String(64))
    proposed_on: Mapped[date] = mapped_column(Date)
    price_by: Mapped[str] = mapped_column(String(64), default="")
    price_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    price_document: Mapped[str] = mapped_column(String(200), default="")
    housing_by: Mapped[str] = mapped_column(String(64), default="")
    housing_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    housing_document: Mapped[str] = mapped_column(String(200), default="")

    @property
    def case(self) -> CaseRef:
        """The price as other features name it."""
        return CaseRef("sale_price", self.id, self.place, f"JG-{self.id}")


class SalePurchase(Base):
    """A unit (单位) that buys several dwellings for its staff; it becomes the registered owner.

    Basis: HZS 13 (HZS-13-1), HZS 21 (HZS-21-4, HZS-21-5), readings on file.
    """

    __tablename__ = "sale_purchases"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        CheckConstraint("buyer <> '' AND credit_code <> '' AND document <> ''", name="described"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    buyer: Mapped[str] = mapped_column(String(128))
    credit_code: Mapped[str] = mapped_column(String(32))
    #: The unit's written application with its list of dwellings and occupants.
    document: Mapped[str] = mapped_column(String(200))
    opened_by: Mapped[str] = mapped_column(String(64))
    opened_on: Mapped[date] = mapped_column(Date)


class SalePayment(Base):
    """A part of the price that arrived: the buyer's own money, or the loan the lender paid out.

    Basis: HZS 10 (HZS-10-1), HZS 17 (HZS-17-1).
    """

    __tablename__ = "sale_payments"
    __table_args__ = (
        UniqueConstraint("sale_id", "reference"),
        CheckConstraint("fen > 0 AND reference <> ''", name="whole"),
        CheckConstraint("source IN ('own', 'loan')", name="source_known"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sales.id"))
    received_on: Mapped[date] = mapped_column(Date)
    fen: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[MoneySource] = mapped_column(stored_words(MoneySource))
    #: The bank's serial number: the same money is never entered twice.
    reference: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(64))


class SaleSubsidy(Base):
    """Construction money that one level of government put into one project.

    Basis: HZS 12 (HZS-12-2).
    """

    __tablename__ = "sale_subsidies"
    __table_args__ = (
        UniqueConstraint("place", "project_code", "level"),
        CheckConstraint("fen > 0 AND document <> ''", name="on_paper"),
        CheckConstraint("recovered_fen BETWEEN 0 AND fen", name="never_recovered_twice"),
        CheckConstraint("level IN ('central', 'province', 'city', 'county')", name="level_known"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    project_code: Mapped[str] = mapped_column(String(32))
    level: Mapped[SubsidyLevel] = mapped_column(stored_words(SubsidyLevel))
    fen: Mapped[int] = mapped_column(BigInteger)
    recovered_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    document: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_on: Mapped[date] = mapped_column(Date)


class SaleSettlement(Base):
    """How the price of a sale was split, and the asset that was written off with it.

    Basis: HZS 5 (HZS-5-4), HZS 12 (HZS-12-2), HZS 20 (HZS-20-1, HZS-20-2).
    """

    __tablename__ = "sale_settlements"
    __table_args__ = (
        UniqueConstraint("sale_id"),
        CheckConstraint(
            "central_fen >= 0 AND province_fen >= 0 AND city_fen >= 0 AND county_fen >= 0"
            " AND to_account_fen >= 0 AND to_owner_fen >= 0",
            name="not_negative",
        ),
        CheckConstraint("to_account_fen + to_owner_fen = price_fen", name="adds_up"),
        CheckConstraint(
            "central_fen + province_fen + city_fen + county_fen <= to_account_fen",
            name="recovered_goes_to_account",
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sales.id"))
    settled_on: Mapped[date] = mapped_column(Date)
    price_fen: Mapped[int] = mapped_column(BigInteger)
    central_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    province_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    city_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    county_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    to_account_fen: Mapped[int] = mapped_column(BigInteger)
    to_owner_fen: Mapped[int] = mapped_column(BigInteger)
    #: Number and day of the entry that took the dwelling out of the state's assets.
    written_off: Mapped[str] = mapped_column(String(200))
    written_off_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(64))


class SaleUse(Base):
    """An expense of the special account: asked for, approved by housing and by finance, paid.

    Basis: HZS 5 (HZS-5-5), HZS 19 (HZS-19-1, HZS-19-2).
    """

    __tablename__ = "sale_uses"
    __table_args__ = (
        CheckConstraint("fen > 0 AND payee <> '' AND document <> ''", name="whole"),
        CheckConstraint(
            "purpose IN ('construction_gap', 'loan_repayment', 'asset_management',"
            " 'maintenance_repair', 'other_development')",
            name="purpose_permitted",
        ),
        CheckConstraint("purpose <> 'other_development' OR note <> ''", name="open_purpose_noted"),
        CheckConstraint("(housing_on IS NULL) = (housing_by = '')", name="housing_side_whole"),
        CheckConstraint("(finance_on IS NULL) = (finance_by = '')", name="finance_side_whole"),
        CheckConstraint(
            "asked_by <> housing_by AND asked_by <> finance_by"
            " AND (housing_by = '' OR housing_by <> finance_by)",
            name="three_people",
        ),
        CheckConstraint(
            "paid_on IS NULL OR (housing_on IS NOT NULL AND finance_on IS NOT NULL"
            " AND refused_on IS NULL)",
            name="paid_after_both",
        ),
        CheckConstraint("(refused_on IS NULL) = (refusal = '')", name="refusal_reasoned"),
        Index(None, "place", "paid_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose))
    fen: Mapped[int] = mapped_column(BigInteger)
    payee: Mapped[str] = mapped_column(String(128))
    note: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(200))
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_on: Mapped[date] = mapped_column(Date)
    housing_by: Mapped[str] = mapped_column(String(64), default="")
    housing_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    finance_by: Mapped[str] = mapped_column(String(64), default="")
    finance_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    paid_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    refused_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    refusal: Mapped[str] = mapped_column(Text, default="")

    @property
    def case(self) -> CaseRef:
        """The expense as other features name it."""
        return CaseRef("sale_use", self.id, self.place, f"ZH-{self.id}")
