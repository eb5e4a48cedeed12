"""Tables of the ledger: money leaves one account and enters another; nothing is ever changed.

Triggers of the database add every transfer to the totals of its two accounts and refuse to change
or remove one, so that all debits equal all credits at every moment.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
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
from housing.core.db.types import UtcDateTime, stored_words
from housing.ledger.words import ONCE_A_MONTH, AccountKind, TransferKind

_ONCE = ", ".join(f"'{kind.value}'" for kind in ONCE_A_MONTH)
IS_MONTHLY, IS_REVERSAL = text(f"kind IN ({_ONCE})"), text("reverses_id IS NOT NULL")


class Book(Base):
    """The last voucher of a county's year; held while a voucher is posted."""

    __tablename__ = "ledger_books"
    __table_args__ = (CheckConstraint("vouchers >= 0", name="vouchers_not_negative"),)

    place: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    vouchers: Mapped[int] = mapped_column(Integer, default=0)


class Account(Base):
    """One account of a county; the totals are kept by the database itself."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        UniqueConstraint("place", "kind", "ref"),
        UniqueConstraint("id", "place"),
        CheckConstraint("debits_fen >= 0 AND credits_fen >= 0", name="totals_not_negative"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    kind: Mapped[AccountKind] = mapped_column(stored_words(AccountKind))
    ref: Mapped[str] = mapped_column(String(160), default="")
    debits_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    credits_fen: Mapped[int] = mapped_column(BigInteger, default=0)

    @property
    def balance_fen(self) -> int:
        """What it holds, counted on the side on which it grows (`AccountKind.side`)."""
        return self.kind.side * (self.debits_fen - self.credits_fen)


class Transfer(Base):
    """`fen` out of the account `credit_id` and into the account `debit_id`.

    `on` is the day it counts for, `period` the month ('2026-09') of what is charged every month;
    transfers of one act share their voucher (凭证号). `reverses_id` is the transfer it undoes.
    """

    __tablename__ = "ledger_transfers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["debit_id", "place"], ["ledger_accounts.id", "ledger_accounts.place"], name="fk_debit"
        ),
        ForeignKeyConstraint(
            ["credit_id", "place"],
            ["ledger_accounts.id", "ledger_accounts.place"],
            name="fk_credit",
        ),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
        CheckConstraint("length(period) = 7", name="period_is_month"),
        CheckConstraint("voucher <> ''", name="has_voucher"),
        CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)"
            " AND (reverses_id IS NULL OR note <> '')",
            name="reversal_with_reason",
        ),
        CheckConstraint(
            f"kind NOT IN ({_ONCE}) OR (lease_id IS NOT NULL AND period IS NOT NULL)",
            name="charge_of_a_month",
        ),
        Index(
            "uq_ledger_transfers_month",
            "lease_id",
            "period",
            "kind",
            unique=True,
            sqlite_where=IS_MONTHLY,
            postgresql_where=IS_MONTHLY,
        ),
        Index(
            "uq_ledger_transfers_reversed",
            "reverses_id",
            unique=True,
            sqlite_where=IS_REVERSAL,
            postgresql_where=IS_REVERSAL,
        ),
        Index("ix_ledger_transfers_lease", "lease_id", "on_day"),
        Index("ix_ledger_transfers_voucher", "place", "voucher"),
        Index("ix_ledger_transfers_on_day", "place", "on_day"),
        Index("ix_ledger_transfers_debit", "debit_id", "on_day"),
        Index("ix_ledger_transfers_credit", "credit_id", "on_day"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    on: Mapped[date] = mapped_column("on_day", Date)
    debit_id: Mapped[int] = mapped_column(Integer)
    credit_id: Mapped[int] = mapped_column(Integer)
    fen: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[TransferKind] = mapped_column(stored_words(TransferKind))
    voucher: Mapped[str] = mapped_column(String(24))
    lease_id: Mapped[int | None] = mapped_column(Integer, nullable=True)
    period: Mapped[str | None] = mapped_column(String(7), nullable=True)
    note: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(256), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_transfers.id"))
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
