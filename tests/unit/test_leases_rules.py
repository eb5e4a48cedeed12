"""Days, deposits, amounts and items of a lease, as values: HN-24-3, HN-24-4."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.errors import BadInput, MissingPolicyValue
from housing.leases import rules
from housing.leases.deposits import deposit_of
from housing.leases.filling import capitals
from housing.leases.items import ITEM_WORDS, Item, missing
from housing.leases.texts import asked_by, load_texts, read_text, text_by_id, text_for
from tests.refusing import breaks

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_a_term_ends_on_the_day_before_the_corresponding_one(day: date, months: int) -> None:
    last = rules.last_day(day, months)
    after = last + timedelta(days=1)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == day.day or (after.day < day.day and (after + timedelta(1)).day == 1)
    rules.must_be_short(day, last, 5)
    assert rules.term_words(day, last) == f"{months} 个月"


@given(DAYS)
def test_five_years_less_a_day_is_the_longest(day: date) -> None:
    """HN-24-4: end_date at most start_date + 5 years - 1 day."""
    longest = rules.last_day(day, 60)
    with breaks("HN-24-4", match="超过 5 年"):
        rules.must_be_short(day, longest + timedelta(days=1), 5)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "1 天"),
        (date(2026, 1, 1), date(2026, 1, 31), "1 个月"),
        (date(2026, 1, 15), date(2026, 3, 20), "2 个月零 6 天"),
        (date(2024, 2, 29), date(2029, 2, 27), "60 个月"),
    ],
)
def test_terms_are_told_in_words(first: date, last: date, words: str) -> None:
    assert rules.term_words(first, last) == words


def test_a_term_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="至少 1 个月"):
        rules.last_day(date(2026, 1, 1), 0)
    with pytest.raises(BadInput, match="早于起始日"):
        rules.must_be_short(date(2026, 1, 2), date(2026, 1, 1), 5)


@pytest.mark.parametrize(
    ("value", "group", "fen"),
    [
        ({"months_of_rent": 3, "exempt": ["rescue"]}, "lower_middle", 49824),
        ({"months_of_rent": 3, "exempt": ["rescue"]}, "rescue", 0),
        ({"fen": 200000}, "rescue", 200000),
    ],
)
def test_the_deposit_follows_the_countys_rule(
    value: dict[str, object], group: str, fen: int
) -> None:
    assert deposit_of(value, 16608, group) == fen


def test_a_deposit_of_no_known_form_is_refused() -> None:
    with pytest.raises(BadInput, match="deposit_amount"):
        deposit_of({"weeks": 2}, 16608, "rescue")


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (24500, "贰佰肆拾伍元整"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (10700053, "壹拾万柒仟元伍角叁分"),
    ],
)
def test_amounts_stand_in_capitals_too(fen: int, words: str) -> None:
    assert capitals(fen) == words


def test_there_are_fifteen_items_and_each_may_be_missing() -> None:
    """HN-24-3: fifteen fields mandatory."""
    assert len(Item) == len(ITEM_WORDS) == 15
    whole = {item.value: "按约定" for item in Item}
    assert missing(whole) == []
    for item in Item:
        assert missing({**whole, item.value: "  "}) == [item]
        assert missing({key: text for key, text in whole.items() if key != item}) == [item]
    assert missing({}, ["rent"]) == [Item.RENT]


def test_every_text_has_the_fifteen_items_and_asks_for_its_amounts_in_capitals() -> None:
    """HN-24-3, HZR-24-1, HZR-31-3: the same fields in every contract."""
    for text in load_texts():
        assert set(text.clauses) == set(Item)
        assert "rent_words" in asked_by(text.clauses[Item.RENT])
        assert "deposit_words" in asked_by(text.clauses[Item.DEPOSIT])
        assert text.source


def test_a_text_without_an_item_or_with_an_unknown_word_is_refused() -> None:
    whole = "".join(f'{item.value} = "x"\n' for item in Item)
    head = 'id = "a"\ntitle = "t"\nplace = "1"\nfrom = 2025-01-01\nprovisional = true\n'
    head += 'source = "s"\nclosing = "c"\n[clauses]\n'
    assert read_text("a", (head + whole).encode()).id == "a"
    with pytest.raises(ValueError, match="fifteen"):
        read_text("a", (head + whole.replace('rent = "x"\n', "")).encode())
    with pytest.raises(ValueError, match="whom"):
        read_text("a", (head + whole.replace('rent = "x"', 'rent = "{whom}"')).encode())


def test_a_place_uses_its_own_text_or_the_model_it_must() -> None:
    """HZR-24-1: the provincial model in Hanzhong."""
    day = date(2026, 9, 1)
    assert text_for("430199", (), day).place == "430199"
    model = text_for("610700", ("provincial_model",), day)
    assert text_by_id(model.id) == replace(model)
    for place, when in (("999999", day), ("430199", date(2020, 1, 1))):
        with pytest.raises(MissingPolicyValue, match="没有租赁合同文本"):
            text_for(place, (), when)
