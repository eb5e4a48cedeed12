"""Letters about rent that is owed: to the tenant, and to an employer after approval."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from housing.arrears.models import ArrearsCase
from housing.arrears.rules import Owing
from housing.core.money import yuan_words
from housing.core.work import Work
from housing.households import queries as households
from housing.households.masking import masked_identity
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.whose import recipient_of
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.letters.service import Recipient
from housing.payments import queries as payments
from housing.payments.tills import tills
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

TENANT_RULES, EMPLOYER_RULES = ("HN-26-1",), ("HN-26-5",)
THEN = "逾期仍未缴清的，可以按规定通报您所在单位。"
PERIOD = "arrears_payment_period"


def remind(work: Work, case: ArrearsCase, owing: Owing) -> Letter:
    """Remind the tenant of what is owed, until when to pay it, and how."""
    return _to_tenant(work, case, LetterKind.ARREARS_REMINDER, _owed(work, case, owing))


def demand(work: Work, case: ArrearsCase, owing: Owing) -> Letter:
    """Demand what is owed formally, with what may follow."""
    facts = {**_owed(work, case, owing), "then": THEN}
    return _to_tenant(work, case, LetterKind.ARREARS_DEMAND, facts)


def notify_employer(
    work: Work, case: ArrearsCase, owing: Owing, employer: str, legal_basis: str
) -> Letter:
    """Tell the employer, on paper; deduction is theirs to decide by the rule that is named."""
    lease = leases.get(work.session, case.place, case.lease_id)
    tenant = households.get(work.session, case.place, case.household_id)
    identity = masked_identity(work.keyring.unseal(tenant.identity_sealed))
    facts = {
        "tenant": f"{tenant.name}（{identity}）",
        "address": units.located(work.session, lease.unit_id),
        "periods": owing.words(),
        "owed": yuan_words(owing.fen),
        "legal_basis": legal_basis,
        "how": how_to_pay(work, lease),
    }
    cites = values_in_force(work.session).cited(EMPLOYER_RULES, case.place, work.day)
    return letters.send(
        work, LetterKind.EMPLOYER_NOTICE, case.case, Recipient(employer), facts, cites
    )


def agreed(work: Work, case: ArrearsCase, owed: int, parts: Sequence[tuple[date, int]]) -> Letter:
    """Confirm to the tenant the instalments that were agreed."""
    facts = {
        "owed": yuan_words(owed),
        "parts": [f"{day.year}年{day.month}月{day.day}日前{yuan_words(fen)}" for day, fen in parts],
        "agreed_on": work.day,
    }
    return _to_tenant(work, case, LetterKind.INSTALMENTS, facts)


def how_to_pay(work: Work, lease: Lease) -> str:
    """Return into which account to pay, and what to write; only that of the flat's owner."""
    owner = tills(work, [lease.id])[lease.id].owner
    named = [
        f"{each.bank}（户名：{each.holder}，账号：{work.keyring.unseal(each.number_sealed)}）"
        for each in payments.bank_accounts(work.session, lease.place)
        if each.owner == owner
    ]
    counter = f"到柜台缴纳；均请注明合同编号{lease.number}。"
    return f"转账至{named[0]}，或者{counter}" if named else counter


def _owed(work: Work, case: ArrearsCase, owing: Owing) -> dict[str, object]:
    lease = leases.get(work.session, case.place, case.lease_id)
    days = int(values_in_force(work.session).value(PERIOD, case.place, work.day).value)
    return {
        "address": units.located(work.session, lease.unit_id),
        "periods": owing.words(),
        "owed": yuan_words(owing.fen),
        "pay_until": work.day + timedelta(days=days),
        "how": how_to_pay(work, lease),
    }


def _to_tenant(
    work: Work, case: ArrearsCase, kind: LetterKind, facts: Mapping[str, object]
) -> Letter:
    lease = leases.get(work.session, case.place, case.lease_id)
    to = recipient_of(work.session, work.keyring, lease)
    cites = values_in_force(work.session).cited(TENANT_RULES, case.place, work.day)
    return letters.send(work, kind, case.case, to, facts, cites)
