"""Problems are read strictly: every fault is refused and named by its place."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.canonical import canonical_bytes, sha256_hex
from allocation.errors import BadProblem
from allocation.market import Market
from allocation.problem import MECHANISMS, Household, Problem, UnitClass
from tests.strategies import problems

Json = dict[str, Any]


def example(**changes: Any) -> Json:
    """Three households and two classes, with the given fields changed."""
    return {
        "format": 1,
        "mechanism": "priority",
        "households": [
            {"id": "h1", "priority": [1, "b"], "acceptable": [["c2"], ["c1"]]},
            {"id": "h2", "priority": [1, "a"], "acceptable": [["c1", "c2"]]},
            {"id": "h3", "priority": [0, "z"], "acceptable": []},
        ],
        "classes": [{"id": "c1", "capacity": 1}, {"id": "c2", "capacity": 0}],
    } | changes


def household(**changes: Any) -> Json:
    """An example whose second household has the given fields changed."""
    problem = example()
    problem["households"][1] |= changes
    return problem


CONSTRAINED: Json = {
    "mechanism": "constrained",
    "groups": {"park": ["h1"]},
    "limits": [{"kind": "max", "group": "park", "classes": ["c1"], "units": 0}],
    "together": [["h1", "h2"]],
    "estates": {"e1": ["c1"], "e2": ["c2"]},
}

FAULTS = [
    ([], "problem: [] must be an object"),
    ({}, "problem: the field 'format' is missing"),
    (example(format=2), "format: 2 is not known"),
    (example(format=True), "format: True is not known"),
    (example(surprise=1), "problem: unknown field 'surprise'"),
    (example(mechanism="lottery"), "mechanism: unknown 'lottery'"),
    (example(mechanism=3), "mechanism: 3 must be a non-empty text"),
    (example(households={}), "households: {} must be a list"),
    (example(households=[3]), "households[0]: 3 must be an object"),
    (household(id="h1"), "households[1].id: the household 'h1' is there twice"),
    (household(id=""), "households[1].id: '' must be a non-empty text"),
    (household(id="\ud800"), "households[1].id: '\\ud800' holds half a character"),
    (household(priority=7), "households[1].priority: has the shape number, but the first"),
    (household(priority=[1]), "households[1].priority: has the shape [number], but the first"),
    (household(priority=["a", 1]), "households[1].priority: has the shape [text, number]"),
    (household(priority=[1, "b"]), "[1, 'b'] is also the priority of households[0]"),
    (household(priority=[]), "households[1].priority: an empty list gives no order"),
    (household(priority=[1, "ü"]), "households[1].priority[1]: 'ü' must be ASCII"),
    (household(priority=[1, None]), "households[1].priority[1]: None must be a whole number"),
    (household(priority=[True, "a"]), "households[1].priority[0]: True must be a whole number"),
    (household(priority=[2**53, "a"]), "households[1].priority[0]: 9007199254740992 must lie"),
    (household(acceptable="c1"), "households[1].acceptable: 'c1' must be a list"),
    (household(acceptable=["c1"]), "households[1].acceptable[0]: 'c1' must be a list"),
    (household(acceptable=[["c1"], []]), "households[1].acceptable[1]: the rank is empty"),
    (household(acceptable=[["c1"], ["c9"]]), "acceptable[1][0]: unknown class 'c9'"),
    (household(acceptable=[["c1", 4]]), "acceptable[0][1]: 4 must be a non-empty text"),
    (household(acceptable=[["c1", {}]]), "acceptable[0][1]: {} must be a non-empty text"),
    (household(acceptable=[["c1"], ["c2", "c1"]]), "acceptable[1][1]: class 'c1' is twice"),
    (example(classes=[{"id": "c1"}]), "classes[0]: the field 'capacity' is missing"),
    (example(classes=[{"id": "c1", "capacity": -1}]), "classes[0].capacity: -1 must lie"),
    (example(classes=[{"id": "c1", "capacity": "2"}]), "classes[0].capacity: '2' must be a whole"),
    (example(classes=[{"id": "c1", "capacity": 1}] * 2), "classes[1].id: the class 'c1' is there"),
    (example(groups={"park": ["h9"]}), "groups.park[0]: unknown household 'h9'"),
    (example(groups={"park": ["h1", "h1"]}), "groups.park[1]: the household 'h1' is there twice"),
    (example(groups=[]), "groups: [] must be an object"),
    (example(groups={"": []}), "groups: '' must be a non-empty text"),
    (example(first={"c1": []}), "first: the mechanism 'priority' cannot keep it"),
    (example(limits=CONSTRAINED["limits"]), "limits: the mechanism 'priority' cannot keep it"),
    (example(together=[["h1", "h2"]]), "together: the mechanism 'priority' cannot keep it"),
    (
        example(mechanism="deferred_acceptance", first={"c1": ["park"]}),
        "first.c1[0]: unknown group 'park'",
    ),
    (
        example(mechanism="deferred_acceptance", first={"c9": []}),
        "first: unknown class 'c9'",
    ),
]

CONSTRAINED_FAULTS = [
    ({"limits": [{"kind": "about"}]}, "limits[0]: the field 'group' is missing"),
    (("kind", "about"), "limits[0].kind: 'about' must be 'max' or 'min'"),
    (("group", "club"), "limits[0].group: unknown group 'club'"),
    (("classes", []), "limits[0].classes: a limit over no class limits nothing"),
    (("classes", ["c9"]), "limits[0].classes[0]: unknown class 'c9'"),
    (("units", -1), "limits[0].units: -1 must lie"),
    ({"together": [["h1"]]}, "together[0]: needs two households or more"),
    ({"together": [["h1", "h9"]]}, "together[0][1]: unknown household 'h9'"),
    ({"estates": {"e1": ["c1"], "e2": ["c1"]}}, "estates.e2: class 'c1' lies in 'e1' too"),
]

BROKEN_FILES = [
    (canonical_bytes(example())[:-1], "problem: not JSON, or cut off"),
    (b"", "problem: not JSON, or cut off"),
    ("公租房".encode("gb18030"), "problem: byte 0 is not UTF-8"),
    (b'{"format":1,"format":1}', "problem: the key 'format' is there twice"),
    (b'{"format":1.0}', "problem: the number 1.0 is not whole"),
    (b'{"format":NaN}', "problem: the number NaN is not whole"),
    (b"[" * 100_000, "problem: nested too deeply"),
]


@pytest.mark.parametrize(("problem", "fault"), FAULTS)
def test_a_fault_is_named_by_its_place(problem: Any, fault: str) -> None:
    with pytest.raises(BadProblem) as caught:
        Problem.parse(problem)
    assert fault in str(caught.value)


@pytest.mark.parametrize(("change", "fault"), CONSTRAINED_FAULTS)
def test_a_fault_of_the_limits_is_named(change: Any, fault: str) -> None:
    if isinstance(change, tuple):
        change = {"limits": [CONSTRAINED["limits"][0] | dict([change])]}
    with pytest.raises(BadProblem) as caught:
        Problem.parse(example(**CONSTRAINED) | change)
    assert fault in str(caught.value)


@pytest.mark.parametrize(("raw", "fault"), BROKEN_FILES)
def test_a_broken_file_is_refused(raw: bytes, fault: str) -> None:
    with pytest.raises(BadProblem) as caught:
        Problem.read(raw)
    assert str(caught.value).startswith(fault)


def test_a_fraction_in_a_value_is_refused() -> None:
    with pytest.raises(BadProblem, match=r"capacity: 1\.0 must be a whole number"):
        Problem.parse(example(classes=[{"id": "c1", "capacity": 1.0}]))


def test_the_mechanism_is_priority_unless_named() -> None:
    problem = example()
    del problem["mechanism"]
    assert Problem.parse(problem).mechanism == "priority"


@given(value=st.sampled_from(MECHANISMS).flatmap(problems))
@settings(deadline=None)
def test_what_was_read_is_written_again(value: Json) -> None:
    problem = Problem.parse(value)
    assert Problem.parse(problem.to_json()) == problem
    assert Problem.read(problem.canonical()) == problem
    assert problem.to_json() == {name: part for name, part in value.items() if part} | {
        name: value[name] for name in ("households", "classes")
    }


def test_the_hash_is_of_the_exact_bytes_of_the_file() -> None:
    raw = json.dumps(example(), indent=2).encode()
    assert Problem.read(raw).sha256() == sha256_hex(raw)
    assert Problem.parse(example()).sha256() == sha256_hex(canonical_bytes(example()))


def test_a_changed_copy_has_its_own_hash() -> None:
    problem = Problem.read(json.dumps(example(), indent=2).encode())
    changed = replace(problem, mechanism="in_turn")
    assert changed.sha256() == sha256_hex(changed.canonical()) != problem.sha256()


def test_one_number_in_a_list_is_kept_apart_from_a_plain_number() -> None:
    alone = {"id": "h1", "priority": [4], "acceptable": []}
    problem = Problem.parse(example(households=[alone]))
    assert problem.households == (Household("h1", (4,), ()),)
    assert problem.sha256() == sha256_hex(canonical_bytes(example(households=[alone])))


def test_the_market_has_households_in_order_and_classes_by_their_first_listing() -> None:
    problem = Problem.parse(
        example(classes=[{"id": name, "capacity": 2 - int(name[1])} for name in ("c2", "c1")])
    )
    problem = replace(problem, classes=(*problem.classes, UnitClass("c0", 0)))
    market, households, classes = Market.of(problem)
    assert households == ("h3", "h2", "h1")
    assert classes == ("c1", "c2", "c0")
    assert market.capacity.tolist() == [1, 0, 0]
    assert market.start.tolist() == [0, 0, 2, 4]
    assert market.choice.tolist() == [0, 1, 1, 0]
    assert market.rank.tolist() == [0, 0, 0, 1]
    assert market.choice.dtype == market.rank.dtype == np.dtype(np.int32)
    assert (market.households, market.classes) == (3, 3)


@pytest.mark.parametrize("value", [0.5, True, {1: 2}, {"a": ["b", {"c": {3}}]}, "\ud800"])
def test_canonical_bytes_refuse_what_programs_write_differently(value: Any) -> None:
    with pytest.raises(ValueError, match=r"canonical|key|UTF-8"):
        canonical_bytes(value)


def test_canonical_bytes_refuse_bottomless_values() -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="too deeply"):
        canonical_bytes(value)


def test_canonical_bytes_are_sorted_tight_and_in_utf_8() -> None:
    assert canonical_bytes({"乙": None, "a": (1, "é"), "Z": {}}) == (
        '{"Z":{},"a":[1,"é"],"乙":null}'.encode()
    )
