"""Exchanges: the best cycles, against every possible one by hand, and a check that finds faults."""

import json
from collections.abc import Iterator
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.canonical import sha256_hex
from allocation.errors import BadProblem
from allocation.exchange import ExchangePlan, ExchangeProblem, pairs_only, solve_exchange
from allocation.exchange_check import check_exchange

Rows = list[dict[str, Any]]


def problem(rows: Rows, longest: int | None = None) -> ExchangeProblem:
    value: dict[str, Any] = {"format": 1, "mechanism": "exchange", "households": rows}
    return ExchangeProblem.parse(value if longest is None else {**value, "longest": longest})


def row(name: str, home: str, *wishes: list[str], needs: list[list[str]] | None = None) -> Any:
    number = int("".join(letter for letter in name if letter.isdigit()) or 0)
    return {
        "id": name,
        "priority": [number],
        "home": home,
        "wishes": list(wishes),
        "needs": needs or [],
    }


def faults(asked: ExchangeProblem, plan: ExchangePlan) -> list[str]:
    digest = sha256_hex(asked.canonical())
    return check_exchange(asked.to_json(), plan.to_json(), problem_sha256=digest)


def some_rows(seed: int, households: int, classes: int) -> Rows:
    chance = Random(seed)
    names = [chr(ord("A") + k) for k in range(classes)]
    homes = [chance.choice(names) for _ in range(households)]
    rows = []
    for i, home in enumerate(homes):
        wanted = [name for name in dict.fromkeys(homes) if name != home and chance.random() < 0.5]
        chance.shuffle(wanted)
        cut = chance.randint(0, len(wanted))
        wishes = [tier for tier in (wanted[:cut], wanted[cut:]) if tier]
        needs = (
            [[name for name in wanted if chance.random() < 0.5]] if chance.random() < 0.4 else []
        )
        rows.append(row(f"h{i}", home, *wishes, needs=needs))
    return rows


def every_plan(rows: Rows, longest: int | None) -> Iterator[dict[str, str]]:
    """Every way to give the flats anew that nobody likes less, by households; flats stay apart."""
    for flats in permutations(range(len(rows))):
        gets = {each["id"]: rows[j]["home"] for each, j in zip(rows, flats, strict=True)}
        moved = [
            (each, gets[each["id"]], i, j)
            for i, (each, j) in enumerate(zip(rows, flats, strict=True))
            if i != j
        ]
        if any(
            got not in [n for tier in each["wishes"] for n in tier] for each, got, _, _ in moved
        ):
            continue
        if longest is None or _longest_cycle(flats) <= longest:
            yield gets


def _longest_cycle(flats: tuple[int, ...]) -> int:
    lengths = []
    for start in range(len(flats)):
        length, at = 1, flats[start]
        while at != start:
            length, at = length + 1, flats[at]
        lengths.append(length)
    return max(lengths, default=0)


def value(rows: Rows, gets: dict[str, str]) -> tuple[int, int, int]:
    needs = moves = ranks = 0
    for each in rows:
        got = gets[each["id"]]
        if got != each["home"]:
            moves += 1
            needs += sum(got in need for need in each["needs"])
            ranks += next(r for r, tier in enumerate(each["wishes"]) if got in tier)
    return needs, moves, -ranks


def choices(rows: Rows, gets: dict[str, str]) -> list[int]:
    """The place on its list of what each household gets, in the public order; staying is last."""
    found = []
    for each in sorted(rows, key=lambda each: (each["priority"], each["id"])):
        listed = [*(name for tier in each["wishes"] for name in tier), each["home"]]
        found.append(listed.index(gets[each["id"]]))
    return found


def received(rows: Rows, plan: ExchangePlan) -> dict[str, str]:
    homes = {each["id"]: each["home"] for each in rows}
    gets = dict(homes)
    for cycle in plan.cycles:
        for name, following in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            gets[name] = homes[following]
    return gets


@pytest.mark.parametrize("longest", [None, 2, 3])
@pytest.mark.parametrize("seed", range(12))
def test_no_plan_is_better_than_the_one_found(seed: int, longest: int | None) -> None:
    rows = some_rows(seed, households=6, classes=4 if seed % 2 else 6)
    asked = problem(rows, longest)
    plan = solve_exchange(asked)
    plans = list(every_plan(rows, longest))
    best = max(value(rows, gets) for gets in plans)
    gets = received(rows, plan)
    assert value(rows, gets) == best
    assert plan.status == "optimal"
    assert faults(asked, plan) == []
    if longest is None:
        equal = [choices(rows, each) for each in plans if value(rows, each) == best]
        assert choices(rows, gets) == min(equal)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), households=st.integers(0, 40), classes=st.integers(1, 9))
