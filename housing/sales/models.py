"""Tables of sales: the sale itself and its people.

Money is fen, areas are hundredths of m². What may be sold is kept in `batch_models`, prices and
money in `money_models`, what happens to a sold dwelling in `after_models`; all are reached here.
"""

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
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.sales.after_models import SaleComplaint, SaleMisuse, SaleNote
from housing.sales.batch_models import SaleBatch, SaleCap, SaleUnit
from housing.sales.money_models import (
    SalePayment,
    SalePrice,
    SalePurchase,
    SaleSettlement,
    SaleSubsidy,
    SaleUse,
)
from housing.sales.states import OVER, SaleState
from housing.sales.words import BuyerCategory

__all__ = [
    "Sale",
    "SaleBatch",
    "SaleCap",
    "SaleComplaint",
    "SaleMisuse",
    "SaleNote",
    "SalePayment",
    "SalePerson",
    "SalePrice",
    "SalePurchase",
    "SaleSettlement",
    "SaleSubsidy",
    "SaleUnit",
    "SaleUse",
]

COUNTS = text("counts")
_OVER = ", ".join(f"'{each.value}'" for each in OVER)
#: States before there is a price, and before there is a contract.
_UNPRICED = "'applied', 'qualified', 'refused', 'withdrawn'"
_UNSIGNED = f"{_UNPRICED}, 'priced'"
_UNREGISTERED = f"{_UNSIGNED}, 'contracted', 'rescinded', 'paid', 'receipted'"


