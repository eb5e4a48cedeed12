"""What was paid too much: found, booked as due from the household, withheld or given back."""

from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.money import Fen, yuan
from housing.core.texts import given
from housing.core.work import Work
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind
from housing.subsidies import queries
from housing.subsidies.models import Entitlement, SubsidyLine, SubsidyList, SubsidyOverpayment
from housing.subsidies.states import ListState


def book_overpaid(work: Work, held: Entitlement, reason: str) -> int:
    """Book what months already paid come to more than they should; return it in fen.

    A line of a list that nobody has approved yet is taken off that list instead.
    """
    _take_off_prepared(work, held)
    months = queries.open_months(work.session, [held], work.day.replace(day=1))[held.id]
    too_much = {month: -fen for month, fen in months.items() if fen < 0}
    fen = sum(too_much.values())
    if not fen:
        return 0
    due = ledger.account(work, AccountKind.SUBSIDY_DUE, held.ref, held.place)
    expense = ledger.account(work, AccountKind.SUBSIDY_EXPENSE, "", held.place)
    transfer = NewTransfer(
        due.id, expense.id, fen, TransferKind.SUBSIDY_RECOVERY, work.day, note=reason
    )
    voucher = ledger.post(work, [transfer], reason=reason, place=held.place)[0].voucher
    work.session.add(
        SubsidyOverpayment(
            entitlement_id=held.id,
            fen=fen,
            months=[[month.isoformat(), part] for month, part in too_much.items()],
            reason=reason,
            found_on=work.day,
            found_by=work.actor.name,
            voucher=voucher,
        )
    )
    work.session.flush()
    after = {"fen": fen, "voucher": voucher}
    entry = Entry(TenancyTag.SUBSIDY_OVERPAID, held.case.subject, after=after, reason=reason)
    work.record(entry, held.place)
    return fen


def repay(work: Work, entitlement_id: int, fen: int, *, on: date, document: str) -> Entitlement:
    """Note that a household gave back what it had been paid too much, or part of it.

    `document`: the number of the bank's paper. Basis: HN 33 (HN-33-2).

    Raises:
        NotAllowed: the actor may not.
        BadInput: no document, or more than is due.
    """
    work.actor.must(Permission.PAY_SUBSIDY)
    held = queries.get(work.session, work.place, entitlement_id)
    due = queries.still_due(work.session, held)
    if not 0 < fen <= due:
        raise BadInput(
            f"退回金额：{yuan(Fen(fen))} 元，应大于 0 且不超过应退的 {yuan(Fen(due))} 元"
            f" / amount given back: more than nothing and at most {yuan(Fen(due))} yuan"
        )
    given(document, "银行回单编号 / number of the bank's paper")
    fund = ledger.account(work, AccountKind.SUBSIDY_FUND, "", held.place)
    owed = ledger.account(work, AccountKind.SUBSIDY_DUE, held.ref, held.place)
    back = NewTransfer(
        fund.id, owed.id, fen, TransferKind.SUBSIDY_RECOVERY, on, document=document.strip()
    )
    ledger.post(work, [back], reason="退回多发的补贴", place=held.place)
    entry = Entry(
        TenancyTag.SUBSIDY_REPAID, held.case.subject, after={"fen": fen}, document=document.strip()
    )
    work.record(entry, held.place)
    return held


def _take_off_prepared(work: Work, held: Entitlement) -> None:
    for line, sheet in queries.payments(work.session, held.id):
        if sheet.state is not ListState.PREPARED:
            continue
        _shrink(work, line, sheet)


def _shrink(work: Work, line: SubsidyLine, sheet: SubsidyList) -> None:
    """The last line stays on a list that is dropped, so that the list shows what it was."""
    if sheet.lines_count == 1:
        sheet.state = ListState.DROPPED
    else:
        sheet.lines_count -= 1
        sheet.total_fen -= line.fen - line.withheld_fen
        work.session.delete(line)
    work.session.flush()
