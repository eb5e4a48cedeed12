"""The public draw: keys that anybody can recompute, and their order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import draw
from allocation.draw import draw_key

SEED = "双色球 2026131: 03 09 11 17 25 30 + 08"
#: The hash of no bytes at all, as any tool computes it.
ROLL = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
names = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1)


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (("h1",), "e0983e0d0da92451a58559cae0a808d08dfdbdff5e91484eef6783c8c89d8cc6"),
        (("h1", "unit"), "e3fa1cb2685365c2a362639ed8e71f10d89286d6f51676091541541d54dd6b55"),
        (
            ("h1", "tie", "P01-1室"),
            "f2ce18e491ac22f9c230b69201ca67f6e97eb07ca211b66c7aa2630f056248d7",
        ),
    ],
)
def test_keys_are_those_of_another_program(parts: tuple[str, ...], key: str) -> None:
    """The expected keys come from `openssl dgst -sha256 -hmac`."""
    assert draw_key(SEED, ROLL, *parts) == key


@given(names, names, names)
def test_every_part_changes_the_key(first: str, second: str, purpose: str) -> None:
    key = draw_key(SEED, ROLL, first)
    assert draw_key(SEED, ROLL, first, purpose) != key
    assert draw_key(SEED + "0", ROLL, first) != key
    assert draw_key(SEED, ROLL[::-1], first) != key
    assert (draw_key(SEED, ROLL, second) == key) == (first == second)


@given(st.lists(names, unique=True))
def test_the_order_follows_the_keys_and_not_the_input(subjects: list[str]) -> None:
    order = draw.order(SEED, ROLL, subjects)
    assert draw.order(SEED, ROLL, reversed(subjects)) == order
    keys = [draw_key(SEED, ROLL, subject) for subject in order]
    assert keys == sorted(keys)
    assert sorted(order) == sorted(subjects)


def test_equal_keys_are_ordered_by_the_bytes_of_the_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "draw_key", lambda *parts: "00")
    assert draw.order(SEED, ROLL, ["𠅤", "\uffff", "b", "a"]) == ["a", "b", "\uffff", "𠅤"]


@pytest.mark.parametrize(
    ("seed", "roll", "parts", "fault"),
    [
        ("", ROLL, ("h1",), "seed: is empty"),
        (SEED, ROLL.upper(), ("h1",), "roll_sha256: 'E3B0"),
        (SEED, ROLL[1:], ("h1",), "roll_sha256: '3b0c"),
        (SEED, ROLL, ("",), "draw: '' must be a text of one line"),
        (SEED, ROLL, ("h1", "unit\nx"), r"draw: 'unit\\nx' must be a text of one line"),
    ],
)
def test_doubtful_parts_are_refused(
    seed: str, roll: str, parts: tuple[str, ...], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        draw_key(seed, roll, *parts)
