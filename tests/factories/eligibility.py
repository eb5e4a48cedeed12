"""Households for the rules of admission: an ordinary one, and what a case writes differently."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import CaseFacts, Known, NotKnown
from housing.eligibility.lines import PARAMETERS, Lines, lines_for
from housing.eligibility.spans import month_number, month_text
from housing.policies.book import PolicyBook

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "eligibility"
PLACE = "430199"
DAY = date(2026, 9, 1)
UNKNOWN = NotKnown("没有答复 / no answer")


def ordinary(**changes: Any) -> CaseFacts:
    """Return a family of three that meets every condition; `changes` as an application names."""
    values = {
        "group": "low_income",
        "applied_on": DAY,
        "size": 3,
        "owned_area": 0,
        "dwellings": [],
        "disposals": [],
        "income_fen": 300000,
        "assets_fen": 0,
        "vehicles": [],
        "insurance_months": months("2024-09 至 2026-08"),
        "employer_name": "城建公司",
        "employed_since": date(2024, 1, 10),
        "policy_housing": [],
        "graduated_on": date(2024, 6, 30),
        "birth_on": date(1990, 5, 20),
        "marital": "married",
        "resided_since": date(2015, 3, 1),
    }
    return facts_declared(values | changes, changes.get("applied_on", DAY))


@cache
def book() -> PolicyBook:
    """Return the values of the files."""
    return PolicyBook.load()


@cache
def lines(place: str = PLACE, day: date = DAY) -> Lines:
    """Return the standards of a place; what Kunming's text leaves open is taken from Hunan's."""
    if not place.startswith("53"):
        return lines_for(book(), place, day)
    hunan = lines_for(book(), PLACE, day)
    own = {
        field: book().value(name, place, day)
        for field, name in PARAMETERS.items()
        if book().find(name, place, day)
    }
    residence = book().value("migrant_residence_min", place, day)
    return replace(hunan, place=place, residence_years=residence, **own)


def months(span: str) -> list[str]:
    """'2025-09 至 2026-08' as its twelve months."""
    first, _, last = span.partition(" 至 ")
    return [month_text(each) for each in range(month_number(first), month_number(last) + 1)]


def hundredths(written: Any) -> int:
    """Yuan as fen, m² as hundredths; what stands in a case has at most two decimals."""
    amount = Decimal(str(written)) * 100
    assert amount == int(amount), written
    return int(amount)


# How an officer writes a fact, and what an application calls it.
_WORDS: Mapping[str, tuple[str, Any]] = {
    "类别": ("group", str),
    "申请日": ("applied_on", lambda day: day),
    "人口": ("size", int),
    "名下住房": ("owned_area", hundredths),
    "家庭月收入": ("income_fen", hundredths),
    "净资产": ("assets_fen", hundredths),
    "车辆": ("vehicles", lambda prices: [hundredths(price) for price in prices]),
    "社保": ("insurance_months", lambda spans: [month for span in spans for month in months(span)]),
    "入职": ("employed_since", lambda day: day),
    "就业证明": ("stable_employment", int),
    "毕业": ("graduated_on", lambda day: day),
    "出生": ("birth_on", lambda day: day),
    "婚姻": ("marital", str),
    "居住自": ("resided_since", lambda day: day),
    "禁止到": ("banned_until", lambda day: day),
    "处分": ("disposals", lambda rows: [_disposal(row) for row in rows]),
    "政策性住房": (
        "policy_housing",
        lambda rows: [{"kind": row["种类"], "on": row["日期"]} for row in rows],
    ),
}


def _disposal(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "on": row["日期"],
        "kind": row["方式"],
        "area": hundredths(row["面积"]),
        "cause": row.get("原因", "none"),
        "document": row.get("证明", ""),
    }


def case_of(written: Mapping[str, Any]) -> tuple[CaseFacts, Lines]:
    """Return the facts and standards of what a case writes (写明)."""
    own = dict(written)
    place, unknown = own.pop("地区", PLACE), own.pop("未知", [])
    standards = lines(place, own.pop("适用日", own.get("申请日", DAY)))
    if (extra := own.pop("本地条件", None)) is not None:
        held = standards.extra
        standards = replace(standards, extra=replace(held, value={**held.value, **extra}))
    band = own.pop("认定", None)
    changes = {_WORDS[word][0]: _WORDS[word][1](value) for word, value in own.items()}
    facts = ordinary(**changes)
    if band is not None:
        facts = replace(facts, income_band=Known(band, "民政部门答复 / civil affairs", DAY))
    return replace(facts, **dict.fromkeys(unknown, UNKNOWN)), standards


def written_cases() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield file name, condition and each case of the folder; a case takes its file's 依据."""
    for path in sorted(FOLDER.glob("*.yaml")):
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in held["案例"]:
            yield path.stem, held["条件"], {"依据": held["依据"], **case}
