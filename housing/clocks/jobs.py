"""The sweep over all clocks: who is to be reminded, what is overdue; each once, however often run.

It looks for work by date: a missed night is caught up, and a second run finds nothing to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.clocks import queries, reminding, service
from housing.clocks.models import CaseClock
from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working

#: Clocks noted in one transaction; between two, other acts of the county go on.
BATCH = 100

Tell = Callable[[Work, CaseClock], object]
_Find = Callable[[Session, str, date, int], Sequence[int]]
_Note = Callable[[Work, int], CaseClock | None]


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: days moved by a new holiday notice, reminders, clocks gone overdue."""

    moved: int = 0
    reminded: int = 0
    overdue: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        """Return both together."""
        return Swept(
            self.moved + other.moved,
            self.reminded + other.reminded,
            self.overdue + other.overdue,
        )


def _silent(_work: Work, _clock: CaseClock) -> None:
    """Tell nobody; the lists show it."""


def sweep(database: Database, keyring: Keyring, clock: Clock, tell: Tell = _silent) -> Swept:
    """Reckon provisional days again, remind holders, and put what is overdue on the head's list.

    `tell` is called once for each reminder and each overdue clock, in the transaction that notes
    it: either both are kept or neither. Basis: HN 15 (HN-15-1, HN-15-5, HN-15-7).
    """
    with database.reads() as session:
        places = queries.places(session)
    return sum((_place(database, keyring, clock, place, tell) for place in places), Swept())


def _place(database: Database, keyring: Keyring, clock: Clock, place: str, tell: Tell) -> Swept:
    actor = system_actor(place)
    with working(database.acts, actor, clock, keyring) as work:
        service.alone(work, place)
        again = queries.provisional(work.session, place)
        moved = sum(service.reckon_again(work, each) for each in again)

    def noted(find: _Find, note: _Note) -> int:
        count = 0
        while True:
            with working(database.acts, actor, clock, keyring) as work:
                service.alone(work, place)
                found = find(work.session, place, work.day, BATCH)
                for held in [note(work, each) for each in found]:
                    if held is not None:
                        tell(work, held)
                        count += 1
            if len(found) < BATCH:
                return count

    return Swept(
        moved,
        noted(queries.to_remind, reminding.remind),
        noted(queries.to_escalate, reminding.escalate),
    )
