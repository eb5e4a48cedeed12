"""Taking payments for leases, with a receipt each, and undoing a wrong one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, Conflict, WrongState
from housing.core.money import Fen, yuan
from housing.core.texts import given
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.ledger import queries as balances
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import LEASE_DUES, AccountKind, TransferKind, lease_ref
from housing.payments import queries
from housing.payments.allocating import Parts, allocated
from housing.payments.models import Receipt
from housing.payments.tills import tills
from housing.payments.words import Channel

A = AccountKind
PAYABLE_STATES = (LeaseState.DRAFTED, LeaseState.SIGNED, LeaseState.ACTIVE, LeaseState.ENDED)
ACCOUNTS = (*LEASE_DUES, A.PREPAID, A.DEPOSIT_HELD)


@dataclass(slots=True)
class Payment:
    """One payment on its way into the books; `source` is the account it comes out of."""

    lease: Lease
    fen: int
    on: date
    channel: Channel
    source: int
    reference: str = ""
    payer: str = ""
    deposit: bool = False
    bank_line_id: int | None = None
    parts: Parts = field(default_factory=list)


def receive(
    work: Work,
    lease_id: int,
    fen: int,
    *,
    on: date,
    channel: Channel,
    reference: str,
    payer: str = "",
    deposit: bool = False,
) -> Receipt:
    """Take a payment at the counter or by message of the fund, and give a receipt.

    `reference`: what the payment is called where it came from (number of the slip, of the card
    terminal, of the bank); one counts once in a county and channel. The money is on its way to the
    bank until a line of a bank sheet shows it. `deposit`: meant as performance deposit.
    Basis: HN 24, 26 (HN-24-3, HN-26-1, HN-26-4).

    Raises:
        NotAllowed: the actor may not.
        NotFound: no such lease in the place.
        BadInput: no amount, no reference, or a day ahead.
        Conflict: this reference was taken already; names the receipt.
        WrongState: the lease never came about.
    """
    work.actor.must(Permission.KEEP_RENT)
    hold_head(work.session, work.place)
    lease = leases.get(work.session, work.place, lease_id)
    _check(work, lease, fen, on, reference)
    known = queries.by_reference(work.session, work.place, channel, reference.strip())
    if known is not None:
        raise Conflict(
            f"凭证号 {reference} 已于 {known.made_on} 入账（{known.number}），没有重复入账"
            f" / reference {reference} was taken on {known.made_on} as {known.number} already;"
            " nothing was booked"
        )
    source = ledger.account(work, *tills(work, [lease.id])[lease.id].clearing(channel)).id
    payment = Payment(lease, fen, on, channel, source, reference.strip(), payer.strip(), deposit)
    return take(work, [payment])[0]


def take(work: Work, payments: Sequence[Payment]) -> list[Receipt]:
    """Set payments against what their leases owe, one voucher for all, a receipt each.

    Payments of one lease are taken in the given order. The caller holds the county's register.
    """
    held = _balances(work, [each.lease.id for each in payments])
    for each in payments:
        _allocate(each, held[each.lease.id])
    numbers = _numbers(work, len(payments))
    moves = _moves(work, payments, numbers)
    voucher = ledger.post_many(work, moves, reason=f"收款 {len(payments)} 笔")
    receipts = [
        _receipt(work, each, number, voucher)
        for each, number in zip(payments, numbers, strict=True)
    ]
    work.session.add_all(receipts)
    work.session.flush()
    if len(receipts) == 1:  # A sheet of a bank has a row of its own for all of them.
        made = receipts[0]
        after = {"fen": made.fen, "channel": made.channel.value, "lease": payments[0].lease.number}
        work.record(
            Entry(TenancyTag.PAYMENT_RECEIVED, made.subject, after=after, document=made.reference)
        )
    return receipts


def reverse(work: Work, receipt_id: int, *, reason: str, document: str = "") -> Receipt:
    """Undo a payment that was booked for the wrong lease; its money is where it came from again.

    What was counted as prepaid and has been used since is owed again.

    Raises:
        NotAllowed: the actor may not.
        NotFound: no such receipt in the place.
        WrongState: it is undone already.
        BadInput: no reason.
    """
    work.actor.must(Permission.KEEP_RENT)
    hold_head(work.session, work.place)
    receipt = queries.receipt(work.session, work.place, receipt_id)
    work.session.refresh(receipt)
    if receipt.reversed_on is not None:
        raise WrongState(
            f"收据 {receipt.number} 已于 {receipt.reversed_on} 冲正"
            f" / receipt {receipt.number} was reversed on {receipt.reversed_on} already"
        )
    given(reason, "冲正的原因 / reason of the reversal")
    for each in balances.of_voucher(work.session, receipt.place, receipt.voucher):
        if each.note == receipt.number:
            ledger.reverse(work, each.id, reason=reason.strip(), document=document)
    receipt.reversed_on, receipt.reversed_by = work.day, work.actor.name
    receipt.reversal = reason.strip()
    work.session.flush()
    owe_used_prepaid(work, receipt.lease_id)
    before = {"fen": receipt.fen, "lease": receipt.lease_id}
    work.record(
        Entry(TenancyTag.PAYMENT_REVERSED, receipt.subject, before, None, reason.strip(), document)
    )
    return receipt


def owe_used_prepaid(work: Work, lease_id: int) -> None:
    """Turn what a lease has used of money that was not its own into rent that it owes."""
    lacking = -balances.balance(work.session, work.place, A.PREPAID, lease_ref(lease_id))
    if lacking > 0:
        due = ledger.account(work, A.RENT_DUE, lease_ref(lease_id)).id
        prepaid = ledger.account(work, A.PREPAID, lease_ref(lease_id)).id
        note = "冲正收款后恢复欠缴"
        back = NewTransfer(
            due, prepaid, lacking, TransferKind.ALLOCATION, work.day, lease_id, note=note
        )
        ledger.post(work, [back], reason=note)


def deposit_lacking(lease: Lease, held: Mapping[AccountKind, int]) -> int:
    """Return what of the agreed deposit has not been paid yet, in fen."""
    paid = held.get(A.DEPOSIT_HELD, 0) - held.get(A.DEPOSIT_DUE, 0)
    return max(0, lease.deposit_fen - paid)


def _allocate(payment: Payment, held: dict[AccountKind, int]) -> None:
    wanted = deposit_lacking(payment.lease, held) if payment.deposit else 0
    payment.parts = allocated(payment.fen, held, wanted)
    for kind, fen in payment.parts:
        held[kind] = held.get(kind, 0) + (fen if kind in (A.PREPAID, A.DEPOSIT_HELD) else -fen)


def _balances(work: Work, lease_ids: Sequence[int]) -> dict[int, dict[AccountKind, int]]:
    held: dict[int, dict[AccountKind, int]] = {lease_id: {} for lease_id in lease_ids}
    refs = {lease_ref(lease_id): lease_id for lease_id in held}
    for kind in ACCOUNTS:
        for ref, fen in balances.balances(work.session, work.place, kind, refs).items():
            held[refs[ref]][kind] = fen
    return held


def _moves(work: Work, payments: Sequence[Payment], numbers: Sequence[str]) -> list[NewTransfer]:
    into = {
        kind: ledger.accounts(
            work,
            kind,
            [lease_ref(e.lease.id) for e in payments if any(k is kind for k, _ in e.parts)],
        )
        for kind in ACCOUNTS
    }
    return [
        NewTransfer(
            each.source,
            into[kind][lease_ref(each.lease.id)],
            fen,
            TransferKind.PAYMENT,
            each.on,
            each.lease.id,
            note=number,
            document=each.reference,
        )
        for each, number in zip(payments, numbers, strict=True)
        for kind, fen in each.parts
    ]


def _receipt(work: Work, each: Payment, number: str, voucher: str) -> Receipt:
    return Receipt(
        place=work.place,
        number=number,
        lease_id=each.lease.id,
        on=each.on,
        made_on=work.day,
        fen=each.fen,
        channel=each.channel,
        reference=each.reference,
        payer=each.payer,
        parts=[[kind.value, fen] for kind, fen in each.parts],
        bank_line_id=each.bank_line_id,
        voucher=voucher,
        made_by=work.actor.name,
        made_at=work.now,
    )


def _numbers(work: Work, count: int) -> list[str]:
    first = queries.last_number(work.session, work.place, work.day.year) + 1
    return [f"SJ{work.day.year}{number:07d}" for number in range(first, first + count)]


def _check(work: Work, lease: Lease, fen: int, on: date, reference: str) -> None:
    if fen <= 0:
        raise BadInput(
            f"金额：{yuan(Fen(fen))} 元，应大于零 / amount: {yuan(Fen(fen))} yuan is not positive"
        )
    if on > work.day:
        raise BadInput(
            f"收款日期：{on} 晚于今天 {work.day} / day of payment: {on} lies after {work.day}"
        )
    if not reference.strip():
        raise BadInput(
            "凭证号：不能为空，请填写收据、刷卡小票或者回单的编号"
            " / reference: must not be empty; the number of the slip"
        )
    if lease.state not in PAYABLE_STATES:
        raise WrongState(
            f"租赁合同 {lease.number} 没有成立，不能收款"
            f" / lease {lease.number} never came about; nothing can be paid for it"
        )
