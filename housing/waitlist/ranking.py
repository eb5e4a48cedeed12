"""What the place of an entry rests on: tier, score, accepted day, number; read in bulk."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from housing.households.models import Household
from housing.households.words import Assistance
from housing.policies.book import PolicyBook
from housing.policies.value import PolicyValue
from housing.standing.rescoring import rescored_on
from housing.standing.rules import Facts, Points, points_of, tier_of
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import PLACED

#: What the order rests on.
TERMS = ("priority_rules", "scoring_table", "housing_area_line_per_capita")
_MOST_SCORE, _AT_ONCE = 10**8 - 1, 5000
_COLUMNS = (
    WaitlistEntry.id,
    WaitlistEntry.state,
    WaitlistEntry.number,
    WaitlistEntry.rounds_left_out,
    WaitlistEntry.assistance,
    Household.group,
    Household.rescue,
    Household.priority_groups,
    Household.size,
    Household.present_area,
    Household.birth_on,
    Household.accepted_on,
    Household.wishes,
    Household.application_number,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The county's tables on one day; months and years are counted to `day`, a first of a month.

    So a family that is reckoned again in the middle of a month gains no day on the others.
    """

    day: date
    values: tuple[PolicyValue, ...]

    def __getitem__(self, parameter: str) -> Any:
        return next(each.value for each in self.values if each.parameter == parameter)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the values as they are kept with an order."""
        return [each.to_json() for each in self.values]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one entry stands; `wishes` maps each class it wants to its choice, from 1."""

    entry_id: int
    rank: bytes
    tier: int
    points: list[Points]
    wishes: Mapping[str, int]
    due_on: date | None

    @property
    def score(self) -> int:
        """Sum of the points, in hundredths."""
        return sum(each.points for each in self.points)


def terms_of(book: PolicyBook, place: str, day: date) -> Terms:
    """Return the tables in force on `day`.

    Raises:
        MissingPolicyValue: one is not set.
    """
    return Terms(day.replace(day=1), tuple(book.value(name, place, day) for name in TERMS))


def all_standings(session: Session, place: str, terms: Terms) -> Iterator[Standing]:
    """Yield how everybody stands who has a place in the county's order, in no order.

    Basis: HN 17 (HN-17-1, HN-17-2), HN 18 (HN-18-1, HN-18-2).
    """
    found = _chosen(place).where(WaitlistEntry.state.in_(PLACED))
    for row in session.execute(found.execution_options(yield_per=_AT_ONCE)):
        yield _standing(row, terms)


def standings_of(
    session: Session, place: str, terms: Terms, entry_ids: Collection[int]
) -> dict[int, Standing | None]:
    """Return how some entries stand, by id; None for one that has no place in the order."""
    found: dict[int, Standing | None] = {}
    ids = sorted(entry_ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for row in session.execute(_chosen(place).where(WaitlistEntry.id.in_(some))):
            found[row.id] = _standing(row, terms) if row.state in PLACED else None
    return found


def _chosen(place: str) -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .join(Household, Household.id == WaitlistEntry.household_id)
        .where(WaitlistEntry.place == place)
    )


def _standing(row: Row[Any], terms: Terms) -> Standing:
    facts = Facts(
        application_number=row.application_number,
        group=row.group,
        rescue=row.rescue,
        priority_groups=tuple(row.priority_groups),
        size=row.size,
        present_area=row.present_area,
        birth_on=row.birth_on,
        accepted_on=row.accepted_on,
        rounds_left_out=row.rounds_left_out,
    )
    tiers, scores = terms["priority_rules"], terms["scoring_table"]
    line = int(terms["housing_area_line_per_capita"])
    points = points_of(facts, terms.day, scores, tiers, line)
    tier = tier_of(facts, tiers)
    return Standing(
        entry_id=row.id,
        rank=rank_of(tier, sum(each.points for each in points), row.accepted_on, row.number),
        tier=tier,
        points=points,
        wishes=_wishes(row.wishes) if row.assistance is Assistance.FLAT else {},
        due_on=rescored_on(facts, terms.day, scores),
    )


def rank_of(tier: int, score: int, accepted_on: date, number: str) -> bytes:
    """Return what sorts, byte by byte, as the order does; no two live entries share a number.

    At the end stands the number, which no draw has settled yet; in a round the draw does.
    """
    return f"{tier:03d}{_MOST_SCORE - score:08d}{accepted_on:%Y%m%d}{number}".encode()


def _wishes(ranks: list[list[str]]) -> dict[str, int]:
    return {name: choice for choice, rank in enumerate(ranks, 1) for name in rank}
