"""Letters about renewals, each with the articles it rests on."""

from collections.abc import Sequence
from datetime import date

from housing.core.clock import chinese_day
from housing.core.work import Work
from housing.joint_reviews.people import Tenant
from housing.joint_reviews.telling import tell
from housing.leases.models import Lease
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.renewals.acting import term_of
from housing.renewals.models import Renewal
from housing.renewals.queries import Unsigned
from housing.renewals.states import RenewalState

HOW = "可以登录后在“我的续租”中申请，也可以向运营单位或者房屋所有权人书面申请"


def remind(work: Work, lease: Lease, tenant: Tenant) -> Letter:
    """Tell a tenant until when to ask for a renewal. Basis: HN 24 (HN-24-5)."""
    facts = {
        "ends_on": lease.ends_on,
        "apply_until": term_of(work, lease).deadline,
        "how": HOW,
    }
    return tell(work, LetterKind.RENEWAL_REMINDER, lease.case, tenant, facts, ("HN-24-5",))


def tell_granted(
    work: Work, renewal: Renewal, tenant: Tenant, successor: Lease, sign_by: date
) -> Letter:
    """Tell a tenant that the lease is renewed, and to sign. Basis: HN 24 (HN-24-6)."""
    by = chinese_day(sign_by)
    facts = {
        "ends_on": renewal.lease_ends_on,
        "term": f"{chinese_day(successor.starts_on)}至{chinese_day(successor.ends_on)}",
        "how": f"请在{by}前携带身份证原件，签订续租合同（编号：{successor.number}）",
    }
    return tell(work, LetterKind.RENEWAL_GRANTED, renewal.case, tenant, facts, ("HN-24-6",))


def tell_unsigned(work: Work, found: Unsigned, tenant: Tenant) -> Letter:
    """Tell a tenant that the renewed lease was to be signed, and what follows if it is not.

    Basis: HN 24 (HN-24-1, HN-24-6).
    """
    renewal = found.renewal
    facts = {
        "ends_on": renewal.lease_ends_on,
        "successor": found.successor.number,
        "due_on": found.due_on,
    }
    rules = ("HN-24-1", "HN-24-6")
    return tell(work, LetterKind.RENEWAL_UNSIGNED, renewal.case, tenant, facts, rules)


def tell_refused(work: Work, renewal: Renewal, tenant: Tenant, rules: Sequence[str]) -> Letter:
    """Tell a tenant why the lease is not renewed, and what follows. Basis: HN 24 (HN-24-6)."""
    late = renewal.state is RenewalState.TURNED_AWAY
    then = (
        "请在租赁期满后规定的搬迁期内腾退住房"
        if late
        else "我单位将按退出的规定另行作出决定并书面通知您"
    )
    facts = {
        "ends_on": renewal.lease_ends_on,
        "reasons": renewal.decision_reason.splitlines(),
        "then": then,
    }
    cites = list(dict.fromkeys(rules))
    return tell(work, LetterKind.RENEWAL_REFUSED, renewal.case, tenant, facts, cites)
