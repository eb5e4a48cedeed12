"""Acts on payments, in one place for those who call them."""

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.payments import (
    carrying,
    certificates,
    fund,
    importing,
    queries,
    receiving,
    refunding,
    settling,
)
from housing.payments.layouts import layout
from housing.payments.models import BankAccount, Receipt

PayTo = refunding.PayTo
receive = receiving.receive
take_sheet = importing.take_sheet
match, clear, unmatch = settling.match, settling.clear, settling.unmatch
set_virtual_account, suggestions = settling.set_virtual_account, settling.suggestions
refund, refund_line = refunding.propose, refunding.propose_line
decide_refund, pay_refund = refunding.decide, refunding.pay
apply_prepaid, carry = carrying.apply_prepaid, carrying.carry
certify, certificate_pdf = certificates.certify, certificates.certificate_pdf
receipt_pdf = certificates.receipt_pdf
agree_fund, end_fund = fund.agree, fund.end_agreement
prepare_order, send_order, settle_order = fund.prepare, fund.send, fund.settle
drop_order = fund.drop


def reverse(work: Work, receipt_id: int, *, reason: str, document: str = "") -> Receipt:
    """Undo a payment; one that came by a sheet waits in the queue again.

    Raises:
        NotAllowed, NotFound, WrongState, BadInput: see `receiving.reverse`.
    """
    receipt = queries.receipt(work.session, work.place, receipt_id)
    if receipt.bank_line_id is None or receipt.reversed_on is not None:
        return receiving.reverse(work, receipt_id, reason=reason, document=document)
    settling.unmatch(work, receipt.bank_line_id, reason=reason, document=document)
    return receipt


def open_bank_account(
    work: Work, *, bank: str, holder: str, number: str, layout_name: str, owner: str = ""
) -> BankAccount:
    """Keep an account that rent is paid into; `owner` is empty for the county's special account.

    Basis: HN 29 (HN-29-1, HN-29-3).

    Raises:
        NotAllowed: the actor may not.
        BadInput: a field is empty, the number is no account, the layout unknown, or it is kept.
    """
    work.actor.must(Permission.KEEP_RENT)
    plain = "".join(number.split())
    if not (plain.isdecimal() and 8 <= len(plain) <= 32):
        raise BadInput(f"账号：应为 8 至 32 位数字，现有 {len(plain)} 位 / number: 8 to 32 digits")
    if not bank.strip() or not holder.strip():
        raise BadInput("开户银行和户名：不能为空 / bank and holder: must not be empty")
    made = BankAccount(
        place=work.place,
        bank=bank.strip(),
        holder=holder.strip(),
        owner=owner.strip(),
        layout=layout(layout_name).name,
        number_sealed=work.keyring.seal(plain),
        number_index=work.keyring.blind(plain),
        number_end=plain[-4:],
        kept_by=work.actor.name,
        kept_at=work.now,
    )
    if any(
        each.number_index == made.number_index
        for each in queries.bank_accounts(work.session, work.place)
    ):
        raise BadInput("账号：已登记 / number: this account is kept already")
    work.session.add(made)
    work.session.flush()
    after = {"bank": made.bank, "number_end": made.number_end, "owner": made.owner}
    work.record(Entry(TenancyTag.BANK_ACCOUNT_KEPT, f"bank_account:{made.id}", after=after))
    return made
