"""Manners of the pages that need no page: formats, addresses, paging, pictures."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from housing.core.access.names import RIGHT_NAMES, ROLE_NAMES
from housing.core.access.permissions import Permission
from housing.core.audit.tags import Tag
from housing.core.audit.tenancy_tags import TenancyTag
from housing.rounds.states import RoundState
from housing.rounds.words import ACT_WORDS, STATE_WORDS
from housing.web.addresses import own_path
from housing.web.formats import area, day, instant, points, receipt
from housing.web.paging import paged
from housing.web.pictures import bars
from housing.web.role_words import ROLE_WORDS
from housing.web.tag_words import TAG_WORDS


@pytest.mark.parametrize(
    ("hundredths", "text"),
    [(1250, "12.5"), (1205, "12.05"), (3000, "30"), (0, "0"), (-250, "-2.5"), (5, "0.05")],
)
def test_points_are_written_without_idle_zeros(hundredths: int, text: str) -> None:
    assert points(hundredths) == text


def test_values_are_written_for_people() -> None:
    assert area(3460) == "34.60 m²"
    assert day(None) == "—"
    assert day(date(2026, 9, 1)) == "2026-09-01"
    assert instant(datetime(2026, 9, 1, 16, 30, tzinfo=UTC)) == "2026-09-02 00:30"
    assert instant("2026-09-01T16:30:00+00:00") == "2026-09-02 00:30"
    assert receipt("ABCDEFGHJKMNPQRS") == "ABCD-EFGH-JKMN-PQRS"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "evil",
        "",
        None,
        "/a\nb",
        "/\t/e",
    ],
)
def test_no_address_leads_out_of_the_site(wanted: str | None) -> None:
    assert own_path(wanted, "/desk") == "/desk"


def test_own_addresses_are_kept_whole() -> None:
    assert own_path("/rounds/x/results?sort=-unit&page=2") == "/rounds/x/results?sort=-unit&page=2"


@pytest.mark.parametrize(
    ("query", "total", "page", "first", "last"),
    [
        ("", 0, 1, 0, 0),
        ("", 120, 1, 1, 50),
        ("page=3", 120, 3, 101, 120),
        ("page=99", 120, 3, 101, 120),
        ("page=0", 120, 1, 1, 50),
        ("page=-1", 120, 1, 1, 50),
        ("page=x", 120, 1, 1, 50),
        ("page=99999999999999999999", 120, 1, 1, 50),
    ],
)
def test_pages_stay_inside_the_list(
    query: str, total: int, page: int, first: int, last: int
) -> None:
    with Flask(__name__).test_request_context(f"/?{query}"):
        found = paged(total)
    assert (found.page, found.first, found.last) == (page, first, last)


def test_a_picture_holds_its_labels_and_no_script() -> None:
    picture = bars(["救助对象", "<b>其他</b>"], [("分到房", [3, None]), ("未分到", [1, 120])])
    text = picture.decode()
    assert "救助对象" in text
    assert "&lt;b&gt;" in text
    assert "<script" not in text


def test_an_empty_picture_is_still_one() -> None:
    assert b"<svg" in bars([], [("分到房", [])])


def test_every_state_act_and_tag_has_its_word() -> None:
    assert set(STATE_WORDS) == set(RoundState)
    assert set(TAG_WORDS) == {*Tag, *TenancyTag}
    assert "prepare" in ACT_WORDS
    assert set(RIGHT_NAMES) == set(Permission)
    assert {role: str(words) for role, words in ROLE_WORDS.items()} == ROLE_NAMES
