"""Tables of what may be sold: the county's share, the lists of dwellings, the dwellings on them."""

from datetime import date

from sqlalchemy import (
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

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.ownership.words import InvestmentType
from housing.sales.states import BatchState

ACTIVE = text("active")


class SaleCap(Base):
    """How many dwellings of a county may be sold, and how many are; one row a county, locked.

    `held` counts the sales that are open or done. The database raises it with every such sale and
    refuses one above `allowed`, whoever writes it. Basis: HZS 9 (HZS-9-1).
    """

    __tablename__ = "sale_caps"
    __table_args__ = (
        CheckConstraint("total >= 0 AND allowed >= 0 AND held >= 0", name="not_negative"),
        CheckConstraint("extra >= 0 AND percent BETWEEN 0 AND 100", name="terms_plausible"),
        CheckConstraint(
            "allowed = 0 OR allowed = total * percent / 100 + extra - sold_before",
            name="as_reckoned",
        ),
    )

    place: Mapped[str] = mapped_column(String(12), primary_key=True)
    total: Mapped[int] = mapped_column(Integer)
    sold_before: Mapped[int] = mapped_column(Integer)
    percent: Mapped[int] = mapped_column(Integer)
    extra: Mapped[int] = mapped_column(Integer)
    allowed: Mapped[int] = mapped_column(Integer)
    held: Mapped[int] = mapped_column(Integer)


class SaleBatch(Base):
    """A list of dwellings that the competent department is asked to release for sale.

    `extra_units` are those above the county's share that an exception decision allows.
    Basis: HZS 3 (HZS-3-3), HZS 9 (HZS-9-1).
    """

    __tablename__ = "sale_batches"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        CheckConstraint("state IN ('prepared', 'approved', 'rejected')", name="state_known"),
        CheckConstraint(
            "(state = 'prepared') = (decided_on IS NULL)"
            " AND (decided_on IS NULL) = (decided_by = '')",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> prepared_by", name="two_people"),
        CheckConstraint(
            "state <> 'approved' OR (department <> '' AND document <> '')", name="approved_on_paper"
        ),
        CheckConstraint("(extra_units > 0) = (exception <> '')", name="exception_on_paper"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(128))
    state: Mapped[BatchState] = mapped_column(stored_words(BatchState))
    prepared_by: Mapped[str] = mapped_column(String(64))
    prepared_on: Mapped[date] = mapped_column(Date)
    department: Mapped[str] = mapped_column(String(128), default="")
    document: Mapped[str] = mapped_column(String(200), default="")
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    extra_units: Mapped[int] = mapped_column(Integer, default=0)
    exception: Mapped[str] = mapped_column(String(200), default="")

    units: Mapped[list["SaleUnit"]] = relationship(
        order_by="SaleUnit.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def case(self) -> CaseRef:
        """The batch as other features name it."""
        return CaseRef("sale_batch", self.id, self.place, self.number)


class SaleUnit(Base):
    """One dwelling of a batch; `investment` as it was registered on that day.

    Basis: HZS 2 (HZS-2-1), HZS 3 (HZS-3-3), HZS 12 (HZS-12-1, HZS-12-4).
    """

    __tablename__ = "sale_units"
    __table_args__ = (
        Index(
            "uq_sale_units_active", "unit_id", unique=True, sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
        CheckConstraint(
            "investment IN"
            " ('government_full', 'joint', 'self_built_private', 'self_built_state_owned')",
            name="investment_known",
        ),
        CheckConstraint(
            "investment <> 'self_built_state_owned'"
            " OR (government_document <> '' AND disposal_document <> '')",
            name="state_owned_released",
        ),
        Index(None, "batch_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("sale_batches.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    investment: Mapped[InvestmentType] = mapped_column(stored_words(InvestmentType))
    policy_document: Mapped[str] = mapped_column(String(200), default="")
    government_document: Mapped[str] = mapped_column(String(200), default="")
    disposal_document: Mapped[str] = mapped_column(String(200), default="")
    #: On a list that is not rejected, and not used up by a sale that ended with the dwelling back.
    active: Mapped[bool] = mapped_column(Boolean, default=True)
