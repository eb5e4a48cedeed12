"""What a repair costs: out of the owner's money, and owed by the tenant who caused it."""

from housing.core.work import Work
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref, owner_ref
from housing.ownership import queries as ownership
from housing.rents.income import GOVERNMENT, income_of
from housing.repairs.models import Repair
from housing.repairs.words import Payer
from housing.units import queries as units
from housing.units.models import Unit

A = AccountKind


def book_cost(work: Work, repair: Repair, fen: int, payer: Payer, note: str, document: str) -> str:
    """Book what a repair cost and return the voucher; empty where a warranty bears it.

    The owner pays the workman: the government out of its spending account, any other owner out of
    its own. What a tenant caused, the tenant owes the owner. Basis: HN 27 (HN-27-1), HN 29
    (HN-29-1, HN-29-3).
    """
    if payer is Payer.WARRANTY:
        return ""
    unit = units.by_id(work.session, repair.place, repair.unit_id)
    expense, money = _owner_accounts(work, unit)
    said = f"{repair.number} {repair.unit_code}：{note}"[:500]
    lines = [_line(work, repair, (expense, money), fen, TransferKind.SPENT, said, document)]
    if payer is Payer.TENANT and repair.lease_id is not None:
        due = ledger.account(work, A.DAMAGE_DUE, lease_ref(repair.lease_id), repair.place).id
        income = ledger.account(work, A.DAMAGE_INCOME, owner_ref(unit.owner), repair.place).id
        owed = TransferKind.DAMAGE_CHARGE
        lines.append(_line(work, repair, (due, income), fen, owed, said, document))
    return ledger.post(work, lines, reason=said, place=repair.place)[0].voucher


def _line(
    work: Work,
    repair: Repair,
    between: tuple[int, int],
    fen: int,
    kind: TransferKind,
    note: str,
    document: str,
) -> NewTransfer:
    into, out = between
    return NewTransfer(
        debit_id=into,
        credit_id=out,
        fen=fen,
        kind=kind,
        on=work.day,
        lease_id=repair.lease_id,
        note=note,
        document=document,
    )


def _owner_accounts(work: Work, unit: Unit) -> tuple[int, int]:
    """Return the accounts of the cost and of the money that pays it."""
    investment = ownership.investment_type(work.session, unit.id)
    if income_of(investment, unit.owner, bool(unit.reserved_for)) == GOVERNMENT:
        cost, money, ref = A.REPAIR_EXPENSE, A.SPENDING, ""
    else:
        cost, money, ref = A.OWNER_EXPENSE, A.OWNER_BANK, owner_ref(unit.owner)
    return (
        ledger.account(work, cost, ref, unit.place).id,
        ledger.account(work, money, ref, unit.place).id,
    )
