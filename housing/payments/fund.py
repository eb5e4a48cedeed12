"""Rent by monthly transfer from the housing provident fund: consent, order, result.

Basis: HN 26 (HN-26-4), HZR 23 (HZR-23-1).
"""

import hashlib
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.money import Fen, yuan
from housing.core.texts import given
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.ledger import queries as balances
from housing.ledger import service as ledger
from housing.ledger.words import AccountKind, lease_ref
from housing.payments import fund_queries as queries
from housing.payments.fund_models import FundAgreement, FundOrder, FundOrderLine
from housing.payments.receiving import Payment, take
from housing.payments.states import ORDER, ORDER_CALLED, OrderAct, OrderState
from housing.payments.tills import tills
from housing.payments.words import Channel
from housing.policies.queries import book as values_in_force

CYCLE = "provident_fund_transfer_cycle"


def agree(
    work: Work,
    lease_id: int,
    *,
    holder: str,
    account: str,
    most_fen: int,
    from_month: date,
    document: str,
) -> FundAgreement:
    """Keep a tenant's consent that the fund pays the rent every month, up to `most_fen`.

    Raises:
        NotAllowed: the actor may not.
        WrongState: the lease does not run, or a consent runs already.
        BadInput: no holder, account, amount or document.
    """
    work.actor.must(Permission.KEEP_RENT)
    lease = leases.get(work.session, work.place, lease_id)
    number = "".join(account.split())
    if not (number.isalnum() and 6 <= len(number) <= 32):
        raise BadInput("公积金账号：应为 6 至 32 位字母或数字 / fund account: 6 to 32 characters")
    if not holder.strip() or not document.strip() or most_fen <= 0:
        raise BadInput(
            "缴存人、每月上限和授权书编号都须填写 / holder, amount and the consent are needed"
        )
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(f"租赁合同 {lease.number} 不在租赁中 / this lease does not run")
    if queries.running(work.session, lease.id) is not None:
        raise WrongState("已有按月转账授权，请先终止 / a consent runs already; end it first")
    made = FundAgreement(
        place=lease.place,
        lease_id=lease.id,
        holder=holder.strip(),
        account_sealed=work.keyring.seal(number),
        account_end=number[-4:],
        most_fen=most_fen,
        from_month=from_month.replace(day=1),
        document=document.strip(),
        made_by=work.actor.name,
        made_on=work.day,
    )
    work.session.add(made)
    work.session.flush()
    after = {"most_fen": most_fen, "from": made.from_month.isoformat()}
    work.record(
        Entry(
            TenancyTag.FUND_AGREEMENT_KEPT, lease.case.subject, after=after, document=made.document
        )
    )
    return made


def end_agreement(work: Work, lease_id: int, *, reason: str) -> FundAgreement:
    """End a consent; the next order does not hold the lease.

    Raises:
        NotAllowed: the actor may not.
        WrongState: none runs.
        BadInput: no reason.
    """
    work.actor.must(Permission.KEEP_RENT)
    lease = leases.get(work.session, work.place, lease_id)
    held = queries.running(work.session, lease.id)
    if held is None:
        raise WrongState("没有按月转账授权 / no consent runs")
    given(reason, "终止的原因 / reason")
    held.ended_on, held.end_reason = work.day, reason.strip()
    work.session.flush()
    after = {"ended_on": work.day.isoformat()}
    work.record(
        Entry(
            TenancyTag.FUND_AGREEMENT_KEPT, lease.case.subject, after=after, reason=held.end_reason
        )
    )
    return held


