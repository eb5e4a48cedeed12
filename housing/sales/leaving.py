"""The end of a buyer's tenancy: rent to the day, the deposit set off, the rest to be repaid."""

from datetime import timedelta

from housing.core.work import Work
from housing.handovers.rules import DUES, reckon
from housing.leases import ending
from housing.leases import queries as leases
from housing.leases.words import Ending
from housing.ledger import queries as books
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.rents.correcting import correct
from housing.sales.models import Sale

A = AccountKind
HELD = (*DUES, A.DEPOSIT_DUE, A.PREPAID, A.DEPOSIT_HELD, A.REFUND_PAYABLE)


def end_tenancy(work: Work, sale: Sale) -> None:
    """End the lease of a buyer with the day before the contract, and settle its deposit.

    Months that were charged beyond that day are corrected; what the tenant has with us is set
    against what is owed, and the rest waits to be paid back. Nothing is handed over: the tenant
    stays as owner. Basis: HZS 15 (HZS-15-3), HN 24 (HN-24-3).
    """
    if sale.lease_id is None:
        return
    lease = leases.get(work.session, sale.place, sale.lease_id, lock=True)
    last = max(lease.starts_on, work.day - timedelta(days=1))
    why = f"承租家庭购买该住房（{sale.number}）"
    ending.end(work, lease, Ending.SOLD, on=last, reason=why, document=sale.contract)
    correct(work, lease.id, last, reason=why, last=last)
    found = reckon(books.lease_balances(work.session, lease.place, lease.id), ())
    ref = lease_ref(lease.id)
    account = {kind: ledger.account(work, kind, ref, lease.place).id for kind in HELD}
    lines = [
        NewTransfer(
            debit_id=account[use.source],
            credit_id=account[use.target],
            fen=use.fen,
            kind=_kind(use.source, use.target),
            on=work.day,
            lease_id=lease.id,
            note="售房结清租赁",
        )
        for use in found.uses
    ]
    if lines:
        ledger.post(work, lines, reason=why, place=lease.place)


def _kind(source: AccountKind, target: AccountKind) -> TransferKind:
    if source is not A.DEPOSIT_HELD:
        return TransferKind.ALLOCATION
    is_refund = target is A.REFUND_PAYABLE
    return TransferKind.DEPOSIT_REFUND if is_refund else TransferKind.DEPOSIT_USED