class Sale(Base):
    """One dwelling and the household (or the unit's occupant) that buys it.

    `share` is always 100: full ownership at once. `bought_on` is the day of purchase as the county
    reads it; contract, payment and registration are kept as well. `lock_until` is the last day on
    which the dwelling may not be traded. `appraisal`-like facts are in the price it names.
    Basis: HZS 3, 6 to 10, 14 to 18, 21, 22.
    """

    __tablename__ = "sales"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        Index(
            "uq_sales_unit", "unit_id", unique=True, sqlite_where=COUNTS, postgresql_where=COUNTS
        ),
        CheckConstraint(f"counts = (state NOT IN ({_OVER}))", name="counts_while_not_over"),
        CheckConstraint("share = 100", name="full_ownership"),
        CheckConstraint("undertaking <> '' AND form <> ''", name="undertaken_in_writing"),
        CheckConstraint(
            "(decided_on IS NULL) = (decided_by = '')"
            " AND (state IN ('applied', 'withdrawn') OR decided_on IS NOT NULL)"
            " AND (state <> 'applied' OR decided_on IS NULL)",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> taken_by", name="two_people"),
        CheckConstraint(f"state IN ({_UNPRICED}) OR price_fen > 0", name="priced"),
        CheckConstraint(
            f"state IN ({_UNSIGNED}) OR (contracted_on IS NOT NULL AND contract <> ''"
            " AND cooling_until IS NOT NULL AND contracted_on > cooling_until)",
            name="contract_after_cooling",
        ),
        CheckConstraint("paid_on >= contracted_on", name="paid_after_contract"),
        CheckConstraint("(receipt_on IS NULL) = (receipt = '')", name="receipt_whole"),
        CheckConstraint(
            f"state IN ({_UNREGISTERED}) OR (registered_on IS NOT NULL AND receipt <> ''"
            " AND maintenance <> '' AND certificate <> '' AND lock_until IS NOT NULL)",
            name="registered_after_receipt_and_fund",
        ),
        CheckConstraint(
            "(state IN ('bought_back', 'resold', 'taken_back', 'rescinded', 'refused',"
            " 'withdrawn')) = (ended_on IS NOT NULL)",
            name="ended_has_day",
        ),
        Index(None, "place", "state", "id"),
        Index(None, "household_id"),
        Index(None, "account"),
        Index(None, "certificate"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(ForeignKey("sale_caps.place"))
    number: Mapped[str] = mapped_column(String(32))
    sale_unit_id: Mapped[int] = mapped_column(ForeignKey("sale_units.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_code: Mapped[str] = mapped_column(String(64))
    #: What the form says of the dwelling: location, area and number.
    location: Mapped[str] = mapped_column(String(256))
    area: Mapped[int] = mapped_column(Integer)
    room: Mapped[str] = mapped_column(String(96))
    share: Mapped[int] = mapped_column(Integer, default=100)
    purchase_id: Mapped[int | None] = mapped_column(
        ForeignKey("sale_purchases.id"), index=True, nullable=True
    )
    lease_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), nullable=True)
    account: Mapped[str] = mapped_column(String(64), default="")
    buyer: Mapped[str] = mapped_column(String(128))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    category: Mapped[BuyerCategory] = mapped_column(stored_words(BuyerCategory, 32))
    employer: Mapped[str] = mapped_column(String(128), default="")
    #: The signed form, and the signed undertaking with the declaration of a free will.
    form: Mapped[str] = mapped_column(String(200))
    undertaking: Mapped[str] = mapped_column(String(200))
    opened_on: Mapped[date] = mapped_column(Date)
    taken_by: Mapped[str] = mapped_column(String(64))
    state: Mapped[SaleState] = mapped_column(stored_words(SaleState))
    counts: Mapped[bool] = mapped_column(Boolean, default=True)
    #: Each condition of the category, whether it is met and by what it is shown.
    conditions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    reasons: Mapped[str] = mapped_column(Text, default="")
    price_id: Mapped[int | None] = mapped_column(ForeignKey("sale_prices.id"), nullable=True)
    price_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    cooling_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    contract: Mapped[str] = mapped_column(String(64), default="")
    contract_sha256: Mapped[str] = mapped_column(String(64), default="")
    contracted_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    loan_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    lender: Mapped[str] = mapped_column(String(128), default="")
    #: The one mortgage that is allowed: for the purchase, recorded before registration.
    mortgage: Mapped[str] = mapped_column(String(200), default="")
    paid_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    receipt: Mapped[str] = mapped_column(String(64), default="")
    receipt_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    maintenance_fen: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    maintenance: Mapped[str] = mapped_column(String(200), default="")
    #: The steps of the transaction with their days and papers.
    steps: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    registered_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    certificate: Mapped[str] = mapped_column(String(64), default="")
    #: What the registry noted: the nature of the housing and of the land.
    housing_nature: Mapped[str] = mapped_column(String(64), default="")
    land_nature: Mapped[str] = mapped_column(String(64), default="")
    bought_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    lock_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    #: The owner's wish to trade, and the government's answer to it.
    intent_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    intent: Mapped[str] = mapped_column(String(200), default="")
    reminded_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    waiver: Mapped[str] = mapped_column(String(200), default="")
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    ending: Mapped[str] = mapped_column(Text, default="")

    people: Mapped[list["SalePerson"]] = relationship(
        order_by="SalePerson.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The sale as other features name it."""
        return CaseRef("sale", self.id, self.place, self.number)


class SalePerson(Base):
    """Somebody of the buying household, or the occupant of a dwelling that a unit bought.

    While `counts`, nobody stands in a second sale. Basis: HZS 8 (HZS-8-1), HZS 21 (HZS-21-4).
    """

    __tablename__ = "sale_people"
    __table_args__ = (
        Index(
            "uq_sale_people_one", "identity_index", unique=True, sqlite_where=COUNTS,
            postgresql_where=COUNTS,
        ),
        Index(None, "sale_id"),
        CheckConstraint("until_on IS NULL OR NOT counts", name="counts_while_there"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sales.id"))
    name: Mapped[str] = mapped_column(String(64))
    relation: Mapped[str] = mapped_column(String(32))
    identity_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    identity_index: Mapped[str] = mapped_column(String(64), index=True)
    counts: Mapped[bool] = mapped_column(Boolean, default=True)
    #: For occupants of a unit's dwelling: the proof that they own none, and their last day there.
    no_dwelling: Mapped[str] = mapped_column(String(200), default="")
    until_on: Mapped[date | None] = mapped_column(Date, nullable=True)
