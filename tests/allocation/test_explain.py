"""What one household is told, in Chinese and English."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import BadPlan, BadProblem, Problem, check, solve
from allocation.explain import explain, turning_points
from allocation.explain_words import WORDS
from tests.allocation.brute_force import constrained_optima, in_order, listed
from tests.strategies import problems

Json = dict[str, Any]


def household(name: str, place: int, *ranks: list[str]) -> Json:
    return {"id": name, "priority": place, "acceptable": list(ranks)}


def problem(mechanism: str, *households: Json, **capacity: int) -> Json:
    classes = [{"id": k, "capacity": units} for k, units in capacity.items()]
    return {"format": 1, "mechanism": mechanism, "households": list(households), "classes": classes}


def told(of: Json, name: str, language: str = "en", wished: int | None = None) -> list[str]:
    return explain(of, solve(Problem.parse(of)).to_json(), name, language, wished=wished)


def test_a_left_out_household_hears_when_its_classes_closed() -> None:
    of = problem("priority", household("a", 1, ["c"]), household("b", 2, ["c"], ["d"]), c=1, d=0)
    assert told(of, "b") == [
        "You have no flat in this round.",
        "Your place in the public order is 2 of 2.",
        "Class d has no flat in this round.",
        "Every flat of the classes on your list went to households before you, and none of them"
        " could have been housed elsewhere: c closed at place 2; you are at place 2.",
        "One more flat of c would be yours.",
        "Anybody can check this against the tables published with the plan.",
    ]


def test_a_housed_household_hears_why_not_the_class_it_likes_more() -> None:
    of = problem("priority", household("a", 1, ["c"], ["d"]), household("b", 2, ["c"]), c=1, d=1)
    (why,) = [line for line in told(of, "a") if "Why not" in line]
    assert why.startswith("Why not c: by the turn of place 1 every flat of c was needed")
    assert "为什么不是 c：轮到第 1 位时" in "".join(told(of, "a", "zh"))


def test_equally_liked_classes_are_explained_by_the_second_pass() -> None:
    of = problem("priority", household("a", 1, ["c", "d"]), household("b", 2, ["c"]), c=1, d=1)
    assert told(of, "a")[2].startswith("You like c as much, and your list has it before d.")


def test_the_first_class_of_a_list_needs_no_reason() -> None:
    of = problem("priority", household("a", 1, ["c"], ["d"]), c=1, d=1)
    assert "No class stood above it on your list." in told(of, "a")
    assert not [line for line in told(of, "a") if "Why not" in line]


def test_classes_that_merely_suit_are_not_called_wishes() -> None:
    rows = [
        household("a", 1, ["c"], ["d", "e"]),
        household("b", 2, ["c"]),
        household("x", 3, ["d"]),
    ]
    of = problem("priority", *rows, household("g", 4, ["c"], ["d", "e"]), c=1, d=1, e=1)
    assert told(of, "a")[0] == "You have a flat of class e: your choice 2 of 2."
    lines = told(of, "a", wished=1)
    assert (
        lines[0]
        == "You have a flat of class e, which suits your household and is not among your wishes."
    )
    assert lines[3].startswith("d would suit you as well, and stands before e.")
    assert told(of, "b", "zh", wished=1)[0] == "您配得 c 类房源，是您 1 个志愿中的第 1 志愿。"
    closed = [line for line in told(of, "g", wished=1) if "closed at" in line]
    assert closed[0].startswith(
        "Every flat of the classes open to you (your wishes, and the others"
    )
    unasked = problem("priority", household("a", 1, ["c", "d"]), c=1, d=1)
    assert "在适合您家庭的类别中，它排在最前。" in told(unasked, "a", "zh", wished=0)


def test_many_classes_that_closed_together_are_named_once() -> None:
    rows = [household(name, place, [name]) for place, name in enumerate("cde")]
    of = problem("priority", *rows, household("x", 8, ["c", "d", "e"]), c=1, d=1, e=1)
    said = told(of, "x", "zh")
    assert "".join(said).count("c、d、e") == 1
    assert "在第 4 位截止的各类，任何一类若再有一套，就会配给您。" in said


def test_an_empty_list_is_said_plainly() -> None:
    of = problem("priority", household("a", 1), c=1)
    assert told(of, "a", "zh")[2] == "您的志愿表上没有任何类别，因此无法配租。"


def test_in_turn_says_that_the_flats_were_taken_before() -> None:
    of = problem("in_turn", household("a", 1, ["c"]), household("b", 2, ["c"], ["d"]), c=1, d=1)
    why = "Why not c: at your turn all its 1 flats had been taken by households before you."
    assert why in told(of, "b")


def test_deferred_acceptance_says_who_comes_first() -> None:
    of = problem("deferred_acceptance", household("a", 1, ["c"]), household("b", 2, ["c"]), c=1)
    of |= {"groups": {"park": ["b"]}, "first": {"c": ["park"]}}
    lines = told(of, "a")
    assert "the last of them at place 2." in lines[2]
    assert lines[3].endswith(
        "the groups park come first, in this order, then everybody by place;"
        " you belong to none of them."
    )


@pytest.mark.parametrize("status", ["optimal", "feasible"])
def test_constrained_says_what_is_proven_and_what_is_not(status: str) -> None:
    of = problem("constrained", household("a", 1, ["c"]), household("b", 2, ["c"]), c=2)
    of["limits"] = [{"kind": "max", "group": None, "classes": ["c"], "units": 1}]
    values, (assignment,) = constrained_optima(of)
    stages: list[Json] = [{"goal": "all", "value": v, "bound": v} for v in values]
    if status == "feasible":
        stages[0]["bound"] += 1
    plan: Json = {"assignment": assignment, "status": status, "stages": stages}
    lines = explain(of, plan, "b", "en")
    assert "Why not c: 1 of its flats stay empty; a limit of the round" in lines[2]
    gap = "the goal 'all' stands at 2, and no plan passes 3" in lines[3]
    assert gap == (status == "feasible")


def test_a_long_prefix_is_named_by_its_table() -> None:
    names = [f"c{i:02}" for i in range(12)]
    holders = [household(f"h{k}", i, [k]) for i, k in enumerate(names)]
    last = household("last", 99, *([k] for k in names), ["y"])
    of = problem("priority", *holders, last, **dict.fromkeys([*names, "y"], 1))
    plan: Json = {
        **solve(Problem.parse(of)).to_json(),
        "order": [*names, "y"],
        "cuts": [*[None] * 11, 12],
    }
    assert check(of, plan) == []
    (why,) = [line for line in explain(of, plan, "last", "en") if "Why not" in line]
    of_all = "by the turn of place 13 every flat of the first 12 classes of the table order was"
    assert why.startswith(f"Why not {', '.join(names)}: {of_all}")
    assert "：12 类，即公布的 order 表最前面的 12 类。" in "".join(explain(of, plan, "last", "zh"))


def test_each_class_is_told_with_the_smallest_full_prefix_that_holds_it() -> None:
    rows = [household("p", 1, ["c"]), household("q", 2, ["d"])]
    of = problem("priority", *rows, household("last", 3, ["c"], ["d"], ["y"]), c=1, d=1, y=1)
    plan: Json = {**solve(Problem.parse(of)).to_json(), "order": ["c", "d", "y"], "cuts": [2, 2]}
    assert check(of, plan) == []
    c, d = (line for line in explain(of, plan, "last", "en") if "Why not" in line)
    assert c.startswith("Why not c: by the turn of place 3 every flat of c was needed")
    assert d.startswith("Why not d: by the turn of place 3 every flat of c, d was needed")


def test_classes_that_closed_together_are_named_together() -> None:
    rows = [household("a", 1, ["c"], ["d"]), household("b", 2, ["d"], ["c"])]
    rows += [household("e", 3, ["e"]), household("f", 4, ["e"])]
    rows += [household("g", 5, ["d", "e", "c"])]
    of = problem("priority", *rows, c=1, d=1, e=1)
    assert "elsewhere: e closed at place 4, d, c closed at place 5; you" in told(of, "g")[2]
    assert "e在第 4 位截止、d、c在第 5 位截止" in told(of, "g", "zh")[2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_classes_are_called_what_people_call_them(language: str) -> None:
    called = {"c": "C court", "d": "D court"}.__getitem__
    for mechanism in ("priority", "in_turn", "deferred_acceptance"):
        rows = [household("a", 1, ["c"]), household("b", 2, ["c"], ["d"]), household("e", 3, ["d"])]
        of = problem(mechanism, *rows, c=1, d=1)
        plan = solve(Problem.parse(of)).to_json()
        for name in ("a", "b", "e"):
            plain = explain(of, plan, name, language)
            spoken = explain(of, plan, name, language, called)
            assert len(plain) == len(spoken)
            assert " court" in "".join(spoken)
            assert not re.search(r"\b[cd]\b(?! court)", "".join(spoken))


@pytest.mark.parametrize("mechanism", ["in_turn", "priority"])
@given(draw=st.data())
@settings(deadline=None, max_examples=80)
def test_whoever_stands_behind_a_turning_point_misses_the_class_and_in_turn_nobody_before_it(
    mechanism: str, draw: st.DataObject
) -> None:
    """Found out by solving again with the household put where the sentence says."""
    of = draw.draw(problems(mechanism))
    plan = solve(Problem.parse(of)).to_json()
    order = in_order(of)
    for place, row in enumerate(order):
        for point in turning_points(of, plan, row["id"]):
            assert point.place <= place + 1
            moved = order[:place] + order[place + 1 :]
            moved.insert(point.place - 1, row)
            again = {**of, "households": [{**r, "priority": i} for i, r in enumerate(moved)]}
            got = solve(Problem.parse(again)).to_json()["assignment"].get(row["id"])
            ranks = listed(row)
            if point.is_enough:
                assert got is not None
                assert ranks.index(got) <= ranks.index(point.unit_class)


@given(draw=st.data())
@settings(deadline=None, max_examples=80)
def test_one_more_flat_goes_to_whom_the_sentence_names(draw: st.DataObject) -> None:
    of = draw.draw(problems("priority"))
    plan = solve(Problem.parse(of)).to_json()
    order = in_order(of)
    left_out = [row for row in order if row["id"] not in plan["assignment"]]
    for row in left_out:
        for point in turning_points(of, plan, row["id"]):
            more = [
                {**each, "capacity": each["capacity"] + int(each["id"] == point.unit_class)}
                for each in of["classes"]
            ]
            got = solve(Problem.parse({**of, "classes": more})).to_json()["assignment"]
            assert got.keys() - plan["assignment"].keys() == {order[point.place - 1]["id"]}


def test_faults_name_what_is_wrong() -> None:
    of = problem("priority", household("a", 1, ["c"]), c=0)
    with pytest.raises(BadProblem, match="there is no 'z'"):
        told(of, "z")
    with pytest.raises(ValueError, match="'fr' is not known; known: zh, en"):
        told(of, "a", "fr")
    left_out = problem("priority", household("a", 1, ["c"]), c=1)
    with pytest.raises(BadPlan, match="not a checked plan of the mechanism 'priority'"):
        explain(left_out, {"assignment": {}, "closing": {"c": None}}, "a")


def test_both_languages_say_the_same_with_the_same_facts() -> None:
    def facts(sentence: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", sentence))

    assert {k: facts(v) for k, v in WORDS["zh"].items()} == {
        k: facts(v) for k, v in WORDS["en"].items()
    }


@pytest.mark.parametrize("mechanism", ["priority", "in_turn", "deferred_acceptance"])
@given(draw=st.data())
@settings(deadline=None, max_examples=60)
def test_every_household_hears_why_not_every_class_it_likes_more(
    mechanism: str, draw: st.DataObject
) -> None:
    of = draw.draw(problems(mechanism))
    plan: Json = solve(Problem.parse(of)).to_json()
    capacity = {row["id"]: row["capacity"] for row in of["classes"]}
    for place, one in enumerate(in_order(of), 1):
        lines = explain(of, plan, one["id"], "en")
        assert f"Your place in the public order is {place} of {len(of['households'])}." in lines
        own = plan["assignment"].get(one["id"])
        wishes = listed(one)
        better = wishes[: wishes.index(own)] if own else wishes
        text = " ".join(lines[2:-1])
        assert all(re.search(rf"\b{k}\b", text) for k in better), (better, lines)
        others = {row["id"] for row in of["households"]}
        assert not any(re.search(rf"\b{name}\b", text) for name in others)
        assert ("has no flat" in text) == any(capacity[k] == 0 for k in better)
