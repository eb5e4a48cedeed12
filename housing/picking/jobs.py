"""Telling the households of a large round when their turn is, so many at a time."""

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.picking import queries
from housing.picking.calling import tell_some
from housing.picking.models import PickSession
from housing.rounds.models import Round
from housing.rounds.states import RoundState

RUNNING = (RoundState.ORDER_PUBLISHED, RoundState.PICKING)


def tell(database: Database, keyring: Keyring, clock: Clock) -> int:
    """Write the letters that are left of every call; return how many.

    A second run, or a late one, changes nothing more. Basis: HN 22 (HN-22-4).
    """
    with database.reads() as session:
        halls = [(held.place, held.id) for held in queries.to_tell(session)]
    told = 0
    for place, session_id in halls:
        written = 1
        while written:
            with working(database.acts, system_actor(place), clock, keyring) as work:
                held = work.session.get_one(PickSession, session_id)
                a_round = work.session.get_one(Round, held.round_id)
                written = tell_some(work, held, a_round) if a_round.state in RUNNING else 0
            told += written
    return told
