"""The letters of a handover: to the tenant, and to the community where the flat stands."""

from collections.abc import Mapping
from datetime import date

from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.handovers.models import Handover
from housing.handovers.rules import Deduction, Reckoning
from housing.households import queries as households
from housing.leases.keys import near
from housing.leases.models import Lease
from housing.leases.whose import recipient_of
from housing.leases.words import ENDING_WORDS
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

HOW = "请与我们约定验房日期，带上租赁合同和全部钥匙；当日结清水、电、燃气等费用。"
UPHELD = "我单位将重新结算，结果另行书面告知。"
REJECTED = "原结算维持不变；您仍可以依法向人民法院提起诉讼。"


def tell_begun(work: Work, handover: Handover, lease: Lease) -> None:
    """Tell the tenant how the flat is handed over. Basis: HN 24 (HN-24-3)."""
    facts = {"ending": ENDING_WORDS[handover.ending], "reason": handover.reason, "how": HOW}
    _send(work, handover, lease, LetterKind.HANDOVER_BEGUN, facts)


def tell_settled(
    work: Work, handover: Handover, lease: Lease, lines: list[str], until: date
) -> None:
    """Send the settlement, line by line, and until when it may be objected to."""
    facts = {
        "last_day": handover.last_day,
        "lines": lines,
        "result": result_of(handover),
        "object_until": until,
    }
    _send(work, handover, lease, LetterKind.HANDOVER_SETTLED, facts)


def tell_answer(work: Work, handover: Handover, lease: Lease, *, upheld: bool) -> None:
    """Tell the tenant what came of the objection."""
    facts = {
        "objected_on": handover.objected_on,
        "answer": handover.answer,
        "then": UPHELD if upheld else REJECTED,
    }
    _send(work, handover, lease, LetterKind.HANDOVER_ANSWER, facts)


def tell_community(work: Work, handover: Handover, lease: Lease) -> bool:
    """Tell the community where the flat stands that the tenant has moved out.

    Nobody is told where the sheet of units names a street that has no office.
    Basis: HN 37 (HN-37-1).
    """
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    project = units.project(work.session, lease.place, unit.project_code)
    office = near(work, project.street)
    if office is None:
        return False
    names = households.names(work.session, [lease.household_id])
    facts = {
        "household": names[lease.household_id],
        "address": units.located(work.session, lease.unit_id),
        "keys_on": handover.keys_on,
        "ending": ENDING_WORDS[handover.ending],
    }
    to = Recipient(name=office.name, phone=office.phone, email=office.email)
    cites = values_in_force(work.session).cited(("HN-37-1",), lease.place, work.day)
    letters.send(work, LetterKind.MOVED_OUT, handover.case, to, facts, cites, office_id=office.id)
    return True


def result_of(handover: Handover) -> str:
    """Return what comes back or stays due, in words."""
    if handover.refund_fen:
        return f"应退还{yuan(Fen(handover.refund_fen))}元"
    if handover.owed_fen:
        return f"仍应缴纳{yuan(Fen(handover.owed_fen))}元"
    return "两清，互不退补"


def lines_of(found: Reckoning, deductions: list[Deduction]) -> list[str]:
    """Return the settlement line by line, as the letter and the page show it."""
    lines = [f"履约保证金{yuan(Fen(found.deposit))}元"]
    lines.append(
        f"欠缴租金、费用{yuan(Fen(found.arrears))}元" if found.arrears else "租金、费用已缴清"
    )
    lines += [f"{x.item}：{x.reason}，赔偿{yuan(Fen(x.fen))}元" for x in deductions]
    return lines


def _send(
    work: Work, handover: Handover, lease: Lease, kind: LetterKind, facts: Mapping[str, object]
) -> None:
    to = recipient_of(work.session, work.keyring, lease)
    cites = values_in_force(work.session).cited(("HN-24-3",), lease.place, work.day)
    told = {"address": units.located(work.session, lease.unit_id), **facts}
    letters.send(work, kind, handover.case, to, told, cites)
