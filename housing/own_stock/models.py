"""Tables of own stock: one row an owner, one a transfer of what was left over."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import stored_words
from housing.own_stock.words import Outlet, OwnerKind

RUNNING = text("closed_on IS NULL")


class OwnStock(Base):
    """The flats of one owner that serve its own people first (单位、园区自建房源).

    `serves` is the word that its units carry (定向对象). `first_until`: the last day of the
    priority, where an agreement names one. `surplus_since` is the day on which a completed round
    among its own people left flats that nobody took, `surplus_round` that round, and
    `surplus_due_on` the last day before they count as left over.
    Basis: HN 19 (HN-19-1, HN-19-2, HN-19-3).
    """

    __tablename__ = "own_stocks"
    __table_args__ = (
        Index(
            "uq_own_stocks_running",
            "place",
            "owner",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        CheckConstraint("kind IN ('employer', 'park')", name="kind_known"),
        CheckConstraint("owner <> '' AND serves <> '' AND document <> ''", name="described"),
        CheckConstraint(
            "(surplus_since IS NULL) = (surplus_round = '')"
            " AND (surplus_since IS NULL) = (surplus_due_on IS NULL)",
            name="surplus_whole",
        ),
        CheckConstraint("surplus_due_on >= surplus_since", name="surplus_days_in_order"),
        CheckConstraint("closed_on >= opened_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    owner: Mapped[str] = mapped_column(String(128))
    kind: Mapped[OwnerKind] = mapped_column(stored_words(OwnerKind))
    serves: Mapped[str] = mapped_column(String(128))
    first_until: Mapped[date | None] = mapped_column(Date, nullable=True)
    document: Mapped[str] = mapped_column(String(200))
    opened_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(String(64))
    surplus_since: Mapped[date | None] = mapped_column(Date, nullable=True)
    surplus_round: Mapped[str] = mapped_column(String(64), default="", server_default="")
    surplus_due_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    closed_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    @property
    def case(self) -> CaseRef:
        """The own stock as other features name it."""
        return CaseRef("own_stock", self.id, self.place, self.owner[:32])


class StockTransfer(Base):
    """Flats left over that went to the common stock or to another employer; never changed.

    `units` are their codes; ownership stays. Basis: HN 19 (HN-19-3, HN-19-4).
    """

    __tablename__ = "stock_transfers"
    __table_args__ = (
        CheckConstraint("outlet IN ('common', 'employer')", name="outlet_known"),
        CheckConstraint("(outlet = 'common') = (receiver = '')", name="receiver_if_employer"),
        CheckConstraint("reason <> '' AND document <> ''", name="with_reason"),
        Index(None, "stock_id", "transferred_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    stock_id: Mapped[int] = mapped_column(ForeignKey("own_stocks.id"))
    outlet: Mapped[Outlet] = mapped_column(stored_words(Outlet))
    receiver: Mapped[str] = mapped_column(String(128))
    units: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200))
    cites: Mapped[list[str]] = mapped_column(JSON)
    transferred_on: Mapped[date] = mapped_column(Date)
    transferred_by: Mapped[str] = mapped_column(String(64))
