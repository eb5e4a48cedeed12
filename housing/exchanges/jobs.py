"""What the days bring: an exchange ends when a lease of it does not run any more."""

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.exchanges import deciding, queries

GONE = "参加互换的一份租赁合同已经终止"


def sweep(database: Database, keyring: Keyring, clock: Clock) -> int:
    """End every open exchange of which a lease has ended, each in its own act; return how many."""
    with database.reads() as session:
        found = queries.stale(session)
    for place, exchange_id in found:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            deciding.withdraw(work, exchange_id, reason=GONE)
    return len(found)
