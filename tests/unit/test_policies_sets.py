"""The values that are shipped: whole sets of parameters, each with its rules and its source."""

import re
import tomllib
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from housing.catalogue.book import Home, load_catalogue
from housing.core.canonical import canonical_bytes
from housing.core.errors import NotFound
from housing.core.settings import config_folder
from housing.policies import PolicyBook
from housing.policies.registry import load_registry
from housing.policies.review import missing, needed

DAY = date(2026, 9, 1)
STORED = {
    "m2": "m2_hundredths",
    "yuan": "fen",
    "yuan_per_month": "fen_per_month",
    "yuan_per_m2_month": "fen_per_m2_month",
    "yuan_per_m2": "fen_per_m2",
}


def written() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return every parameter of the catalogue: name -> its rules, each with the rule's words."""
    found = defaultdict(list)
    for path in sorted((config_folder() / "rules").glob("*.toml")):
        for rule in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
            for parameter in rule.get("parameters", []):
                found[parameter["name"]].append((rule["id"], parameter))
    return found


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    return PolicyBook.load()


def names_missing(book: PolicyBook, place: str, day: date = DAY) -> set[str]:
    return {gap.parameter.name for gap in missing(book, place, day)}


def test_the_register_and_the_catalogue_name_the_same_parameters() -> None:
    register = {one.name: one for one in load_registry().all_parameters() if one.in_catalogue}
    assert set(register) == set(written())
    for name, uses in written().items():
        assert sorted(register[name].rules) == sorted(rule for rule, _ in uses), name
        assert register[name].basis in {use["basis"] for _, use in uses}, name


def test_the_register_keeps_the_units_of_the_catalogue() -> None:
    for name, uses in written().items():
        unit = load_registry().get(name).unit
        expected = {STORED.get(use["unit"], use["unit"]) for _, use in uses}
        assert unit in expected | {"table", "list", "text"}, name


def test_hunan_leaves_58_parameters_to_the_county_and_the_others_23() -> None:
    left = {
        (name, rule.split("-")[0] == "HN")
        for name, uses in written().items()
        for rule, use in uses
        if use["basis"] != "instrument"
    }
    assert sum(of_hunan for _, of_hunan in left) == 58
    assert len(left) == 81
    for name, _ in left:
        assert load_registry().get(name).basis != "instrument"


def test_what_an_instrument_says_is_shipped_as_it_says_it(book: PolicyBook) -> None:
    by_instrument = {own.id: own for own in book.instruments}
    checked = 0
    for name, uses in written().items():
        for rule, use in uses:
            if use["basis"] != "instrument":
                continue
            own = by_instrument[rule.split("-")[0]]
            value = book.value(name, own.id, own.last_day or DAY)
            factor = 100 if use["unit"] in STORED else 1
            assert value.value == (use["value"] * factor if factor > 1 else use["value"]), rule
            assert value.basis == "instrument"
            assert not value.provisional
            checked += 1
    assert checked > 100


def test_the_instruments_have_the_days_of_the_catalogue(book: PolicyBook) -> None:
    for own in book.instruments:
        path = config_folder() / "rules" / f"{own.id.lower()}.toml"
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        assert (own.first_day, own.last_day) == (raw.get("from"), raw.get("to")), own.id
        assert own.title == raw["title"]


def test_only_what_must_not_be_preset_is_missing_in_the_sample_county(book: PolicyBook) -> None:
    assert names_missing(book, "430199") == {"coowned_transfer_rules"}
    asked = {one.parameter.name for one in needed(book, "430199", DAY)}
    local = {one.name for one in load_registry().all_parameters() if one.serves("HN")}
    assert local - asked == {"abandonment_excuses", "approved_mechanism", "own_stock"}
    assert "legal_basis" not in asked


def test_hanzhong_lacks_its_basis_the_renewals_and_the_rent_survey(book: PolicyBook) -> None:
    assert names_missing(book, "610700") == {
        "legal_basis",
        "market_rent_by_area",
        "renewed_basis_hzs",
        "renewed_basis_hzr",
    }


def test_no_value_of_hanzhong_rests_on_an_article_of_hunan(book: PolicyBook) -> None:
    values = [value for value in book.all_values() if value.place == "610700"]
    assert len(values) > 90
    for value in values:
        assert not any(rule.startswith("HN-") for rule in value.rules), value.parameter
        assert value.basis != "instrument", value.parameter


def test_kunming_and_ordos_load_as_data_alone(book: PolicyBook) -> None:
    assert book.value("rent_cap_of_market", "530100", DAY).value == 85
    assert book.value("cobuild_share_min", "150600", DAY).value == 6
    assert book.value("cobuild_land_threshold", "150603", DAY).value == 5_000_000
    assert names_missing(book, "530100") == {
        "legacy_project_area_relaxation",
        "market_rent_reference",
        "required_equipment",
    }
    assert names_missing(book, "150600") == {
        "acquisition_price",
        "enterprise_capital_by_scale",
        "enterprise_staff_by_scale",
        "lease_filing_period",
        "listing_required_fields",
        "rent_monitoring_interval",
    }
    for folder in ("housing", "allocation"):
        for path in (Path(__file__).parents[2] / folder).rglob("*.py"):
            assert not re.search(r"530100|150600", path.read_text(encoding="utf-8")), path


def test_before_its_first_day_an_instrument_asks_for_nothing(book: PolicyBook) -> None:
    assert needed(book, "150600", date(2025, 8, 5)) == []
    assert names_missing(book, "150600", date(2028, 8, 7)) == {"renewed_basis_od"}
    with pytest.raises(NotFound, match="110000"):
        needed(book, "110000", DAY)


def test_every_local_value_says_where_it_comes_from_or_that_no_source_was_found(
    book: PolicyBook,
) -> None:
    instruments = {own.id for own in book.instruments}
    for value in book.all_values():
        canonical_bytes(value.value)
        assert not re.search(r"\bS\d", value.source), value.parameter
        if value.place not in instruments:
            assert value.provisional, value.parameter
            known = ("http", "比照", "HN", "HZS", "暂定", "令第11号", "GB/T")
            assert any(word in value.source for word in known), value.parameter


def test_a_rule_that_is_a_parameter_has_a_value_somewhere(book: PolicyBook) -> None:
    valued = {value.parameter for value in book.all_values()}
    homes = {rule.id for rule in load_catalogue().select(home=Home.PARAMETER)}
    assert homes
    for name, uses in written().items():
        for rule, _ in uses:
            assert rule not in homes or name in valued, f"{rule}: {name}"
    assert homes <= {rule for uses in written().values() for rule, _ in uses}
