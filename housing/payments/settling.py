"""What a person does with a line that waits: give it to a lease, or set it off; and suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, NotFound, WrongState
from housing.core.work import Work
from housing.households.models import Household
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.ledger import queries as balances
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.payments import queries, receiving
from housing.payments.importing import bank_account_of, payment_of
from housing.payments.matching import BINDING, Signs, by_name, by_number
from housing.payments.models import BankLine, PayerMark, Receipt
from housing.payments.receiving import take
from housing.payments.tills import Till, tills
from housing.payments.words import CHANNEL_WORDS, Channel, FoundBy, LineFate, MarkKind

MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A lease that a waiting line may belong to, why, and what it owes in fen."""

    lease: Lease
    household: Household
    why: str
    owed: int


def match(
    work: Work, line_id: int, lease_number: str, *, deposit: bool = False, note: str = ""
) -> Receipt:
    """Give a waiting line to a lease, by a person; the payer's account is remembered.

    Raises:
        NotAllowed: the actor may not.
        NotFound: no such lease; the line stays in the queue.
        WrongState: somebody settled the line already.
        BrokenRule: the rent of that lease belongs to another owner than the bank account.
    """
    line = _waiting(work, line_id)
    lease = leases.by_number(work.session, work.place, lease_number.strip().upper())
    if lease is None:
        raise NotFound(
            f"没有编号为 {lease_number.strip()} 的租赁合同，该笔款仍在待认领队列"
            f" / no lease {lease_number.strip()}; the line stays in the queue"
        )
    account = queries.bank_account(work.session, line.place, line.bank_account_id)
    _must_be_whose(tills(work, [lease.id])[lease.id], account.owner)
    _, suspense = bank_account_of(work, account)
    receipt = take(work, [payment_of(line, lease, suspense, deposit)])[0]
    line.fate, line.lease_id, line.found_by = LineFate.MATCHED, lease.id, FoundBy.PERSON
    _remember(work, line, lease.id)
    _settled(work, line, receipt.voucher, note, {"lease": lease.number})
    return receipt


def clear(work: Work, line_id: int, channel: Channel, *, note: str) -> BankLine:
    """Set a line off against money that was on its way: cash paid in, card sums, the fund's sum.

    Raises:
        NotAllowed: the actor may not.
        WrongState: somebody settled the line already.
        BadInput: no note, or less is on its way than the line says.
    """
    line = _waiting(work, line_id)
    if not note.strip():
        raise BadInput("说明：请写明对应哪些收款 / note: say which payments these are")
    account = queries.bank_account(work.session, line.place, line.bank_account_id)
    kind, ref = Till(account.owner).clearing(channel)
    under_way = balances.balance(work.session, line.place, kind, ref)
    if line.fen > under_way:
        raise BadInput(
            f"{CHANNEL_WORDS[channel]}在途资金只有 {under_way} 分，少于该笔流水的 {line.fen} 分，"
            "请先登记收款 / less is on its way than this line says; record the payments first"
        )
    _, suspense = bank_account_of(work, account)
    way = ledger.account(work, kind, ref).id
    move = NewTransfer(suspense, way, line.fen, TransferKind.ALLOCATION, work.day, note=note)
    voucher = ledger.post(work, [move], reason=note.strip())[0].voucher
    line.fate = LineFate.CLEARED
    _settled(work, line, voucher, note, {"channel": channel.value})
    return line


def unmatch(work: Work, line_id: int, *, reason: str, document: str = "") -> BankLine:
    """Take a line from a wrong lease: its receipt is reversed and it waits again.

    Raises:
        NotAllowed: the actor may not.
        WrongState: it is not matched.
        BadInput: no reason.
    """
    work.actor.must(Permission.KEEP_RENT)
    hold_head(work.session, work.place)
    line = queries.line(work.session, work.place, line_id, lock=True)
    receipt = queries.of_line(work.session, line.id)
    if line.fate is not LineFate.MATCHED or receipt is None:
        raise WrongState("这笔流水没有入到任何租约 / this line is booked to no lease")
    receiving.reverse(work, receipt.id, reason=reason, document=document)
    line.fate, line.lease_id, line.found_by = LineFate.WAITING, None, None
    _settled(work, line, "", reason, {"receipt": receipt.number})
    return line


