"""Acts on lists of payments: prepared, approved by another person, paid by a file, returned."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.ledger import queries as balances
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind
from housing.subsidies import queries
from housing.subsidies.housed import leases_of
from housing.subsidies.models import Entitlement, SubsidyLine, SubsidyList
from housing.subsidies.states import LIST_CALLED, PAYMENT_LIST, EntitlementState, ListAct, ListState

A = AccountKind


def prepare(work: Work, month: date) -> SubsidyList:
    """Put everybody on a list who is owed something up to `month`, that month included.

    Missed, raised and returned months come with it; what is due back is withheld. Who lives under
    a lease is left out until somebody has stopped the subsidy, or the lease is over.
    Basis: HN 9 (HN-9-1, HN-9-2), HN 10 (HN-10-2).

    Raises:
        NotAllowed: the actor may not.
        WrongState: a list is open already, or nobody is owed anything.
        BadInput: a month that has not begun.
    """
    work.actor.must(Permission.PAY_SUBSIDY)
    hold_head(work.session, work.place)
    first = month.replace(day=1)
    if first > work.day:
        raise BadInput(
            f"月份：{first:%Y-%m} 还没有开始，不能编制 / month: {first:%Y-%m} has not begun"
        )
    if (held := queries.open_list(work.session, work.place)) is not None:
        raise WrongState(
            f"清单 {held.number} 还没有办结，请先审定、拨付或者作废"
            f" / list {held.number} is not settled yet; approve, pay or drop it first"
        )
    lines = _lines(work, first)
    if not lines:
        raise WrongState(
            f"截至 {first:%Y-%m} 没有应发的补贴 / nobody is owed a subsidy up to {first:%Y-%m}"
        )
    made = SubsidyList(
        place=work.place,
        number=f"BT{first:%Y%m}-{queries.count_lists(work.session, work.place) + 1:04d}",
        month=first,
        state=ListState.PREPARED,
        lines_count=len(lines),
        total_fen=sum(line.fen - line.withheld_fen for line in lines),
        prepared_by=work.actor.name,
        prepared_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    for line in lines:
        line.list_id = made.id
    work.session.add_all(lines)
    work.session.flush()
    _record(work, made, None)
    return made


def approve(work: Work, list_id: int) -> SubsidyList:
    """Approve a list; what it holds becomes payable in the ledger.

    Raises:
        NotAllowed: the actor may not approve money, or prepared the list.
        WrongState: it does not wait for approval.
    """
    work.actor.must(Permission.APPROVE_PRICE)
    made, before = _moved(work, list_id, ListAct.APPROVE)
    if made.prepared_by == work.actor.name:
        raise NotAllowed("编制和审定须是两个人 / whoever prepared the list cannot approve it")
    made.approved_by, made.approved_on = work.actor.name, work.day
    _post_lines(work, made)
    work.session.flush()
    _record(work, made, before)
    return made


def drop(work: Work, list_id: int, *, reason: str) -> SubsidyList:
    """Drop a list that nobody has approved; its months are owed again.

    Raises:
        NotAllowed: the actor may neither prepare nor approve.
        WrongState: it was approved.
        BadInput: no reason.
    """
    if not work.actor.may(Permission.APPROVE_PRICE):
        work.actor.must(Permission.PAY_SUBSIDY)
    given(reason, "作废的原因 / reason")
    made, before = _moved(work, list_id, ListAct.DROP)
    work.session.flush()
    _record(work, made, before, reason.strip())
    return made


def fetch_file(work: Work, list_id: int, raw: bytes) -> SubsidyList:
    """Note that the file for the bank was fetched: it shows whole account numbers.

    Raises:
        NotAllowed: the actor may not.
        WrongState: the list is not approved.
    """
    work.actor.must(Permission.PAY_SUBSIDY)
    made = queries.get_list(work.session, work.place, list_id)
    if made.state not in (ListState.APPROVED, ListState.PAID):
        raise WrongState("清单审定后才能生成拨付文件 / the file is made once the list is approved")
    made.file_sha256 = hashlib.sha256(raw).hexdigest()
    work.session.flush()
    after = {"file_sha256": made.file_sha256, "lines": made.lines_count}
    work.record(
        Entry(TenancyTag.SUBSIDY_LIST_MOVED, made.subject, after=after, reason="生成拨付文件")
    )
    return made


def pay(work: Work, list_id: int, *, on: date, document: str) -> SubsidyList:
    """Note that the bank has carried a list out. `document`: the number of the bank's paper.

    Raises:
        NotAllowed: the actor may not.
        WrongState: it is not approved, or its file was never fetched.
        BadInput: no document, or a day ahead.
    """
    work.actor.must(Permission.PAY_SUBSIDY)
    given(document, "银行回单编号 / number of the bank's paper")
    made, before = _moved(work, list_id, ListAct.PAY)
    if not made.file_sha256:
        raise WrongState("还没有生成拨付文件 / fetch the file for the bank first")
    made.paid_on, made.paid_document = on, document.strip()
    fund = ledger.account(work, A.SUBSIDY_FUND).id
    moves = [
        NewTransfer(
            payable,
            fund,
            line.fen - line.withheld_fen,
            TransferKind.SUBSIDY_PAID,
            on,
            document=made.paid_document,
        )
        for line, payable in _with_payable(work, made)
        if line.fen > line.withheld_fen
    ]
    if moves:
        ledger.post_many(work, moves, reason=f"发放补贴 {made.number}")
    work.session.flush()
    _record(work, made, before)
    return made


def returned(work: Work, list_id: int, line_id: int, *, on: date, reason: str) -> SubsidyLine:
    """Note that the bank sent a payment back; its months are owed again.

    Raises:
        NotAllowed: the actor may not.
        WrongState: the list is not paid, or the line came back already.
        BadInput: no reason, or no such line.
    """
    work.actor.must(Permission.PAY_SUBSIDY)
    hold_head(work.session, work.place)
    made = queries.get_list(work.session, work.place, list_id)
    PAYMENT_LIST.step(made.state, ListAct.RETURN, LIST_CALLED)
    line = work.session.get(SubsidyLine, line_id, populate_existing=True)
    if line is None or line.list_id != made.id or not reason.strip():
        raise BadInput("请选择清单中的一行并写明退票原因 / choose a line and say why it came back")
    if line.returned_on is not None:
        raise WrongState(f"该行已于 {line.returned_on} 退票 / this line came back already")
    line.returned_on, line.return_reason = on, reason.strip()
    _undo(work, line, on)
    work.session.flush()
    after = {"line": line.id, "fen": line.fen - line.withheld_fen}
    work.record(
        Entry(TenancyTag.SUBSIDY_RETURNED, made.subject, after=after, reason=line.return_reason)
    )
    return line


def _lines(work: Work, month: date) -> list[SubsidyLine]:
    every = queries.granted(work.session, work.place)
    housed = leases_of(work.session, [held.household_id for held in every if _runs(held)])
    many = [held for held in every if not (_runs(held) and held.household_id in housed)]
    open_months = queries.open_months(work.session, many, month)
    dues = balances.balances(work.session, work.place, A.SUBSIDY_DUE, [each.ref for each in many])
    lines = (_line(each, open_months[each.id], dues.get(each.ref, 0)) for each in many)
    return [line for line in lines if line is not None]


def _runs(held: Entitlement) -> bool:
    """What was owed before a subsidy was stopped stays owed."""
    return held.state is EntitlementState.GRANTED


def _line(held: Entitlement, months: Mapping[date, int], due: int) -> SubsidyLine | None:
    fen = sum(months.values())
    if fen <= 0:
        return None
    return SubsidyLine(
        entitlement_id=held.id,
        fen=fen,
        withheld_fen=min(fen, max(0, due)),
        months=[[month.isoformat(), part] for month, part in months.items()],
        payee=held.payee,
        bank=held.bank,
        account_sealed=held.account_sealed,
        account_end=held.account_end,
    )


def _post_lines(work: Work, made: SubsidyList) -> None:
    """Owed to the household: out of the expense; withheld: against what is due back."""
    expense = ledger.account(work, A.SUBSIDY_EXPENSE).id
    rows = _with_payable(work, made)
    refs = {line.entitlement_id: f"subsidy:{line.entitlement_id}" for line, _ in rows}
    dues = ledger.accounts(work, A.SUBSIDY_DUE, refs.values())
    moves = []
    for line, payable in rows:
        moves.append(NewTransfer(expense, payable, line.fen, TransferKind.SUBSIDY, work.day))
        if line.withheld_fen:
            due, fen = dues[refs[line.entitlement_id]], line.withheld_fen
            moves.append(NewTransfer(payable, due, fen, TransferKind.SUBSIDY_RECOVERY, work.day))
    voucher = ledger.post_many(work, moves, reason=f"核发补贴 {made.number}")
    for line, _ in rows:
        line.voucher = voucher


def _with_payable(work: Work, made: SubsidyList) -> Sequence[tuple[SubsidyLine, int]]:
    lines = [line for line, _ in queries.lines(work.session, made.id)]
    refs = [f"subsidy:{line.entitlement_id}" for line in lines]
    payable = ledger.accounts(work, A.SUBSIDY_PAYABLE, refs)
    return [(line, payable[ref]) for line, ref in zip(lines, refs, strict=True)]


def _undo(work: Work, line: SubsidyLine, on: date) -> None:
    """The money is back, nothing is payable any more, and what was withheld is due again."""
    ref = f"subsidy:{line.entitlement_id}"
    fund, expense = ledger.account(work, A.SUBSIDY_FUND).id, ledger.account(work, A.SUBSIDY_EXPENSE)
    payable, due = (
        ledger.account(work, kind, ref).id for kind in (A.SUBSIDY_PAYABLE, A.SUBSIDY_DUE)
    )
    kind, paid = TransferKind.SUBSIDY_RETURNED, line.fen - line.withheld_fen
    moves = [NewTransfer(payable, expense.id, line.fen, kind, on)]
    if paid:
        moves.append(NewTransfer(fund, payable, paid, kind, on))
    if line.withheld_fen:
        moves.append(NewTransfer(due, payable, line.withheld_fen, kind, on))
    ledger.post(work, moves, reason=line.return_reason)


def _moved(work: Work, list_id: int, act: ListAct) -> tuple[SubsidyList, str]:
    hold_head(work.session, work.place)
    made = queries.get_list(work.session, work.place, list_id)
    work.session.refresh(made)
    before = made.state
    made.state = PAYMENT_LIST.step(before, act, LIST_CALLED).target
    return made, before.value


def _record(work: Work, made: SubsidyList, before: str | None, reason: str = "") -> None:
    after = {"state": made.state.value, "lines": made.lines_count, "fen": made.total_fen}
    old = {"state": before} if before else None
    work.record(
        Entry(TenancyTag.SUBSIDY_LIST_MOVED, made.subject, old, after, reason, made.paid_document)
    )
