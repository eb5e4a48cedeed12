"""Paying money back: proposed by one person, approved by another, then paid."""

from dataclasses import dataclass
from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.money import Fen, yuan
from housing.core.texts import given
from housing.core.work import Work
from housing.leases import queries as leases
from housing.ledger import queries as balances
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.payments import queries
from housing.payments.models import Refund
from housing.payments.states import CALLED, REFUND, RefundAct, RefundState
from housing.payments.tills import Till, tills
from housing.payments.words import SOURCE_WORDS, LineFate, RefundSource

A = AccountKind
OUT_OF = {RefundSource.PREPAID: A.PREPAID, RefundSource.SETTLEMENT: A.REFUND_PAYABLE}


@dataclass(frozen=True, slots=True)
class PayTo:
    """Whom a refund goes to: name, bank, number of the account."""

    name: str
    bank: str
    account: str


def propose(
    work: Work,
    lease_id: int,
    source: RefundSource,
    fen: int,
    *,
    to: PayTo,
    reason: str,
    document: str,
) -> Refund:
    """Propose to pay back what a lease has prepaid, or what its settlement left.

    Raises:
        NotAllowed: the actor may not.
        NotFound: no such lease.
        BadInput: more than there is, no reason or document, or no account to pay to.
    """
    work.actor.must(Permission.KEEP_RENT)
    hold_head(work.session, work.place)
    lease = leases.get(work.session, work.place, lease_id)
    if source not in OUT_OF:
        raise BadInput("退款来源：待认领款请在该笔流水办理 / source: refund the line itself")
    held = balances.balance(work.session, work.place, OUT_OF[source], lease_ref(lease.id))
    free = held - queries.reserved(work.session, lease.id, source)
    if not 0 < fen <= free:
        most = yuan(Fen(max(0, free)))
        raise BadInput(
            f"退款金额：{yuan(Fen(fen))} 元，{SOURCE_WORDS[source]}可退 {most} 元"
            f" / amount: at most {most} yuan can be paid back"
        )
    return _proposed(work, source, fen, to, reason, document, lease_id=lease.id)


def propose_line(work: Work, line_id: int, *, to: PayTo, reason: str, document: str) -> Refund:
    """Propose to send money of the queue back to who paid it.

    Raises:
        NotAllowed: the actor may not.
        WrongState: the line is settled, or a refund of it is under way.
        BadInput: no reason or document, or no account to pay to.
    """
    work.actor.must(Permission.KEEP_RENT)
    hold_head(work.session, work.place)
    line = queries.line(work.session, work.place, line_id, lock=True)
    if line.fate is not LineFate.WAITING or queries.refund_of_line(work.session, line.id):
        raise WrongState("这笔流水已处理或正在退款 / this line is settled or being refunded")
    return _proposed(
        work, RefundSource.SUSPENSE, line.fen, to, reason, document, bank_line_id=line.id
    )


def decide(work: Work, refund_id: int, *, approved: bool, reason: str) -> Refund:
    """Approve or refuse a refund; by another person, who may approve money.

    Approved money leaves the lease's account (or the queue) for what is to be paid.

    Raises:
        NotAllowed: the actor may not approve, or proposed it.
        WrongState: it is decided.
        BadInput: no reason, or there is not enough left.
    """
    work.actor.must(Permission.APPROVE_PRICE)
    act = RefundAct.APPROVE if approved else RefundAct.REFUSE
    refund, before = _moved(work, refund_id, act)
    if refund.proposed_by == work.actor.name:
        raise NotAllowed("提出和审定退款须是两个人 / whoever proposed a refund cannot approve it")
    refund.decided_by, refund.decided_on = work.actor.name, work.day
    refund.decision = given(reason, "审定意见 / opinion")
    if approved:
        source = _source(work, refund)
        payable = ledger.account(work, A.REFUND_PAYABLE, refund.ref).id
        move = NewTransfer(
            source,
            payable,
            refund.fen,
            TransferKind.REFUND,
            work.day,
            refund.lease_id,
            note=refund.number,
            document=refund.document,
        )
        ledger.post(work, [move], reason=refund.reason)
    _record(work, refund, before, refund.decision)
    return refund


