"""Notices of absence: the tenant says when and why; a good reason is no idleness."""

from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, NotAllowed
from housing.core.texts import given
from housing.core.work import Work
from housing.leases import queries as leases
from housing.letters.kinds import LetterKind
from housing.violations import queries_beside as beside
from housing.violations.beside_states import ABSENCE, CALLED, AbsenceAct, AbsenceState
from housing.violations.decorating import lease_of
from housing.violations.models_beside import AbsenceNotice
from housing.violations.telling import tell_tenant

A = AbsenceAct


def tell(work: Work, lease_id: int, *, from_on: date, until_on: date, reason: str) -> AbsenceNotice:
    """Say when nobody will live in the flat and why; also afterwards.

    Basis: HN 34 (HN-34-8).

    Raises:
        NotFound: another's lease.
        WrongState: the lease does not run.
        BadInput: no reason, or the days do not fit.
    """
    lease = lease_of(work, lease_id)
    words = given(reason, "外出原因 / reason")
    if until_on < from_on or from_on < lease.starts_on:
        raise BadInput(
            f"外出日期：{from_on} 至 {until_on}，先后不符或早于起租日 {lease.starts_on}"
            f" / away from {from_on} to {until_on}: not in order, or before the lease began"
        )
    made = AbsenceNotice(
        place=lease.place,
        lease_id=lease.id,
        lease_number=lease.number,
        from_on=from_on,
        until_on=until_on,
        reason=words,
        state=AbsenceState.TOLD,
        told_by=work.actor.name,
        told_on=work.day,
    )
    work.session.add(made)
    work.session.flush()
    after = {"absence": made.id, "from": from_on.isoformat(), "until": until_on.isoformat()}
    work.record(Entry(TenancyTag.ABSENCE_TOLD, lease.case.subject, None, after, words), made.place)
    return made


def decide(work: Work, absence_id: int, *, is_accepted: bool, decision: str) -> AbsenceNotice:
    """Decide whether a reason is a good one; another person than who told it does.

    Basis: HN 34 (HN-34-8: 无正当理由).

    Raises:
        NotAllowed: the actor does not review tenancies, or told it themselves.
        NotFound, WrongState: no such notice, or it is decided.
        BadInput: nothing is said.
    """
    work.actor.must(Permission.REVIEW_TENANCY)
    found = beside.absence(work.session, work.place, absence_id, lock=True)
    state = ABSENCE.step(found.state, A.ACCEPT if is_accepted else A.TURN_DOWN, CALLED).target
    if found.told_by == work.actor.name:
        raise NotAllowed("报告和认定须是两个人 / whoever told it cannot decide it")
    found.decision, found.state = given(decision, "认定理由 / reasons"), state
    found.decided_by, found.decided_on = work.actor.name, work.day
    work.session.flush()
    lease = leases.get(work.session, work.place, found.lease_id)
    facts = {
        "from_on": found.from_on,
        "until_on": found.until_on,
        "answer": str(CALLED[state]),
        "reasons": found.decision,
    }
    tell_tenant(work, lease, lease.case, LetterKind.ABSENCE_ANSWER, facts, ("HN-34-8",))
    after = {"absence": found.id, "state": state.value}
    entry = Entry(TenancyTag.ABSENCE_DECIDED, lease.case.subject, None, after, found.decision)
    work.record(entry, found.place)
    return found
