"""Rent reductions: asked for, decided by another person, never automatic, never for ever.

Basis: HN 26 (HN-26-2, HN-26-3).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core import texts
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases import terms, whose
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.rents import queries
from housing.rents.models import Reduction
from housing.rents.months import first_of, last_of, later, month_of
from housing.rents.states import CALLED, REDUCTION, ReductionAct, ReductionState
from housing.rents.telling import in_words, tell

CONDITIONS, RATES = "rent_reduction_conditions", "rent_reduction_rate_by_tier"
RULES = ("HN-26-2", "HN-26-3")
given = partial(texts.given, most=2_000)
S = ReductionState


def grounds(session: Session, place: str, day: date) -> list[str]:
    """Return the conditions on which a county lowers rents; empty where it has set none."""
    value = values_in_force(session).find(CONDITIONS, place, day)
    return list(value.value) if value is not None else []


def apply(
    work: Work, lease_id: int, *, ground: str, statement: str, documents: Sequence[int] = ()
) -> Reduction:
    """Ask for a reduction: the tenant for the own lease, or an officer who takes it down.

    `ground` is one of the county's conditions; `documents` are ids of kept documents of the lease.
    The county's period for the decision begins. Basis: HN 26 (HN-26-3).

    Raises:
        NotFound: no such lease, or another family's.
        WrongState: the lease does not run, or an application waits already.
        BadInput: a condition the county does not have, or nothing stated.
        MissingPolicyValue: the county has set no conditions or no period.
    """
    lease = _lease(work, lease_id)
    clocks.alone(work, work.place)
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState("租赁合同不在租赁中，不能申请减免 / the lease does not run")
    if queries.applied_of(work.session, lease.id) is not None:
        raise WrongState("已有一项待决定的减免申请 / an application waits for decision already")
    conditions = values_in_force(work.session).value(CONDITIONS, work.place, work.day).value
    if ground not in conditions:
        named = "、".join(conditions)
        raise BadInput(f"减免理由：应为{named}之一 / ground: choose one of the conditions")
    made = Reduction(
        place=work.place,
        number=_number(work),
        lease_id=lease.id,
        state=S.APPLIED,
        ground=ground,
        statement=given(statement, "情况说明 / statement"),
        documents=list(documents),
        applied_on=work.day,
        applied_by=work.actor.name,
        cites=[],
    )
    work.session.add(made)
    work.session.flush()
    kind = ClockKind.REDUCTION_DECISION
    clocks.start(work, made.case, kind, office_id=None, role=Role.COUNTY_HEAD)
    _record(work, made, TenancyTag.REDUCTION_APPLIED, reason=made.statement)
    return made


def grant(
    work: Work, reduction_id: int, *, percent: int, until_month: str, reasons: str, document: str
) -> Reduction:
    """Grant a reduction from the month after the decision to the end of `until_month`.

    Basis: HN 26 (HN-26-3; a reduction begins with the first rent period after the decision).

    Raises:
        NotAllowed: the actor may not decide, or took the application down.
        WrongState: it is decided already.
        BrokenRule: a percentage that the county's table does not allow, or another reduction
            holds in these months.
        BadInput: the last month does not fit, or reasons or document are missing.
    """
    found = _to_decide(work, reduction_id)
    state = REDUCTION.step(found.state, ReductionAct.GRANT, CALLED).target
    lease = leases.get(work.session, work.place, found.lease_id, lock=True)
    _must_be_allowed(work, lease, percent)
    first = later(month_of(work.day))
    _must_fit(work, lease, found, first, until_month)
    months = (percent, first, until_month)
    _decide(work, found, state, reasons, document, months)
    work.session.flush()
    _record(
        work, found, TenancyTag.REDUCTION_GRANTED, reason=found.reasons, document=found.document
    )
    facts = {
        "ground": found.ground,
        "percent": f"{percent}%",
        "from_month": in_words(first),
        "until_month": in_words(until_month),
    }
    tell(work, LetterKind.REDUCTION_GRANTED, lease, facts, found.cites, found.case)
    return found


def refuse(work: Work, reduction_id: int, *, reasons: str, document: str = "") -> Reduction:
    """Refuse a reduction, with reasons that the tenant is told.

    Raises:
        NotAllowed: the actor may not decide, or took the application down.
        WrongState: it is decided already.
        BadInput: no reasons.
    """
    found = _to_decide(work, reduction_id)
    state = REDUCTION.step(found.state, ReductionAct.REFUSE, CALLED).target
    _decide(work, found, state, reasons, document or "—")
    work.session.flush()
    _record(
        work, found, TenancyTag.REDUCTION_REFUSED, reason=found.reasons, document=found.document
    )
    lease = leases.get(work.session, work.place, found.lease_id)
    facts = {"ground": found.ground, "reason": found.reasons}
    tell(work, LetterKind.REDUCTION_REFUSED, lease, facts, found.cites, found.case)
    return found


def withdraw(work: Work, reduction_id: int) -> Reduction:
    """Take an application back before it is decided: the tenant, or an officer on their word.

    Raises:
        NotFound: no such application, or another family's.
        WrongState: it is decided already.
    """
    found = queries.reduction(work.session, work.place, reduction_id, lock=True)
    _lease(work, found.lease_id)
    found.state = REDUCTION.step(found.state, ReductionAct.WITHDRAW, CALLED).target
    work.session.flush()
    _stop_clock(work, found, Outcome.VOID)
    _record(work, found, TenancyTag.REDUCTION_WITHDRAWN)
    return found


def end(work: Work, reduction_id: int, *, last_month: str, reason: str) -> Reduction:
    """End a granted reduction early; months that have begun stay as they were charged.

    Raises:
        NotAllowed: the actor may not decide reductions.
        WrongState: it was not granted, or has ended.
        BadInput: no reason, or a last month before this one or after the one it had.
    """
    work.actor.must(Permission.DECIDE_REDUCTION)
    found = queries.reduction(work.session, work.place, reduction_id, lock=True)
    state = REDUCTION.step(found.state, ReductionAct.END, CALLED).target
    first_of(last_month)
    if not month_of(work.day) <= last_month < (found.until_month or ""):
        raise BadInput(
            f"最后一个月：{last_month}，应不早于本月 {month_of(work.day)}、早于 {found.until_month}"
            f" / last month: from {month_of(work.day)} to before {found.until_month}"
        )
    why = given(reason, "理由 / reason")
    found.state, found.until_month = state, last_month
    work.session.flush()
    _record(work, found, TenancyTag.REDUCTION_ENDED, reason=why)
    lease = leases.get(work.session, work.place, found.lease_id)
    facts = {"last_month": in_words(last_month), "reason": why}
    tell(work, LetterKind.REDUCTION_ENDED, lease, facts, found.cites, found.case)
    return found


def remind(work: Work, some: int) -> int:
    """Remind tenants, once, of reductions whose last month has begun; return how many."""
    found = queries.ending(work.session, work.place, month_of(work.day), some)
    cites = values_in_force(work.session).cited(RULES, work.place, work.day)
    for each in found:
        lease = leases.get(work.session, work.place, each.lease_id)
        due_on = last_of(each.until_month or month_of(work.day))
        facts = {"matter": "租金减免到期，需要继续减免的请重新申请", "due_on": due_on}
        tell(work, LetterKind.REMINDER, lease, facts, cites, each.case)
        each.reminded_on = work.day
    work.session.flush()
    return len(found)


def _lease(work: Work, lease_id: int) -> Lease:
    """The tenant's own lease, or one of the place for an officer who keeps rents."""
    if work.actor.may(Permission.KEEP_RENT):
        return leases.get(work.session, work.place, lease_id)
    return whose.own(work.session, work.actor, lease_id)


