"""What a round means for one household, with its reasons in plain words."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.households.masking import masked_name
from housing.households.models import Household
from housing.rounds import files, outcome_ahead, outcome_wishes, outcome_words
from housing.rounds.models import Round, RoundHousehold, RoundPosition
from housing.rounds.picked import picks_of
from housing.rounds.problem import explained
from housing.rounds.results import Flat, Status, line_of_household, masked_number
from housing.rounds.roll import OffRoll
from housing.standing.rules import Points
from housing.units.class_names import class_names


@dataclass(frozen=True, slots=True)
class StageReasons:
    """Why a stage ended as it did for the household: its place there (from 1) and sentences.

    `otherwise` says what would have made a difference.
    """

    number: int
    title: str
    basis: tuple[str, ...]
    place: int
    households: int
    sentences: tuple[str, ...]
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the household may know of itself, and nobody else; places count from 1.

    `position` is the place in the order of the round among `households`, None while there is no
    order and off the roll. `points` explain the score (hundredths). `notes` are sentences that
    belong to no stage; `reasons` are all sentences in reading order. `flat_class` is what people
    call the class of the flat; `carried_over` what it is worth to have been left out.
    """

    status: Status
    roll_id: str
    name: str
    application_number: str
    accepted_on: date
    tier: int
    score: int
    points: tuple[Points, ...]
    position: int | None
    households: int
    flat: Flat | None
    off_roll: str
    notes: tuple[str, ...]
    stages: tuple[StageReasons, ...]
    flat_class: str = ""
    carried_over: str = ""

    @property
    def reasons(self) -> list[str]:
        """Every sentence, those of the stages last, in their order."""
        stages = (said for stage in self.stages for said in (*stage.sentences, *stage.otherwise))
        return [*self.notes, *stages]


def outcome(
    session: Session, keyring: Keyring, round_id: int, roll_id: str, language: str = "zh"
) -> Outcome:
    """Return the outcome of one household of a round; `language` is 'zh' or 'en'.

    Each stage the household took part in is explained from the kept problem and plan. `keyring`
    is not needed for what is shown: nothing personal is unsealed.

    Raises:
        NotFound: the round has no such household.
        BrokenRule: a file was changed after its hash was written down.
    """
    found = session.execute(
        select(Round, RoundHousehold, Household)
        .join(RoundHousehold, RoundHousehold.round_id == Round.id)
        .join(Household, Household.id == RoundHousehold.household_id)
        .where(Round.id == round_id, RoundHousehold.roll_id == roll_id)
    ).one_or_none()
    if found is None:
        raise NotFound("本轮没有这一户 / this round has no such household")
    a_round, on_roll, household = found
    line = line_of_household(session, round_id, roll_id)
    status = _status(on_roll, line.status if line else None)
    row = _roll_line(session, a_round, roll_id) if not on_roll.off_roll else None
    called = class_names(session, a_round.place, language)
    flat = line.flat if line else None
    return Outcome(
        status=status,
        roll_id=roll_id,
        name=masked_name(household.name),
        application_number=masked_number(household.application_number),
        accepted_on=household.accepted_on,
        tier=on_roll.tier,
        score=on_roll.score,
        points=tuple(Points(*each) for each in row["points"]) if row else (),
        position=line.position if line else None,
        households=_households(session, round_id),
        flat=flat,
        off_roll=on_roll.off_roll,
        notes=tuple(_notes(session, a_round, on_roll, row, status, language)),
        stages=tuple(_stages(session, a_round, row, called, language)) if row else (),
        flat_class=called(flat.unit_class) if flat else "",
        carried_over=_carried_over(session, a_round, status, language),
    )


def _status(on_roll: RoundHousehold, status: Status | None) -> Status:
    if on_roll.off_roll:
        return Status.OFF_ROLL
    return status or Status.ON_ROLL


def _households(session: Session, round_id: int) -> int:
    found = select(func.count()).where(RoundPosition.round_id == round_id)
    return session.scalar(found) or 0


def _roll_line(session: Session, a_round: Round, roll_id: str) -> dict[str, Any]:
    lines = _parsed(files.body_of(session, a_round, "roll.json"))["households"]
    return next(line for line in lines if line["id"] == roll_id)


