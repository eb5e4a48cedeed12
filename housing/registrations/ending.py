"""How a round lets its registrations go: it is over, or a successor takes them."""

from datetime import date

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
from housing.registrations import queries
from housing.registrations.models import Registration
from housing.registrations.states import RegistrationState

S = RegistrationState
GOING_ON = (S.IN_REVIEW, S.PASSED, S.FAILED)


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

    Those that passed, failed or are under re-review go on as they are, numbers kept; those of the
    annulled round end. What the correction asks for is re-reviewed within the same period, from
    today. The caller takes their entries into the successor, which has its plan already.
    Basis: HN 21 (HN-21-2, HN-21-7).

    Raises:
        NotAllowed: the actor may not annul a round.
        NotFound: the successor has no plan.
    """
    work.actor.must(Permission.ANNUL_ROUND)
    plan = plans.get(work.session, work.place, to_round_id)
    held = queries.of_round(work.session, round_id, GOING_ON)
    columns = [each.key for each in Registration.__table__.c if each.key != "id"]
    own = {"round_id": to_round_id, "round_code": to_code, "open": True}
    rows = [{name: getattr(each, name) for name in columns} | own for each in held]
    end_round(work, round_id)
    if rows:
        work.session.execute(insert(Registration), rows)
        after = {"to": to_code, "registrations": len(rows)}
        work.record(Entry(Tag.REGISTRATIONS_CARRIED, f"round:{held[0].round_code}", after=after))
    start_clock(work, plan, work.day)
    return len(rows)


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
