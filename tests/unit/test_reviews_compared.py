"""Facts side by side: every value with its unit or in words, never a bare number."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import CaseFacts
from housing.reviews.compared import compared
from housing.reviews.evidence import Gathered

DAY = date(2026, 9, 1)
NOTHING_OWNED = {
    "group": "migrant_worker",
    "applied_on": DAY,
    "size": 1,
    "birth_on": date(1990, 3, 7),
    "marital": "single",
    "owned_area": 0,
    "dwellings": [],
    "disposals": [],
    "policy_housing": [],
    "income_fen": 0,
    "assets_fen": 0,
    "vehicles": [],
    "insurance_months": [],
    "employer_name": "",
    "employed_since": None,
    "graduated_on": None,
}


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """A request without translations: words as they stand in the code."""
    app = Flask(__name__)
    app.secret_key = "tests"
    Babel(app, default_locale="zh_Hans_CN")
    with app.test_request_context():
        yield


def shown(**changes: object) -> dict[str, str]:
    facts: CaseFacts = facts_declared(NOTHING_OWNED | changes, DAY)
    return {str(line.name): line.declared for line in compared(Gathered(facts, facts, {}))}


def test_nothing_is_said_in_words() -> None:
    lines = shown()
    assert lines["家庭人口"] == "1 人"
    assert lines["家庭月收入"] == "0.00 元"
    assert lines["本地自有住房"] == "0.00 m²"
    for name in ("自有住房各套", "处分的房产", "政策性住房", "机动车", "社会保险"):
        assert lines[name] == "无", name
    assert not [words for words in lines.values() if re.fullmatch(r"[\d.]+", words)]


def test_what_there_is_carries_its_unit() -> None:
    months = [f"2026-{month:02d}" for month in range(1, 9)]
    disposal = {"on": "2026-03-01", "kind": "sale", "cause": "none", "area": 6050}
    lines = shown(insurance_months=months, disposals=[disposal], vehicles=[8000000, 500])
    assert lines["社会保险"] == "2026-01 — 2026-08（8 个月）"
    assert lines["处分的房产"].endswith("60.50 m²")
    assert lines["机动车"] == "80000.00 元；5.00 元"
