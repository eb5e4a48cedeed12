"""Consent to decorate: asked by the tenant, answered by the owner or operator."""

from datetime import date

from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.leases.whose import own
from housing.letters.kinds import LetterKind
from housing.violations import queries_beside as beside
from housing.violations.beside_states import CALLED, CONSENT, ConsentAct, ConsentState
from housing.violations.models_beside import DecorationConsent
from housing.violations.steps import next_number
from housing.violations.telling import tell_tenant

A = ConsentAct
NONE_NEEDED = "不同意装修，须保持原状"


def ask(
    work: Work, lease_id: int, *, scope: str, works_from: date, works_until: date
) -> DecorationConsent:
    """Ask to decorate, by the tenant or for them at the counter.

    Basis: HN 32 (HN-32-2).

    Raises:
        NotFound: another's lease.
        WrongState: the lease does not run.
        BadInput: nothing is said, or the days do not fit.
    """
    lease = lease_of(work, lease_id)
    words = given(scope, "装修范围 / scope")
    if works_until < works_from or works_from < work.day:
        raise BadInput(
            f"施工日期：{works_from} 至 {works_until}，应不早于今天且先后正确；先取得同意再施工"
            f" / works from {works_from} to {works_until}: give days to come, in order; ask first"
        )
    made = DecorationConsent(
        place=lease.place,
        number=next_number(work, DecorationConsent.number, "ZX"),
        lease_id=lease.id,
        lease_number=lease.number,
        scope=words,
        works_from=works_from,
        works_until=works_until,
        state=ConsentState.ASKED,
        asked_by=work.actor.name,
        asked_on=work.day,
    )
    work.session.add(made)
    work.session.flush()
    _record(work, made, TenancyTag.DECORATION_ASKED, words)
    return made


def decide(
    work: Work, consent_id: int, *, is_granted: bool, reasons: str, restoration: str = ""
) -> DecorationConsent:
    """Answer a request as owner or operator; a consent states what has to be put back.

    A consent is the defence against a finding of decoration without leave.
    Basis: HN 32 (HN-32-2), HN 34 (HN-34-6).

    Raises:
        NotAllowed: the actor keeps no leases, or asked it themselves.
        NotFound, WrongState: no such request, or it is answered.
        BadInput: no reasons, or a consent without the duty to restore.
    """
    work.actor.must(Permission.KEEP_LEASES)
    found = beside.consent(work.session, work.place, consent_id, lock=True)
    act = A.GRANT if is_granted else A.REFUSE
    state = CONSENT.step(found.state, act, CALLED).target
    if found.asked_by == work.actor.name:
        raise NotAllowed("申请和答复须是两个人 / whoever asked cannot answer")
    why = given(reasons, "理由 / reasons")
    duty = given(restoration, "恢复原状的要求 / duty to restore") if is_granted else ""
    found.restoration, found.reasons, found.state = duty, why, state
    found.decided_by, found.decided_on = work.actor.name, work.day
    work.session.flush()
    facts = {
        "scope": found.scope,
        "answer": "同意" if is_granted else "不同意",
        "reasons": why,
        "restoration": duty or NONE_NEEDED,
    }
    lease = leases.get(work.session, work.place, found.lease_id)
    tell_tenant(work, lease, found.case, LetterKind.DECORATION_ANSWER, facts, ("HN-32-2",))
    _record(work, found, TenancyTag.DECORATION_DECIDED, why)
    return found


def withdraw(work: Work, consent_id: int) -> DecorationConsent:
    """Take a request back, by the tenant.

    Raises:
        NotFound, WrongState: no such request of theirs, or it is answered.
    """
    found = beside.consent(work.session, work.place, consent_id, lock=True)
    lease_of(work, found.lease_id)
    found.state = CONSENT.step(found.state, A.WITHDRAW, CALLED).target
    work.session.flush()
    _record(work, found, TenancyTag.DECORATION_WITHDRAWN, "承租人撤回")
    return found


def lease_of(work: Work, lease_id: int) -> Lease:
    """Return the lease that a tenant, or whoever keeps leases for one, may ask about.

    Raises:
        NotAllowed: an officer who keeps no leases.
        NotFound: another's lease.
        WrongState: it does not run.
    """
    if work.actor.role is Role.APPLICANT:
        lease = own(work.session, work.actor, lease_id)
    else:
        work.actor.must(Permission.KEEP_LEASES)
        lease = leases.get(work.session, work.place, lease_id)
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(f"合同 {lease.number} 不在租赁中 / lease {lease.number} is not running")
    return lease


def _record(work: Work, found: DecorationConsent, tag: TenancyTag, reason: str) -> None:
    after = {"state": found.state.value, "lease": found.lease_number}
    work.record(Entry(tag, found.case.subject, None, after, reason), found.place)
