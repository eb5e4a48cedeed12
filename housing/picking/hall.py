"""The hall as it stands: whose turn it is, what is left, and what this household may take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from housing.core.errors import WrongState
from housing.picking import problem, queries
from housing.picking.models import Pick, PickSession, PickSlot
from housing.picking.states import WITH_FLAT
from housing.rounds import files
from housing.rounds.draw import draw_of
from housing.rounds.models import Round
from housing.rounds.picked import OUT, Picks
from housing.rounds.stages import Staging

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FreeUnit:
    """A flat that can still be picked: area in hundredths of m², rent in fen per m² and month."""

    code: str
    unit_class: str
    address: str
    area: int
    rent_fen: int


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn that it is: its slot, and the flats that its household may take now."""

    slot: PickSlot
    units: tuple[FreeUnit, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the flats that may be taken."""
        return frozenset(unit.code for unit in self.units)


@dataclass(frozen=True, slots=True)
class Stand:
    """A stage of the hall between two turns: its problem, and who holds which class in it."""

    problem: Json
    taken: dict[str, str]
    free: dict[str, list[str]]


def turn_now(session: Session, a_round: Round, held: PickSession) -> Turn | None:
    """Return the turn that it is, or None when everybody has had one.

    Basis: HN 21 (HN-21-7): strictly in the public order, among flats that suit the household.
    """
    slot = queries.next_slot(session, held)
    if slot is None:
        return None
    stand = stand_of(session, a_round, held, slot.stage)
    classes = problem.safe(stand.problem, slot.roll_id, stand.taken) if _is_in(stand, slot) else ()
    return Turn(slot, tuple(_units(session, a_round, stand, classes)))


def stand_of(session: Session, a_round: Round, held: PickSession, stage: str) -> Stand:
    """Return how a stage stands after the turns so far."""
    picks = queries.standing(session, held)
    staging = before_first(session, a_round, Picks.of(rows_of(picks)))
    for pick in picks:
        if pick.stage != stage:
            _apply(staging, pick)
    here = [pick for pick in picks if pick.stage == stage and pick.outcome in WITH_FLAT]
    stated = staging.problem(stage)
    gone = {pick.unit_code for pick in here}
    free = {
        row["id"]: [unit for unit in staging.free[row["id"]] if unit not in gone]
        for row in stated["classes"]
    }
    return Stand(stated, {pick.roll_id: pick.unit_class or "" for pick in here}, free)


def before_first(session: Session, a_round: Round, picks: Picks) -> Staging:
    """Return the round before its first stage, with what was picked so far."""
    kept = {
        name: files.read(session, a_round, f"{name}.json")
        for name in ("roll", "units", "rules", "seed", "order")
    }
    draw = draw_of(kept["seed"], kept["roll"])
    roll, units, rules, order = (kept[name].content for name in ("roll", "units", "rules", "order"))
    return Staging.begin(roll, units, rules, order, draw, picks)


def rows_of(picks: Sequence[Pick]) -> list[Json]:
    """Return turns as rows of picks.json, in the order in which they were had."""
    return [
        {
            "turn": pick.turn,
            "stage": pick.stage,
            "household": pick.roll_id,
            "outcome": pick.outcome.value,
            "class": pick.unit_class,
            "unit": pick.unit_code,
            "at": pick.at.isoformat(),
        }
        for pick in picks
    ]


def must_be_running(held: PickSession) -> None:
    """Refuse what is done only while people pick.

    Raises:
        WrongState: the hall has not opened yet, or has closed.
    """
    if held.opened_at is None or held.ended_at is not None:
        state = (
            ("还没有开始", "has not begun") if held.opened_at is None else ("已经结束", "is over")
        )
        raise WrongState(f"选房：{state[0]} / the picking {state[1]}")


def _apply(staging: Staging, pick: Pick) -> None:
    """Take what was picked in an earlier stage out of the later ones."""
    if pick.outcome in OUT:
        staging.out.add(pick.roll_id)
    elif pick.unit_class is not None and pick.unit_code is not None:
        staging.given[pick.roll_id] = {}
        staging.free[pick.unit_class].remove(pick.unit_code)


def _is_in(stand: Stand, slot: PickSlot) -> bool:
    return any(row["id"] == slot.roll_id for row in stand.problem["households"])


def _units(
    session: Session, a_round: Round, stand: Stand, classes: tuple[str, ...]
) -> list[FreeUnit]:
    if not classes:
        return []
    lines = files.read(session, a_round, "units.json").content["units"]
    free = {code for name in classes for code in stand.free[name]}
    return [
        FreeUnit(line["id"], line["class"], line["address"], line["area"], line["rent_fen"])
        for line in lines
        if line["id"] in free
    ]
