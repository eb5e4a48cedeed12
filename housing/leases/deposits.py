"""How much a tenant leaves as performance deposit (履约保证金). Basis: HN 24 (HN-24-3)."""

from collections.abc import Mapping
from typing import Any

from housing.core.errors import BadInput
from housing.core.work import Work
from housing.leases.models import Lease
from housing.ledger import queries as ledger_queries
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref

A, T = AccountKind, TransferKind
DEPOSIT = "deposit_amount"
MONTHS, FIXED, EXEMPT = "months_of_rent", "fen", "exempt"


def deposit_of(value: Mapping[str, Any], monthly_fen: int, rent_group: str) -> int:
    """Return the deposit in fen by the county's value.

    `value` is {months_of_rent: n} or {fen: n}; groups in `exempt` leave none.

    Raises:
        BadInput: the value has neither form.
    """
    if rent_group in value.get(EXEMPT, ()):
        return 0
    if MONTHS in value:
        return int(value[MONTHS]) * monthly_fen
    if FIXED in value:
        return int(value[FIXED])
    raise BadInput(
        f"参数 {DEPOSIT} 须写明 {MONTHS} 或者 {FIXED}"
        f" / the parameter {DEPOSIT} must be given as {MONTHS} or {FIXED}"
    )


def charge(work: Work, lease: Lease) -> None:
    """Post that a tenant owes the deposit of a signed lease, which is held for them.

    Basis: HN 24 (HN-24-3).
    """
    if lease.deposit_fen:
        due, held = (_account(work, kind, lease) for kind in (A.DEPOSIT_DUE, A.DEPOSIT_HELD))
        _post(work, lease, due, held, lease.deposit_fen, T.DEPOSIT_CHARGE, "签订租赁合同")


def give_back(work: Work, lease: Lease, reason: str) -> None:
    """Strike what was not paid of a deposit, and owe the tenant what was: nobody moved in.

    Basis: HN 22 (HN-22-7), HN 24 (HN-24-3).
    """
    found = ledger_queries.lease_balances(work.session, lease.place, lease.id)
    unpaid = max(0, found.get(A.DEPOSIT_DUE, 0))
    held = _account(work, A.DEPOSIT_HELD, lease)
    if unpaid:
        due = _account(work, A.DEPOSIT_DUE, lease)
        _post(work, lease, held, due, unpaid, T.DEPOSIT_USED, f"冲销未缴保证金：{reason}")
    paid = found.get(A.DEPOSIT_HELD, 0) - unpaid
    if paid > 0:
        owed = _account(work, A.REFUND_PAYABLE, lease)
        _post(work, lease, held, owed, paid, T.DEPOSIT_REFUND, f"退还保证金：{reason}")


def _account(work: Work, kind: AccountKind, lease: Lease) -> int:
    return ledger.account(work, kind, lease_ref(lease.id), lease.place).id


def _post(
    work: Work, lease: Lease, debit: int, credit: int, fen: int, kind: TransferKind, note: str
) -> None:
    moved = NewTransfer(debit, credit, fen, kind, work.day, lease.id, note=note)
    ledger.post(work, [moved], reason=f"租赁合同 {lease.number}", place=lease.place)
