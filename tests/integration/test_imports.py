"""Sheets are taken whole or not at all, and everything done with them is written down."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households import queries as households
from housing.imports import queries, service
from housing.imports.fault_kinds import FaultKind as K
from housing.imports.models import ImportFile, ImportReport, RowSetAside, SheetImport
from housing.imports.sheet import SheetFile
from housing.imports.states import ReportState
from housing.units import queries as units
from housing.units import service as units_service
from housing.units.states import UnitState
from tests.conftest import NOW, PLACE, work_in
from tests.factories.sheets import (
    HOUSEHOLDS,
    UNITS,
    csv_file,
    household,
    identity,
    unit,
    xlsx_file,
)

SHEETS = os.environ.get("HOUSING_SHEETS_DIR", "")


def _work(database: Database, keyring: Keyring, minutes: int = 0, role: Role = Role.CENTRE) -> Work:
    return work_in(database, keyring, role, NOW + timedelta(minutes=minutes))


def _both(*rows: dict[str, object]) -> list[SheetFile]:
    return [csv_file(UNITS, [unit()]), csv_file(HOUSEHOLDS, rows or [household()])]


def _people(*numbers: int) -> list[dict[str, object]]:
    return [
        household(
            申请编号=f"SQ{number}",
            证件号码=identity("19900307", f"{number:03d}"),
            手机=f"138{number:08d}",
        )
        for number in numbers
    ]


def _tags(work: Work) -> list[str]:
    return list(work.session.scalars(select(RegisterRow.tag).order_by(RegisterRow.number)))


def _kinds(outcome: service.Outcome) -> set[tuple[K, int]]:
    return {(found.kind, found.row) for found in outcome.findings}


def test_both_sheets_are_taken_in_one_act(database: Database, keyring: Keyring) -> None:
    work = _work(database, keyring)
    outcome = service.import_sheets(work, _both(*_people(1, 2, 3)))
    assert outcome.is_taken
    assert [(taken.kind, taken.rows, taken.new) for taken in outcome.imports] == [
        (UNITS, 1, 1),
        (HOUSEHOLDS, 3, 3),
    ]
    stored = households.by_place(work.session, PLACE)
    assert [found.application_number for found in stored] == ["SQ1", "SQ2", "SQ3"]
    assert stored[0].wishes == [["P01-一居室-中-普通"]]
    assert stored[0].income_fen == 90000
    assert {found.import_id for found in stored} == {outcome.imports[1].id}
    flat = units.get(work.session, PLACE, "P01-000001")
    assert (flat.area, flat.rent_fen, flat.state) == (3620, 480, UnitState.VACANT)
    assert units.projects(work.session, PLACE)["P01"].name == "清溪雅苑"
    assert _tags(work) == ["imports:sheet:taken"] * 2
    work.session.commit()
    with database.reads() as session:
        assert verify(session, PLACE).faults == ()
    work.session.close()


def test_one_faulty_row_keeps_everything_out(database: Database, keyring: Keyring) -> None:
    work = _work(database, keyring)
    people = _people(1, 2)
    people[1]["家庭人口"] = "0"
    outcome = service.import_sheets(work, _both(*people))
    work.session.commit()
    assert not outcome.is_taken
    assert _kinds(outcome) == {(K.OUT_OF_RANGE, 3)}
    assert households.count(work.session, PLACE) == 0
    assert units.by_place(work.session, PLACE) == []
    assert _tags(work) == ["imports:sheet:refused"]
    with pytest.raises(BrokenRule, match="1 faults left"):
        service.take(work, outcome.report.id)
    work.session.rollback()
    assert queries.report(work.session, PLACE, outcome.report.id).state is ReportState.OPEN
    work.session.close()


def test_a_row_is_set_aside_by_a_person_with_a_reason(database: Database, keyring: Keyring) -> None:
    work = _work(database, keyring)
    people = _people(1, 2)
    people[1]["家庭人口"] = "0"
    report = service.submit(work, _both(*people))
    with pytest.raises(BadInput, match="reason"):
        service.set_aside(work, report.id, HOUSEHOLDS, [3], " ")
    with pytest.raises(BadInput, match=r"\[9\]"):
        service.set_aside(work, report.id, HOUSEHOLDS, [9], "街道核对中")
    service.set_aside(work, report.id, HOUSEHOLDS, [3], "街道核对中")
    assert report.faults == 0
    taken = service.take(work, report.id)
    assert [(done.kind, done.rows, done.set_aside, done.new) for done in taken] == [
        (UNITS, 1, 0, 1),
        (HOUSEHOLDS, 2, 1, 1),
    ]
    row = work.session.scalars(select(RowSetAside)).one()
    assert (row.row, row.reason, row.set_aside_by) == (3, "街道核对中", "centre")
    assert '"SQ2"' in keyring.unseal(row.cells_sealed)
    assert _tags(work) == [
        "imports:sheet:refused",
        "imports:row:set_aside",
        "imports:sheet:taken",
        "imports:sheet:taken",
    ]
    aside = work.session.get(RegisterRow, (PLACE, 2))
    assert aside is not None
    assert (aside.reason, aside.after) == ("街道核对中", {"sheet": "households", "rows": [3]})
    work.session.close()


def test_a_row_of_another_width_and_one_of_two_rows_can_be_set_aside(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _work(sqlite_database, keyring)
    twins = [*_people(1), household(申请编号="SQ9", 证件号码=identity("19900307", "001"))]
    raw = csv_file(HOUSEHOLDS, [*twins, *_people(3)]).raw.rstrip() + ",多一格\r\n".encode()
    files = [csv_file(UNITS, [unit()]), SheetFile(HOUSEHOLDS, "h.csv", raw)]
    outcome = service.import_sheets(work, files)
    assert _kinds(outcome) == {(K.PERSON_TWICE, 2), (K.PERSON_TWICE, 3), (K.CELL_COUNT, 4)}
    rows = {(HOUSEHOLDS, 3), (HOUSEHOLDS, 4)}
    assert service.import_sheets(work, files, rows, "重复申请，街道核对").is_taken
    stored = households.by_place(work.session, PLACE)
    assert [found.application_number for found in stored] == ["SQ1"]
    work.session.close()


def test_the_same_bytes_again_change_nothing(database: Database, keyring: Keyring) -> None:
    work = _work(database, keyring)
    first = service.import_sheets(work, _both())
    work.session.commit()
    again = service.import_sheets(work, _both())
    assert (again.already, again.is_taken, again.imports) == (True, True, ())
    assert again.report.id == first.report.id
    assert work.session.scalar(select(func.count()).select_from(ImportReport)) == 1
    assert len(_tags(work)) == 2
    work.session.close()


def test_a_corrected_sheet_updates_by_number_and_counts(
    database: Database, keyring: Keyring
) -> None:
    work = _work(database, keyring)
    service.import_sheets(work, _both(*_people(1, 2)))
    work.session.commit()
    people = _people(1, 2, 3)
    people[0]["家庭人口"] = "4"
    outcome = service.import_sheets(work, [xlsx_file(HOUSEHOLDS, people)])
    (taken,) = outcome.imports
    assert (taken.new, taken.changed, taken.unchanged) == (1, 1, 1)
    sizes = [found.size for found in households.by_place(work.session, PLACE)]
    assert sizes == [4, 2, 2]
    work.session.close()


def test_an_old_sheet_is_pointed_out(sqlite_database: Database, keyring: Keyring) -> None:
    work = _work(sqlite_database, keyring)
    service.import_sheets(work, _both(*_people(1)))
    service.import_sheets(work, [csv_file(HOUSEHOLDS, _people(1, 2))])
    outcome = service.import_sheets(work, [csv_file(HOUSEHOLDS, _people(1))])
    assert _kinds(outcome) == {(K.TAKEN_BEFORE, 0), (K.ABSENT, 0)}
    assert outcome.is_taken
    assert households.count(work.session, PLACE) == 2, "what is absent stays on file"
    work.session.close()


def test_one_person_cannot_have_two_applications(database: Database, keyring: Keyring) -> None:
    work = _work(database, keyring)
    service.import_sheets(work, _both(*_people(1)))
    second = _people(1)
    second[0]["申请编号"] = "SQ77"
    outcome = service.import_sheets(work, [csv_file(HOUSEHOLDS, second)])
    assert (K.PERSON_ON_FILE, 2) in _kinds(outcome)
    assert "SQ1" in outcome.faults[0].what("en")
    assert not outcome.is_taken
    work.session.close()


def test_another_number_under_a_known_application_is_pointed_out(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _work(sqlite_database, keyring)
    service.import_sheets(work, _both(*_people(1)))
    changed = _people(1)
    changed[0]["证件号码"] = identity("19910307")
    outcome = service.import_sheets(work, [csv_file(HOUSEHOLDS, changed)])
    assert _kinds(outcome) == {(K.PERSON_CHANGED, 2)}
    stored = households.by_place(work.session, PLACE)[0]
    work.session.refresh(stored)
    assert keyring.unseal(stored.identity_sealed) == identity("19910307")
    work.session.close()


def test_an_application_is_never_handed_to_somebody_else(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _work(sqlite_database, keyring)
    service.import_sheets(work, _both(*_people(1)))
    other = household(申请编号="SQ1", 姓名="王松", 证件号码=identity("19910307"))
    outcome = service.import_sheets(work, [csv_file(HOUSEHOLDS, [other])])
    assert _kinds(outcome) == {(K.PERSON_REPLACED, 2)}
    assert not outcome.is_taken
    work.session.close()


def test_a_unit_held_by_a_round_cannot_be_changed_by_a_sheet(
    database: Database, keyring: Keyring
) -> None:
    work = _work(database, keyring)
    service.import_sheets(work, _both())
    flat = units.get(work.session, PLACE, "P01-000001")
    units_service.reserve(work, [flat.id], "430199-2026-001")
    work.session.expire_all()
    same = service.import_sheets(work, [csv_file(UNITS, [unit()], "gb18030")])
    assert same.is_taken, "a sheet does not know of rounds: vacant stays reserved"
    assert units.get(work.session, PLACE, "P01-000001").state is UnitState.RESERVED
    outcome = service.import_sheets(work, [csv_file(UNITS, [unit(建筑面积="39.5")])])
    assert _kinds(outcome) == {(K.UNIT_IN_ROUND, 2)}
    assert "430199-2026-001" in outcome.faults[0].what()
    assert "建筑面积" in outcome.faults[0].what()
    work.session.close()


def test_a_sheet_tells_repairs_but_not_lettings(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _work(sqlite_database, keyring)
    service.import_sheets(work, _both())
    repaired = service.import_sheets(work, [csv_file(UNITS, [unit(状态="维修中")])])
    assert repaired.is_taken
    work.session.expire_all()
    assert units.get(work.session, PLACE, "P01-000001").state is UnitState.REPAIR
    let = service.import_sheets(work, [csv_file(UNITS, [unit(状态="已出租")])])
    assert _kinds(let) == {(K.UNIT_STATE, 2)}
    reserved = csv_file(UNITS, [unit(房源编号="P01-9", 房号="0709", 状态="分配中")])
    assert (K.UNIT_STATE, 2) in _kinds(service.import_sheets(work, [reserved]))
    work.session.close()


def test_households_may_wish_for_classes_already_on_file(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _work(sqlite_database, keyring)
    alone = [csv_file(HOUSEHOLDS, _people(1))]
    assert _kinds(service.import_sheets(work, alone)) == {(K.UNKNOWN_CLASS, 2)}
    service.import_sheets(work, [csv_file(UNITS, [unit()])])
    assert service.import_sheets(work, alone).is_taken
    work.session.close()


def test_an_unreadable_units_sheet_does_not_blame_the_wishes(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _work(sqlite_database, keyring)
    files = [SheetFile(UNITS, "u.csv", b"\xff\xfe\x00"), csv_file(HOUSEHOLDS, _people(1))]
    outcome = service.import_sheets(work, files)
    assert {kind for kind, _row in _kinds(outcome)} == {K.ENCODING}
    work.session.close()


def test_uploaded_bytes_are_sealed_and_dropped_when_the_report_is_closed(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _work(sqlite_database, keyring)
    report = service.submit(work, _both())
    (kept,) = work.session.scalars(select(ImportFile.sealed).where(ImportFile.kind == HOUSEHOLDS))
    assert kept is not None
    assert identity("19900307").encode() not in kept
    service.discard(work, report.id)
    assert work.session.scalars(select(ImportFile.sealed)).all() == [None, None]
    with pytest.raises(WrongState):
        service.take(work, report.id)
    with pytest.raises(NotFound):
        queries.report(work.session, "430100", report.id)
    assert _tags(work) == ["imports:sheet:discarded"]
    work.session.close()


def test_taking_looks_again_at_what_changed_since_the_upload(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _work(sqlite_database, keyring)
    report = service.submit(work, _both(*_people(1)))
    other = _people(1)
    other[0]["申请编号"] = "SQ77"
    service.import_sheets(work, _both(*other))
    with pytest.raises(BrokenRule, match="SQ77"):
        service.take(work, report.id)
    work.session.close()


def test_two_officers_cannot_take_the_same_person_at_the_same_moment(
    database: Database, keyring: Keyring
) -> None:
    first = _work(database, keyring)
    service.import_sheets(first, _both(*_people(8)))
    first.session.commit()
    service.import_sheets(first, [csv_file(HOUSEHOLDS, _people(1))])
    other = _people(1)
    other[0]["申请编号"] = "SQ77"

    def send() -> service.Outcome:
        second = _work(database, keyring)
        try:
            return service.import_sheets(second, [csv_file(HOUSEHOLDS, other)])
        finally:
            second.session.close()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(send)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=1)
        first.session.commit()
        assert (K.PERSON_ON_FILE, 2) in _kinds(waiting.result(timeout=120))
    first.session.close()


def test_who_may_import_and_what_may_be_sent(sqlite_database: Database, keyring: Keyring) -> None:
    auditor = _work(sqlite_database, keyring, role=Role.AUDITOR)
    with pytest.raises(NotAllowed):
        service.import_sheets(auditor, _both())
    auditor.session.close()
    work = _work(sqlite_database, keyring)
    for files in ([], [csv_file(UNITS, [unit()])] * 2):
        with pytest.raises(BadInput, match="files"):
            service.submit(work, files)
    assert work.session.scalars(select(SheetImport)).all() == []
    work.session.close()


@pytest.mark.skipif(not SHEETS, reason="HOUSING_SHEETS_DIR names no folder with given sheets")
@pytest.mark.parametrize("county", ["county-3000", "county-messy"])
def test_given_sheets(sqlite_database: Database, keyring: Keyring, county: str) -> None:
    folder = Path(SHEETS) / county
    work = _work(sqlite_database, keyring, minutes=60 * 24 * 90)
    files = [
        SheetFile(kind, kind, (folder / f"{kind}.csv").read_bytes()) for kind in (UNITS, HOUSEHOLDS)
    ]
    outcome = service.import_sheets(work, files)
    if county == "county-3000":
        assert outcome.faults == []
        assert households.count(work.session, PLACE) == 3000
    else:
        assert len(outcome.faults) == 47
        assert households.count(work.session, PLACE) == 0
    work.session.close()
