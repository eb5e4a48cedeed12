"""Reconsideration of an exit by other people, as HN 15 gives it for admission."""

from collections.abc import Sequence

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.texts import given, given_lines
from housing.core.work import Work
from housing.exits import acting, telling
from housing.exits.models import ExitCase
from housing.exits.states import CALLED, LIFECYCLE, REVERSIBLE, ExitAct
from housing.handovers import queries as handovers
from housing.handovers import service as handing_over
from housing.handovers.states import RUNNING as HANDING_OVER
from housing.households.models import Household
from housing.leases import terms
from housing.leases.drafting import quoted
from housing.leases.models import Lease
from housing.leases.whose import own
from housing.leases.words import RentBasis
from housing.rents.correcting import correct
from housing.reviews.cases import as_system
from housing.units import queries as units

P = Permission
OUTCOMES = {True: "变更原决定，恢复住房保障资格", False: "维持原决定"}


def ask(work: Work, case_id: int, reason: str, document: str = "") -> ExitCase:
    """Ask for reconsideration: the household signed in, or the county on a letter (`document`).

    Basis: HN 15 (HN-15-13) by analogy, HN 33 (HN-33-4).

    Raises:
        NotAllowed, NotFound: as the words say.
        WrongState: nothing was decided against the household, or it has asked already.
        BadInput: no reason, or a letter without its number.
        BrokenRule: the period for asking is over.
    """
    by_family = work.actor.role is Role.APPLICANT
    case = acting.taken(work, case_id, *((P.APPLY,) if by_family else (P.REVIEW_TENANCY,)))
    if by_family:
        own(work.session, work.actor, case.lease_id or 0)
    elif not document.strip():
        raise BadInput("当事人书面来函：请填写编号 / letter: enter its number")
    if case.state not in REVERSIBLE or case.decision != "cancelled" or case.asked_on:
        raise WrongState("没有可以申请复核的决定，或者已经申请过 / there is nothing to ask about")
    window = running.open_clock(work.session, case.case, ClockKind.REVIEW_REQUEST)
    if window is None or window.due_on < work.day:
        raise BrokenRule(
            "申请复核的期限已过，可以依法申请行政复议或者提起行政诉讼"
            " / the period for asking for reconsideration is over",
            rules=("HN-15-13",),
        )
    clocks.stop(work, case.case, ClockKind.REVIEW_REQUEST)
    case.asked_on = work.day
    case.asked_reason = given(reason, "复核理由 / reason")
    work.session.flush()
    kind = ClockKind.RECONSIDERATION
    clocks.start(work, case.case, kind, office_id=None, role=Role.COUNTY_HEAD)
    acting.record(
        work,
        case,
        TenancyTag.EXIT_RECONSIDERATION,
        reason=case.asked_reason,
        document=document.strip(),
    )
    return case


def reconsider(work: Work, case_id: int, *, in_favour: bool, reasons: Sequence[str]) -> ExitCase:
    """Decide again, by somebody who had no hand in it before; the result is written.

    In favour, the right is given back: the rent of the standard from today, and a handover that
    was begun is called off. Basis: HN 15 (HN-15-14) by analogy, HN 33 (HN-33-4).

    Raises:
        NotAllowed: the actor may not decide, had a hand in it, or is recused (回避).
        NotFound, BadInput: as the words say. WrongState: nobody has asked, or it is decided.
    """
    work.actor.must(P.DECIDE_TENANCY)
    case = acting.taken(work, case_id, P.DECIDE_TENANCY)
    if case.asked_on is None or case.reviewed_on is not None:
        raise WrongState("没有待办的复核申请 / no reconsideration is asked for")
    acting.must_be_another(work, case, case.opened_by, case.decided_by)
    said = given_lines(reasons, "理由 / reasons")
    if in_favour:
        LIFECYCLE.step(case.state, ExitAct.REVERSE, CALLED)
    case.reviewed_by, case.reviewed_on = work.actor.name, work.day
    case.review_reason = "\n".join(said)
    work.session.flush()
    clocks.stop(work, case.case, ClockKind.RECONSIDERATION)
    if in_favour:
        _give_back(work, case, "；".join(said))
    after = {"in_favour": int(in_favour)}
    acting.record(work, case, TenancyTag.EXIT_RECONSIDERED, reason="；".join(said), after=after)
    telling.tell_reconsidered(work, case, acting.tenant_of(work, case), OUTCOMES[in_favour])
    return case


def _give_back(work: Work, case: ExitCase, reason: str) -> None:
    acting.move(work, case, ExitAct.REVERSE)
    case.ended_on = work.day
    if case.lease_id is None:
        return
    lease = acting.lease_of(work, case)
    held = handovers.of_lease(work.session, lease.id)
    if held is not None and held.state in HANDING_OVER:
        handing_over.call_off(work, held.id, reason=reason, document=case.notice_number)
    if case.market_from is not None:
        _back_to_standard(work, lease, reason)


def _back_to_standard(work: Work, lease: Lease, reason: str) -> None:
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    home = work.session.get_one(Household, lease.household_id)
    quote = quoted(work, unit, home, work.day)
    terms.change(
        as_system(work),
        lease,
        from_on=work.day,
        basis=RentBasis.STANDARD,
        rent_group=quote.rent_group,
        monthly_fen=quote.monthly_fen,
        standard=quote.standard,
        reason=f"复核后恢复保障资格：{reason}",
    )
    correct(as_system(work), lease.id, work.day, reason=reason)