def _notes(
    session: Session,
    a_round: Round,
    on_roll: RoundHousehold,
    row: dict[str, Any] | None,
    status: Status,
    language: str,
) -> Iterator[str]:
    if row is None:
        yield outcome_words.off_roll(OffRoll(on_roll.off_roll), language)
        return
    rules = _parsed(files.body_of(session, a_round, "rules.json"))
    units = _parsed(files.body_of(session, a_round, "units.json"))
    called = class_names(session, a_round.place, language)
    yield from outcome_wishes.not_counted(row, rules, units, language, called)
    if a_round.stages_sha256 is not None and picks_of(session, a_round) is None:
        turns = [
            _turn(stage, problem, plan, row["id"], language)
            for stage, problem, plan in _played(session, a_round)
        ]
        yield from outcome_wishes.given_before(row, rules, units, turns, language, called)
    if status is Status.SUBSIDY_DUE:
        yield outcome_words.subsidy_due(language)
    if status in (Status.ON_ROLL, Status.ORDERED):
        yield outcome_words.not_allocated_yet(a_round.publicity_until, language)


def _stages(
    session: Session,
    a_round: Round,
    line: dict[str, Any],
    called: Callable[[str], str],
    language: str,
) -> Iterator[StageReasons]:
    """Each stage that the household of this line of the roll took part in, in turn."""
    if a_round.stages_sha256 is None:
        return
    roll_id = line["id"]
    picks = picks_of(session, a_round)
    for row, problem, plan in _played(session, a_round):
        # The bridge writes the households of a problem in the order of the round.
        place = _place_in(problem, roll_id)
        if place is None:
            continue
        in_hall = outcome_words.in_hall(picks, row["key"], roll_id, called, language)
        wished = None if picks else _wished(line, problem["households"][place - 1])
        left = () if in_hall else _otherwise(problem, plan, roll_id, called, language)
        yield StageReasons(
            number=row["number"],
            title=row["title"]["en" if language == "en" else "zh"],
            basis=tuple(row["basis"]),
            place=place,
            households=len(problem["households"]),
            sentences=in_hall or tuple(explained(problem, plan, roll_id, language, called, wished)),
            otherwise=tuple(left),
        )


def _played(session: Session, a_round: Round) -> Iterator[tuple[Any, Any, Any]]:
    """Each stage with its problem and its plan, in turn."""
    for row in files.read(session, a_round, "stages.json").content["stages"]:
        problem, plan = (files.body_of(session, a_round, row[name]) for name in ("problem", "plan"))
        yield row, _parsed(problem), _parsed(plan)


def _turn(stage: Any, problem: Any, plan: Any, roll_id: str, language: str) -> outcome_wishes.Turn:
    place = _place_in(problem, roll_id)
    ranks = problem["households"][place - 1]["acceptable"] if place else []
    return outcome_wishes.Turn(
        number=stage["number"],
        key=stage["key"],
        title=stage["title"]["en" if language == "en" else "zh"],
        listed=frozenset(name for rank in ranks for name in rank),
        is_home=roll_id in plan["assignment"],
    )


def _wished(line: dict[str, Any], household: dict[str, Any]) -> int:
    """How many ranks of a problem's list are wishes; those that merely suit stand behind them."""
    wishes = {name for rank in line["wishes"] for name in rank}
    return sum(1 for rank in household["acceptable"] if wishes & set(rank))


def _otherwise(
    problem: dict[str, Any],
    plan: dict[str, Any],
    roll_id: str,
    called: Callable[[str], str],
    language: str,
) -> Iterator[str]:
    """What would have made a difference; whoever got a flat asks why not another, not this."""
    if roll_id not in plan["assignment"]:
        yield from outcome_ahead.what_would_differ(problem, plan, roll_id, called, language)


def _carried_over(session: Session, a_round: Round, status: Status, language: str) -> str:
    """Only a published round counts as one that left somebody out."""
    if status is not Status.LEFT_OUT or a_round.published_at is None:
        return ""
    rules = _parsed(files.body_of(session, a_round, "rules.json"))
    return outcome_ahead.carried_over(rules, language)


def _place_in(problem: dict[str, Any], roll_id: str) -> int | None:
    queue = (row["id"] for row in problem["households"])
    return next((place for place, name in enumerate(queue, 1) if name == roll_id), None)


@lru_cache(maxsize=12)
def _parsed(raw: bytes) -> Any:
    """Return the content of a file; parsed once, since many households ask for the same."""
    return json.loads(raw)
