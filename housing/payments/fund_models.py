"""Tables of rent out of the housing provident fund: agreements, monthly orders, certificates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
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
from sqlalchemy.orm import Mapped, mapped_column

from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.payments.states import OrderState
from housing.payments.words import CertificateKind

IS_RUNNING = text("ended_on IS NULL")


class FundAgreement(Base):
    """A tenant's consent that the fund pays the rent by monthly transfer (按月转账).

    `most_fen` is the most a month. Basis: HN 26 (HN-26-4), HZR 23 (HZR-23-1).
    """

    __tablename__ = "fund_agreements"
    __table_args__ = (
        Index(
            "uq_fund_agreements_running",
            "lease_id",
            unique=True,
            sqlite_where=IS_RUNNING,
            postgresql_where=IS_RUNNING,
        ),
        CheckConstraint("most_fen > 0", name="amount_positive"),
        CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="ended_with_reason"),
        CheckConstraint("document <> ''", name="with_consent"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    holder: Mapped[str] = mapped_column(String(64))
    account_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    account_end: Mapped[str] = mapped_column(String(4))
    most_fen: Mapped[int] = mapped_column(Integer)
    from_month: Mapped[date] = mapped_column(Date)
    document: Mapped[str] = mapped_column(String(200))
    made_by: Mapped[str] = mapped_column(String(64))
    made_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    end_reason: Mapped[str] = mapped_column(Text, default="")


class FundOrder(Base):
    """The transfer instruction of one month to the fund; one a month that was not dropped."""

    __tablename__ = "fund_orders"
    __table_args__ = (
        Index(
            "uq_fund_orders_month",
            "place",
            "month",
            unique=True,
            sqlite_where=text("state <> 'dropped'"),
            postgresql_where=text("state <> 'dropped'"),
        ),
        CheckConstraint("lines_count >= 1 AND total_fen > 0", name="somebody_pays"),
        CheckConstraint("state <> 'sent' OR length(file_sha256) = 64", name="sent_as_file"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    month: Mapped[date] = mapped_column(Date)
    state: Mapped[OrderState] = mapped_column(stored_words(OrderState))
    lines_count: Mapped[int] = mapped_column(Integer)
    total_fen: Mapped[int] = mapped_column(BigInteger)
    file_sha256: Mapped[str] = mapped_column(String(64), default="")
    prepared_by: Mapped[str] = mapped_column(String(64))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    settled_on: Mapped[date | None] = mapped_column(Date, nullable=True)

    @property
    def subject(self) -> str:
        """The order as the register names it."""
        return f"fund_order:{self.month:%Y-%m}"


class FundOrderLine(Base):
    """What the fund is asked to pay for one lease; `paid_fen` is None until it has answered."""

    __tablename__ = "fund_order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "lease_id"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("paid_fen >= 0 AND paid_fen <= fen", name="paid_at_most_asked"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("fund_orders.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("fund_agreements.id"))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    fen: Mapped[int] = mapped_column(Integer)
    paid_fen: Mapped[int | None] = mapped_column(Integer, nullable=True)
    answer: Mapped[str] = mapped_column(Text, default="")


class RentCertificate(Base):
    """A certificate for the fund, with everything that it states. Never changed.

    Basis: HN 26 (HN-26-4), HZR 23 (HZR-23-2).
    """

    __tablename__ = "rent_certificates"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        CheckConstraint("kind IN ('rent', 'platform')", name="kind_known"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        Index(None, "lease_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[CertificateKind] = mapped_column(stored_words(CertificateKind))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(64))
    made_on: Mapped[date] = mapped_column(Date)
