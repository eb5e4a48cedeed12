"""Answers as people type them, on both sides of every line."""

import pytest

from housing.checks import sheet, typed
from housing.checks.faults import AnswerRefused, named
from housing.checks.layout import LAYOUTS, WORDS, YES_NO, Rows
from housing.checks.page_words import LABELS, VALUES
from housing.checks.page_words import WORDS as PAGE_WORDS
from housing.checks.schemas import ANSWERS as SCHEMAS
from housing.checks.schemas import read_answer
from housing.core.access.offices import CHECKING, OfficeKind
from tests.factories.departments import ANSWERS

CIVIL, PROPERTY = OfficeKind.CIVIL_AFFAIRS, OfficeKind.PROPERTY_REGISTRY
INSURANCE = OfficeKind.SOCIAL_SECURITY


@pytest.mark.parametrize("kind", CHECKING)
def test_every_answer_is_typed_and_read_back_alike(kind: OfficeKind) -> None:
    texts = typed.written(kind, ANSWERS[kind])
    assert typed.compacted(kind, texts) == texts
    assert typed.read(kind, texts) == ANSWERS[kind]
    assert read_answer(kind, ANSWERS[kind]) == ANSWERS[kind]


@pytest.mark.parametrize("kind", CHECKING)
def test_form_and_schema_have_the_same_fields(kind: OfficeKind) -> None:
    names = {part.name for part in LAYOUTS[kind].fields()}
    assert names == set(SCHEMAS[kind]().fields)
    for part in LAYOUTS[kind].rows:
        inner = getattr(SCHEMAS[kind]().fields[part.name], "inner", None)
        nested = getattr(inner, "schema", None)
        assert {entry.name for entry in part.entries} == (set(nested.fields) if nested else {""})


def test_every_word_of_an_answer_has_its_words_on_page_and_sheet() -> None:
    entries = [
        (part, entry)
        for layout in LAYOUTS.values()
        for part in layout.fields()
        for entry in (part.entries if isinstance(part, Rows) else (part,))
    ]
    for part, entry in entries:
        assert entry.name in LABELS or part.name in VALUES
        for word in entry.words:
            assert str(WORDS[word]) == str(PAGE_WORDS[word])
    assert len(set(YES_NO.values())) == 2


@pytest.mark.parametrize(
    ("text", "fen"),
    [("0", 0), ("12", 1200), ("12.5", 1250), ("12.05", 1205), ("1,234.56", 123456), ("９", 900)],
)
def test_money_is_read_exactly(text: str, fen: int) -> None:
    texts = typed.written(CIVIL, ANSWERS[CIVIL]) | {"income_fen": text}
    assert typed.read(CIVIL, texts)["income_fen"] == fen


@pytest.mark.parametrize("text", ["", "-1", "1.234", "abc", "1e3", "½", "1" * 12, "1."])
def test_what_is_no_amount_is_named(text: str) -> None:
    texts = typed.written(CIVIL, ANSWERS[CIVIL]) | {"income_fen": text}
    with pytest.raises(AnswerRefused) as refused:
        typed.read(CIVIL, texts)
    assert set(refused.value.fields) == {"income_fen"}


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("", []),
        ("2025-01", ["2025-01"]),
        ("2024-11至2025-02", ["2024-11", "2024-12", "2025-01", "2025-02"]),
        ("2025-3、2025-05 至 2025-6", ["2025-03", "2025-05", "2025-06"]),
        ("2025-01\n2025-02", ["2025-01", "2025-02"]),
    ],
)
def test_months_are_read_one_by_one_or_as_spans(text: str, months: list[str]) -> None:
    texts = typed.written(INSURANCE, ANSWERS[INSURANCE]) | {"months": text}
    assert typed.read(INSURANCE, texts)["months"] == months


@pytest.mark.parametrize(
    "text", ["2025", "2025-00", "2025-13", "2025-02至2025-01", "0001-01至9999-12", "一月"]
)
def test_what_are_no_months_is_named(text: str) -> None:
    texts = typed.written(INSURANCE, ANSWERS[INSURANCE]) | {"months": text}
    with pytest.raises(AnswerRefused) as refused:
        typed.read(INSURANCE, texts)
    assert set(refused.value.fields) == {"months"}


def test_empty_rows_are_dropped_and_the_others_keep_their_order() -> None:
    texts = {
        "dwellings.0.owner": "",
        "dwellings.3.owner": "张三",
        "dwellings.3.area": "35.5",
        "dwellings.10.owner": "李四",
        "dwellings.2.address": " ",
        "dwellings.x.owner": "nobody",
    }
    kept = typed.compacted(PROPERTY, texts)
    assert kept["dwellings.0.owner"] == "张三"
    assert kept["dwellings.1.owner"] == "李四"
    assert "dwellings.2.owner" not in kept
    with pytest.raises(AnswerRefused) as refused:
        typed.read(PROPERTY, kept)
    assert "dwellings.0.address" in refused.value.fields
    assert "dwellings.1.area" in refused.value.fields
    assert "as_of" in refused.value.fields


def test_paths_are_said_in_words() -> None:
    assert named("dwellings.0.area") == "现有住房 第 1 项 建筑面积"
    assert "现有住房" in sheet.column_of(PROPERTY, "dwellings.0.area")
