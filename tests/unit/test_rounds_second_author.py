"""Made-up rounds as another author wrote them down: the same problems, byte by byte."""

import json
from typing import Any

import pytest

from housing.core.canonical import canonical_bytes
from housing.rounds.problem import key_of
from housing.rounds.stages import Staging, order_of
from tests.unit.package_rounds import SEED, MadeUpRound

OWN = [
    {"owner": "县第一人民医院", "kind": "employer"},
    {"owner": "高新园区管委会", "kind": "park"},
]


def replayed(files: dict[str, bytes], roll_sha256: str) -> tuple[list[tuple[str, bytes]], Staging]:
    """Return the problem of each stage as built here, taking the plans as they are."""
    content: dict[str, Any] = {name: json.loads(body) for name, body in files.items()}
    rules = content["rules.json"]
    rules["values"] += [
        {"parameter": "priority_rules", "value": {"rescue": 0}},
        {"parameter": "own_stock", "value": OWN},
    ]

    def draw(subject: str, *purpose: str) -> str:
        return key_of(SEED, roll_sha256, subject, *purpose)

    order = {"households": order_of(content["roll.json"], draw)}
    assert order["households"] == content["order.json"]["households"]
    staging = Staging.begin(content["roll.json"], content["units.json"], rules, order, draw)
    problems = []
    for stage in staging.stages():
        row = next(row for row in content["stages.json"]["stages"] if row["key"] == stage.key)
        problems.append((row["problem"], canonical_bytes(staging.problem(stage.key))))
        staging.take(row["number"], content[row["plan"]]["assignment"])
    return problems, staging


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("mechanism", "strike", "ordinary"),
    [
        ("priority", 0, "if_wished"),
        ("priority", 0, "never"),
        ("priority", 1, "if_wished"),
        ("in_turn", 0, "if_wished"),
        ("in_turn", 0, "never"),
    ],
)
def test_two_authors_build_the_same_round(
    seed: int, mechanism: str, strike: int, ordinary: str
) -> None:
    """HN-19-1, HN-19-2, HN-19-4, HN-21-5."""
    made = MadeUpRound(seed, mechanism=mechanism)
    made.strike, made.ordinary = strike, ordinary
    files = made.files()
    problems, staging = replayed(files, made.roll_sha256)
    for name, body in problems:
        assert body == files[name], name
    allocation = json.loads(files["allocation.json"])
    assert staging.assignments() == allocation["assignments"]
    assert staging.subsidy_due() == allocation["subsidy_due"]
