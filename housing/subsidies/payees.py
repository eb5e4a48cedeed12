"""Whom the bank pays: name, bank and account of a household, sealed."""

from dataclasses import dataclass

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.texts import given
from housing.core.work import Work
from housing.subsidies import queries
from housing.subsidies.models import Entitlement


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom the bank pays: name, bank, number of the account."""

    name: str
    bank: str
    account: str


def set_payee(work: Work, entitlement_id: int, payee: Payee, *, document: str) -> Entitlement:
    """Pay to another account from the next list on.

    Raises:
        NotAllowed: the actor may not.
        BadInput: the payee is not whole, or no document.
    """
    work.actor.must(Permission.PAY_SUBSIDY)
    held = queries.get(work.session, work.place, entitlement_id)
    paper = given(document, "依据文件 / document")
    before = {"account_end": held.account_end}
    for name, value in columns_of(work, payee).items():
        setattr(held, name, value)
    work.session.flush()
    after = {"account_end": held.account_end}
    work.record(
        Entry(TenancyTag.SUBSIDY_PROPOSED, held.case.subject, before, after, document=paper),
        held.place,
    )
    return held


def columns_of(work: Work, payee: Payee) -> dict[str, object]:
    """Return a payee as the columns of an entitlement or a line.

    Raises:
        BadInput: no name or bank, or the number is no account.
    """
    number = "".join(payee.account.split())
    if not (number.isdecimal() and 8 <= len(number) <= 32):
        raise BadInput(
            f"收款账号：应为 8 至 32 位数字，现有 {len(number)} 位"
            " / account number: 8 to 32 digits, please check it"
        )
    return {
        "payee": given(payee.name, "收款人 / payee"),
        "bank": given(payee.bank, "开户银行 / bank"),
        "account_sealed": work.keyring.seal(number),
        "account_end": number[-4:],
    }
