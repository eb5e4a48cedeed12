"""What happens to leases by the day alone: successors begin, drafts without an offer fall."""

from dataclasses import dataclass

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.leases import queries, service


@dataclass(frozen=True, slots=True)
class Swept:
    """How many successors began, and how many drafts were set aside."""

    begun: int
    void: int


def sweep(database: Database, keyring: Keyring, clock: Clock) -> Swept:
    """Let signed successors begin whose first day has come; set drafts of ended offers aside.

    One act each; a second run, or a late one, changes nothing more.
    Basis: HN 24 (HN-24-6), HN 22 (HN-22-5, HN-22-6).
    """
    with database.reads() as session:
        due = queries.to_begin(session, clock.today())
        orphans = queries.without_offer(session)
    for place, lease_id in due:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            service.begin(work, queries.get(work.session, place, lease_id, lock=True))
    for place, lease_id in orphans:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            service.void(work, lease_id, reason="配租通知已终止，不再签约")
    return Swept(len(due), len(orphans))
