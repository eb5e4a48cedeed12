"""Dated values on the command line: what is missing, what differs, where a value is written."""

from click.testing import CliRunner

from housing.cli import group


def _run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["policy", *words], prog_name="housing")
    return result.exit_code, result.output


def test_check_names_what_is_missing_and_its_rules() -> None:
    status, said = _run("check", "430199", "--on", "2026-09-01")
    assert status == 1
    assert "coowned_transfer_rules" in said
    assert "HN-40-3" in said
    assert "1 missing" in said
    assert "scoring_table" not in said


def test_check_of_hanzhong_names_its_basis_and_no_article_of_hunan() -> None:
    status, said = _run("check", "610700", "--on", "2026-09-01")
    assert status == 1
    for word in ("legal_basis", "renewed_basis_hzs", "HZS-25-2", "renewed_basis_hzr", "HZR-35-2"):
        assert word in said
    assert "HN-" not in said


def test_check_of_a_county_that_has_set_nothing_names_all_its_parameters() -> None:
    status, said = _run("check", "430102", "--on", "2026-09-01")
    assert status == 1
    for word in ("scoring_table", "HN-17-1", "rent_due_day", "HN-26-1"):
        assert word in said
    assert "lease_term_max" not in said


def test_check_of_a_place_with_nothing_missing_ends_well() -> None:
    status, said = _run("check", "150600", "--on", "2025-08-05")
    assert status == 0
    assert "0 missing" in said


def test_check_of_an_unknown_place_is_refused_in_words() -> None:
    status, said = _run("check", "110000", "--on", "2026-09-01")
    assert status == 1
    assert "no instrument governs 110000" in said


def test_diff_of_two_places_shows_both_values() -> None:
    status, said = _run("diff", "430199", "610700", "--on", "2026-09-01")
    assert status == 0
    assert "430199 2026-09-01: 1300 [m2_hundredths]" in said
    assert "610700 2026-09-01: 1700 [m2_hundredths]" in said
    assert "lease_signing_period" not in said


def test_diff_of_two_days_shows_what_lapsed_between_them() -> None:
    status, said = _run("diff", "610700", "--on", "2020-01-15", "--with", "2020-01-16")
    assert status == 0
    assert "resale_ban\n  610700 2020-01-15: 5 [year]" in said
    assert "  610700 2020-01-16: —" in said
    assert "city_subsidy_rate" not in said


def test_diff_with_nothing_to_compare_is_wrongly_called() -> None:
    status, said = _run("diff", "430199", "--on", "2026-09-01")
    assert status == 2
    assert "--with" in said


def test_show_tells_value_days_ground_and_source() -> None:
    status, said = _run("show", "property_limit", "--place", "430199", "--on", "2026-09-01")
    assert status == 0
    for word in ('"net_assets_per_head": 10000000', "2025-01-01", "HN-10-1", "http", "provisional"):
        assert word in said
    status, said = _run("show", "county_decision_period", "--place", "430199", "--on", "2026-09-01")
    assert status == 0
    for word in ("15 [working_day]", "not in the text", "instrument", "HN-15-7"):
        assert word in said


def test_show_of_a_missing_value_or_unknown_parameter_is_refused_in_words() -> None:
    status, said = _run("show", "legal_basis", "--place", "610700", "--on", "2026-09-01")
    assert status == 1
    assert "legal_basis" in said
    status, said = _run("show", "depposit", "--place", "430199", "--on", "2026-09-01")
    assert status == 1
    assert "depposit" in said
