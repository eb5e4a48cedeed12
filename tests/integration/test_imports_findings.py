"""Every slip of the pen is found where it is, in every kind of file, and nothing else is."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.imports.columns import SheetKind
from housing.imports.examine import Examination, examine
from housing.imports.fault_kinds import FaultKind as K
from housing.imports.fault_texts import TEXTS
from housing.imports.sheet import SheetFile, read_sheet
from tests.conftest import PLACE
from tests.factories.messy import DAY, clean_sheets, messy_sheets
from tests.factories.sheets import HOUSEHOLDS, UNITS, csv_file, xlsx_file

FILES: dict[str, Callable[..., SheetFile]] = {
    "csv with a mark": csv_file,
    "csv without a mark": lambda kind, rows: csv_file(kind, rows, "utf-8"),
    "csv in GB18030": lambda kind, rows: csv_file(kind, rows, "gb18030"),
    "workbook": xlsx_file,
}
# Found in a file as a whole, beside the database, or only in workbooks: tested on their own.
ELSEWHERE = {
    K.UNREADABLE,
    K.ENCODING,
    K.EMPTY,
    K.HEADER_ONLY,
    K.NOT_COMMA,
    K.WRONG_SHEET,
    K.MANY_TABLES,
    K.MISSING_COLUMN,
    K.DOUBLE_COLUMN,
    K.CELL_COUNT,
    K.DATE_CELL,
    K.NUMBER_CELL,
    K.EXTRA_COLUMN,
    K.PERSON_ON_FILE,
    K.PERSON_REPLACED,
    K.PERSON_APPLYING,
    K.UNIT_IN_ROUND,
    K.UNIT_KEPT,
    K.UNIT_STATE,
    K.ABSENT,
    K.TAKEN_BEFORE,
    K.PERSON_CHANGED,
}
#: Kinds that only an employer's sheet of its staff can have.
OF_STAFF = {
    K.BIRTH_DAY,
    K.BIRTH_DIFFERS,
    K.MONTHS_TURNED,
    K.NOT_ACCEPTABLE,
    K.NOT_A_MONTH,
    K.NOT_A_WORKER,
    K.NOT_YET,
    K.NO_SUCH_APPLICANT,
}


def _examined(
    database: Database, keyring: Keyring, *files: SheetFile, leave_out: Sequence[Any] = ()
) -> Examination:
    sheets = {file.kind: read_sheet(file) for file in files}
    with database.reads() as session:
        return examine(session, keyring, PLACE, DAY, sheets, frozenset(leave_out))


@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
def test_the_clean_sample_has_no_fault(
    sqlite_database: Database, keyring: Keyring, make: Callable[..., SheetFile]
) -> None:
    clean = clean_sheets()
    found = _examined(
        sqlite_database, keyring, make(HOUSEHOLDS, clean.households), make(UNITS, clean.units)
    )
    assert [fault.line() for fault in found.findings] == []
    assert found.counts(HOUSEHOLDS) == (300, 0, 0)
    assert found.counts(UNITS) == (120, 0, 0)


@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
def test_every_slip_is_found_at_its_row_and_nothing_else(
    sqlite_database: Database, keyring: Keyring, make: Callable[..., SheetFile]
) -> None:
    messy = messy_sheets()
    found = _examined(
        sqlite_database, keyring, make(HOUSEHOLDS, messy.households), make(UNITS, messy.units)
    )
    seen = {(fault.sheet, fault.row, fault.kind) for fault in found.findings}
    assert seen - messy.expected == set()
    assert messy.expected - seen == set()


def test_the_messy_sample_has_every_kind_that_rows_can_have() -> None:
    kinds = {kind for _sheet, _row, kind in messy_sheets().expected}
    assert kinds | ELSEWHERE | OF_STAFF == set(K)
    assert kinds & (ELSEWHERE | OF_STAFF) == set()


def test_every_finding_is_said_in_two_languages_with_a_remedy(
    sqlite_database: Database, keyring: Keyring
) -> None:
    messy = messy_sheets()
    found = _examined(
        sqlite_database,
        keyring,
        csv_file(HOUSEHOLDS, messy.households),
        csv_file(UNITS, messy.units),
    )
    for fault in found.findings:
        for language in ("zh", "en"):
            assert fault.what(language)
            assert fault.remedy(language)
            assert "{" not in fault.line(language)
    assert set(TEXTS) == set(K)


def test_a_report_shows_no_number_of_a_person(sqlite_database: Database, keyring: Keyring) -> None:
    messy = messy_sheets()
    found = _examined(
        sqlite_database,
        keyring,
        csv_file(HOUSEHOLDS, messy.households),
        csv_file(UNITS, messy.units),
    )
    kept = "".join(str(fault.to_json()) for fault in found.findings)
    for row in messy.households:
        for column in ("证件号码", "手机"):
            assert not row[column] or str(row[column]) not in kept
    told = [fault for fault in found.findings if fault.column == "证件号码"]
    assert told
    assert all("*" in fault.value for fault in told)


def test_rows_left_out_take_their_findings_with_them(
    sqlite_database: Database, keyring: Keyring
) -> None:
    messy = messy_sheets()
    files = csv_file(HOUSEHOLDS, messy.households), csv_file(UNITS, messy.units)
    first = _examined(sqlite_database, keyring, *files)
    rows = {(fault.sheet, fault.row) for fault in first.faults}
    second = _examined(sqlite_database, keyring, *files, leave_out=sorted(rows))
    assert second.faults == []
    assert set(second.set_aside) == rows
    left = sum(1 for kind, _row in rows if kind is SheetKind.HOUSEHOLDS)
    assert second.counts(HOUSEHOLDS) == (300 - left, 0, 0)
