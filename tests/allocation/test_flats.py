"""The flats inside a class: sorted by the unit draw, taken in the public order."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import BadPlan, draw_key, flats_by_draw, hand_out

SEED = "双色球 2026131: 03 09 11 17 25 30 + 08"
ROLL = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
Town = tuple[dict[str, str], list[str], dict[str, str]]


def unit_key(flat: str) -> str:
    return draw_key(SEED, ROLL, flat, "unit")


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """Flats with their classes, households in order, and an assignment that fits."""
    flats = draw(st.lists(st.text("房ab1", min_size=1), unique=True, max_size=12))
    class_of = {flat: draw(st.sampled_from("xyz")) for flat in flats}
    order = draw(st.permutations([f"h{i}" for i in range(len(flats) + 2)]))
    rooms = draw(st.permutations(sorted(class_of.values())))
    housed = draw(st.permutations(order))[: draw(st.integers(0, len(rooms)))]
    return class_of, order, dict(zip(housed, rooms, strict=False))


def test_each_class_has_its_flats_by_their_keys() -> None:
    class_of = {"P01-1-0101": "x", "P01-1-0102": "x", "P01-1-0201": "y", "P01-1-0202": "x"}
    keys = {"P01-1-0101": "c", "P01-1-0102": "b", "P01-1-0201": "b", "P01-1-0202": "a"}
    found = flats_by_draw(class_of, keys.__getitem__)
    assert found == {"x": ["P01-1-0202", "P01-1-0102", "P01-1-0101"], "y": ["P01-1-0201"]}


def test_equal_keys_are_settled_by_the_ids() -> None:
    assert flats_by_draw({"b": "x", "房": "x", "a": "x"}, lambda _: "0") == {"x": ["a", "b", "房"]}


def test_who_comes_first_takes_the_flat_drawn_first() -> None:
    flats = {"x": ["x1", "x2"], "y": ["y1"]}
    given = hand_out(flats, {"late": "x", "early": "x", "middle": "y"}, ["early", "middle", "late"])
    assert given == {"early": "x1", "middle": "y1", "late": "x2"}
    assert list(given) == ["early", "middle", "late"]
    assert flats == {"x": ["x1", "x2"], "y": ["y1"]}


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ({"a": "x", "b": "x"}, r"assignment\[b\]: class 'x' has no flat left"),
        ({"a": "z"}, r"assignment\[a\]: class 'z' has no flat left"),
        ({"c": "x"}, r"assignment\[c\]: the household does not stand in the order"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(assignment: dict[str, str], words: str) -> None:
    with pytest.raises(BadPlan, match=words):
        hand_out({"x": ["x1"]}, assignment, ["a", "b"])


@given(towns())
def test_everybody_gets_one_flat_of_the_class(town: Town) -> None:
    class_of, order, assignment = town
    given_flats = hand_out(flats_by_draw(class_of, unit_key), assignment, order)
    assert given_flats.keys() == assignment.keys()
    assert len(set(given_flats.values())) == len(assignment)
    assert {name: class_of[flat] for name, flat in given_flats.items()} == assignment


@given(towns())
def test_inside_a_class_draw_and_order_agree(town: Town) -> None:
    """Of two households in one class the earlier has the smaller key; what is left is larger."""
    class_of, order, assignment = town
    found = hand_out(flats_by_draw(class_of, unit_key), assignment, order)
    for name in set(assignment.values()):
        keys = [unit_key(found[house]) for house in order if assignment.get(house) == name]
        assert all(one < other for one, other in pairwise(keys))
        taken = set(found.values())
        rest = [unit_key(flat) for flat in class_of if class_of[flat] == name and flat not in taken]
        assert all(keys[-1] < key for key in rest)


@given(towns(), st.randoms())
def test_the_order_of_the_input_changes_nothing(town: Town, chance: Random) -> None:
    class_of, order, assignment = town
    rows, wanted = list(class_of.items()), list(assignment.items())
    chance.shuffle(rows)
    chance.shuffle(wanted)
    again = hand_out(flats_by_draw(dict(rows), unit_key), dict(wanted), order)
    assert again == hand_out(flats_by_draw(class_of, unit_key), assignment, order)


@given(towns())
def test_stages_take_what_is_left_in_turn(town: Town) -> None:
    """Two stages, the earlier households first, give what one stage gives."""
    class_of, order, assignment = town
    drawn = flats_by_draw(class_of, unit_key)
    half = [name for name in order if name in assignment][: len(assignment) // 2]
    first = hand_out(drawn, {name: assignment[name] for name in half}, order)
    taken = set(first.values())
    left = {name: [flat for flat in flats if flat not in taken] for name, flats in drawn.items()}
    rest = {name: held for name, held in assignment.items() if name not in first}
    assert first | hand_out(left, rest, order) == hand_out(drawn, assignment, order)
