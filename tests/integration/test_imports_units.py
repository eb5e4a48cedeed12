"""What a sheet of units may leave out, and what it may not change; export and import again."""

import io

import pytest
from python_calamine import load_workbook

from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.imports import service
from housing.imports.blank_sheet import blank_sheet
from housing.imports.columns import UNIT_COLUMNS
from housing.imports.fault_kinds import FaultKind as K
from housing.imports.sheet import SheetFile
from housing.units import queries
from housing.units.export import COLUMNS, MORE_COLUMNS, export_row
from housing.units.models import Unit
from housing.web.workbook import workbook
from tests.conftest import PLACE, work_in
from tests.factories.sheets import UNITS, csv_file, unit

WHOLE = (*UNIT_COLUMNS, *MORE_COLUMNS)
MORE = {
    "使用面积": "28.5",
    "朝向": "南",
    "设施": "燃气、热水器",
    "无障碍设施": "",
    "不动产权证号": "湘(2025)001号",
    "租金标准文件": "政价〔2025〕2号",
}
OWN = {"产权单位": "县第一人民医院", "定向对象": "本单位职工"}


@pytest.fixture
def work(sqlite_database: Database, keyring: Keyring) -> Work:
    return work_in(sqlite_database, keyring, Role.CENTRE)


def _kept(work: Work) -> Unit:
    work.session.expire_all()
    return queries.get(work.session, PLACE, "P01-000001")


def _kinds(work: Work, **cells: object) -> set[K]:
    taken = service.import_sheets(work, [csv_file(UNITS, [unit(**cells)], columns=WHOLE)])
    return {found.kind for found in taken.faults if not found.is_notice}


def test_columns_that_a_plan_needs_may_be_told_or_left_out(work: Work) -> None:
    """HN-20-2: a sheet without a column changes nothing in it; an empty cell empties it."""
    assert service.import_sheets(work, [csv_file(UNITS, [unit()])]).is_taken
    assert (_kept(work).usable_area, _kept(work).facilities) == (None, "")
    assert _kinds(work, **MORE) == set()
    kept = _kept(work)
    assert (kept.usable_area, kept.orientation, kept.certificate) == (2850, "南", "湘(2025)001号")
    assert service.import_sheets(work, [csv_file(UNITS, [unit(月租金标准="5")])]).is_taken
    assert (_kept(work).rent_fen, _kept(work).orientation) == (500, "南")
    assert _kinds(work, **(MORE | {"朝向": "", "月租金标准": "5"})) == set()
    assert _kept(work).orientation == ""


def test_a_usable_area_above_the_building_area_is_a_finding(work: Work) -> None:
    assert _kinds(work, **(MORE | {"使用面积": "36.3"})) == {K.OUT_OF_RANGE}
    assert _kinds(work, **(MORE | {"使用面积": "36.2"})) == set()
    smaller = csv_file(UNITS, [unit(建筑面积="35")])
    assert service.import_sheets(work, [smaller]).is_taken
    assert _kept(work).usable_area is None, "it cannot be true any more, and nobody told a new one"


def test_a_sheet_does_not_end_the_priority_of_an_owners_people(work: Work) -> None:
    """HN-19-3: only the county's transfer does, with its reason."""
    assert _kinds(work, **MORE, **OWN) == set()
    assert _kinds(work, **MORE, **(OWN | {"定向对象": ""})) == {K.UNIT_KEPT}
    assert _kept(work).reserved_for == "本单位职工"


def test_let_and_vacant_flats_of_one_class_may_be_meant_for_different_people(work: Work) -> None:
    """HN-19-3: after a transfer the flats that are let stay what they are."""
    let = unit(房源编号="P01-000002", 房号="0703", 状态="已出租", **OWN)
    vacant = unit(产权单位="县第一人民医院")
    assert service.import_sheets(work, [csv_file(UNITS, [vacant, let])]).is_taken
    other = csv_file(UNITS, [vacant, let | {"状态": "空置", "房源编号": "P01-000003"}])
    found = service.import_sheets(work, [other])
    assert K.CLASS_OWNERS in {each.kind for each in found.faults}


def test_what_is_saved_can_be_imported_again(work: Work) -> None:
    """Nothing differs, in every column."""
    assert _kinds(work, **MORE, **OWN) == set()
    stored = _kept(work)
    project = queries.project(work.session, PLACE, "P01")
    raw = workbook("房源表", COLUMNS + MORE_COLUMNS, [export_row(stored, project)])
    again = service.import_sheets(work, [SheetFile(UNITS, "units.xlsx", raw)])
    assert again.is_taken, again.faults
    assert (_kept(work).usable_area, _kept(work).reserved_for) == (2850, "本单位职工")


def test_the_blank_sheet_offers_every_column() -> None:
    header = load_workbook(io.BytesIO(blank_sheet(UNITS))).get_sheet_by_index(0).to_python()[0]
    assert tuple(header) == WHOLE
