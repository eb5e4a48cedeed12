"""Cells: what is taken, what is refused, and why."""

from datetime import date, datetime
from typing import Any

import pytest

from housing.core.errors import MissingPolicyValue
from housing.core.settings import config_folder
from housing.imports.columns import HOUSEHOLD_COLUMNS
from housing.imports.fault_kinds import FaultKind as K
from housing.imports.faults import Wrong
from housing.imports.fields import CellField, Choice, Day, Hundredths, Whole, Words
from housing.imports.household_rows import read_households
from housing.imports.limits import Limits, limits_of
from housing.imports.persons import identity_number, phone_number
from housing.imports.schemas import wishes
from housing.imports.sheet import SheetRow
from housing.policies.book import PolicyBook
from tests.factories.sheets import household, identity, wrong_digit

DAY = date(2026, 9, 1)


@pytest.fixture(scope="module")
def limits() -> Limits:
    return limits_of(PolicyBook.load(config_folder() / "policies"), "430199", DAY)


def _taken(field: CellField, cell: Any) -> Any:
    return field.deserialize(cell)


def _refused(field: CellField, cell: Any) -> K:
    with pytest.raises(Wrong) as wrong:
        field.deserialize(cell)
    return wrong.value.kind


AREA = Hundredths("建筑面积", 1000, 20000, "m²")


@pytest.mark.parametrize(
    ("cell", "hundredths"),
    [("34.6", 3460), (34.6, 3460), (50, 5000), ("50.00", 5000), (" 34.65 ", 3465), (10.1, 1010)],
)
def test_areas_are_exact_hundredths(cell: Any, hundredths: int) -> None:
    assert _taken(AREA, cell) == hundredths


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", K.REQUIRED),
        (None, K.REQUIRED),
        ("\u3000", K.REQUIRED),
        ("34,6", K.NOT_NUMBER),
        ("３４", K.NOT_NUMBER),
        ("1e3", K.NOT_NUMBER),
        (True, K.NOT_NUMBER),
        (float("nan"), K.NOT_NUMBER),
        (float("inf"), K.NOT_NUMBER),
        ("34.567", K.TOO_FINE),
        ("-34", K.NEGATIVE),
        ("595", K.OUT_OF_RANGE),
        ("9.99", K.OUT_OF_RANGE),
        (datetime(2025, 7, 3), K.DATE_CELL),  # noqa: DTZ001  as a workbook gives it
    ],
)
def test_areas_that_are_none(cell: Any, kind: K) -> None:
    assert _refused(AREA, cell) == kind


def test_whole_numbers_suggest_what_a_numeral_means() -> None:
    size = Whole("家庭人口", 1, 12)
    assert _taken(size, "3") == _taken(size, 3.0) == 3
    with pytest.raises(Wrong) as wrong:
        size.deserialize("三")
    assert (wrong.value.kind, wrong.value.facts) == (K.NOT_WHOLE, {"suggestion": "：3 / : 3"})
    assert _refused(size, "2.5") == K.NOT_WHOLE
    assert _refused(size, "0") == K.OUT_OF_RANGE
    assert _refused(size, "13") == K.OUT_OF_RANGE


@pytest.mark.parametrize(
    "cell",
    [
        "2025-07-03",
        "2025-7-3",
        "2025/7/3",
        "2025年7月3日",
        "2025-07-03 00:00:00",
        date(2025, 7, 3),
        datetime(2025, 7, 3),  # noqa: DTZ001  as a workbook gives it
    ],
)
def test_days_in_the_forms_that_sheets_use(cell: Any) -> None:
    assert _taken(Day("受理日期"), cell) == date(2025, 7, 3)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2025-02-30", K.NO_SUCH_DAY),
        ("2025/13/1", K.NO_SUCH_DAY),
        ("20250703", K.NOT_A_DAY),
        ("3/7/2025", K.NOT_A_DAY),
        ("2025-07/03", K.NOT_A_DAY),
        (45841.0, K.NOT_A_DAY),
        ("2025-07-03 14:30", K.NOT_A_DAY),
    ],
)
def test_days_that_are_none(cell: Any, kind: K) -> None:
    assert _refused(Day("受理日期"), cell) == kind


def test_words_lose_outer_spaces_only() -> None:
    name = Words("姓名", 5)
    assert _taken(name, "\u3000李安 ") == "李安"
    assert _taken(name, 702.0) == "702"
    assert _taken(name, "A B") == "A B"
    assert _refused(name, "李 安") == K.INNER_SPACE
    assert _refused(name, "李安春安春安") == K.TOO_LONG
    assert [_refused(name, f"{sign}李") for sign in "=+-@"] == [K.FORMULA] * 4
    assert _refused(name, "李\n安") == K.INNER_SPACE
    assert _refused(name, "A\nB") == K.UNPRINTABLE


