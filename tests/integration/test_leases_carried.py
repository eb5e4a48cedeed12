"""Tenants who lived there before come from a sheet, all rows or none; residence is proved."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.db.session import Database
from housing.core.errors import WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.imports.columns import LEASE_COLUMNS, MORE_LEASE_COLUMNS
from housing.leases import carrying, proof, queries, sheet, terms
from housing.leases.models import Lease
from housing.leases.queries import LeaseFilter
from housing.leases.states import LeaseState
from housing.leases.words import LeaseKind, RentBasis
from housing.units.states import UnitState
from housing.web.workbook import workbook
from tests.conftest import NOW, work_in
from tests.factories.leases import active_lease, let_unit, tenant_household
from tests.factories.sheets import identity

COLUMNS = (*LEASE_COLUMNS, *MORE_LEASE_COLUMNS)


@pytest.fixture
def work(sqlite_database: Database, keyring: Keyring) -> Iterator[Work]:
    """An act of the operator."""
    work = work_in(sqlite_database, keyring, Role.OPERATOR)
    with work.session:
        yield work


def _row(number: int, **cells: str) -> dict[str, str]:
    return {
        "合同编号": f"旧租{number}号",
        "房源编号": f"P01-{number:06d}",
        "姓名": "王大明",
        "证件类型": "居民身份证",
        "证件号码": identity("19700101", f"{number:03d}"),
        "手机": f"137{number:08d}",
        "申请类别": "城镇低收入",
        "救助类型": "低保",
        "家庭人口": "2",
        "签订日期": "2024-05-20",
        "起租日期": "2024-06-01",
        "到期日期": "2027-05-31",
        "交房日期": "2020-06-01",
        "月租金": "52.8",
        "履约保证金": "0",
        "备案编号": "备7号",
        "备案日期": "2024-06-02",
    } | cells


def _sheet(*rows: dict[str, str]) -> bytes:
    return workbook("原有租赁表", COLUMNS, [[row[name] for name in COLUMNS] for row in rows])


def _carried(work: Work, *rows: dict[str, str]) -> carrying.Report:
    return carrying.carry(work, "leases.xlsx", _sheet(*rows))


def test_sitting_tenants_are_taken_with_their_contracts(work: Work) -> None:
    """HN-24-3: the agreed rent, deposit and days go on as they were signed."""
    for number in (1, 2):
        let_unit(work, number)
    unfiled = {"备案编号": "", "备案日期": "", "手机": ""}
    assert _carried(work, _row(1), _row(2, **unfiled)) == carrying.Report(2, ())
    rows = queries.page_of(work.session, work.place, LeaseFilter(state=LeaseState.ACTIVE))
    first = rows[0].lease
    assert (first.kind, first.contract_document) == (LeaseKind.CARRIED, "旧租1号")
    assert (first.filing_number, first.filed_on) == ("备7号", date(2024, 6, 2))
    rent = terms.on(work.session, first.id, date(2026, 9, 1))
    assert (rent.basis, rent.monthly_fen, rent.rent_group) == (RentBasis.AGREED, 5280, "rescue")
    assert queries.members(work.session, first.id)[0].name == "王大明"
    (told,) = work.session.query(RegisterRow).filter_by(tag="leases:leases:carried")
    assert told.after["faults"] == 0  # type: ignore[index]
    again = _carried(work, _row(1))
    assert [each.column for each in again.findings] == ["房源编号", "证件号码"]


def test_a_sheet_with_one_fault_changes_nothing_and_names_each(work: Work) -> None:
    for number in (1, 2, 3, 4, 5):
        let_unit(work, number, **({"state": UnitState.VACANT} if number == 4 else {}))
    active_lease(work, 9)
    tenant_household(work, 5, left_on=None)
    report = _carried(
        work,
        _row(1),
        _row(2, 到期日期="2029-06-01"),
        _row(3, 证件号码="430100197001010011", 月租金="五十"),
        _row(4),
        _row(5, 证件号码=identity("19900307", "005")),
        _row(6),
        _row(9),
        _row(1, 起租日期="2027-01-01", 签订日期="2026-12-01", 备案日期="2026-12-02"),
    )
    found = {(each.row, each.column): each.text for each in report.findings}
    assert "超过 5 年" in found[3, "到期日期"]
    assert "校验" in found[4, "证件号码"] or "末位" in found[4, "证件号码"]
    assert (4, "月租金") in found
    assert "已出租" in found[5, "房源编号"]
    assert "仍在轮候" in found[6, "证件号码"]
    assert "没有这套房源" in found[7, "房源编号"]
    assert "已有租赁合同" in found[8, "房源编号"]
    assert "与第 2 行相同" in found[9, "房源编号"]
    assert "不能晚于今天" in found[9, "起租日期"]
    values = [each.value for each in report.findings if each.column == "证件号码"]
    assert all("*" in value for value in values), "a person's number is masked"
    assert all(" / " in each.text for each in report.findings)
    assert work.session.query(Lease).count() == 1


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\x03\x04 no workbook", b"a,b\n1,2\n", _sheet()],
    ids=["nothing", "broken", "other", "empty"],
)
def test_what_is_no_such_sheet_is_told(work: Work, raw: bytes) -> None:
    report = carrying.carry(work, "leases.csv", raw)
    assert report.rows == 0
    assert report.findings


def test_the_empty_sheet_has_the_columns_that_are_read() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(sheet.template()))
    assert tuple(book.get_sheet_by_index(0).to_python()[0]) == COLUMNS


def test_residence_is_proved_from_a_filed_lease_where_the_rule_governs(
    sqlite_database: Database, keyring: Keyring, work: Work
) -> None:
    """HZR-29-1: occupants, address, period; HN has no such rule."""
    actor = Actor("yunying", Role.OPERATOR, "610702")
    here = Work(session=work.session, actor=actor, now=NOW, keyring=keyring)
    lease = active_lease(here, 1)
    unfiled: dict[str, Any] = {"filed_on": None, "filing_number": "", "filed_by": ""}
    made = proof.give(here, lease)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    for words in ("李小乙", identity("19900307", "001"), "望麓新苑", "2025年10月1日", "汉台"):
        assert words in text.replace("\n", "")
    for other in (active_lease(here, 2, **unfiled), active_lease(work, 3)):
        with pytest.raises(WrongState, match="居住证明"):
            proof.give(here if other.place == here.place else work, other)
