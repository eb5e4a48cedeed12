"""How the counties of an area stand: deadlines, occupancy, standards; for those above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.clocks.punctuality import Standing, across
from housing.core.access.actor import Actor
from housing.core.errors import NotFound
from housing.occupancy import queries as occupancy
from housing.places import PlaceBook
from housing.policies import queries as policies
from housing.policies.book import PolicyBook
from housing.policies.review import missing

#: Deadlines that fell due in so many days before today tell how many were kept.
DAYS_BACK = 365


@dataclass(frozen=True, slots=True)
class County:
    """One county; `missing`: values it has not set, None where no instrument is known for it."""

    code: str
    name: str
    deadlines: Standing
    units: int
    occupied: int
    missing: int | None

    @property
    def occupancy(self) -> int | None:
        """Whole percent of the units that are occupied; None without units."""
        return self.occupied * 100 // self.units if self.units else None


def of_area(session: Session, actor: Actor, day: date) -> tuple[list[County], int]:
    """Return the counties of the actor's area that have deadlines or units, and how many have none.

    By code. Basis: HN 5 (HN-5-1), HN 6 (HN-6-1).
    """
    held = PlaceBook.load().counties(actor.place, day, samples=True)
    first = date.fromordinal(day.toordinal() - DAYS_BACK)
    deadlines = across(session, [each.code for each in held], first, day)
    with_units = set(occupancy.places(session))
    book = policies.book(session)
    working = [each for each in held if each.code in deadlines or each.code in with_units]
    idle = sum(not each.sample for each in held if each not in working)
    return [
        _county(session, book, each.code, each.name, deadlines.get(each.code), day)
        for each in working
    ], idle


def _county(
    session: Session, book: PolicyBook, code: str, name: str, deadlines: Standing | None, day: date
) -> County:
    projects = occupancy.projects(session, code)
    return County(
        code,
        name,
        deadlines or Standing(),
        sum(each.units for each in projects),
        sum(each.occupied for each in projects),
        _missing(book, code, day),
    )


def _missing(book: PolicyBook, place: str, day: date) -> int | None:
    try:
        return len(missing(book, place, day))
    except NotFound:
        return None


def overdue_in(session: Session, actor: Actor, day: date) -> int:
    """Return how many deadlines are overdue in the counties of the actor's area."""
    held = PlaceBook.load().counties(actor.place, day, samples=True)
    found = across(session, [each.code for each in held], day, day)
    return sum(each.overdue for each in found.values())


def sheet(counties: Sequence[County]) -> list[list[str | int]]:
    """Return the rows of the workbook; what is not known stays empty."""
    return [
        [
            each.code,
            each.name,
            each.deadlines.open,
            each.deadlines.overdue,
            _or_empty(each.deadlines.percent),
            each.units,
            _or_empty(each.occupancy),
            _or_empty(each.missing),
        ]
        for each in counties
    ]


def _or_empty(value: int | None) -> str | int:
    return "" if value is None else value