def set_virtual_account(work: Work, lease_id: int, number: str) -> PayerMark:
    """Give a lease an account number of its own, by which its payments are recognised.

    Raises:
        NotAllowed: the actor may not.
        BadInput: not 6 to 32 digits, or another lease has it.
    """
    work.actor.must(Permission.KEEP_RENT)
    lease = leases.get(work.session, work.place, lease_id)
    plain = "".join(number.split())
    if not (plain.isdecimal() and 6 <= len(plain) <= 32):
        raise BadInput("专属账号：应为 6 至 32 位数字 / virtual account: 6 to 32 digits")
    index = work.keyring.blind(plain)
    held = queries.marks(work.session, work.place, MarkKind.VIRTUAL_ACCOUNT, [index])
    if held:
        raise BadInput("专属账号：已给其他租约使用 / virtual account: another lease has it")
    made = _mark(work, MarkKind.VIRTUAL_ACCOUNT, index, plain[-4:], lease.id)
    after = {"virtual_account_end": made.mark_end}
    work.record(Entry(TenancyTag.BANK_ACCOUNT_KEPT, lease.case.subject, after=after))
    return made


def suggestions(work: Work, line: BankLine) -> list[Suggestion]:
    """Return leases that a waiting line may belong to, the likeliest first."""
    session, place = work.session, line.place
    signs = Signs.of(work.keyring.unseal(line.remark_sealed))
    reasons: dict[int, str] = {}

    def add(found: Sequence[int], why: str) -> None:
        for lease_id in found:
            reasons.setdefault(lease_id, why)

    add(list(by_number(session, place, signs.tokens).values()), "附言中的合同编号")
    if line.payer_index:
        marks = queries.marks(session, place, MarkKind.PAYER_ACCOUNT, [line.payer_index])
        add(marks.get(line.payer_index, []), "以前由此账号缴纳")
    phones = [work.keyring.blind(phone) for phone in signs.phones]
    by_phone = (
        select(Lease.id)
        .join(Household, Household.id == Lease.household_id)
        .where(Lease.place == place, Lease.state.in_(BINDING), Household.phone_index.in_(phones))
    )
    add(session.scalars(by_phone).all() if phones else (), "附言中的手机号")
    same = by_name(session, place, [line.payer]).get(line.payer, []) if line.payer else []
    add([lease_id for lease_id, _ in same], "户名相同")
    return _suggested(work, place, reasons)


def _suggested(work: Work, place: str, reasons: dict[int, str]) -> list[Suggestion]:
    some = list(reasons)[:MOST_SUGGESTED]
    rows = work.session.execute(
        select(Lease, Household)
        .join(Household, Household.id == Lease.household_id)
        .where(Lease.id.in_(some))
    )
    refs = [lease_ref(lease_id) for lease_id in some]
    rent = balances.balances(work.session, place, AccountKind.RENT_DUE, refs)
    fee = balances.balances(work.session, place, AccountKind.FEE_DUE, refs)
    found = {
        lease.id: Suggestion(
            lease,
            household,
            reasons[lease.id],
            rent.get(lease_ref(lease.id), 0) + fee.get(lease_ref(lease.id), 0),
        )
        for lease, household in rows
    }
    return [found[lease_id] for lease_id in some if lease_id in found]


def _waiting(work: Work, line_id: int) -> BankLine:
    work.actor.must(Permission.KEEP_RENT)
    hold_head(work.session, work.place)
    line = queries.line(work.session, work.place, line_id, lock=True)
    if line.fate is not LineFate.WAITING:
        raise WrongState(
            f"这笔流水已由 {line.settled_by or '系统'} 处理 / this line was settled already"
        )
    if queries.refund_of_line(work.session, line.id) is not None:
        raise WrongState("这笔流水正在办理退款 / a refund of this line is under way")
    return line


def _must_be_whose(till: Till, owner: str) -> None:
    if till.owner != owner:
        right = till.owner or "财政专户"
        raise BrokenRule(
            f"该租约的租金归“{right}”，应进其账户，不能用这个账户的款抵缴；请办理退款或者转账"
            " / the rent of this lease belongs to another owner's account; refund or transfer it",
            rules=("HN-29-1", "HN-29-3"),
        )


def _remember(work: Work, line: BankLine, lease_id: int) -> None:
    if line.payer_sealed is None:
        return
    marks = queries.marks(work.session, line.place, MarkKind.PAYER_ACCOUNT, [line.payer_index])
    if lease_id not in marks.get(line.payer_index, []):
        end = work.keyring.unseal(line.payer_sealed)[-4:]
        _mark(work, MarkKind.PAYER_ACCOUNT, line.payer_index, end, lease_id)


def _mark(work: Work, kind: MarkKind, index: str, end: str, lease_id: int) -> PayerMark:
    made = PayerMark(
        place=work.place,
        kind=kind,
        mark_index=index,
        mark_end=end,
        lease_id=lease_id,
        made_by=work.actor.name,
        made_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def _settled(work: Work, line: BankLine, voucher: str, note: str, after: dict[str, object]) -> None:
    line.voucher, line.note = voucher, note.strip()
    line.settled_by = work.actor.name if line.fate is not LineFate.WAITING else ""
    work.session.flush()
    told = {"fate": line.fate.value, **after}
    work.record(Entry(TenancyTag.BANK_LINE_SETTLED, line.subject, None, told, note.strip()))
