"""Whatever is sent, the answer is a report: no error, nothing half taken, nothing slips through."""

from datetime import date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.households import queries as households
from housing.imports import service
from housing.imports.columns import COLUMNS, SheetKind
from housing.imports.sheet import SheetFile, read_sheet
from housing.units import queries as units
from tests.conftest import PLACE, work_in
from tests.factories.sheets import HOUSEHOLDS, UNITS, csv_file, household, unit, xlsx_file

HEADER = ",".join(COLUMNS[HOUSEHOLDS]).encode()
WITH_DATABASE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", " ", "0", "-1", "1e9", "９", "是", "2025-02-30", "=A1", "P01-一居室-中-普通"]
    ),
    st.integers(-5, 10**20).map(str),
    st.decimals(-10, 10**6, places=3).map(str),
)
TYPED = st.one_of(
    TEXTS.map(lambda text: text.replace("\x00", "")),
    st.floats(-(10**9), 10**20),
    st.booleans(),
    st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)).map(datetime.date),  # noqa: DTZ001
)


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", HEADER + b"\r\n", b"\xef\xbb\xbf", b"PK\x03\x04"]),
)
def test_any_bytes_give_a_sheet_or_say_why_not(raw: bytes, start: bytes) -> None:
    sheet = read_sheet(SheetFile(HOUSEHOLDS, "x", start + raw))
    assert sheet.rows or any(not found.is_notice for found in sheet.findings)
    for row in sheet.rows:
        assert set(row.cells) == set(COLUMNS[HOUSEHOLDS])


def _sent(
    database: Database, keyring: Keyring, files: list[SheetFile], kind: SheetKind
) -> tuple[service.Outcome, int]:
    work = work_in(database, keyring, Role.CENTRE)
    try:
        service.import_sheets(work, [csv_file(UNITS, [unit()])])
        outcome = service.import_sheets(work, files)
        work.session.flush()
        stored = (
            households.count(work.session, PLACE)
            if kind is HOUSEHOLDS
            else len(units.by_place(work.session, PLACE)) - 1
        )
    finally:
        work.session.rollback()
        work.session.close()
    return outcome, stored


@WITH_DATABASE
@given(st.dictionaries(st.sampled_from(COLUMNS[HOUSEHOLDS]), TEXTS, max_size=3))
def test_any_household_row_is_taken_or_reported(
    sqlite_database: Database, keyring: Keyring, cells: dict[str, Any]
) -> None:
    files = [csv_file(HOUSEHOLDS, [household(**cells)])]
    outcome, stored = _sent(sqlite_database, keyring, files, HOUSEHOLDS)
    assert stored == int(outcome.is_taken)
    assert outcome.is_taken == (not outcome.faults)
    assert all(found.line() and found.line("en") for found in outcome.findings)


@WITH_DATABASE
@given(st.dictionaries(st.sampled_from(COLUMNS[UNITS][1:]), TYPED, max_size=3))
def test_any_unit_row_of_a_workbook_is_taken_or_reported(
    sqlite_database: Database, keyring: Keyring, cells: dict[str, Any]
) -> None:
    files = [xlsx_file(UNITS, [unit(房源编号="P01-9", 房号="0709"), unit(**cells)])]
    outcome, stored = _sent(sqlite_database, keyring, files, UNITS)
    assert stored == int(outcome.is_taken)
    assert outcome.is_taken == (not outcome.faults)


@WITH_DATABASE
@given(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
)
def test_dates_out_of_order_are_never_taken(
    sqlite_database: Database, keyring: Keyring, accepted: date, registered: date
) -> None:
    row = household(受理日期=accepted.isoformat(), 登记日期=registered.isoformat())
    outcome, _stored = _sent(sqlite_database, keyring, [csv_file(HOUSEHOLDS, [row])], HOUSEHOLDS)
    in_order = date(1990, 3, 7) <= accepted <= registered and accepted <= date(2026, 9, 1)
    assert outcome.is_taken == in_order
