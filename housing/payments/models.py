"""Tables of payments. Money is fen; numbers of accounts are sealed and found by their index."""

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

from housing.core.cases import CaseRef
from housing.core.db.base import Base
from housing.core.db.types import UtcDateTime, stored_words
from housing.payments.states import RefundState
from housing.payments.words import Channel, FoundBy, LineFate, MarkKind, RefundSource

IS_COUNTED = text("reversed_on IS NULL AND reference <> ''")
IS_WAITING = text("fate = 'waiting'")


class BankAccount(Base):
    """An account into which rent is paid; `owner` is empty for the county's special account.

    Basis: HN 29 (HN-29-1, HN-29-3).
    """

    __tablename__ = "bank_accounts"
    __table_args__ = (
        UniqueConstraint("place", "number_index"),
        CheckConstraint("bank <> '' AND layout <> ''", name="bank_named"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    bank: Mapped[str] = mapped_column(String(128))
    holder: Mapped[str] = mapped_column(String(128))
    owner: Mapped[str] = mapped_column(String(128), default="")
    layout: Mapped[str] = mapped_column(String(32))
    number_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    number_index: Mapped[str] = mapped_column(String(64))
    number_end: Mapped[str] = mapped_column(String(4))
    kept_by: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BankSheet(Base):
    """One sheet of a bank that was taken; the same bytes are taken once an account."""

    __tablename__ = "bank_sheets"
    __table_args__ = (
        UniqueConstraint("bank_account_id", "sha256"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint(
            "added >= 0 AND known >= 0 AND outgoing >= 0 AND matched >= 0 AND matched <= added",
            name="counts_add_up",
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    bank_account_id: Mapped[int] = mapped_column(ForeignKey("bank_accounts.id"))
    file_name: Mapped[str] = mapped_column(String(256))
    sha256: Mapped[str] = mapped_column(String(64))
    #: Lines that were new, known from an earlier sheet, and of money that went out.
    added: Mapped[int] = mapped_column(Integer)
    known: Mapped[int] = mapped_column(Integer)
    outgoing: Mapped[int] = mapped_column(Integer)
    matched: Mapped[int] = mapped_column(Integer)
    fen: Mapped[int] = mapped_column(BigInteger)
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BankLine(Base):
    """Money that came in, as the bank wrote it; `serial` is the bank's own number of it."""

    __tablename__ = "bank_lines"
    __table_args__ = (
        UniqueConstraint("bank_account_id", "serial"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("fate IN ('waiting', 'matched', 'cleared', 'returned')", name="fate_known"),
        CheckConstraint(
            "(fate = 'matched') = (lease_id IS NOT NULL)"
            " AND (lease_id IS NULL) = (found_by IS NULL)",
            name="matched_to_a_lease",
        ),
        Index(
            "ix_bank_lines_waiting",
            "place",
            "id",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        Index(None, "lease_id"),
        Index(None, "sheet_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    bank_account_id: Mapped[int] = mapped_column(ForeignKey("bank_accounts.id"))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("bank_sheets.id"))
    row: Mapped[int] = mapped_column("row_number", Integer)
    serial: Mapped[str] = mapped_column(String(64))
    on: Mapped[date] = mapped_column("on_day", Date)
    fen: Mapped[int] = mapped_column(Integer)
    payer: Mapped[str] = mapped_column(String(128))
    payer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    payer_index: Mapped[str] = mapped_column(String(64), default="")
    virtual_index: Mapped[str] = mapped_column(String(64), default="")
    #: People write telephones and identity numbers into it.
    remark_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    fate: Mapped[LineFate] = mapped_column(stored_words(LineFate))
    lease_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    found_by: Mapped[FoundBy | None] = mapped_column(stored_words(FoundBy), nullable=True)
    voucher: Mapped[str] = mapped_column(String(24))
    settled_by: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    @property
    def subject(self) -> str:
        """The line as the register names it."""
        return f"bank_line:{self.id}"

    @property
    def ref(self) -> str:
        """How the suspense account of the ledger names its bank account."""
        return f"bank:{self.bank_account_id}"


class PayerMark(Base):
    """By what a lease is known in the sheets of banks: its virtual account, a payer's account."""

    __tablename__ = "payer_marks"
    __table_args__ = (
        UniqueConstraint("place", "kind", "mark_index", "lease_id"),
        Index(
            "uq_payer_marks_virtual",
            "place",
            "mark_index",
            unique=True,
            sqlite_where=text("kind = 'virtual_account'"),
            postgresql_where=text("kind = 'virtual_account'"),
        ),
        Index(None, "lease_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    kind: Mapped[MarkKind] = mapped_column(stored_words(MarkKind))
    mark_index: Mapped[str] = mapped_column(String(64))
    mark_end: Mapped[str] = mapped_column(String(4))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Receipt(Base):
    """One payment for one lease (收款凭据). `parts` are [account kind, fen], in their order.

    Basis: HN 26 (HN-26-1, HN-26-4).
    """

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint(
            "channel IN ('bank', 'cash', 'card', 'provident_fund')", name="channel_known"
        ),
        CheckConstraint("paid_on <= made_on", name="not_ahead"),
        CheckConstraint(
            "(reversed_on IS NULL) = (reversed_by = '')"
            " AND (reversed_on IS NULL) = (reversal = '')",
            name="reversed_with_reason",
        ),
        Index(
            "uq_receipts_reference",
            "place",
            "channel",
            "reference",
            unique=True,
            sqlite_where=IS_COUNTED,
            postgresql_where=IS_COUNTED,
        ),
        Index(None, "lease_id", "id"),
        Index(None, "bank_line_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"))
    on: Mapped[date] = mapped_column("paid_on", Date)
    made_on: Mapped[date] = mapped_column(Date)
    fen: Mapped[int] = mapped_column(Integer)
    channel: Mapped[Channel] = mapped_column(stored_words(Channel))
    #: What the payment is called where it came from; counted once in a county and channel.
    reference: Mapped[str] = mapped_column(String(96))
    payer: Mapped[str] = mapped_column(String(128))
    parts: Mapped[list[list[Any]]] = mapped_column(JSON)
    bank_line_id: Mapped[int | None] = mapped_column(ForeignKey("bank_lines.id"), nullable=True)
    voucher: Mapped[str] = mapped_column(String(24))
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reversed_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    reversed_by: Mapped[str] = mapped_column(String(64), default="")
    reversal: Mapped[str] = mapped_column(Text, default="")

    @property
    def subject(self) -> str:
        """The receipt as the register names it."""
        return f"receipt:{self.number}"


class Refund(Base):
    """Money to be paid back: proposed by one person, approved by another, then paid."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("place", "number"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("state IN ('proposed', 'approved', 'refused', 'paid')", name="state_known"),
        CheckConstraint("source IN ('prepaid', 'settlement', 'suspense')", name="source_known"),
        CheckConstraint(
            "(source = 'suspense') = (bank_line_id IS NOT NULL)"
            " AND (source = 'suspense') = (lease_id IS NULL)",
            name="of_a_lease_or_a_line",
        ),
        CheckConstraint("reason <> '' AND document <> ''", name="with_reason"),
        CheckConstraint("(state = 'proposed') = (decided_by = '')", name="decided_by_somebody"),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (paid_document = '')",
            name="paid_with_document",
        ),
        Index(
            "uq_refunds_bank_line_id",
            "bank_line_id",
            unique=True,
            sqlite_where=text("state <> 'refused'"),
            postgresql_where=text("state <> 'refused'"),
        ),
        Index(None, "place", "state", "id"),
        Index(None, "lease_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(32))
    source: Mapped[RefundSource] = mapped_column(stored_words(RefundSource))
    lease_id: Mapped[int | None] = mapped_column(ForeignKey("leases.id"), nullable=True)
    bank_line_id: Mapped[int | None] = mapped_column(ForeignKey("bank_lines.id"), nullable=True)
    fen: Mapped[int] = mapped_column(Integer)
    payee: Mapped[str] = mapped_column(String(64))
    bank: Mapped[str] = mapped_column(String(128))
    account_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    account_end: Mapped[str] = mapped_column(String(4))
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(200))
    state: Mapped[RefundState] = mapped_column(stored_words(RefundState))
    proposed_by: Mapped[str] = mapped_column(String(64))
    proposed_on: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    decision: Mapped[str] = mapped_column(Text, default="")
    paid_on: Mapped[date | None] = mapped_column(Date, nullable=True)
    paid_document: Mapped[str] = mapped_column(String(200), default="")

    @property
    def case(self) -> CaseRef:
        """The refund as other features name it."""
        return CaseRef("refund", self.id, self.place, self.number)

    @property
    def ref(self) -> str:
        """How the accounts of the ledger name it."""
        return f"refund:{self.id}"
