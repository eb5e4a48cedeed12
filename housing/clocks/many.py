"""Deadlines of many cases at once: the same period and last day, one row in the register."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select, update

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

    A deadline that stands paused ends like the others: the day it ends is the day of the act.
    """
    service.alone(work, place)
    found = work.session.execute(
        select(CaseClock.id, CaseClock.case_number, CaseClock.sub, CaseClock.due_on).where(
            CaseClock.place == place,
            CaseClock.case_kind == case_kind,
            CaseClock.case_id.in_(case_ids),
            CaseClock.kind == kind,
            CaseClock.stopped_on.is_(None),
        )
    ).all()
    if not found:
        return 0
    rows = [
        {
            "id": clock_id,
            "stopped_on": work.day,
            "outcome": Outcome.DONE if work.day <= due_on else Outcome.LATE,
            "paused_on": None,
            "pause_reason": "",
        }
        for clock_id, _number, _sub, due_on in found
    ]
    work.session.execute(update(CaseClock), rows)
    told = [f"{case_kind}:{number}:{sub}" for _id, number, sub, _due in found]
    _record(work, Tag.CLOCKS_STOPPED, place, told, {"clock": kind.value})
    return len(found)


def _record(work: Work, tag: Tag, place: str, told: list[str], more: dict[str, object]) -> None:
    after = {"clocks": len(told), "sha256": sha256_hex(canonical_bytes(sorted(told))), **more}
    work.record(Entry(tag, f"place:{place}", after=after), place)
