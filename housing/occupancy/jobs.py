"""The nightly count of targets that have ended."""

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.occupancy import queries, service


def count(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Count every place with projects, each in its own act; return how many counts were made.

    Basis: HN 6 (HN-6-1, HN-6-2, HN-6-3).
    """
    with database.reads() as session:
        places = queries.places(session)
    made = 0
    for place in places:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            made += len(service.count_due(work))
    return made