def prepare(work: Work, month: date) -> FundOrder:
    """Make the order of a month: what each agreeing tenant owes now, up to the agreed amount.

    Basis: HZR 23 (HZR-23-1).

    Raises:
        NotAllowed: the actor may not.
        MissingPolicyValue: the place has no cycle of transfers.
        BadInput: a month to come.
        BrokenRule: the last order is nearer than the cycle.
        WrongState: the month has an order, or nobody owes anything.
    """
    work.actor.must(Permission.KEEP_RENT)
    hold_head(work.session, work.place)
    first = month.replace(day=1)
    if first > work.day:
        raise BadInput(f"月份：{first:%Y-%m} 还没有开始 / month: {first:%Y-%m} has not begun")
    _must_be_due(work, first)
    lines = _lines(work, first)
    if not lines:
        raise WrongState("没有授权按月转账且有欠缴的租户 / nobody who agreed owes anything")
    made = FundOrder(
        place=work.place,
        month=first,
        state=OrderState.PREPARED,
        lines_count=len(lines),
        total_fen=sum(line.fen for line in lines),
        prepared_by=work.actor.name,
        prepared_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    for line in lines:
        line.order_id = made.id
    work.session.add_all(lines)
    _record(work, made, None)
    return made


def send(work: Work, order_id: int, raw: bytes) -> FundOrder:
    """Note that the instruction file of an order was given to the fund.

    Raises:
        NotAllowed: the actor may not.
        WrongState: it was sent or dropped already.
    """
    work.actor.must(Permission.KEEP_RENT)
    order, before = _moved(work, order_id, OrderAct.SEND)
    order.file_sha256, order.sent_on = hashlib.sha256(raw).hexdigest(), work.day
    _record(work, order, before)
    return order


def drop(work: Work, order_id: int) -> FundOrder:
    """Drop an order that was not sent; the month may have another."""
    work.actor.must(Permission.KEEP_RENT)
    order, before = _moved(work, order_id, OrderAct.DROP)
    _record(work, order, before)
    return order


def settle(
    work: Work, order_id: int, short: Mapping[int, int], *, on: date, answer: str
) -> FundOrder:
    """Book what the fund has transferred; its sum is on its way until the bank shows it.

    `short`: {line id: fen} of lines that the fund paid less of, or nothing; the others whole.

    Raises:
        NotAllowed: the actor may not.
        WrongState: the order was not sent.
        BadInput: more than was asked, a line of another order, no answer, or a day ahead.
    """
    work.actor.must(Permission.KEEP_RENT)
    order, before = _moved(work, order_id, OrderAct.SETTLE)
    lines = queries.order_lines(work.session, order.id)
    if foreign := set(short) - {line.id for line in lines}:
        raise BadInput(f"划转结果：没有第 {min(foreign)} 行 / result: no such line")
    if not answer.strip() or on > work.day:
        raise BadInput("回执编号不能为空，日期不能晚于今天 / a paper, and a day not ahead")
    for line in lines:
        line.paid_fen, line.answer = short.get(line.id, line.fen), answer.strip()
        if not 0 <= line.paid_fen <= line.fen:
            raise BadInput(
                f"划转结果：{yuan(Fen(line.paid_fen))} 元，应在 0 至 {yuan(Fen(line.fen))} 元之间"
                f" / result: between 0 and {yuan(Fen(line.fen))} yuan"
            )
    _take(work, [line for line in lines if line.paid_fen], on)
    order.settled_on = work.day
    _record(work, order, before)
    return order


def _take(work: Work, lines: list[FundOrderLine], on: date) -> None:
    if not lines:
        return
    held = leases.of_ids(work.session, [line.lease_id for line in lines])
    whose = tills(work, held)
    payments = [
        Payment(
            lease=held[line.lease_id],
            fen=line.paid_fen or 0,
            on=on,
            channel=Channel.PROVIDENT_FUND,
            source=ledger.account(work, *whose[line.lease_id].clearing(Channel.PROVIDENT_FUND)).id,
            reference=f"fund:{line.order_id}:{line.id}",
            payer="住房公积金管理中心",
        )
        for line in lines
    ]
    take(work, payments)


def _lines(work: Work, month: date) -> list[FundOrderLine]:
    rows = work.session.execute(
        select(FundAgreement, Lease)
        .join(Lease, Lease.id == FundAgreement.lease_id)
        .where(
            FundAgreement.place == work.place,
            FundAgreement.ended_on.is_(None),
            FundAgreement.from_month <= month,
            Lease.state == LeaseState.ACTIVE,
        )
        .order_by(Lease.id)
    ).all()
    refs = [lease_ref(lease.id) for _, lease in rows]
    rent = balances.balances(work.session, work.place, AccountKind.RENT_DUE, refs)
    fee = balances.balances(work.session, work.place, AccountKind.FEE_DUE, refs)
    lines = []
    for agreement, lease in rows:
        owed = rent.get(lease_ref(lease.id), 0) + fee.get(lease_ref(lease.id), 0)
        if fen := min(agreement.most_fen, max(0, owed)):
            line = FundOrderLine(agreement_id=agreement.id, lease_id=lease.id, fen=fen)
            lines.append(line)
    return lines


def _must_be_due(work: Work, month: date) -> None:
    cycle = int(values_in_force(work.session).value(CYCLE, work.place, work.day).value)
    last = queries.last_order(work.session, work.place)
    if last is None:
        return
    apart = (month.year - last.month.year) * 12 + month.month - last.month.month
    if apart < cycle:
        raise BrokenRule(
            f"上一次划转是 {last.month:%Y-%m}，每 {cycle} 个月划转一次"
            f" / the last order is of {last.month:%Y-%m}; one every {cycle} months",
            rules=("HZR-23-1",),
        )


def _moved(work: Work, order_id: int, act: OrderAct) -> tuple[FundOrder, OrderState]:
    hold_head(work.session, work.place)
    order = queries.order(work.session, work.place, order_id)
    work.session.refresh(order)
    before = order.state
    order.state = ORDER.step(before, act, ORDER_CALLED).target
    return order, before


def _record(work: Work, order: FundOrder, before: OrderState | None) -> None:
    work.session.flush()
    old = {"state": before.value} if before else None
    after = {"state": order.state.value, "lines": order.lines_count, "fen": order.total_fen}
    work.record(Entry(TenancyTag.FUND_ORDER_MOVED, order.subject, old, after))
