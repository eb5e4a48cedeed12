"""Amendments laid over the files: the past stays, the later approval holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.errors import BadInput
from housing.policies import units
from housing.policies.amended import laid_over
from housing.policies.book import PolicyBook
from housing.policies.value import PolicyValue

START = date(2026, 1, 1)


def _value(amount: int, first: date, last: date | None = None) -> PolicyValue:
    return PolicyValue(
        "income_line_low", amount, "fen_per_month", "430199", first, last,
        "delegated", ("HN-10-1",), "县政府文件", False,
    )  # fmt: skip


def _on(values: list[PolicyValue], day: date) -> list[int]:
    return [each.value for each in values if each.is_in_force(day)]


def test_an_amendment_ends_the_value_before_it_and_leaves_the_past() -> None:
    after = laid_over([_value(100, START)], [_value(200, date(2026, 7, 1))])
    assert _on(after, date(2026, 6, 30)) == [100]
    assert _on(after, date(2026, 7, 1)) == [200]
    assert _on(after, date(2030, 1, 1)) == [200]


def test_an_amendment_before_a_known_change_ends_the_day_before_it() -> None:
    filed = [_value(100, START, date(2026, 12, 31)), _value(300, date(2027, 1, 1))]
    after = laid_over(filed, [_value(200, date(2026, 7, 1))])
    assert [_on(after, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [[200], [300]]


def test_of_two_with_one_first_day_the_later_approval_holds() -> None:
    first = date(2026, 7, 1)
    assert _on(
        laid_over([_value(100, START)], [_value(200, first), _value(250, first)]), first
    ) == [250]


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 10**6)), max_size=12))
def test_every_day_has_one_value_and_days_before_an_amendment_keep_theirs(
    steps: list[tuple[int, int]],
) -> None:
    held = [_value(0, START)]
    for offset, amount in steps:
        first = START + timedelta(days=offset)
        changed = laid_over(held, [_value(amount, first)])
        for number in range(402):
            day = START + timedelta(days=number)
            found = _on(changed, day)
            assert len(found) == 1
            if day < first:
                assert found == _on(held, day)
        assert _on(changed, first) == [amount]
        PolicyBook(changed)  # Refuses overlapping values.
        held = changed


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1600", "fen_per_month", 160000),
        ("12.5", "m2_hundredths", 1250),
        ("0.05", "fen", 5),
        ("15", "working_day", 15),
        ("1", "boolean", 1),
        (" 2026-12-01 ", "date", "2026-12-01"),
        ('{"order": "令", "document": "号"}', "table", {"order": "令", "document": "号"}),
        ("一年以上劳动合同", "text", "一年以上劳动合同"),
    ],
)
def test_a_value_is_read_as_an_officer_writes_it(text: str, unit: str, value: object) -> None:
    assert units.read(text, unit) == value
    assert units.read(units.written(value, unit), unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "word"),
    [
        ("", "text", "不能为空"),
        ("1.234", "fen", "两位小数"),
        ("-3", "working_day", "整数"),
        ("十五", "calendar_day", "整数"),
        ("是", "boolean", "1（是）"),
        ("2026-02-30", "date", "日期"),
        ('{"share": 0.5}', "table", "整数"),
        ("{", "table", "JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text: str, unit: str, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        units.read(text, unit)


@pytest.mark.parametrize(
    ("value", "old"), [({"a": 1}, {"b": 1}), ([], [1]), ([1], {"a": 1}), ("x", {"a": 1})]
)
def test_a_table_of_another_shape_is_refused(value: object, old: object) -> None:
    with pytest.raises(BadInput):
        units.like(value, old)
