"""The history of units: one spell after the other, each with the reason why it began."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import String, Text, insert, literal, select, update

from housing.core.work import Work
from housing.units.models import Unit, UnitSpell

#: Ids in one statement, well below what either database takes.
AT_ONCE = 5_000
COLUMNS = (
    "place",
    "unit_id",
    "state",
    "round_code",
    "from_on",
    "reason",
    "document",
    "begun_by",
)


def follow(work: Work, unit_ids: Collection[int], *, reason: str, document: str = "") -> None:
    """End the spells of units today and begin those of the states they are in now.

    Called after every change of state, in the same act; a unit without a spell gets its first.
    """
    for ids in _portions(unit_ids):
        ended = update(UnitSpell).where(UnitSpell.unit_id.in_(ids), UnitSpell.to_on.is_(None))
        work.session.execute(
            ended.values(to_on=work.day), execution_options={"synchronize_session": False}
        )
        begun = select(
            Unit.place,
            Unit.id,
            Unit.state,
            Unit.round_code,
            literal(work.day, UnitSpell.from_on.type),
            literal(reason, Text),
            literal(document, String),
            literal(work.actor.name, String),
        ).where(Unit.id.in_(ids))
        work.session.execute(
            insert(UnitSpell).from_select(
                COLUMNS,
                begun,
            )
        )


def begin(work: Work, reason: str) -> None:
    """Begin the history of the units of the place that have none yet; they came by a sheet."""
    known = select(UnitSpell.unit_id).where(UnitSpell.place == work.place)
    new = work.session.scalars(
        select(Unit.id).where(Unit.place == work.place, Unit.id.not_in(known))
    ).all()
    follow(work, new, reason=reason)


def _portions(ids: Collection[int]) -> Iterator[Sequence[int]]:
    rest = iter(sorted(ids))
    while portion := list(islice(rest, AT_ONCE)):
        yield portion
