"""Letters of an exit case, each with the articles it rests on."""

from collections.abc import Mapping, Sequence
from datetime import date

from housing.abandonments.telling import window
from housing.core.access.offices import OFFICE_NAMES
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.exits import acting
from housing.exits.models import ExitCase
from housing.exits.states import Trigger
from housing.exits.words import TRIGGER_WORDS
from housing.joint_reviews import telling
from housing.joint_reviews.people import Tenant
from housing.joint_reviews.rules import Opinion
from housing.leases.models import Lease, RentTerm
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter

AFTERWARDS = (
    "搬迁期满不腾退、确无其他住房的，按市场价格缴纳租金；"
    "有符合入住条件的自有住房拒不腾退的，将依法向人民法院提起诉讼"
)


def tell_opened(work: Work, case: ExitCase, tenant: Tenant) -> Letter | None:
    """Tell a household why a case was opened; None where it wished to go itself.

    Basis: HN 33 (HN-33-2), HN 24 (HN-24-5).
    """
    if case.trigger is Trigger.OWN_WISH:
        return None
    if case.trigger is Trigger.TERM_ENDED:
        facts: dict[str, object] = {
            "reason": case.reason,
            "period": acting.relocation(work, case.place).words,
            "afterwards": AFTERWARDS,
        }
        ended = ("HN-24-5", "HN-33-5", "HN-33-6", "HN-33-8")
        return _tell(work, LetterKind.TERM_ENDED, case, tenant, facts, ended)
    facts = {
        "opened_on": case.opened_on,
        "trigger": TRIGGER_WORDS[case.trigger],
        "reason": case.reason,
        "then": "有关部门将进行联合审核，您可以提交书面说明和材料，结果会书面告知您",
    }
    rules = ("HN-33-1", "HN-33-2", "HN-33-3")
    return _tell(work, LetterKind.EXIT_OPENED, case, tenant, facts, rules)


def tell_kept(work: Work, case: ExitCase, tenant: Tenant) -> Letter:
    """Tell a household that it keeps its right. Basis: HN 33 (HN-33-3)."""
    facts = {"opened_on": case.opened_on, "decided_on": work.day, "reasons": case.reasons}
    return _tell(work, LetterKind.EXIT_KEPT, case, tenant, facts, ("HN-33-1", "HN-33-3"))


def tell_cancelled(
    work: Work, case: ExitCase, tenant: Tenant, opinions: Sequence[Opinion]
) -> Letter:
    """Write that a right has ended, why, what the departments said, and what follows.

    Basis: HN 33 (HN-33-4, HN-33-5), HN 15 (HN-15-13) by analogy.
    """
    facts = {
        "decided_on": work.day,
        "reasons": case.reasons,
        "opinions": [f"{OFFICE_NAMES[each.department]}：{each.words}" for each in opinions],
        "then": _then(work, case),
        "window": window(work, case.place),
    }
    rules = ["HN-33-4", *case.conditions, "HN-33-5", "HN-33-6", "HN-33-8", "HN-15-13"]
    return _tell(work, LetterKind.EXIT_CANCELLED, case, tenant, facts, rules)


def tell_extended(work: Work, case: ExitCase, tenant: Tenant, before: date) -> Letter:
    """Tell a household until when it may stay, and why longer. Basis: HN 33 (HN-33-5)."""
    facts = {
        "before": before,
        "relocate_until": case.relocate_until,
        "reason": case.extension_reason,
        "document": case.extension_document,
        "afterwards": AFTERWARDS,
    }
    rules = ("HN-33-5", "HN-33-6", "HN-33-8")
    return _tell(work, LetterKind.RELOCATION_EXTENDED, case, tenant, facts, rules)


def tell_period(work: Work, case: ExitCase, tenant: Tenant) -> Letter:
    """Remind a household of the end of its relocation period. Basis: HN 33 (HN-33-5)."""
    facts = {"relocate_until": case.relocate_until, "afterwards": AFTERWARDS}
    rules = ("HN-33-5", "HN-33-6", "HN-33-8")
    return _tell(work, LetterKind.RELOCATION_REMINDER, case, tenant, facts, rules)


def tell_market_rent(
    work: Work, lease: Lease, tenant: Tenant, term: RentTerm, rules: Sequence[str]
) -> Letter:
    """Tell a tenant what the market's rent is and from when. Basis: HN 33 (HN-33-6, HN-33-7)."""
    facts = {
        "reason": term.reason,
        "from_on": term.from_on,
        "rent": f"{yuan(Fen(term.monthly_fen))}元",
        "standard": term.standard,
    }
    return telling.tell(work, LetterKind.MARKET_RENT, lease.case, tenant, facts, rules)


def tell_reconsidered(work: Work, case: ExitCase, tenant: Tenant, outcome: str) -> Letter:
    """Tell a household what its reconsideration came to. Basis: HN 15 (HN-15-14) by analogy."""
    facts = {
        "asked_on": case.asked_on,
        "decided_on": work.day,
        "outcome": outcome,
        "reasons": case.review_reason.splitlines(),
    }
    return _tell(work, LetterKind.EXIT_REVIEWED, case, tenant, facts, ("HN-15-14", "HN-33-4"))


def _then(work: Work, case: ExitCase) -> str:
    if case.lease_id is None:
        return "自决定次月起停止发放租赁补贴"
    period = acting.relocation(work, case.place).words
    return (
        f"搬迁期为{period}，自本通知送达之日起计算，搬迁期内租金按合同约定缴纳；"
        f"请在搬迁期内腾退住房。{AFTERWARDS}"
    )


def _tell(
    work: Work,
    kind: LetterKind,
    case: ExitCase,
    tenant: Tenant,
    facts: Mapping[str, object],
    rules: Sequence[str],
) -> Letter:
    return telling.tell(work, kind, case.case, tenant, facts, list(dict.fromkeys(rules)))
