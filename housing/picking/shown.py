"""What the screens of a hall show: masked for the public, with the flats for the clerk."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from housing.households import queries as households
from housing.households.masking import masked_name
from housing.households.models import Household
from housing.picking import queries
from housing.picking.hall import Turn, turn_now
from housing.picking.models import Pick, PickSession, PickSlot
from housing.picking.page_words import stage_words
from housing.picking.states import PickOutcome
from housing.rounds.models import Round
from housing.rounds.results import masked_number

NEXT, LAST = 6, 6


@dataclass(frozen=True, slots=True)
class Line:
    """One turn as everybody may see it: masked name and number, time, and what came of it."""

    turn: int
    position: int
    name: str
    number: str
    stage: str
    at: datetime
    pick: Pick | None

    @property
    def outcome(self) -> PickOutcome | None:
        """How the turn ended; None while it is to come."""
        return self.pick.outcome if self.pick else None

    @property
    def unit_code(self) -> str | None:
        """The flat that was picked."""
        return self.pick.unit_code if self.pick else None


@dataclass(frozen=True, slots=True)
class Screen:
    """A hall between two turns. `left` counts the flats of each class this turn may take."""

    held: PickSession
    now: Turn | None
    line: Line | None
    coming: list[Line]
    done: list[Line]
    counts: dict[PickOutcome, int]
    left: dict[str, int]
    turns: int

    @property
    def classes_left(self) -> list[dict[str, object]]:
        """The classes that may be chosen, in order of name."""
        return [{"unit_class": name, "units": self.left[name]} for name in sorted(self.left)]

    @property
    def had(self) -> int:
        """How many turns have been had."""
        return sum(self.counts.values())


def screen_of(session: Session, a_round: Round, held: PickSession) -> Screen:
    """Return a hall as it stands."""
    running = held.opened_at is not None and held.ended_at is None
    now = turn_now(session, a_round, held) if running else None
    coming = list(queries.to_come(session, held, NEXT + 1)) if running else []
    picks = list(queries.standing(session, held))[-LAST:][::-1]
    slots = {slot.turn: slot for slot in queries.slots(session, held)}
    had = [slots[pick.turn] for pick in picks]
    people = _people(session, [*coming, *had])
    lines = [_line(slot, people, None) for slot in coming]
    return Screen(
        held=held,
        now=now,
        line=lines[0] if now and lines else None,
        coming=lines[1:] if now else lines[:NEXT],
        done=[_line(slot, people, pick) for slot, pick in zip(had, picks, strict=True)],
        counts=queries.counts(session, held),
        left=dict(Counter(unit.unit_class for unit in now.units)) if now else {},
        turns=len(slots),
    )


def lines_of(
    session: Session, held: PickSession, offset: int, limit: int
) -> tuple[int, list[Line]]:
    """Return how many turns a hall has, and a page of them, masked."""
    total, rows = queries.shown(session, held, offset, limit)
    return total, [_line(slot, {home.id: home}, pick) for slot, home, pick in rows]


def _people(session: Session, slots: list[PickSlot]) -> dict[int, Household]:
    found = households.by_ids(session, {slot.household_id for slot in slots})
    return {home.id: home for home in found}


def _line(slot: PickSlot, people: dict[int, Household], pick: Pick | None) -> Line:
    home = people[slot.household_id]
    return Line(
        turn=slot.turn,
        position=slot.position,
        name=masked_name(home.name),
        number=masked_number(home.application_number),
        stage=stage_words(slot.stage),
        at=slot.at,
        pick=pick,
    )
