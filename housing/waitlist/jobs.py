"""What the clock asks of the waitlist: with whom the authority is late, and who stands where."""

from dataclasses import dataclass

from sqlalchemy import select

from housing.core.access.actor import system_actor
from housing.core.audit.tags import Tag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.waitlist import queries, service
from housing.waitlist.catching_up import catch_up
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.rules import is_overdue
from housing.waitlist.states import EntryAct, EntryState


@dataclass(frozen=True, slots=True)
class Swept:
    """How many entries a sweep found late."""

    overdue: int


@dataclass(frozen=True, slots=True)
class Placed:
    """What the nightly reckoning of a place did: moved nobody, some, or reckoned from nothing.

    `missing` says which value of the county it could not do without.
    """

    place: str
    due: int
    whole: bool = False
    missing: str = ""


def place(database: Database, keyring: Keyring, clock: Clock) -> list[Placed]:
    """Reckon the places of every county in which something has changed since the last time.

    A second run moves nobody. A place whose tables are not set is passed over and reported.
    Basis: HN 17 (HN-17-1, HN-17-2).
    """
    with database.reads() as session:
        places = sorted(session.scalars(select(WaitlistEntry.place).distinct()))
    return [_place(database, keyring, clock, each) for each in places]


def _place(database: Database, keyring: Keyring, clock: Clock, county: str) -> Placed:
    try:
        with working(database.acts, system_actor(county), clock, keyring) as work:
            return Placed(work.place, *catch_up(work))
    except MissingPolicyValue as error:
        return Placed(county, due=0, missing=str(error))


def sweep(database: Database, keyring: Keyring, clock: Clock) -> list[Swept]:
    """Sweep every place that has a waitlist; a second run, or a late one, changes nothing more.

    Basis: HN 16 (HN-16-3).
    """
    with database.reads() as session:
        places = session.scalars(select(WaitlistEntry.place).distinct()).all()
    swept = []
    for place in sorted(places):
        with working(database.acts, system_actor(place), clock, keyring) as work:
            swept.append(_sweep_place(work))
    return swept


def _sweep_place(work: Work) -> Swept:
    late = 0
    for entry in queries.waiting(work.session, work.place):
        if entry.state is not EntryState.OVERDUE and is_overdue(work.day, entry.cap_on):
            service.move(work, entry, EntryAct.PASS_CAP, Tag.ENTRY_OVERDUE, "超过轮候期仍未保障")
            late += 1
    return Swept(late)