def _to_decide(work: Work, reduction_id: int) -> Reduction:
    work.actor.must(Permission.DECIDE_REDUCTION)
    found = queries.reduction(work.session, work.place, reduction_id, lock=True)
    if found.applied_by == work.actor.name:
        raise NotAllowed(
            "受理和决定须是两个人 / whoever took the application down cannot decide it"
        )
    return found


def _must_be_allowed(work: Work, lease: Lease, percent: int) -> None:
    """The county's table gives least and most, for all or by the group of the tenant."""
    held: Mapping[str, Any] = values_in_force(work.session).value(RATES, work.place, work.day).value
    group = terms.on(work.session, lease.id, work.day).rent_group
    table = held.get(group, held)
    least, most = max(1, int(table["least"])), int(table["most"])
    if not least <= percent <= most:
        raise BrokenRule(
            f"减免比例：{percent}%，本地标准为 {least}% 至 {most}%"
            f" / percentage: {percent}; the county allows {least} to {most}",
            rules=RULES,
        )


def _must_fit(work: Work, lease: Lease, found: Reduction, first: str, last: str) -> None:
    first_of(last)
    if not first <= last <= max(first, month_of(lease.ends_on)):
        raise BadInput(
            f"减免至：{last}，应在 {first} 至合同到期的 {month_of(lease.ends_on)} 之间"
            f" / until: {last}; give a month from {first} to the end of the lease"
        )
    for other in queries.granted_of(work.session, found.lease_id):
        if (other.until_month or "") >= first and (other.from_month or "") <= last:
            raise BrokenRule(
                f"{other.number} 的减免至 {other.until_month}，期间重叠，请先终止原减免"
                f" / {other.number} holds until {other.until_month}; end it first",
                rules=RULES,
            )


def _decide(
    work: Work,
    found: Reduction,
    state: ReductionState,
    reasons: str,
    document: str,
    months: tuple[int, str, str] | None = None,
) -> None:
    why, paper = given(reasons, "理由 / reasons"), given(document, "决定文件 / document")
    cites = list(values_in_force(work.session).cited(RULES, work.place, work.day))
    found.reasons, found.document, found.cites = why, paper, cites
    found.state, found.decided_on, found.decided_by = state, work.day, work.actor.name
    if months is not None:
        found.percent, found.from_month, found.until_month = months
    work.session.flush()
    _stop_clock(work, found)


def _stop_clock(work: Work, found: Reduction, outcome: Outcome | None = None) -> None:
    kind = ClockKind.REDUCTION_DECISION
    if running.open_clock(work.session, found.case, kind) is not None:
        clocks.stop(work, found.case, kind, outcome=outcome)


def _number(work: Work) -> str:
    stem = f"JM{work.place}-{work.day.year}-"
    last = work.session.scalar(
        select(func.max(Reduction.number)).where(Reduction.number.startswith(stem, autoescape=True))
    )
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:05d}"


def _record(
    work: Work, found: Reduction, tag: TenancyTag, reason: str = "", document: str = ""
) -> None:
    after = {
        "state": found.state.value,
        "percent": found.percent,
        "from": found.from_month,
        "until": found.until_month,
    }
    work.record(Entry(tag, found.case.subject, None, after, reason, document), found.place)