def test_a_choice_suggests_the_word_without_its_space() -> None:
    field = Choice("申请类别", {"城镇低收入": 1})
    assert _taken(field, "城镇低收入") == 1
    with pytest.raises(Wrong) as wrong:
        field.deserialize("城镇 低收入")
    assert wrong.value.facts == {"suggestion": "城镇低收入"}
    assert _refused(field, "低收入") == K.UNKNOWN_WORD


def test_identity_numbers() -> None:
    number = identity("19900307", "403")
    assert identity_number("居民身份证", number.lower()) == (number, date(1990, 3, 7))


def test_the_area_code_of_the_place_and_year_of_issue_is_not_judged() -> None:
    """Number of somebody born in 1950 with a district code that exists since 1996."""
    assert identity_number("居民身份证", "430103195001010014")[1] == date(1950, 1, 1)


@pytest.mark.parametrize("born", ["19900230", "19901307", "18991231", "00000000"])
def test_birth_dates_must_be_real(born: str) -> None:
    with pytest.raises(Wrong) as wrong:
        identity_number("居民身份证", identity(born))
    assert wrong.value.kind is K.IDENTITY_DAY


def test_one_wrong_character_is_noticed_wherever_it_stands() -> None:
    right = identity("19900307")
    for place in range(17):
        digit = str((int(right[place]) + 1) % 10)
        with pytest.raises(Wrong):
            identity_number("居民身份证", right[:place] + digit + right[place + 1 :])
    with pytest.raises(Wrong) as wrong:
        identity_number("居民身份证", wrong_digit("19900307"))
    assert wrong.value.kind is K.IDENTITY_DIGIT


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("港澳居民来往内地通行证", "H12345678"),
        ("台湾居民来往大陆通行证", "12345678"),
        ("护照", "E12345678"),
        ("外国人永久居留身份证", "USA110090123456"),
    ],
)
def test_other_documents_are_taken_by_the_form_of_their_number(kind: str, number: str) -> None:
    assert identity_number(kind, number) == (number, None)
    with pytest.raises(Wrong) as wrong:
        identity_number(kind, "??")
    assert wrong.value.kind is K.IDENTITY_FORM


@pytest.mark.parametrize(
    ("text", "kept"),
    [("13800001111", "13800001111"), ("0731-84311234", "073184311234"), ("17400001111",) * 2],
)
def test_phones(text: str, kept: str) -> None:
    assert phone_number(text) == kept


@pytest.mark.parametrize(
    "text", ["1380000", "138000011112", "12800001111", "84311234", "09991-123"]
)
def test_phones_that_are_none(text: str) -> None:
    with pytest.raises(Wrong):
        phone_number(text)


def test_wishes_keep_ranks_and_ties() -> None:
    assert wishes("a;b/c;d") == [["a"], ["b", "c"], ["d"]]
    assert wishes("a；b／c;") == [["a"], ["b", "c"]]
    for text, kind in (("a;;b", K.EMPTY_RANK), ("a/;b", K.EMPTY_RANK), ("a;b/a", K.WISH_TWICE)):
        with pytest.raises(Wrong) as wrong:
            wishes(text)
        assert wrong.value.kind is kind


@pytest.mark.parametrize(
    ("floor", "band"),
    [(1, "低"), (6, "低"), (7, "中"), (18, "中"), (19, "高"), (200, "高"), (201, "")],
)
def test_bands_of_floors(limits: Limits, floor: int, band: str) -> None:
    assert limits.band(floor) == band


def test_a_place_without_limits_is_told_which_value_it_lacks() -> None:
    with pytest.raises(MissingPolicyValue, match="sheet_limits"):
        limits_of(PolicyBook.load(), "530102", DAY)


def test_an_identity_number_that_is_a_number_cell_has_lost_its_digits(limits: Limits) -> None:
    row = household(证件号码=430100199003074000.0)
    cells = {name: row[name] for name in HOUSEHOLD_COLUMNS}
    kept, findings = read_households([SheetRow(2, cells)], limits, DAY, None)  # type: ignore[arg-type]
    assert kept == []
    assert [(found.kind, found.column) for found in findings] == [(K.NUMBER_CELL, "证件号码")]


def test_a_room_number_that_became_a_date_is_noticed() -> None:
    assert _refused(Words("房号", 32), date(2025, 1, 2)) == K.DATE_CELL
