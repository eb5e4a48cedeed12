"""What happens to rents by the day alone: months are charged, changes made good, tenants told.

Every job acts on some leases at a time, catches up what was missed and does nothing twice.
"""

from dataclasses import dataclass
from datetime import timedelta

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.leases import queries as leases
from housing.rents import correcting, queries, reductions
from housing.rents.charging import charge_month
from housing.rents.months import between, first_of, later, month_of

#: So many letters are written in one act.
AT_ONCE = 100
#: Changes entered or leases ended so long ago are looked at again.
LOOK_BACK = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many leases were charged, how many put right, how many tenants reminded."""

    charged: int
    corrected: int
    reminded: int


def sweep(database: Database, keyring: Keyring, clock: Clock) -> Swept:
    """Charge what is due, make later changes good, and remind of reductions that end.

    A month is charged on its first day; the month before is looked at again for leases that were
    put on file late. Basis: HN 26 (HN-26-1, HN-26-3).
    """
    with database.reads() as session:
        places = leases.places(session)
    charged = corrected = reminded = 0
    for place in places:
        for period in _due(database, clock, place):
            charged += charge_month(database, keyring, clock, place, period).leases
        corrected += _correct(database, keyring, clock, place)
        reminded += _remind(database, keyring, clock, place)
    return Swept(charged, corrected, reminded)


def _due(database: Database, clock: Clock, place: str) -> list[str]:
    """The months since the last one charged; last month too, and nothing before the first run."""
    now = month_of(clock.today())
    with database.reads() as session:
        last = queries.last_charged(session, place)
    return [now] if last is None else between(min(last, later(now, -1)), now)


def _correct(database: Database, keyring: Keyring, clock: Clock, place: str) -> int:
    since = first_of(later(month_of(clock.today()), -1))
    with database.reads() as session:
        found = correcting.candidates(session, place, since, clock.now() - LOOK_BACK)
    made = 0
    for lease_id, day in sorted(found.items()):
        with working(database.acts, system_actor(place), clock, keyring) as work:
            reason = "租金或租期变动，重新核算已计月份"
            made += correcting.correct(work, lease_id, day, reason=reason) != 0
    return made


def _remind(database: Database, keyring: Keyring, clock: Clock, place: str) -> int:
    total, told = 0, AT_ONCE
    while told == AT_ONCE:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            told = reductions.remind(work, AT_ONCE)
        total += told
    return total
