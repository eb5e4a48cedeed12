"""What the public may see of a round, and from when on.

The order is public from its publicity on; who got what only once the results are published, so
that nobody learns an outcome before everybody can.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.rounds import entropy, files, outcome_words, queries
from housing.rounds.comparison import read_comparison
from housing.rounds.conditions import owner_of
from housing.rounds.holding import held_ids
from housing.rounds.models import Round, RoundStep
from housing.rounds.outcome import Outcome
from housing.rounds.results import ResultLine, Status
from housing.rounds.states import RoundAct
from housing.rounds.successor import successor_of
from housing.rounds.terms import term

#: Sorting by these would tell who got what.
SORTS_OF_ORDER = ("position", "tier", "score", "accepted")
SORTS_OF_RESULTS = (*SORTS_OF_ORDER, "class", "unit")
OUTCOMES = (Status.HOUSED, Status.LEFT_OUT, Status.SUBSIDY_DUE, Status.HELD)
_NOT_YET = (RoundAct.ALLOCATE, RoundAct.CHECK)


def shown_round(session: Session, place: str, code: str) -> Round:
    """Return a round that the public may see; it stays visible when it is annulled.

    Raises:
        NotFound: there is none, or its order was never shown.
    """
    round_ = queries.by_code(session, place, code)
    if round_.order_published_at is None:
        raise NotFound(f"没有公示中的轮次 {code} / round {code} has not been made public")
    return round_


def is_decided(round_: Round) -> bool:
    """Return whether the results of the round were ever published."""
    return round_.published_at is not None


def shown_lines(
    session: Session, round_: Round, page: int, size: int, sort: str, status: str
) -> tuple[int, list[ResultLine]]:
    """Return how many lines there are and one page; before publication only the order."""
    if is_decided(round_):
        return queries.masked_results(session, round_.id, page, size, sort, status)
    total, lines = queries.masked_results(session, round_.id, page, size, sort)
    return total, [replace(line, status=Status.ORDERED, flat=None) for line in lines]


def shown_outcome(
    session: Session, keyring: Keyring, round_: Round, roll_id: str, language: str
) -> Outcome:
    """Return what a household may know of itself now."""
    found = queries.outcome(session, keyring, round_.id, roll_id, language)
    if found.status is Status.HELD:
        return replace(found, flat=None, stages=(), notes=(outcome_words.held_back(language),))
    if is_decided(round_) or found.status is Status.OFF_ROLL:
        return found
    waits = outcome_words.not_allocated_yet(round_.publicity_until, language)
    return replace(found, status=Status.ORDERED, flat=None, stages=(), notes=(waits,))


def shown_steps(session: Session, round_: Round) -> list[RoundStep]:
    """Return the steps of the round without those whose results are not public yet."""
    steps = queries.steps(session, round_.id)
    if is_decided(round_):
        return list(steps)
    return [step for step in steps if step.act not in _NOT_YET]


def shown_kin(session: Session, round_: Round) -> dict[str, object]:
    """Return what stands around a public round: its plan, who comes before and after, what waits.

    A successor whose order was not shown yet is named without a link.
    """
    before = round_.predecessor_id
    return {
        "owner": owner_of(round_),
        "has_plan": round_.plan_sha256 is not None,
        "comparison": read_comparison(session, round_),
        "predecessor": queries.get(session, before) if before is not None else None,
        "successor": successor_of(session, round_.id),
        "held": len(held_ids(session, round_.id)) if is_decided(round_) else 0,
    }


def shown_rules(session: Session, round_: Round) -> dict[str, Any]:
    """Return the content of rules.json as it was frozen.

    Raises:
        BrokenRule: the rules were changed after their hash was written down.
    """
    content: dict[str, Any] = files.read(session, round_, "rules.json").content
    return content


def published_round(session: Session, place: str, code: str) -> Round:
    """Return a round with published results.

    Raises:
        NotFound: there is none, or its results are not public yet.
    """
    round_ = shown_round(session, place, code)
    if not is_decided(round_):
        raise NotFound(f"轮次 {code} 的结果还没有公布 / no results of round {code} yet")
    return round_


@dataclass(frozen=True, slots=True)
class ShownSeed:
    """The seed as everybody may see it; `bits` it has, `least` it must have."""

    source: Mapping[str, str]
    text: str
    bits: int
    least: int
    drawn_at: str
    frozen_at: str
    witnesses: str


def shown_seed(session: Session, round_: Round) -> ShownSeed | None:
    """Return the seed of a round, or None before there is one.

    Raises:
        BrokenRule: seed or rules were changed after their hashes were written down.
    """
    if round_.seed_sha256 is None:
        return None
    seed = files.read(session, round_, "seed.json").content
    rules = files.read(session, round_, "rules.json").content
    source = entropy.source_of(term(rules, "seed_sources"), round_.seed_source)
    return ShownSeed(
        source=source["name"],
        text=seed["text"],
        bits=seed["bits"],
        least=term(rules, "seed_bits_least"),
        drawn_at=seed["drawn_at"],
        frozen_at=seed["frozen_at"],
        witnesses=seed["witnesses"],
    )