def pay(work: Work, refund_id: int, *, on: date, document: str) -> Refund:
    """Note that a refund was paid. `document`: the number of the bank's paper.

    Raises:
        NotAllowed: the actor may not.
        WrongState: it is not approved.
        BadInput: no document, or a day ahead.
    """
    work.actor.must(Permission.KEEP_RENT)
    refund, before = _moved(work, refund_id, RefundAct.PAY)
    paper = given(document, "银行回单编号 / number of the bank's paper")
    refund.paid_on, refund.paid_document = on, paper
    payable = ledger.account(work, A.REFUND_PAYABLE, refund.ref).id
    bank = ledger.account(work, *_till(work, refund).bank).id
    move = NewTransfer(
        payable, bank, refund.fen, TransferKind.REFUND, on, refund.lease_id, document=paper
    )
    ledger.post(work, [move], reason=f"退款 {refund.number}")
    if refund.bank_line_id is not None:
        line = queries.line(work.session, refund.place, refund.bank_line_id, lock=True)
        line.fate, line.settled_by = LineFate.RETURNED, work.actor.name
    _record(work, refund, before, "")
    return refund


def _source(work: Work, refund: Refund) -> int:
    if refund.bank_line_id is not None:
        line = queries.line(work.session, refund.place, refund.bank_line_id)
        return ledger.account(work, A.SUSPENSE, line.ref).id
    kind, ref = OUT_OF[refund.source], lease_ref(refund.lease_id or 0)
    held = balances.balance(work.session, refund.place, kind, ref)
    if held < refund.fen:
        raise BadInput(
            f"{SOURCE_WORDS[refund.source]}现有 {yuan(Fen(held))} 元，不足退款的"
            f" {yuan(Fen(refund.fen))} 元 / only {yuan(Fen(held))} yuan are left there"
        )
    return ledger.account(work, kind, ref).id


def _till(work: Work, refund: Refund) -> Till:
    if refund.bank_line_id is not None:
        line = queries.line(work.session, refund.place, refund.bank_line_id)
        account = queries.bank_account(work.session, refund.place, line.bank_account_id)
        return Till(account.owner)
    lease_id = refund.lease_id or 0
    return tills(work, [lease_id])[lease_id]


def _proposed(
    work: Work,
    source: RefundSource,
    fen: int,
    to: PayTo,
    reason: str,
    document: str,
    lease_id: int | None = None,
    bank_line_id: int | None = None,
) -> Refund:
    number = "".join(to.account.split())
    if not (number.isdecimal() and 8 <= len(number) <= 32):
        raise BadInput(
            f"收款账号：应为 8 至 32 位数字，现有 {len(number)} 位 / account number: 8 to 32 digits"
        )
    made = Refund(
        place=work.place,
        number=f"TK{work.day.year}{queries.count_refunds(work.session, work.place) + 1:06d}",
        source=source,
        lease_id=lease_id,
        bank_line_id=bank_line_id,
        fen=fen,
        payee=given(to.name, "收款人 / payee"),
        bank=given(to.bank, "开户银行 / bank"),
        account_sealed=work.keyring.seal(number),
        account_end=number[-4:],
        reason=given(reason, "退款原因 / reason"),
        document=given(document, "依据文件 / document"),
        state=RefundState.PROPOSED,
        proposed_by=work.actor.name,
        proposed_on=work.day,
    )
    work.session.add(made)
    _record(work, made, None, made.reason)
    return made


def _moved(work: Work, refund_id: int, act: RefundAct) -> tuple[Refund, RefundState]:
    hold_head(work.session, work.place)
    refund = queries.refund(work.session, work.place, refund_id, lock=True)
    before = refund.state
    refund.state = REFUND.step(before, act, CALLED).target
    return refund, before


def _record(work: Work, refund: Refund, before: RefundState | None, reason: str) -> None:
    work.session.flush()
    old = {"state": before.value} if before else None
    after = {"state": refund.state.value, "fen": refund.fen}
    paper = refund.paid_document or refund.document
    work.record(Entry(TenancyTag.REFUND_MOVED, refund.case.subject, old, after, reason, paper))
