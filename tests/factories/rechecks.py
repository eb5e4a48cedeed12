"""Households that are looked at again: entries, rechecks, departments that answer."""

from collections.abc import Collection, Mapping
from typing import Any

from housing.checks import queries as checks
from housing.checks import service as checking
from housing.checks.states import OPEN
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.households import queries as households
from housing.rechecks import service
from housing.rechecks.models import Recheck
from housing.rechecks.states import Purpose
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.reviews import GOOD, HEAD, Desk
from tests.integration.small_county import household

#: What civil affairs answer about a family that earns too much.
RICH = {"income_fen": 9_000_000, "income_band": "above"}


def entry_of(desk: Desk, application_id: int) -> WaitlistEntry:
    with desk.act(Role.COUNTY_REVIEWER) as work:
        found = entries_of.of_application(work.session, application_id)
        assert found is not None
        return found


def by_sheet(desk: Desk, number: int, **changes: Any) -> WaitlistEntry:
    """A household that a sheet brought."""
    with desk.act(Role.CENTRE) as work:
        held = household(work.keyring, number, **changes)
        work.session.add(held)
        work.session.flush()
        return waitlist.register(work, held)


def begun(desk: Desk, entry: WaitlistEntry, purpose: Purpose = Purpose.CHANGE) -> Recheck:
    with desk.act(Role.COUNTY_REVIEWER) as work:
        held = entries_of.get(work.session, PLACE, entry.id)
        return service.begin(work, held, purpose, reason="收入有变化")


def answer(
    desk: Desk,
    recheck: Recheck,
    only: Collection[OfficeKind] = tuple(OfficeKind),
    **changes: Mapping[str, Any],
) -> None:
    """Let every department that is asked answer well, but for `changes` by department."""
    with desk.counter.database.reads() as session:
        asked = [each for each in checks.of_case(session, recheck.case) if each.state in OPEN]
        name = households.get(
            session,
            recheck.place,
            entries_of.get(session, recheck.place, recheck.entry_id).household_id,
        ).name
    for request in (each for each in asked if each.department in only):
        values = dict(GOOD[request.department]) | {"as_of": desk.day.isoformat(), "document": "函"}
        if request.department is OfficeKind.CIVIL_AFFAIRS:
            row = {"person": name, "status": "single", "spouse_in_application": False}
            values["marriages"] = [row]
        if request.department is OfficeKind.PUBLIC_SECURITY:
            row = {"person": name, "registered_here": True, "relation": "户主"}
            values |= {"people": [row], "household_size": 1}
        if request.department is OfficeKind.SOCIAL_SECURITY:
            values["months"] = []
        with desk.counter.work(desk.department(request.department)) as work:
            given = values | dict(changes.get(request.department.value, {}))
            checking.answer(work, request.id, given)


def state_of(desk: Desk, entry: WaitlistEntry) -> EntryState:
    with desk.counter.database.reads() as session:
        return entries_of.get(session, PLACE, entry.id).state


def decide(desk: Desk, recheck: Recheck, passed: bool, **options: Any) -> Recheck:
    reasons = options.pop("reasons", ["依据部门核定情况"])
    who = options.pop("who", HEAD)
    with desk.act(Role.COUNTY_HEAD, who) as work:
        return service.decide(work, recheck.id, passed=passed, reasons=reasons, **options)


def clock_at(desk: Desk) -> Clock:
    return Clock(lambda: desk.counter.now)
