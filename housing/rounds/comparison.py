"""Both ways of giving out the flats, compared on the frozen roll before anything is decided.

It is shown and never chooses: the mechanism was named in the published plan.
"""

from collections import Counter
from typing import Any

from sqlalchemy.orm import Session

from housing.core.canonical import sha256_hex
from housing.rounds import files
from housing.rounds.allocate import is_passed_over
from housing.rounds.models import Round, RoundFile
from housing.rounds.problem import solved
from housing.rounds.stages import Json, Staging
from housing.rounds.terms import KNOWN

COMPARISON = "comparison.json"


def comparison_json(code: str, files_of_order: dict[str, Any], draw: Any) -> dict[str, Any]:
    """Return the content of comparison.json: what each mechanism would do, in counts only.

    `files_of_order` holds roll, units, rules and order. Basis: HN 21 (HN-21-5), HN 18 (HN-18-3).

    Raises:
        BadInput, BrokenRule: the roll cannot be allotted, or the roads of the engine disagree.
    """
    roll, units, rules, order = (
        files_of_order[name] for name in ("roll", "units", "rules", "order")
    )
    results = {}
    for mechanism in KNOWN:
        staging = Staging.begin(roll, units, rules | {"mechanism": mechanism}, order, draw)
        results[mechanism] = (_decide(staging), staging)
    housed = {name: set(staging.given) for name, (_, staging) in results.items()}
    return {
        "format": 1,
        "round": code,
        "chosen": rules["mechanism"],
        "mechanisms": [_counts(name, *results[name]) for name in KNOWN],
        "only": {
            name: len(mine.difference(*(held for other, held in housed.items() if other != name)))
            for name, mine in housed.items()
        },
        "other_class": _differing(results),
    }


def read_comparison(session: Session, a_round: Round) -> dict[str, Any] | None:
    """Return the comparison of a round whose order was shown, or None.

    Raises:
        BrokenRule: it was changed after its hash was written down.
    """
    if session.get(RoundFile, (a_round.id, COMPARISON)) is None:
        return None
    content: dict[str, Any] = files.read(session, a_round, COMPARISON).content
    return content


def _decide(staging: Staging) -> list[str]:
    """Play all stages; return the hash of each plan, by which a recomputation is compared."""
    hashes: list[str] = []
    for stage in staging.stages():
        problem = staging.problem(stage.key)
        if is_passed_over(stage, problem):
            continue
        _, plan_bytes, plan = solved(problem)
        hashes.append(sha256_hex(plan_bytes))
        staging.take(len(hashes), plan["assignment"], stage.key)
    return hashes


def _counts(mechanism: str, plans: list[str], staging: Staging) -> Json:
    tiers, ranks = Counter[int](), Counter[int]()
    for line in staging.households:
        row = staging.given.get(line["id"])
        if row is not None:
            tiers[line["tier"]] += 1
            ranks[_rank(line["wishes"], row["class"])] += 1
    return {
        "mechanism": mechanism,
        "housed": len(staging.given),
        "left_out": len(staging.households) - len(staging.given),
        "by_tier": [[tier, count] for tier, count in sorted(tiers.items())],
        # Rank 0: a class that suits and was not wished for.
        "by_wish": [[rank, count] for rank, count in sorted(ranks.items())],
        "plans_sha256": plans,
    }


def _rank(wishes: list[list[str]], name: str) -> int:
    return next((rank for rank, names in enumerate(wishes, 1) if name in names), 0)


def _differing(results: dict[str, tuple[list[str], Staging]]) -> int:
    """How many are housed by both, in another class."""
    first, second = (staging.given for _, staging in results.values())
    return sum(
        1 for name, row in first.items() if name in second and second[name]["class"] != row["class"]
    )
