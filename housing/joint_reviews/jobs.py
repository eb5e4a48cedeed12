"""What the clock asks of joint reviews: begin what falls due, take in answers, end idle ones."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.core.access.actor import system_actor
from housing.core.clock import Clock, day_of
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.joint_reviews import opening, people, queries, service
from housing.joint_reviews.states import CALLED, LIFECYCLE, ReviewAct, ReviewPurpose
from housing.leases import queries as leases
from housing.leases.states import LeaseState
from housing.policies.queries import book as values_in_force
from housing.waitlist.rules import most_a_night

#: Leases begun or taken in within one act, so that no act holds the register for long.
BATCH = 25
REASON = "在租家庭定期复查"
LOG = logging.getLogger("housing.joint_reviews")


@dataclass(frozen=True, slots=True)
class Begun:
    """How many periodic reviews were begun in a place, and whose consents are missing.

    `refused`: why none could be begun, in the words of the refusal; "" where nothing was refused.
    """

    place: str
    begun: int
    without_consent: int
    refused: str = ""


def due(database: Database, keyring: Keyring, clock: Clock) -> list[Begun]:
    """Begin the review of every tenant not looked at for the county's interval.

    Looks for them by date, so that a missed night is caught up and a second run begins nothing;
    many that fall due together are spread over nights. Basis: HN 33 (HN-33-2).
    """
    with database.reads() as session:
        places = leases.places(session)
    return [_begin_in(database, keyring, clock, place) for place in places]


def collect(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Keep the findings where all departments have answered; return of how many reviews."""
    with database.reads() as session:
        places = queries.places_with_open(session)
    total = 0
    for place in places:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            for review in queries.asked_again(work.session, place):
                review.state = LIFECYCLE.step(review.state, ReviewAct.ASK_AGAIN, CALLED).target
            for review in queries.left_behind(work.session, place):
                opening.make_void(work, review, "租赁合同已终止 / the lease has ended")
        taken = BATCH
        while taken == BATCH:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                taken = service.collect(work, queries.all_answered(work.session, place, BATCH))
            total += taken
    return total


def seen_before(session: Session, place: str, day: date) -> date:
    """Return the day since which whoever was looked at is not due yet.

    Raises:
        MissingPolicyValue: the county has not set the interval.
    """
    value = values_in_force(session).value("tenant_recheck_interval", place, day)
    interval = Period(int(value.value), Measure(value.unit))
    return counted_back(load_calendar(), day, interval).day


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
        LOG.warning("periodic reviews of %s not begun: %s", place, refusal)
        return replace(done, refused=str(refusal))
    return done


def _begin_some(work: Work, ids: Sequence[int]) -> tuple[int, int]:
    """Begin one batch; return how many were begun, and how many lack a consent.

    A lease that ended, or whose household came under review, since the batch was chosen is let be.
    """
    held = leases.of_ids(work.session, ids)
    running = [held[each] for each in ids if held[each].state is LeaseState.ACTIVE]
    asked = queries.undecided_of(work.session, [lease.household_id for lease in running])
    busy = {review.household_id for review in asked}
    still = [lease for lease in running if lease.household_id not in busy]
    found = people.tenants_of(work.session, still)
    ready = [each.lease for each in found if each.lease and not each.without_consent()]
    opening.begin_many(work, ready, ReviewPurpose.PERIODIC, reason=REASON)
    return len(ready), len(found) - len(ready)


def _due_tonight(session: Session, place: str, day: date) -> list[int]:
    """Return the leases to begin with today: no more than the night's share."""
    days = int(values_in_force(session).value("waitlist_look_spread", place, day).value)
    most = most_a_night(queries.count_running(session, place), days)
    left = max(most - queries.begun_on(session, place, day), 0)
    found = queries.due(session, place, seen_before(session, place, day), limit=left)
    return [lease.id for lease, _seen in found]
