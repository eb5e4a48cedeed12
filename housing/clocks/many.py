"""Deadlines of many cases at once: the same period and last day, one row in the register."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from housing.calendar import load_calendar
from housing.clocks import service
from housing.clocks.kinds import KINDS, ClockKind, Outcome
from housing.clocks.models import CaseClock
from housing.clocks.reckoning import Reckoned, reckon
from housing.core.access.permissions import Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.policies.queries import book as values_in_force


@dataclass(frozen=True, slots=True)
class Wanted:
    """A deadline to start: whose it is, which of the case's, and the office that holds it."""

    case: CaseRef
    sub: int = 0
    office_id: int | None = None


def due(work: Work, place: str, kind: ClockKind) -> Reckoned:
    """Return when a deadline ends that starts today.

    Raises:
        MissingPolicyValue: the county has not set the period.
    """
    return reckon(load_calendar(), work.day, service.terms_of(work, place, kind))


def start(work: Work, kind: ClockKind, role: Role, wanted: Sequence[Wanted]) -> date | None:
    """Start a deadline in each of these cases of one place today; return the last day of all.

    None of them may have an open deadline of this kind and `sub`; the database refuses it.

    Raises:
        MissingPolicyValue: the county has not set the period or its legal basis.
    """
    if not wanted:
        return None
    place = wanted[0].case.place
    service.alone(work, place)
    terms = service.terms_of(work, place, kind)
    reckoned = reckon(load_calendar(), work.day, terms)
    rules = list(values_in_force(work.session).cited(KINDS[kind].rules, place, work.day))
    shared = {
        "place": place,
        "kind": kind,
        "role": role,
        "started_on": work.day,
        "period": terms.period.length,
        "measure": terms.period.measure,
        "rolls_over": terms.rolls_over,
        "lead": terms.lead,
        "rules": rules,
        "pause_reason": "",
        "paused_days": 0,
        "due_on": reckoned.due_on,
        "provisional": reckoned.provisional,
        "remind_on": reckoned.remind_on,
        "overdue_from": reckoned.overdue_from,
    }
    rows = [
        shared
        | {
            "case_kind": each.case.kind,
            "case_id": each.case.id,
            "case_number": each.case.number,
            "sub": each.sub,
            "office_id": each.office_id,
        }
        for each in wanted
    ]
    work.session.execute(insert(CaseClock), rows)
    told = [f"{each.case.subject}:{each.sub}" for each in wanted]
    after = {"clock": kind.value, "due_on": reckoned.due_on.isoformat()}
    _record(work, Tag.CLOCKS_STARTED, place, told, after)
    return reckoned.due_on


def stop(work: Work, place: str, case_kind: str, case_ids: Collection[int], kind: ClockKind) -> int:
    """End the open deadlines of a kind in these cases, in time or late by the day; return how many.

    One that stands paused is ended by itself, since its last day has moved.
    """
    service.alone(work, place)
    found = work.session.scalars(
        select(CaseClock)
        .where(
            CaseClock.place == place,
            CaseClock.case_kind == case_kind,
            CaseClock.case_id.in_(case_ids),
            CaseClock.kind == kind,
            CaseClock.stopped_on.is_(None),
        )
        .execution_options(populate_existing=True)
    ).all()
    running = [clock for clock in found if clock.paused_on is None]
    for clock in running:
        clock.stopped_on = work.day
        clock.outcome = Outcome.DONE if work.day <= clock.due_on else Outcome.LATE
    work.session.flush()
    for clock in found:
        if clock.paused_on is not None:
            service.stop(work, clock.case, kind, sub=clock.sub)
    if running:
        told = [f"{clock.case.subject}:{clock.sub}" for clock in running]
        _record(work, Tag.CLOCKS_STOPPED, place, told, {"clock": kind.value})
    return len(found)


def _record(work: Work, tag: Tag, place: str, told: list[str], more: Mapping[str, object]) -> None:
    after = {"clocks": len(told), "sha256": sha256_hex(canonical_bytes(sorted(told))), **more}
    work.record(Entry(tag, f"place:{place}", after=after), place)
