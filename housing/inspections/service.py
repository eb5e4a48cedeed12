"""Acts on visits: plan, move, make with findings, call off; and what takes a finding up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from housing.core import texts
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.inspections import queries, rules
from housing.inspections.models import Inspection, InspectionFinding
from housing.inspections.states import CALLED, INSPECTION, InspectionAct, InspectionState
from housing.inspections.telling import tell_planned
from housing.inspections.words import Answered, Finding, NextStep, Purpose
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.repairs import service as repairs
from housing.repairs.words import Trouble
from housing.reviews.cases import as_system
from housing.units import queries as units

LONGEST = 1_000
#: What a workman is told is broken; other findings say it in words.
TROUBLE_OF = {Finding.DAMAGE: Trouble.FIXTURES}
given = partial(texts.given, most=LONGEST)
#: So many visits are planned in one act.
MOST_PLANNED = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found, in words, and what is to follow."""

    kind: Finding
    detail: str
    next_step: NextStep = NextStep.NONE


def plan(
    work: Work,
    lease_id: int,
    *,
    on: date,
    purpose: Purpose = Purpose.PLANNED,
    why: str = "",
    inspector: str = "",
    announced: bool = False,
) -> Inspection:
    """Plan a visit; `announced`: the tenant is told of the day.

    Basis: HN 27 (HN-27-1), HN 34 (HN-34-1).

    Raises:
        NotAllowed: the actor neither sees to upkeep nor reports violations.
        NotFound: no such lease.
        WrongState: the lease does not run, or a visit is planned already.
        BadInput: a day that has passed, or no reason for a visit on a report.
    """
    _must_visit(work)
    hold_head(work.session, work.place)
    lease = leases.get(work.session, work.place, lease_id)
    _must_be_free(work, lease)
    if on < work.day:
        raise BadInput(f"走访日期：{on} 已过 / visit: {on} has passed")
    reason = why.strip() if purpose is Purpose.PLANNED else given(why, "走访事由 / reason")
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    made = Inspection(
        place=lease.place,
        number=_next_number(work),
        lease_id=lease.id,
        lease_number=lease.number,
        unit_id=unit.id,
        unit_code=unit.code,
        purpose=purpose,
        why=reason,
        state=InspectionState.PLANNED,
        planned_on=on,
        planned_by=work.actor.name,
        inspector=inspector.strip(),
        meters={},
        findings=[],
        note="",
    )
    work.session.add(made)
    _record(work, made, TenancyTag.INSPECTION_PLANNED, reason, {"on": on.isoformat()})
    if announced:
        tell_planned(work, made, lease)
    return made


def plan_many(
    work: Work, lease_ids: Collection[int], *, on: date, inspector: str = ""
) -> list[Inspection]:
    """Plan the visits of one day's walk, all or none.

    Raises:
        BadInput: none or too many are chosen.
        NotAllowed, NotFound, WrongState: see `plan`.
    """
    if not 1 <= len(lease_ids) <= MOST_PLANNED:
        raise BadInput(
            f"一次安排 1 至 {MOST_PLANNED} 户，选了 {len(lease_ids)} 户"
            f" / choose 1 to {MOST_PLANNED} flats at a time"
        )
    return [plan(work, each, on=on, inspector=inspector) for each in sorted(lease_ids)]


def move(work: Work, inspection_id: int, *, on: date, reason: str) -> Inspection:
    """Put a planned visit off, or forward.

    Raises:
        NotAllowed: the actor does not see to upkeep.
        NotFound: no such visit.
        WrongState: it is made or called off.
        BadInput: no reason, or a day that has passed.
    """
    visit = _held(work, inspection_id)
    why = given(reason, "改期原因 / reason")
    if on < work.day:
        raise BadInput(f"走访日期：{on} 已过 / visit: {on} has passed")
    _step(visit, InspectionAct.MOVE)
    before, visit.planned_on = visit.planned_on, on
    after = {"on": on.isoformat(), "before": before.isoformat()}
    _record(work, visit, TenancyTag.INSPECTION_MOVED, why, after)
    return visit


