"""The day on which what is left over may be transferred."""

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.own_stock import queries
from housing.own_stock.service import end_surplus


def sweep(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Note that the period after a round has passed; return how many stocks may be decided.

    What has been taken since is left over no more. A second run changes nothing.
    Basis: HN 19 (HN-19-3).
    """
    with database.reads() as session:
        due = [(each.place, each.id) for each in queries.due(session, clock.today())]
    passed = 0
    for place, stock_id in due:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            stock = queries.get(work.session, place, stock_id)
            if not queries.left_over(work.session, stock):
                end_surplus(work, stock)
            elif running.open_clock(work.session, stock.case, ClockKind.SURPLUS_TRANSFER):
                clocks.stop(work, stock.case, ClockKind.SURPLUS_TRANSFER, outcome=Outcome.PASSED)
                passed += 1
    return passed
