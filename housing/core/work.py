"""One act of one person: session, actor, clock, keys and register together; commits once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from housing.core.access.actor import Actor
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import Entry, append
from housing.core.clock import Clock, day_of
from housing.core.db.session import Sessions
from housing.core.errors import BadInput
from housing.core.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Work:
    """What a service needs to act; `now` is fixed for the whole act."""

    session: Session
    actor: Actor
    now: datetime
    keyring: Keyring

    @property
    def day(self) -> date:
        """The calendar day of the act in Asia/Shanghai."""
        return day_of(self.now)

    @property
    def place(self) -> str:
        """The county the actor acts for."""
        return self.actor.place

    def record(self, entry: Entry, place: str = "") -> RegisterRow:
        """Write the act into the county's register, in the same transaction.

        `place`: the county of the case, where the actor acts from above it (prefecture,
        province); the actor's own by default.
        """
        held = place or self.place
        return append(self.session, held, self.actor.name, self.now, self.day, entry)


def not_to_come(work: Work, day: date, name: str) -> None:
    """Refuse a day that has not come; `name` is the field in Chinese and English.

    Raises:
        BadInput: the day lies ahead.
    """
    if day > work.day:
        chinese, _, english = name.partition(" / ")
        raise BadInput(f"{chinese}：{day} 还没有到 / {english}: {day} has not come")


@contextmanager
def working(sessions: Sessions, actor: Actor, clock: Clock, keyring: Keyring) -> Iterator[Work]:
    """Run one act in one transaction: everything is kept, or nothing when it raises."""
    with sessions() as session, session.begin():
        yield Work(session=session, actor=actor, now=clock.now(), keyring=keyring)
