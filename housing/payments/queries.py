"""Reads of payments: receipts, lines of bank sheets, refunds."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.ledger.models import Transfer
from housing.ledger.words import ACCOUNT_NAMES, AccountKind, TransferKind
from housing.payments.models import (
    BankAccount,
    BankLine,
    BankSheet,
    PayerMark,
    Receipt,
    Refund,
)
from housing.payments.states import RefundState
from housing.payments.words import Channel, LineFate, MarkKind

MOST_COUNTED = 10_000


def receipt(session: Session, place: str, receipt_id: int, lease_id: int | None = None) -> Receipt:
    """Return a receipt of a place; of one lease where `lease_id` is given.

    Raises:
        NotFound: there is none with this id there.
    """
    found = session.get(Receipt, receipt_id)
    held = found is not None and found.place == place and lease_id in (None, found.lease_id)
    if found is None or not held:
        raise NotFound(f"没有第 {receipt_id} 号收据 / there is no receipt {receipt_id}")
    return found


def receipt_numbered(session: Session, lease_id: int, number: str) -> Receipt:
    """Return the receipt of a lease with this number.

    Raises:
        NotFound: the lease has none.
    """
    for found in of_lease(session, lease_id):
        if found.number == number:
            return found
    raise NotFound(f"该租约没有收据 {number} / this lease has no receipt {number}")


def by_reference(session: Session, place: str, channel: Channel, reference: str) -> Receipt | None:
    """Return the receipt that counts for a reference, or None."""
    return session.scalars(
        select(Receipt).where(
            Receipt.place == place,
            Receipt.channel == channel,
            Receipt.reference == reference,
            Receipt.reversed_on.is_(None),
        )
    ).one_or_none()


def last_number(session: Session, place: str, year: int) -> int:
    """Return the number of the last receipt of a year, 0 before the first."""
    head = f"SJ{year}"
    last = session.scalar(
        select(func.max(Receipt.number)).where(
            Receipt.place == place, Receipt.number.startswith(head, autoescape=True)
        )
    )
    return int(last.removeprefix(head)) if last else 0


def of_lease(session: Session, lease_id: int) -> Sequence[Receipt]:
    """Return the receipts of a lease, the newest first; reversed ones too."""
    return session.scalars(
        select(Receipt)
        .where(Receipt.lease_id == lease_id)
        .order_by(Receipt.on.desc(), Receipt.id.desc())
    ).all()


def bank_account(session: Session, place: str, account_id: int) -> BankAccount:
    """Return an account that rent is paid into.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(BankAccount, account_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {account_id} 号收款账户 / there is no bank account {account_id}")
    return found


def bank_accounts(session: Session, place: str) -> Sequence[BankAccount]:
    """Return the accounts that rent is paid into."""
    return session.scalars(
        select(BankAccount).where(BankAccount.place == place).order_by(BankAccount.id)
    ).all()


def sheet_of(session: Session, account_id: int, sha256: str) -> BankSheet | None:
    """Return the sheet of an account with exactly these bytes, or None."""
    return session.scalars(
        select(BankSheet).where(BankSheet.bank_account_id == account_id, BankSheet.sha256 == sha256)
    ).one_or_none()


def sheets(session: Session, place: str, limit: int = 20) -> Sequence[BankSheet]:
    """Return the last sheets that were taken, the newest first."""
    return session.scalars(
        select(BankSheet).where(BankSheet.place == place).order_by(BankSheet.id.desc()).limit(limit)
    ).all()


def known_lines(session: Session, account_id: int, serials: Collection[str]) -> dict[str, BankLine]:
    """Return the lines of an account with these serials."""
    wanted, found = sorted(serials), dict[str, BankLine]()
    for start in range(0, len(wanted), 5000):
        rows = session.scalars(
            select(BankLine).where(
                BankLine.bank_account_id == account_id,
                BankLine.serial.in_(wanted[start : start + 5000]),
            )
        )
        found |= {line.serial: line for line in rows}
    return found


def line(session: Session, place: str, line_id: int, *, lock: bool = False) -> BankLine:
    """Return a line of a bank sheet.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(BankLine).where(BankLine.id == line_id, BankLine.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {line_id} 条银行流水 / there is no bank line {line_id}")
    return found


def count_lines(session: Session, place: str, fate: LineFate | None) -> int:
    """Return how many lines have a fate, counting no further than 10,000."""
    some = _lines(place, fate).with_only_columns(BankLine.id).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def lines(
    session: Session, place: str, fate: LineFate | None, offset: int = 0, limit: int | None = 50
) -> Sequence[BankLine]:
    """Return a page of lines, the oldest first."""
    found = _lines(place, fate).order_by(BankLine.on, BankLine.id)
    return session.scalars(found.offset(offset).limit(limit)).all()


def marks(
    session: Session, place: str, kind: MarkKind, indexes: Collection[str]
) -> dict[str, list[int]]:
    """Return {index: leases that are known by it}."""
    found: dict[str, list[int]] = {}
    rows = session.execute(
        select(PayerMark.mark_index, PayerMark.lease_id).where(
            PayerMark.place == place, PayerMark.kind == kind, PayerMark.mark_index.in_(indexes)
        )
    )
    for index, lease_id in rows:
        found.setdefault(index, []).append(lease_id)
    return found


def marks_of(session: Session, lease_id: int) -> Sequence[PayerMark]:
    """Return by what a lease is known in the sheets of banks."""
    return session.scalars(
        select(PayerMark).where(PayerMark.lease_id == lease_id).order_by(PayerMark.id)
    ).all()


def refund(session: Session, place: str, refund_id: int, *, lock: bool = False) -> Refund:
    """Return a refund of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(Refund).where(Refund.id == refund_id, Refund.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {refund_id} 号退款 / there is no refund {refund_id}")
    return found


def refunds(
    session: Session,
    place: str,
    state: RefundState | None = None,
    offset: int = 0,
    limit: int | None = 50,
) -> Sequence[Refund]:
    """Return a page of refunds, the newest first."""
    found = select(Refund).where(Refund.place == place)
    if state is not None:
        found = found.where(Refund.state == state)
    return session.scalars(found.order_by(Refund.id.desc()).offset(offset).limit(limit)).all()


def count_refunds(session: Session, place: str, state: RefundState | None = None) -> int:
    """Return how many refunds a place has, of one state or of all."""
    found = select(func.count()).where(Refund.place == place)
    if state is not None:
        found = found.where(Refund.state == state)
    return session.scalar(found) or 0


def refunds_of_lease(session: Session, lease_id: int) -> Sequence[Refund]:
    """Return the refunds of a lease, the newest first."""
    return session.scalars(
        select(Refund).where(Refund.lease_id == lease_id).order_by(Refund.id.desc())
    ).all()


def reserved(session: Session, lease_id: int, source: str) -> int:
    """Return what refunds that wait for a decision would take out of a lease's account."""
    found = select(func.coalesce(func.sum(Refund.fen), 0)).where(
        Refund.lease_id == lease_id,
        Refund.source == source,
        Refund.state == RefundState.PROPOSED,
    )
    return int(session.scalar(found) or 0)


def waiting(session: Session, place: str) -> dict[str, int]:
    """Return what waits for somebody: lines to match, refunds to approve and to pay."""
    return {
        "lines": count_lines(session, place, LineFate.WAITING),
        "refunds": count_refunds(session, place, RefundState.PROPOSED),
        "refunds_to_pay": count_refunds(session, place, RefundState.APPROVED),
    }


def _lines(place: str, fate: LineFate | None) -> Select[BankLine]:
    found = select(BankLine).where(BankLine.place == place)
    return found if fate is None else found.where(BankLine.fate == fate)


def last_charges(session: Session, lease_ids: Collection[int]) -> dict[int, int]:
    """Return what the last charged month of rent came to, in fen, by lease."""
    wanted, found = sorted(lease_ids), dict[int, int]()
    for start in range(0, len(wanted), 5000):
        some = wanted[start : start + 5000]
        last = (
            select(Transfer.lease_id, func.max(Transfer.period).label("period"))
            .where(Transfer.lease_id.in_(some), Transfer.kind == TransferKind.RENT_CHARGE)
            .group_by(Transfer.lease_id)
            .subquery()
        )
        rows = session.execute(
            select(Transfer.lease_id, Transfer.fen)
            .join(
                last,
                and_(Transfer.lease_id == last.c.lease_id, Transfer.period == last.c.period),
            )
            .where(Transfer.kind == TransferKind.RENT_CHARGE)
        )
        found |= {lease_id: fen for lease_id, fen in rows if lease_id is not None}
    return found


def of_line(session: Session, line_id: int) -> Receipt | None:
    """Return the receipt that counts for a line of a bank, or None."""
    return session.scalars(
        select(Receipt).where(Receipt.bank_line_id == line_id, Receipt.reversed_on.is_(None))
    ).one_or_none()


def refund_of_line(session: Session, line_id: int) -> Refund | None:
    """Return the refund of a waiting line that was not refused, or None."""
    return session.scalars(
        select(Refund).where(Refund.bank_line_id == line_id, Refund.state != RefundState.REFUSED)
    ).one_or_none()


def part_name(kind: str) -> str:
    """Return what people call an account that a payment went to."""
    return ACCOUNT_NAMES[AccountKind(kind)].removeprefix("应收")
