"""What the clock asks of renewals: remind, hand to the departments, and end what ran out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from housing.core.access.actor import system_actor
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.exits import opening as exits
from housing.exits.rules import months_after
from housing.exits.states import Trigger
from housing.joint_reviews import people
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.policies.queries import book as values_in_force
from housing.renewals import acting, applying, deciding, queries, telling
from housing.renewals.models import RenewalReminder
from housing.renewals.rules import BEFORE_DEADLINE, Term

#: Leases looked at within one act, so that no act holds the register for long.
BATCH = 25
#: Months differ in length: so much farther is looked, and judged by the day.
FARTHER = timedelta(days=3)
LOG = logging.getLogger("housing.renewals")


@dataclass(frozen=True, slots=True)
class Done:
    """What one run did in a place; `refused`: why it could not go on, "" where it could."""

    place: str
    reminded: int = 0
    unsigned: int = 0
    forwarded: int = 0
    ended: int = 0
    refused: str = ""


def sweep(database: Database, keyring: Keyring, clock: Clock) -> list[Done]:
    """Remind tenants 6, 4 and 3 months before the end, and open the cases of terms that ran out.

    Who was granted a renewal and did not sign is told so, and the term runs out all the same.
    Looks by date, so that a missed night is caught up and a second run does nothing.
    Basis: HN 24 (HN-24-1, HN-24-5).
    """
    with database.reads() as session:
        places = leases.places(session)
    return [_sweep_in(database, keyring, clock, place) for place in places]


def forward(database: Database, keyring: Keyring, clock: Clock) -> list[Done]:
    """Hand applications that were in time to the departments, and refuse what an exit overtook.

    Basis: HN 24 (HN-24-6).
    """
    with database.reads() as session:
        places = queries.places(session)
    return [_forward_in(database, keyring, clock, place) for place in places]


def _sweep_in(database: Database, keyring: Keyring, clock: Clock, place: str) -> Done:
    done = Done(place)

    def until_all(act: Callable[[Work], int]) -> int:
        total, seen = 0, BATCH
        while seen == BATCH:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                seen = act(work)
            total += seen
        return total

    try:
        for more in BEFORE_DEADLINE:
            sent = until_all(partial(remind_some, more=more))
            done = replace(done, reminded=done.reminded + sent)
        done = replace(done, unsigned=until_all(chase_some))
        done = replace(done, ended=until_all(end_some))
    except HousingError as refused:
        LOG.warning("renewals of %s: %s", place, refused)
        return replace(done, refused=str(refused))
    return done


def remind_some(work: Work, more: int) -> int:
    """Remind some tenants `more` months before the last day to apply; return how many."""
    value = values_in_force(work.session).value(acting.LEAD, work.place, work.day)
    lead = int(value.value)
    last = months_after(work.day, lead + more) + FARTHER
    found = queries.to_remind(work.session, work.place, work.day, last, lead + more, BATCH)
    due = [each for each in found if Term(each.ends_on, lead).reminder_on(work.day) == lead + more]
    for lease in due:
        _remind(work, lease, lead + more)
    return len(due)


def chase_some(work: Work) -> int:
    """Tell some tenants that the renewal they were granted is still to be signed; return how many.

    Basis: HN 24 (HN-24-1, HN-24-6).
    """
    found = queries.unsigned(work.session, work.place, work.day, BATCH)
    for each in found:
        letter = telling.tell_unsigned(work, each, acting.tenant_of(work, each.renewal))
        after = {"successor": each.successor.number, "letter": letter.number}
        acting.record(work, each.renewal, TenancyTag.RENEWAL_REMINDED, after=after)
    return len(found)


def end_some(work: Work) -> int:
    """Open the exit case of some leases that ran out and were not renewed; return how many.

    Basis: HN 24 (HN-24-1, HN-24-5), HN 33 (HN-33-5).
    """
    found = queries.run_out(work.session, work.place, work.day, BATCH)
    for lease in found:
        unsigned = leases.successor_of(work.session, lease.id) is not None
        why = "准予续租后没有在规定期限内签订续租合同" if unsigned else "没有续租"
        reason = f"租赁期于 {lease.ends_on} 届满，{why}"
        exits.open(work, lease.id, Trigger.TERM_ENDED, reason=reason)
    return len(found)


def _remind(work: Work, lease: Lease, months: int) -> None:
    tenant = people.tenants_of(work.session, [lease])[0]
    letter = telling.remind(work, lease, tenant)
    work.session.add(
        RenewalReminder(
            lease_id=lease.id,
            ends_on=lease.ends_on,
            months=months,
            sent_on=work.day,
            letter_number=letter.number,
        )
    )
    work.session.flush()
    after = {"months": months, "ends_on": lease.ends_on.isoformat(), "letter": letter.number}
    work.record(Entry(TenancyTag.RENEWAL_REMINDED, lease.case.subject, after=after), lease.place)


def _forward_in(database: Database, keyring: Keyring, clock: Clock, place: str) -> Done:
    total, seen = 0, BATCH
    try:
        while seen == BATCH:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                seen = applying.forward_many(work, queries.to_forward(work.session, place, BATCH))
            total += seen
        with working(database.acts, system_actor(place), clock, keyring) as work:
            for renewal, case in queries.overtaken(work.session, place, BATCH):
                deciding.overtake(work, renewal, case)
    except HousingError as refused:
        LOG.warning("renewals of %s not forwarded: %s", place, refused)
        return Done(place, forwarded=total, refused=str(refused))
    return Done(place, forwarded=total)
