"""What the clock asks of rechecks: begin those that fall due, take in answers, end idle ones."""

from dataclasses import dataclass, replace
from datetime import date

from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.policies.queries import book as values_in_force
from housing.rechecks import opening, people, queries, service
from housing.rechecks.states import CALLED, LIFECYCLE, Purpose, RecheckAct

#: Entries begun or taken in within one act, so that no act holds a county for long.
BATCH = 500
REASON = "定期复查"


@dataclass(frozen=True, slots=True)
class Begun:
    """How many periodic rechecks were begun in a place, and whose consents are missing.

    `refused`: why none could be begun, in the words of the refusal; "" where nothing was refused.
    """

    place: str
    begun: int
    without_consent: int
    refused: str = ""


def due(database: Database, keyring: Keyring, clock: Clock) -> list[Begun]:
    """Begin the periodic recheck of everybody who waits and was not looked at for the interval.

    Looks for them by date, so that a missed night is caught up and a second run begins nothing.
    Where a consent is missing the family is left to its officer. Basis: HN 16 (HN-16-4).
    """
    with database.reads() as session:
        places = queries.places_waiting(session)
    return [_begin_in(database, keyring, clock, place) for place in places]


def collect(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Keep the findings where all departments have answered; return of how many rechecks."""
    with database.reads() as session:
        places = queries.places_with_open(session)
    total = 0
    for place in places:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            for recheck in queries.asked_again(work.session, place):
                recheck.state = LIFECYCLE.step(recheck.state, RecheckAct.ASK_AGAIN, CALLED).target
            for recheck in queries.left_behind(work.session, place):
                opening.make_void(work, recheck, "家庭已不在轮候 / has left the waitlist")
            for recheck in queries.windows_over(work.session, place, work.day):
                clocks.stop(work, recheck.case, ClockKind.REVIEW_REQUEST)
        taken = BATCH
        while taken == BATCH:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                taken = service.collect(work, queries.all_answered(work.session, place, BATCH))
            total += taken
    return total


def _begin_in(database: Database, keyring: Keyring, clock: Clock, place: str) -> Begun:
    done = Begun(place, 0, 0)
    passed_over: set[int] = set()
    while True:
        try:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                looked_at, begun = _begin_some(work, passed_over)
        except (BrokenRule, MissingPolicyValue) as refusal:
            return replace(done, refused=str(refusal))
        if not looked_at:
            return done
        done = replace(done, begun=done.begun + begun, without_consent=len(passed_over))


def _begin_some(work: Work, passed_over: set[int]) -> tuple[int, int]:
    """Begin one batch; return how many were looked at and begun.

    Whoever lacks a consent is added to `passed_over`, so that no batch looks at them again.
    """
    limit = BATCH + len(passed_over)
    found = queries.due_for_recheck(work.session, work.place, _before(work), limit)
    fresh = [entry for entry in found if entry.id not in passed_over]
    missing = people.missing_consents(people.families(work.session, fresh))
    passed_over |= {each.entry_id for each in missing}
    ready = [entry for entry in fresh if entry.id not in passed_over]
    opening.begin_many(work, ready, Purpose.PERIODIC, reason=REASON)
    return len(fresh), len(ready)


def _before(work: Work) -> date:
    """Return the day since which whoever was looked at is not due yet."""
    value = values_in_force(work.session).value("waitlist_recheck_interval", work.place, work.day)
    interval = Period(int(value.value), Measure(value.unit))
    return counted_back(load_calendar(), work.day, interval).day
