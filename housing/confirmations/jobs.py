"""What the clock asks of confirmations: ask who is due, remind, hand over who does not answer."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, counted_back, load_calendar
from housing.confirmations import queries, service
from housing.confirmations.models import Confirmation
from housing.confirmations.rules import letters_due
from housing.confirmations.states import PENDING, ConfirmationState
from housing.core.access.actor import system_actor
from housing.core.clock import Clock, day_of
from housing.core.db.session import Database
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.policies.queries import book as values_in_force
from housing.waitlist import queries as waitlist
from housing.waitlist.rules import most_a_night

#: Questions asked or looked at in one act, so that no act holds the register for long.
BATCH = 25
LOG = logging.getLogger("housing.confirmations")
Step = Callable[[Work, Confirmation], bool]


@dataclass(frozen=True, slots=True)
class Done:
    """What one run did in a place; `refused`: why it could not go on, "" where it could."""

    place: str
    asked: int = 0
    reminded: int = 0
    missed: int = 0
    silent: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class County:
    """One place, and what its acts are done with; `site`: where people reach the installation."""

    database: Database
    keyring: Keyring
    clock: Clock
    place: str
    site: str

    def act(self) -> AbstractContextManager[Work]:
        """Open one act of the system."""
        actor = system_actor(self.place)
        return working(self.database.acts, actor, self.clock, self.keyring)


def run(database: Database, keyring: Keyring, clock: Clock, site: str) -> list[Done]:
    """Do everything that is due in every place; a second run on the same day asks nobody twice.

    Basis: HN 16 (HN-16-4).
    """
    with database.reads() as session:
        places = queries.places(session)
    return [_run_in(County(database, keyring, clock, place, site)) for place in places]


def _run_in(county: County) -> Done:
    asked, unreached = ConfirmationState.ASKED, ConfirmationState.UNREACHED
    day = day_of(county.clock.now())
    try:
        with county.database.reads() as session:
            idle = queries.left_behind(session, county.place)
            over = queries.over(session, county.place, unreached, day)
            late = queries.over(session, county.place, asked, day)
        _each(county, idle, _end_idle)
        silent = _each(county, over, _fall_silent)
        missed = _each(county, late, _miss)
        reminded = _each(county, _to_remind(county, day), _reminder(county.site))
        return Done(county.place, _ask(county), reminded, missed, silent)
    except HousingError as refusal:
        LOG.warning("households of %s not asked: %s", county.place, refusal)
        return Done(county.place, refused=str(refusal))


def _ask(county: County) -> int:
    with county.database.reads() as session:
        ids = _due_tonight(session, county.place, day_of(county.clock.now()))
    return sum(_ask_some(county, ids[first : first + BATCH]) for first in range(0, len(ids), BATCH))


def _ask_some(county: County, ids: Sequence[int]) -> int:
    with county.act() as work:
        found = queries.free_to_ask(work.session, ids)
        for entry in found:
            service.ask(work, entry, county.site)
    return len(found)


def _due_tonight(session: Session, place: str, day: date) -> Sequence[int]:
    """Return the entries to ask today: no more than its offices can take calls of."""
    book = values_in_force(session)
    days = int(book.value("waitlist_look_spread", place, day).value)
    most = most_a_night(waitlist.count_waiting(session, place), days)
    left = most - queries.asked_on(session, place, day)
    interval = book.value("confirm_interval", place, day)
    period = Period(int(interval.value), Measure(interval.unit))
    before = counted_back(load_calendar(), day, period).day
    return queries.due(session, place, before, max(left, 0))


def _each(county: County, ids: Sequence[int], step: Step) -> int:
    """Take a step with each of these questions, some in one act; return with how many."""
    return sum(
        _some(county, ids[first : first + BATCH], step) for first in range(0, len(ids), BATCH)
    )


def _some(county: County, ids: Sequence[int], step: Step) -> int:
    with county.act() as work:
        return sum(
            step(work, queries.get(work.session, county.place, each, lock=True)) for each in ids
        )


def _end_idle(work: Work, asked: Confirmation) -> bool:
    if asked.state not in PENDING:
        return False
    service.make_void(work, asked, "家庭已不在轮候 / has left the waitlist")
    return True


def _miss(work: Work, asked: Confirmation) -> bool:
    if asked.state is not ConfirmationState.ASKED:
        return False
    service.miss(work, asked)
    return True


def _fall_silent(work: Work, asked: Confirmation) -> bool:
    if asked.state is not ConfirmationState.UNREACHED:
        return False
    service.fall_silent(work, asked)
    return True


def _to_remind(county: County, day: date) -> list[int]:
    """Return the questions of which a reminder's day has come."""
    with county.database.reads() as session:
        book = values_in_force(session)
        reminders = int(book.value("confirm_reminders", county.place, day).value)
        return [
            asked.id
            for asked in queries.pending(session, county.place, ConfirmationState.ASKED)
            if asked.asked < letters_due(asked.opened_on, asked.due_on, reminders, day)
        ]


def _reminder(site: str) -> Step:
    def remind(work: Work, asked: Confirmation) -> bool:
        entry = waitlist.get(work.session, asked.place, asked.entry_id)
        return service.remind(work, asked, entry, site)

    return remind
