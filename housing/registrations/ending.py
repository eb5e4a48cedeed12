"""How a round lets its registrations go: it is over, or a successor takes them."""

from datetime import date
from typing import Any

from sqlalchemy import insert

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.work import Work
from housing.offices import queries as offices
from housing.plans import queries as plans
from housing.plans.models import Plan
from housing.registrations import queries, rules
from housing.registrations.models import Registration
from housing.registrations.states import (
    CALLED,
    REGISTRATION,
    TAKING_PART,
    RegistrationAct,
    RegistrationState,
)
from housing.waitlist.models import WaitlistEntry

S = RegistrationState
GOING_ON = (*TAKING_PART, S.FAILED)


def take_back(work: Work, registration: Registration, reason: str) -> None:
    """Move a registration to withdrawn and write it down; the caller has asked who may.

    Raises:
        WrongState: it is not one that can be withdrawn.
    """
    step = REGISTRATION.step(registration.state, RegistrationAct.WITHDRAW, CALLED)
    registration.state = step.target
    registration.withdrawn_at, registration.withdrawn_reason = work.now, reason
    work.session.flush()
    entry = Entry(Tag.REGISTRATION_WITHDRAWN, registration.case.subject, reason=reason)
    work.record(entry, registration.place)


def end_round(work: Work, round_id: int) -> int:
    """Note that a round is over, published or annulled: its households are free for another.

    Returns how many registrations it had. Basis: HN 21 (HN-21-1).

    Raises:
        NotAllowed: the actor may neither publish nor annul a round.
    """
    if not work.actor.may(Permission.PUBLISH_ROUND):
        work.actor.must(Permission.ANNUL_ROUND)
    plan = plans.of_round(work.session, round_id)
    held = [each for each in queries.of_round(work.session, round_id) if each.open]
    for each in held:
        each.open = False
    work.session.flush()
    if plan is not None and running.open_clock(work.session, plan.case, ClockKind.REREVIEW):
        clocks.stop(work, plan.case, ClockKind.REREVIEW, outcome=Outcome.VOID)
    if held:
        after = {"registrations": len(held)}
        work.record(Entry(Tag.REGISTRATIONS_ENDED, f"round:{held[0].round_code}", after=after))
    return len(held)


def carry_over(work: Work, round_id: int, to_round_id: int, to_code: str) -> int:
    """Give the successor of an annulled round its registrations; return how many.

    Those that passed, failed or are under re-review go on as they are, numbers kept; who was not
    re-reviewed yet will be, and who does not wait any more or is in another round is withdrawn.
    Those of the annulled round end. What the correction asks for is re-reviewed within the same
    period, from today. The caller takes the entries of those who take part into the successor,
    which has its plan already.
    Basis: HN 21 (HN-21-2, HN-21-7).

    Raises:
        NotAllowed: the actor may not annul a round.
        NotFound: the successor has no plan.
    """
    work.actor.must(Permission.ANNUL_ROUND)
    plan = plans.get(work.session, work.place, to_round_id)
    held = queries.of_round(work.session, round_id, GOING_ON)
    end_round(work, round_id)
    columns = [each.key for each in Registration.__table__.c if each.key != "id"]
    own = {"round_id": to_round_id, "round_code": to_code, "open": True}
    entries = queries.entries_of(work.session, held)
    busy = queries.busy(work.session, [each.household_id for each in held])
    rows = [
        {name: getattr(each, name) for name in columns}
        | own
        | _carried(work, each, entries[each.entry_id], each.household_id in busy)
        for each in held
    ]
    if rows:
        work.session.execute(insert(Registration), rows)
        after = {"to": to_code, "registrations": len(rows)}
        work.record(Entry(Tag.REGISTRATIONS_CARRIED, f"round:{held[0].round_code}", after=after))
    start_clock(work, plan, work.day)
    return len(rows)


def _carried(
    work: Work, registration: Registration, entry: WaitlistEntry, busy: bool
) -> dict[str, Any]:
    """Return what is different about a registration in the successor."""
    if registration.state not in TAKING_PART:
        return {}
    why = "已参加另一轮分配，不参加本轮" if busy else rules.why_out(entry)
    if why:
        out = {"state": S.WITHDRAWN, "withdrawn_at": work.now, "withdrawn_reason": why}
        return out | {"decided_on": None, "decided_by": ""}
    return {"state": S.IN_REVIEW} if registration.state is S.REGISTERED else {}


def start_clock(work: Work, plan: Plan, on: date | None) -> None:
    """Start the one period of a round's re-review. Basis: HN 21 (HN-21-2).

    Raises:
        MissingPolicyValue: the county has no period or no legal basis on file.
    """
    found = offices.of_kind(work.session, plan.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    clocks.start(
        work,
        plan.case,
        ClockKind.REREVIEW,
        office_id=found[0].id if found else None,
        role=Role.COUNTY_REVIEWER,
        on=on,
    )
