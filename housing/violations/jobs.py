"""What happens by the day alone: tenants are warned, and what came back is noted. Never more.

No job orders, cancels or applies: every step of the law is a person's.
"""

from dataclasses import dataclass

from housing.calendar import Measure, Period
from housing.core.access.actor import system_actor
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.letters.kinds import LetterKind
from housing.violations import idling, queries, rules, service
from housing.violations.models_beside import IdleWarning
from housing.violations.telling import tell_tenant

#: So many leases are looked at in one act.
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Swept:
    """How many tenants were warned of an idle flat, and how many dwellings had come back."""

    warned: int
    returned: int


def sweep(database: Database, keyring: Keyring, clock: Clock) -> Swept:
    """Warn of flats that stand idle, and note what was given back; again, it changes nothing.

    Basis: HN 34 (HN-34-2, HN-34-8).
    """
    with database.reads() as session:
        places, back = leases.places(session), queries.given_back(session)
    for place, violation_id in back:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            service.vacate(work, violation_id)
    warned = sum(_warn_all(database, keyring, clock, place) for place in places)
    return Swept(warned, len(back))


def _warn_all(database: Database, keyring: Keyring, clock: Clock, place: str) -> int:
    warned, after = 0, 0
    while True:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            found = queries.perhaps_idle(work.session, place, after, AT_ONCE)
            warned += sum(_warn(work, lease) for lease in found)
        if len(found) < AT_ONCE:
            return warned
        after = found[-1].id


def _warn(work: Work, lease: Lease) -> int:
    found = idling.idle(work, lease)
    if found is None:
        return 0
    already = queries.warned(work.session, lease.id, found.since)
    mark = rules.warning_due(found, idling.marks(work, lease.place), already)
    if mark is None:
        return 0
    facts = {
        "idle_since": found.since,
        "months": Period(mark, Measure.MONTHS).chinese,
        "limit": idling.limit_words(work, lease.place),
    }
    kind = LetterKind.IDLE_WARNING
    letter = tell_tenant(work, lease, lease.case, kind, facts, ("HN-34-8",))
    work.session.add(
        IdleWarning(
            lease_id=lease.id,
            idle_since=found.since,
            months=mark,
            warned_on=work.day,
            letter=letter.number,
        )
    )
    after = {"since": found.since.isoformat(), "months": mark}
    entry = Entry(TenancyTag.IDLE_WARNED, lease.case.subject, None, after, document=letter.number)
    work.record(entry, lease.place)
    return 1
