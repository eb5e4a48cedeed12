"""Which classes fit a household, and what wishes mean: values in, words out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.errors import BadInput, BrokenRule
from housing.plans.facts import PlanClass
from housing.registrations import rules
from housing.registrations.sheet import Line

ROWS = [
    {"size_min": 1, "size_max": 2, "layouts": ["一居室"], "area_min": 2000, "area_max": 4500},
    {"size_min": 3, "layouts": ["两居室"], "area_min": 4000, "area_max": 6000},
]


def a_class(code: str, layout: str, area: int, accessible: bool = False) -> PlanClass:
    """Return a class of one flat."""
    return PlanClass(
        code=code,
        project_code="P01",
        project_name="望麓新苑",
        street="东岸街道",
        layout=layout,
        accessible=accessible,
        lift=False,
        area_min=area,
        area_max=area,
        rent_min=480,
        rent_max=480,
        number=1,
    )


ONE = a_class("P01-一居室-低-普通", "一居室", 3460)
TWO = a_class("P01-两居室-低-普通", "两居室", 4950)
LARGE = a_class("P01-三居室-低-普通", "三居室", 7900)
ACCESSIBLE = a_class("P01-三居室-低-无障碍", "三居室", 7900, accessible=True)
CLASSES = [ONE, TWO, LARGE, ACCESSIBLE]


@given(st.integers(1, 12), st.booleans())
def test_every_class_fits_or_says_why(size: int, needs_accessible: bool) -> None:
    """HN-10-2, HN-21-7."""
    fitting = rules.suitable(size, needs_accessible, CLASSES, ROWS)
    assert (ONE in fitting) == (size <= 2)
    assert (TWO in fitting) == (size >= 3)
    assert LARGE not in fitting
    assert (ACCESSIBLE in fitting) == needs_accessible
    for each in CLASSES:
        if each not in fitting:
            chinese, _, english = rules.why_not(size, each, ROWS).partition(" / ")
            assert each.name in chinese
            assert each.code in english


@pytest.mark.parametrize(
    ("unit_class", "said"),
    [
        (ONE, "适合 1 至 2 人的家庭，您家 4 人"),
        (TWO, "适合 3 人及以上的家庭，您家 4 人"),
        (LARGE, "不在本地户型标准内"),
    ],
)
def test_the_reason_names_the_sizes_of_the_table(unit_class: PlanClass, said: str) -> None:
    """HN-21-7."""
    assert said in rules.why_not(4, unit_class, ROWS)


def test_the_name_of_a_class_is_what_people_call_it() -> None:
    assert ONE.name == "望麓新苑 一居室 低"
    assert ACCESSIBLE.name == "望麓新苑 三居室 低（无障碍）"


@given(st.permutations([ONE.code, ACCESSIBLE.code]), st.booleans())
def test_ranks_keep_their_order_and_equals_are_listed_alike(codes: list[str], tied: bool) -> None:
    """HN-21-1: what was registered does not depend on how it was typed."""
    wishes = [codes] if tied else [[code] for code in codes]
    kept = rules.check_wishes(wishes, 1, True, CLASSES, ROWS)
    assert kept == ([sorted(codes)] if tied else wishes)


@given(st.lists(st.lists(st.sampled_from([each.code for each in CLASSES]), max_size=3), max_size=4))
def test_no_wish_is_kept_that_cannot_be_given(wishes: list[list[str]]) -> None:
    """HN-21-7: whatever is typed, what is kept names suitable classes, each once."""
    fitting = {each.code for each in rules.suitable(2, False, CLASSES, ROWS)}
    try:
        kept = rules.check_wishes(wishes, 2, False, CLASSES, ROWS)
    except (BadInput, BrokenRule):
        return
    named = [code for rank in kept for code in rank]
    assert named
    assert len(named) == len(set(named))
    assert set(named) <= fitting
    assert all(kept)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("a;b", [["a"], ["b"]]),
        ("a/b；c", [["a", "b"], ["c"]]),
        (" a ／ b ; ", [["a", "b"]]),
        ("a;;b", [["a"], [], ["b"]]),
    ],
)
def test_a_cell_of_wishes_is_read_as_in_the_sheets_of_households(
    text: str, ranks: list[list[str]]
) -> None:
    assert Line(2, "SQ", text).ranks() == ranks
