"""Lapsed instruments, renewals, borrowed procedures: on both sides of each day.

HZS-25-2 (2018-01-15 to 2020-01-15), HZR-35-2 (to 2020-09-16), OD-V-1 (2025-08-06, three years).
"""

from datetime import date
from pathlib import Path

import pytest

from housing.core.errors import BadInput, BrokenRule, MissingPolicyValue, NotFound
from housing.core.settings import config_folder
from housing.policies import PolicyBook
from housing.policies.files import read_folder
from housing.policies.instruments import read_instrument
from housing.policies.registry import load_registry
from housing.policies.review import differences, missing

ENTRY = """
[[value]]
parameter = "{parameter}"
place = "610700"
value = {value}
from = {first}
source = "the paper of the city"
"""
RENEWED = ENTRY.format(
    parameter="renewed_basis_hzs", value='{ document = "汉政〔2026〕1号" }', first="2026-03-01"
)
BASIS = ENTRY.format(
    parameter="legal_basis",
    value='{ order = "令第11号", document = "汉政〔2026〕2号" }',
    first="2026-03-01",
)


def shipped_with(folder: Path, *entries: str) -> PolicyBook:
    """Return the shipped book with further entries, as an officer would add a file."""
    (folder / "added.toml").write_text("\n".join(entries), encoding="utf-8")
    registry = load_registry()
    shipped = read_folder(config_folder() / "policies", registry)
    (folder / "instruments.toml").write_text(
        (config_folder() / "policies" / "instruments.toml").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    added = read_folder(folder, registry)
    values = [*shipped.values, *added.values]
    return PolicyBook(values, shipped.instruments, shipped.procedures, registry)


@pytest.mark.parametrize(
    ("instrument", "place", "opens", "refuses"),
    [
        ("HZS", "610700", "2018-01-15", "2018-01-14"),  # HZS-25-2
        ("HZS", "610702", "2020-01-15", "2020-01-16"),
        ("HZR", "610700", "2020-09-16", "2020-09-17"),  # HZR-35-2
        ("OD", "150600", "2025-08-06", "2025-08-05"),  # OD-V-1
        ("OD", "150603", "2028-08-06", "2028-08-07"),
    ],
)
def test_an_instrument_opens_cases_from_its_first_day_to_its_last(
    instrument: str, place: str, opens: str, refuses: str
) -> None:
    book = PolicyBook.load()
    book.check_case(instrument, place, date.fromisoformat(opens))
    with pytest.raises(BrokenRule) as refused:
        book.check_case(instrument, place, date.fromisoformat(refuses))
    for word in (instrument, place, refuses, f"renewed_basis_{instrument.lower()}"):
        assert word in str(refused.value)


def test_an_instrument_without_days_in_its_text_holds() -> None:
    book = PolicyBook.load()
    for day in (date(2014, 1, 1), date(2026, 9, 1)):
        book.check_case("HN", "430199", day)
        book.check_case("KM", "530100", day)
    with pytest.raises(BrokenRule, match="610700"):
        book.check_case("HN", "610700", date(2026, 9, 1))


def test_a_renewed_basis_opens_cases_again_from_its_first_day(tmp_path: Path) -> None:
    book = shipped_with(tmp_path, RENEWED)
    book.check_case("HZS", "610702", date(2026, 3, 1))
    assert book.value("resale_ban", "610702", date(2026, 3, 1)).value == 5
    with pytest.raises(BrokenRule):
        book.check_case("HZS", "610702", date(2026, 2, 28))
    assert book.find("resale_ban", "610702", date(2026, 2, 28)) is None
    with pytest.raises(BrokenRule, match="HZR"):
        book.check_case("HZR", "610702", date(2026, 3, 1))


def test_a_renewal_never_reaches_behind_the_first_day_of_the_instrument(tmp_path: Path) -> None:
    early = RENEWED.replace("2026-03-01", "2017-01-01")
    with pytest.raises(BrokenRule):
        shipped_with(tmp_path, early).check_case("HZS", "610700", date(2018, 1, 14))


def test_a_renewal_revives_what_held_on_the_last_day_and_nothing_older(tmp_path: Path) -> None:
    changed = """
[[value]]
parameter = "max_units_per_buyer"
place = "HZS"
value = 2
from = 2017-01-01
to = 2018-01-14
source = "an earlier text"
"""
    book = shipped_with(tmp_path, RENEWED, changed)
    assert book.value("max_units_per_buyer", "610700", date(2018, 1, 14)).value == 2
    assert book.value("max_units_per_buyer", "610700", date(2026, 3, 1)).value == 1


@pytest.mark.parametrize("held", ["{ }", '{ document = " " }', '"汉政〔2026〕1号"'])
def test_a_renewal_without_a_document_number_renews_nothing(tmp_path: Path, held: str) -> None:
    entry = ENTRY.format(parameter="renewed_basis_hzs", value=held, first="2026-03-01")
    book = shipped_with(tmp_path, entry)
    with pytest.raises(BrokenRule):
        book.check_case("HZS", "610700", date(2026, 3, 1))
    gaps = {gap.parameter.name for gap in missing(book, "610700", date(2026, 3, 1))}
    assert "renewed_basis_hzs" in gaps
    assert "appraisal_reduction" not in gaps


def test_once_renewed_the_values_of_the_sale_are_asked_for(tmp_path: Path) -> None:
    book = shipped_with(tmp_path, RENEWED)
    gaps = {gap.parameter.name: gap.rules for gap in missing(book, "610700", date(2026, 3, 1))}
    assert gaps["appraisal_reduction"] == ("HZS-11-1",)
    assert gaps["maintenance_fund_rate"] == ("HZS-18-1",)
    assert gaps["land_income_payment_rate"] == ("HZS-22-3",)
    assert "renewed_basis_hzs" not in gaps
    assert "renewed_basis_hzr" in gaps


def test_a_running_case_keeps_the_rule_of_the_day_it_was_opened() -> None:
    book = PolicyBook.load()
    opened = date(2020, 1, 15)
    book.check_case("HZS", "610700", opened)
    assert book.value("sale_ratio_max", "610700", opened).value == 40
    with pytest.raises(MissingPolicyValue, match="HZS-9-1"):
        book.value("sale_ratio_max", "610700", date(2020, 1, 16))


def test_two_instruments_of_one_place_are_told_apart() -> None:
    book, day = PolicyBook.load(), date(2019, 6, 1)
    assert book.value("valid_to", "610700", day, "HZS").value == "2020-01-15"
    assert book.value("valid_to", "610700", day, "HZR").value == "2020-09-16"


def test_hanzhong_decides_nothing_without_its_basis_and_then_cites_it(tmp_path: Path) -> None:
    book = shipped_with(tmp_path, BASIS)
    rules = ["HN-15-7", "HZS-15-1"]
    with pytest.raises(MissingPolicyValue) as refused:
        book.cited(rules, "610702", date(2026, 2, 28))
    for word in ("610702", "2026-02-28", "legal_basis"):
        assert word in str(refused.value)
    cited = book.cited(rules, "610702", date(2026, 3, 1))
    assert cited == ("HZS-15-1", "令第11号", "汉政〔2026〕2号")


@pytest.mark.parametrize(
    "held", ['{ order = "令第11号" }', '{ document = "汉政〔2026〕2号" }', '"令第11号"']
)
def test_half_a_basis_is_none(tmp_path: Path, held: str) -> None:
    entry = ENTRY.format(parameter="legal_basis", value=held, first="2026-03-01")
    with pytest.raises(MissingPolicyValue, match="legal_basis"):
        shipped_with(tmp_path, entry).cited(["HN-15-7"], "610700", date(2026, 3, 1))


def test_hunan_cites_its_articles() -> None:
    rules = ("HN-15-7", "HN-16-1")
    assert PolicyBook.load().cited(rules, "430199", date(2026, 9, 1)) == rules


def test_what_differs_between_two_places_and_two_days(tmp_path: Path) -> None:
    day = date(2026, 9, 1)
    book = shipped_with(tmp_path, RENEWED)
    between = {one.parameter: one for one in differences(book, "430199", day, "610700", day)}
    line = between["housing_area_line_per_capita"]
    assert line.before is not None
    assert line.after is not None
    assert (line.before.value, line.after.value) == (1300, 1700)
    assert between["highrise_extension"].after is None
    assert "lease_signing_period" not in between
    since = {
        one.parameter
        for one in differences(book, "610700", date(2026, 2, 28), "610700", date(2026, 3, 1))
    }
    assert {"renewed_basis_hzs", "resale_ban"} <= since
    assert "lease_signing_period" not in since
    assert differences(book, "430199", day, "430199", day) == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"places": ["430000"]}, "id"),
        ({"id": "XX", "places": ["430000"], "until": 1}, "until"),
        ({"id": "XX", "places": ["430000"], "to": "2020-01-15"}, "must be a date"),
    ],
)
def test_an_instrument_that_is_not_whole_is_refused(entry: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_instrument(entry, "instruments.toml [1]")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('parameter = [{ name = "a" }]', "title"),
        ('colour = "red"', "colour"),
        (
            'parameter = [{ name = "a", title = "a", unit = "x", set_by = "x", basis = "hearsay",'
            ' rules = ["HN-1-1"] }]',
            "hearsay",
        ),
        (
            'parameter = [{ name = "a", title = "a", unit = "x", set_by = "x", basis = "gap",'
            ' rules = ["HN-1-1"] }, { name = "a", title = "a", unit = "x", set_by = "x",'
            ' basis = "gap", rules = ["HN-1-1"] }]',
            "twice",
        ),
    ],
)
def test_a_register_that_is_not_whole_is_refused(tmp_path: Path, lines: str, words: str) -> None:
    (tmp_path / "parameters.toml").write_text(lines, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        load_registry(tmp_path)


def test_a_parameter_nobody_knows_is_said_so() -> None:
    with pytest.raises(NotFound, match="depposit"):
        load_registry().get("depposit")


def test_a_file_may_say_once_what_its_entries_share(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "rent.toml").write_text(
        '[every]\nplace = ["430199", "430102"]\nfrom = 2026-01-01\nsource = "a paper"\n'
        '[[value]]\nparameter = "rent_due_day"\nvalue = 10\n'
        '[[value]]\nparameter = "return_period"\nplace = "430102"\nvalue = 30\n',
        encoding="utf-8",
    )
    book = PolicyBook.load(tmp_path)
    held = book.value("rent_due_day", "430199", date(2026, 1, 1))
    assert (held.unit, held.basis, held.rules) == ("day_of_month", "delegated", ("HN-26-1",))
    assert book.find("return_period", "430199", date(2026, 1, 1)) is None
    assert book.value("return_period", "430102", date(2026, 1, 1)).value == 30