def test_every_plan_passes_its_check_whatever_the_order_of_the_file(
    seed: int, households: int, classes: int
) -> None:
    rows = some_rows(seed, households, classes)
    asked = problem(rows)
    plan = solve_exchange(asked)
    assert faults(asked, plan) == []
    turned = solve_exchange(problem(rows[::-1]))
    assert turned.cycles == plan.cycles
    gets = received(rows, plan)
    for each in rows:
        wanted = [name for tier in each["wishes"] for name in tier]
        assert gets[each["id"]] in (*wanted, each["home"])


def test_a_cycle_of_three_moves_those_whom_pairs_leave() -> None:
    rows = [row("h1", "A", ["B"]), row("h2", "B", ["C"]), row("h3", "C", ["A"])]
    assert solve_exchange(problem(rows)).cycles == (("h1", "h2", "h3"),)
    assert pairs_only(problem(rows)).moves == 0


def test_a_need_comes_before_more_moves() -> None:
    rows = [
        row("h1", "A", ["B"], needs=[["B"]]),
        row("h2", "B", ["A"], ["C"]),
        row("h3", "C", ["B"]),
        row("h4", "D", ["B"]),
    ]
    plan = solve_exchange(problem(rows))
    assert plan.cycles == (("h1", "h2"),)
    assert [goal.value for goal in plan.goals] == [1, 2, 0]


def test_alike_flats_cut_a_long_cycle_in_two() -> None:
    rows = [
        row("h1", "A", ["B"]),
        row("h2", "B", ["A"]),
        row("h3", "A", ["B"]),
        row("h4", "B", ["A"]),
    ]
    assert solve_exchange(problem(rows)).cycles == (("h1", "h2"), ("h3", "h4"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda plan: plan["cycles"].clear(), "its cycles reach"),
        (lambda plan: plan["cycles"][0].reverse(), "unwished"),
        (lambda plan: plan["cycles"].append(["h9", "h8"]), "unknown household"),
        (lambda plan: plan["prices"].update(A=plan["prices"]["A"] + 10**9), "not proven best"),
        (lambda plan: plan["prices"].pop("A"), "every class once"),
        (lambda plan: plan.update(status="feasible"), "does not fit"),
        (lambda plan: plan["goals"][1].update(value=2, bound=2), "reach 3"),
        (lambda plan: plan.update(problem_sha256="0" * 64), "another problem"),
        (lambda plan: plan.pop("goals"), "not of this form"),
    ],
)
def test_the_check_finds_a_changed_plan(change: Any, says: str) -> None:
    rows = [row("h1", "A", ["B"]), row("h2", "B", ["C"]), row("h3", "C", ["A"])]
    asked = problem(rows)
    told = json.loads(solve_exchange(asked).canonical())
    change(told)
    found = check_exchange(asked.to_json(), told)
    assert any(says in each for each in found), found


def test_the_check_finds_who_was_passed_over() -> None:
    """Two equal plans; the later household may not have what the earlier one could have."""
    rows = [row("h1", "A", ["B"]), row("h2", "A", ["B"]), row("h3", "B", ["A"])]
    asked = problem(rows)
    told = json.loads(solve_exchange(asked).canonical())
    assert told["cycles"] == [["h1", "h3"]]
    told["cycles"] = [["h2", "h3"]]
    (found,) = check_exchange(asked.to_json(), told)
    assert "'h1'" in found
    assert "anybody before it" in found


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([row("h1", "A", ["A"])], "class of the flat at hand"),
        ([row("h1", "A", ["B"])], "nobody holds"),
        ([row("h1", "A"), row("h1", "B")], "there twice"),
        ([row("h1", "A", ["B"], needs=[["C"]]), row("h2", "B")], "not among the wishes"),
        ([row("h1", "A", ["B", "B"]), row("h2", "B")], "there twice"),
    ],
)
def test_a_problem_that_is_none_is_refused_with_its_place(rows: Rows, place: str) -> None:
    with pytest.raises(BadProblem, match=place):
        problem(rows)


def test_too_many_short_cycles_are_refused_before_the_search() -> None:
    names = [f"c{k:02d}" for k in range(60)]
    rows = [
        row(f"h{k}", names[k], [name for name in names if name != names[k]][k % 7 :])
        for k in range(60)
    ]
    ring = [row(f"h{100 + k}", f"r{k}", [f"r{(k + 1) % 6}"]) for k in range(6)]
    with pytest.raises(ValueError, match="possible cycles"):
        solve_exchange(problem(rows + ring, longest=5))
