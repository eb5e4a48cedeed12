"""What the clock asks of exits: ask departments, remind, charge the market's rent, close."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.clock import Clock, day_of
from housing.core.db.session import Database
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.exits import acting, graduates, queries, service, telling
from housing.leases import queries as leases
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind

#: Days before the end of a relocation period on which the household is reminded.
REMINDED = (30, 7)
BATCH = 50
LOG = logging.getLogger("housing.exits")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done:
    """What one run did in a place; `refused`: why cases were left to a person."""

    place: str
    reviewed: int = 0
    closed: int = 0
    reminded: int = 0
    charged: int = 0
    graduates: int = 0
    refused: tuple[str, ...] = ()


class County:
    """One place, and what its acts are done with; an act that is refused is left to a person."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock, place: str) -> None:
        self.database, self.keyring, self.clock, self.place = database, keyring, clock, place
        self.refused: list[str] = []

    def act(self, run: Callable[[Work], T]) -> T | None:
        """Run one act of the system; return None where it was refused."""
        try:
            with working(
                self.database.acts, system_actor(self.place), self.clock, self.keyring
            ) as work:
                return run(work)
        except HousingError as refusal:
            LOG.warning("exits of %s: %s", self.place, refusal)
            self.refused.append(str(refusal))
            return None

    def each(self, ids: Sequence[int], run: Callable[[Work, int], object]) -> int:
        """Run an act on each of these cases; return how many were done."""
        before = len(self.refused)
        for one in ids:
            self.act(lambda work, one=one: run(work, one))  # type: ignore[misc]
        return len(ids) - (len(self.refused) - before)


def follow(database: Database, keyring: Keyring, clock: Clock) -> list[Done]:
    """Ask the departments about cases that were opened, and close those whose flat is back.

    Basis: HN 33 (HN-33-1, HN-33-5).
    """
    with database.reads() as session:
        places = queries.places(session)
    return [_follow_in(County(database, keyring, clock, place)) for place in places]


def sweep(database: Database, keyring: Keyring, clock: Clock) -> list[Done]:
    """Remind of relocation periods that end, charge the market's rent after them; graduates.

    Looks by date, so that a missed night is caught up and a second run does nothing.
    Basis: HN 33 (HN-33-5 to HN-33-7), HN 15 (HN-15-13) by analogy.
    """
    with database.reads() as session:
        places = sorted({*queries.places(session), *leases.places(session)})
    return [_sweep_in(County(database, keyring, clock, place)) for place in places]


def _follow_in(county: County) -> Done:
    with county.database.reads() as session:
        opened = queries.to_review(session, county.place, BATCH)
        left = queries.left(session, county.place)
    return Done(
        county.place,
        reviewed=county.each(opened, service.begin_review),
        closed=county.each(left, service.follow),
        refused=tuple(county.refused),
    )


def _sweep_in(county: County) -> Done:
    day = day_of(county.clock.now())
    with county.database.reads() as session:
        over = queries.period_over(session, county.place, day)
        unasked = queries.windows_over(session, county.place, day)
        farthest = day + timedelta(days=max(REMINDED))
        ending = queries.ending_by(session, county.place, day, farthest)
    county.each(unasked, _end_window)
    return Done(
        county.place,
        reminded=county.each(ending, _remind),
        charged=county.each(over, service.follow_period),
        graduates=_graduates(county),
        refused=tuple(county.refused),
    )


def _graduates(county: County) -> int:
    total, after = 0, 0
    while True:
        last = after
        found = county.act(lambda work, last=last: graduates.switch_some(work, last))  # type: ignore[misc]
        if found is None or found[1] is None:
            return total
        total, after = total + found[0], found[1]


def _remind(work: Work, case_id: int) -> None:
    """Write so often as days before the end have passed, and no letter was written for.

    What was written before the period was extended does not count.
    """
    case = acting.taken(work, case_id)
    written = 0
    for each in letters.of_case(work.session, case.case):
        written += each.kind is LetterKind.RELOCATION_REMINDER
        written *= each.kind is not LetterKind.RELOCATION_EXTENDED
    if case.relocate_until is None:
        return
    left = (case.relocate_until - work.day).days
    if written < sum(left <= days for days in REMINDED):
        telling.tell_period(work, case, acting.tenant_of(work, case))


def _end_window(work: Work, case_id: int) -> None:
    case = acting.taken(work, case_id)
    clocks.stop(work, case.case, ClockKind.REVIEW_REQUEST)
