"""Looking over the books: totals against transfers, vouchers against the register."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.audit.models import RegisterRow
from housing.core.audit.tenancy_tags import TenancyTag
from housing.ledger import queries
from housing.ledger.models import Account, Transfer
from housing.ledger.service import lines_hash


def faults(session: Session, place: str) -> list[str]:
    """Return one sentence for each thing that does not agree; empty when the books are whole.

    Every transfer of the county is read: for the audit, not for a page.
    """
    return [
        *_balance(session, place),
        *_accounts(session, place),
        *_vouchers(session, place),
    ]


def _balance(session: Session, place: str) -> Iterator[str]:
    difference = queries.trial_balance(session, place).difference
    if difference:
        yield (f"借贷不平，相差 {difference} 分 / debits and credits differ by {difference} fen")


def _accounts(session: Session, place: str) -> Iterator[str]:
    into = _sums(session, place, Transfer.debit_id)
    out = _sums(session, place, Transfer.credit_id)
    for account in session.scalars(select(Account).where(Account.place == place)):
        held = (account.debits_fen, account.credits_fen)
        if held != (into.get(account.id, 0), out.get(account.id, 0)):
            name = f"{account.kind.value} {account.ref}".strip()
            yield f"账户 {name} 的合计与流水不符 / account {name} does not agree with its transfers"


def _sums(session: Session, place: str, column: Any) -> dict[int, int]:
    rows = session.execute(
        select(column, func.sum(Transfer.fen)).where(Transfer.place == place).group_by(column)
    )
    return {account_id: int(fen) for account_id, fen in rows}


def _vouchers(session: Session, place: str) -> Iterator[str]:
    """Compare each voucher with what the register kept of it when it was posted."""
    rows = session.scalars(
        select(RegisterRow)
        .where(RegisterRow.place == place, RegisterRow.tag == TenancyTag.LEDGER_POSTED.value)
        .order_by(RegisterRow.number)
    )
    for row in rows:
        voucher = row.subject.removeprefix("voucher:")
        lines = [_line(each) for each in queries.of_voucher(session, place, voucher)]
        kept = row.after if isinstance(row.after, dict) else {}
        if kept.get("sha256") != lines_hash(lines):
            yield (
                f"凭证 {voucher} 与登记簿不符 / voucher {voucher} does not agree with the register"
            )


def _line(each: Transfer) -> dict[str, Any]:
    return {
        "on": each.on,
        "debit_id": each.debit_id,
        "credit_id": each.credit_id,
        "fen": each.fen,
        "kind": each.kind,
        "lease_id": each.lease_id,
        "period": each.period,
        "note": each.note,
        "document": each.document,
        "reverses_id": each.reverses_id,
    }
