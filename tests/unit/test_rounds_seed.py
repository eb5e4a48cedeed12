"""Seeds, receipts and publicity periods: what is accepted, and what is refused with which words."""

from datetime import date
from math import comb, log2
from typing import Any

import pytest

from housing.core.errors import BadInput
from housing.policies import PolicyBook
from housing.rounds.entropy import bits_of, check_enough, form_of, source_of
from housing.rounds.periods import is_working_day, last_publicity_day
from housing.rounds.receipts import ALPHABET, new_code, read_code, roll_id, shown_code

SOURCES = PolicyBook.load().value("seed_sources", "430199", date(2026, 9, 1)).value
BALLS = "2026101:01,05,12,18,22,31+07"


def source(key: str) -> Any:
    return source_of(SOURCES, key)


@pytest.mark.parametrize(
    ("key", "text", "results"),
    [
        ("dice", "3", 6),
        ("dice", "1" * 25, 6**25),
        ("ssq", BALLS, comb(33, 6) * 16),
        ("ssq", f"{BALLS};2026102:02,03,04,05,06,33+16", (comb(33, 6) * 16) ** 2),
        ("dlt", "26101:01,02,03,04,35+11,12", comb(35, 5) * comb(12, 2)),
        ("pl5", "26301:04731", 10**5),
    ],
)
def test_bits_are_the_floor_of_the_logarithm(key: str, text: str, results: int) -> None:
    """HN-21-5."""
    assert bits_of(source(key), text) == int(log2(results))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("dice", ""),
        ("dice", "1237"),
        ("dice", "1 2"),
        ("dice", "٣٢"),
        ("ssq", "01,05,12,18,22,31+07"),
        ("ssq", "2026101:05,01,12,18,22,31+07"),
        ("ssq", "2026101:01,01,12,18,22,31+07"),
        ("ssq", "2026101:01,05,12,18,22,34+07"),
        ("ssq", "2026101:00,05,12,18,22,31+07"),
        ("ssq", "2026101:01,05,12,18,22,31+17"),
        ("ssq", "2026101:01,05,12,18,22+07"),
        ("ssq", "2026101:01,05,12,18,22,31"),
        ("ssq", f"{BALLS};{BALLS}"),
        ("ssq", f"{BALLS}\n"),
        ("ssq", f"{BALLS};"),
        ("pl5", "26301:4731"),
    ],
)
def test_a_text_of_another_form_is_refused_with_its_form(key: str, text: str) -> None:
    with pytest.raises(BadInput, match="种子"):
        bits_of(source(key), text)


def test_a_seed_twice_the_same_drawing_is_refused() -> None:
    with pytest.raises(BadInput, match="once"):
        bits_of(source("ssq"), f"{BALLS};2026101:02,05,12,18,22,31+07")


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("dice", "1" * 24, "还差 2 比特.*再取 1 次"),
        ("dice", "1", "还差 62 比特.*再取 24 次"),
        ("ssq", BALLS, "还差 40 比特.*再取 2 次"),
    ],
)
def test_too_few_bits_say_how_many_are_missing(key: str, text: str, words: str) -> None:
    found = source(key)
    with pytest.raises(BadInput, match=words):
        check_enough(found, bits_of(found, text), 64)


def test_enough_bits_are_enough() -> None:
    check_enough(source("dice"), bits_of(source("dice"), "1" * 25), 64)


def test_every_source_shows_a_form() -> None:
    assert [form_of(each) for each in SOURCES] == [
        "0000000:01,02,03,04,05,06+01;…",
        "00000:01,02,03,04,05+01,02;…",
        "00000:00000;…",
        "35162…",
    ]


def test_a_source_that_was_never_announced_is_refused() -> None:
    with pytest.raises(BadInput, match=r"lottery.*ssq"):
        source("lottery")


def test_a_receipt_is_read_as_people_write_it() -> None:
    code = new_code()
    assert len(code) == 16
    assert set(code) <= set(ALPHABET)
    assert read_code(f" {shown_code(code).lower()} ") == code
    assert read_code("OIL0-0000-0000-0000") == "0110000000000000"


@pytest.mark.parametrize("text", ["", "123", "U" * 16, "0" * 17])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="receipt code"):
        read_code(text)


def test_the_roll_id_is_the_households_own() -> None:
    code = "0123456789ABCDEF"
    mine = roll_id("430199-2026-001", code, "43010019900101001x")
    assert mine == roll_id("430199-2026-001", code, "43010019900101001X")
    assert mine == "c8108af555c69967f61a96e8aa5daafc"
    others = {
        roll_id("430199-2026-002", code, "43010019900101001X"),
        roll_id("430199-2026-001", "0123456789ABCDEG", "43010019900101001X"),
        roll_id("430199-2026-001", code, "430100199001010028"),
    }
    assert mine not in others
    assert len(others) == 3


@pytest.mark.parametrize(
    ("posted_on", "rolls_over", "last"),
    [
        (date(2026, 9, 1), True, date(2026, 9, 8)),
        (date(2026, 9, 5), True, date(2026, 9, 14)),
        (date(2026, 9, 5), False, date(2026, 9, 12)),
        (date(2026, 9, 24), True, date(2026, 10, 8)),
        (date(2026, 9, 13), True, date(2026, 9, 20)),
    ],
)
def test_a_publicity_period_rolls_over_days_of_rest(
    posted_on: date, rolls_over: bool, last: date
) -> None:
    """HN-21-6 as HN-15-9: seven calendar days; 2026-09-20 is a Sunday made up for."""
    assert last_publicity_day(posted_on, 7, rolls_over) == last


def test_a_year_not_announced_is_judged_by_its_weekends() -> None:
    assert is_working_day(date(2090, 5, 1)) is True
    assert is_working_day(date(2090, 5, 6)) is False
