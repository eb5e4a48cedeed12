"""What the timetable asks of rounds: going on with receipts that are being sent."""

from dataclasses import dataclass

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.rounds.mailing import rounds_being_sent, send_receipts


@dataclass(frozen=True, slots=True)
class Sent:
    """How many receipts of a round were written."""

    round_id: int
    receipts: int


def go_on_sending(database: Database, keyring: Keyring, clock: Clock) -> list[Sent]:
    """Write the receipts of every round whose sending an officer began, in small acts.

    Basis: HN 21 (HN-21-5).
    """
    with database.reads() as session:
        waiting = rounds_being_sent(session)
    return [Sent(each, _all(database, keyring, clock, place, each)) for place, each in waiting]


def _all(database: Database, keyring: Keyring, clock: Clock, place: str, round_id: int) -> int:
    total = 0
    while True:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            sent = send_receipts(work, round_id)
        if sent == 0:
            return total
        total += sent
