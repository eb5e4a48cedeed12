"""What the clock asks of rechecks: begin those that fall due, take in answers, end idle ones."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.clock import Clock, day_of
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.policies.queries import book as values_in_force
from housing.rechecks import opening, people, queries, service
from housing.rechecks.states import CALLED, LIFECYCLE, Purpose, RecheckAct
from housing.waitlist import queries as entries_of
from housing.waitlist.rules import most_a_night

#: Entries begun or taken in within one act, so that no act holds the register for long.
BATCH = 50
REASON = "定期复查"
LOG = logging.getLogger("housing.rechecks")


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
    try:
        with database.reads() as session:
            ids = _due_tonight(session, place, day_of(clock.now()))
        for first in range(0, len(ids), BATCH):
            with working(database.acts, system_actor(place), clock, keyring) as work:
                begun, without = _begin_some(work, ids[first : first + BATCH])
            done = replace(
                done, begun=done.begun + begun, without_consent=done.without_consent + without
            )
    except (BrokenRule, MissingPolicyValue) as refusal:
        LOG.warning("periodic rechecks of %s not begun: %s", place, refusal)
        return replace(done, refused=str(refusal))
    return done


def _begin_some(work: Work, ids: Sequence[int]) -> tuple[int, int]:
    """Begin one batch; return how many were begun, and how many lack a consent."""
    found = people.families(work.session, queries.free_to_recheck(work.session, ids))
    without = {each.entry_id for each in people.missing_consents(found)}
    ready = [family.entry for family in found if family.entry.id not in without]
    opening.begin_many(work, ready, Purpose.PERIODIC, reason=REASON)
    return len(ready), len(without)


def _due_tonight(session: Session, place: str, day: date) -> Sequence[int]:
    """Return the entries to begin with today: no more than the night's share."""
    book = values_in_force(session)
    days = int(book.value("waitlist_look_spread", place, day).value)
    most = most_a_night(entries_of.count_waiting(session, place), days)
    left = most - queries.begun_on(session, place, day)
    before = seen_before(session, place, day)
    return queries.due_for_recheck(session, place, before, max(left, 0))


def seen_before(session: Session, place: str, day: date) -> date:
    """Return the day since which whoever was looked at is not due yet.

    Raises:
        MissingPolicyValue: the county has not set the interval.
    """
    value = values_in_force(session).value("waitlist_recheck_interval", place, day)
    interval = Period(int(value.value), Measure(value.unit))
    return counted_back(load_calendar(), day, interval).day