def make(
    work: Work,
    inspection_id: int,
    *,
    answered: Answered,
    findings: Sequence[Found] = (),
    meters: Mapping[str, int] | None = None,
    note: str = "",
) -> Inspection:
    """Note what a visit was like: who answered, the meters, what was found and what follows.

    What is to be repaired is asked for at once; what is to become a case of violation waits for
    whoever keeps those. Basis: HN 27 (HN-27-1), HN 34 (HN-34-1, HN-34-8).

    Raises:
        NotAllowed: the actor neither sees to upkeep nor reports violations.
        NotFound: no such visit.
        WrongState: it is made or called off.
        BadInput: a finding without words, or a reading that cannot be.
        MissingPolicyValue: something is to be repaired, and nobody set how soon that is answered.
    """
    visit = _held(work, inspection_id)
    state = INSPECTION.step(visit.state, InspectionAct.MAKE, CALLED).target
    readings = dict(meters or {})
    rules.must_be_plausible(readings, queries.last_readings(work.session, visit.unit_id))
    visit.state, visit.made_on, visit.made_by = state, work.day, work.actor.name
    visit.answered, visit.meters, visit.note = answered, readings, note.strip()[:LONGEST]
    visit.findings = [
        InspectionFinding(
            kind=each.kind,
            detail=given(each.detail, "发现的情况 / finding"),
            next_step=each.next_step,
            taken_up="",
        )
        for each in findings
    ]
    after = {
        "answered": answered.value,
        "meters": readings,
        "findings": [[each.kind.value, each.next_step.value] for each in findings],
    }
    _record(work, visit, TenancyTag.INSPECTION_MADE, visit.note, after)
    _open_repairs(work, visit)
    return visit


def call_off(work: Work, inspection_id: int, *, reason: str) -> Inspection:
    """Call a planned visit off.

    Raises:
        NotAllowed, NotFound, WrongState, BadInput: see `move`.
    """
    visit = _held(work, inspection_id)
    why = given(reason, "取消原因 / reason")
    _step(visit, InspectionAct.CALL_OFF)
    visit.note = why
    _record(work, visit, TenancyTag.INSPECTION_CALLED_OFF, why)
    return visit


def take_up(work: Work, finding_id: int, case: str) -> InspectionFinding:
    """Note which case took a finding up (`violation:…`, `repair:…`); called by that feature.

    Raises:
        NotFound: no such finding in the place.
        WrongState: a case has taken it up already.
    """
    hold_head(work.session, work.place)
    found, visit = queries.finding(work.session, work.place, finding_id)
    if found.taken_up:
        raise WrongState(
            f"走访 {visit.number} 的这项发现已转 {found.taken_up}"
            f" / {found.taken_up} has taken this finding up already"
        )
    found.taken_up = case
    _record(work, visit, TenancyTag.FINDING_TAKEN_UP, found.detail, {"case": case})
    return found


def _open_repairs(work: Work, visit: Inspection) -> None:
    """Ask for the repair of what was found broken; it is the owner's, whoever made the visit."""
    lease = leases.get(work.session, work.place, visit.lease_id)
    running = lease.id if lease.state is LeaseState.ACTIVE else None
    for each in visit.findings:
        if each.next_step is NextStep.REPAIR:
            repair = repairs.request(
                as_system(work),
                trouble=TROUBLE_OF.get(each.kind, Trouble.OTHER),
                description=f"走访 {visit.number} 发现：{each.detail}",
                urgent=each.kind is Finding.SAFETY,
                lease_id=running,
                unit_id=visit.unit_id,
            )
            take_up(work, each.id, repair.case.subject)


def _must_visit(work: Work) -> None:
    if not work.actor.may(Permission.REPORT_VIOLATION):
        work.actor.must(Permission.KEEP_UPKEEP)


def _held(work: Work, inspection_id: int) -> Inspection:
    _must_visit(work)
    hold_head(work.session, work.place)
    return queries.get(work.session, work.place, inspection_id, lock=True)


def _must_be_free(work: Work, lease: Lease) -> None:
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(f"合同 {lease.number} 不在租赁中 / lease {lease.number} is not running")
    planned = queries.planned_of(work.session, lease.id)
    if planned is not None:
        raise WrongState(
            f"合同 {lease.number} 已安排 {planned.planned_on} 走访（{planned.number}）"
            f" / a visit to {lease.number} is planned for {planned.planned_on}"
        )


def _step(visit: Inspection, act: InspectionAct) -> None:
    visit.state = INSPECTION.step(visit.state, act, CALLED).target


def _next_number(work: Work) -> str:
    prefix = f"ZF{work.day.year}"
    last = queries.last_number(work.session, work.place, prefix)
    return f"{prefix}{int(last[len(prefix) :] or 0) + 1:06d}"


def _record(
    work: Work, visit: Inspection, tag: TenancyTag, reason: str = "", after: object = None
) -> None:
    work.session.flush()
    work.record(Entry(tag, visit.case.subject, None, after, reason=reason), visit.place)
