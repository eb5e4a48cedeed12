"""What an employer's sheet declares of each worker's housing and property (HN-12), word by word."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from housing.applications import queries
from housing.applications.collective import StaffUpload, file_staff
from housing.applications.completeness import BY_DOCUMENT
from housing.applications.files import items_of, missing_of
from housing.applications.models import Application, Collective
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.documents.examine import examine
from housing.households.words import Rescue
from housing.imports.fault_kinds import FaultKind as K
from housing.imports.faults import Fault, fault_from_json
from tests.factories.applications import Counter, open_counter
from tests.factories.files import picture
from tests.factories.staff import Row, staff_sheet, worker

OWNER: Row = {
    "本地自有住房面积": "30.5",
    "自有住房种类": "房改房",
    "自有住房地址": "清溪街道安居路 3 号",
    "两年内处置房产": "出售",
    "处置日期": "2025-12-01",
    "处置面积": "80",
    "处置原因": "因病",
    "政策性住房": "集资建房",
    "政策性住房日期": "2011-05-06",
    "车辆现值": "80000、1200.50",
    "救助类型": "低保",
    "优先情形": "见义勇为、劳动模范",
}


@pytest.fixture
def counter(database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    """The test county with one office of every kind, on both databases."""
    return open_counter(database, keyring, tmp_path / "documents")


def sent(counter: Counter, rows: Sequence[Row]) -> Collective:
    consents = examine("同意书.jpg", io.BytesIO(picture()), counter.folder)
    with counter.work(Role.EMPLOYER) as work:
        street = counter.offices[OfficeKind.STREET]
        return file_staff(
            work, counter.folder, StaffUpload("职工.xlsx", staff_sheet(rows), street, consents)
        )


def filed(counter: Counter, sheet: Collective) -> list[Application]:
    with counter.database.reads() as session:
        return list(queries.of_collective(session, sheet.id))


def faults(sheet: Collective) -> list[Fault]:
    return [fault_from_json(kept) for kept in sheet.findings]


def test_everything_declared_stands_in_the_application(counter: Counter) -> None:
    """HN-12-1, HN-12-2, HN-12-4, HN-12-6."""
    sheet = sent(counter, [worker(501, **OWNER), worker(502)])
    assert faults(sheet) == []
    owner, other = filed(counter, sheet)
    assert [each["kind"] for each in owner.dwellings] == ["reform_purchase"]
    assert (owner.dwellings[0]["area"], owner.owned_area) == (3050, 3050)
    (disposal,) = owner.disposals
    assert date.fromisoformat(str(disposal["on"])) == date(2025, 12, 1)
    assert (disposal["kind"], disposal["cause"], disposal["area"]) == ("sale", "illness", 8000)
    assert [each["kind"] for each in owner.policy_housing] == ["fund_raised_housing"]
    assert owner.vehicles == [8000000, 120050]
    assert owner.rescue is Rescue.MINIMUM_ALLOWANCE
    assert owner.priority_groups == ["见义勇为", "劳动模范"]
    assert (other.dwellings, other.disposals, other.policy_housing) == ([], [], [])
    assert (other.vehicles, other.rescue, other.priority_groups) == ([], Rescue.NONE, [])


def test_what_is_missing_at_acceptance_is_only_papers(counter: Counter) -> None:
    """HN-14-1."""
    (one,) = filed(counter, sent(counter, [worker(501, **OWNER)]))
    with counter.work(Role.STREET) as work:
        papers = {item.key for item in items_of(work, one) if item.by == BY_DOCUMENT}
        missing = [each.key for each in missing_of(work, one)]
    assert missing
    assert set(missing) <= papers
    assert {"disposal", "rescue", "priority"} <= set(missing)  # Asked for what was declared.


@pytest.mark.parametrize(
    ("changes", "kind", "column"),
    [
        ({"自有住房种类": ""}, K.REQUIRED, "自有住房种类"),
        ({"两年内处置房产": ""}, K.REQUIRED, "两年内处置房产"),
        ({"政策性住房": ""}, K.REQUIRED, "政策性住房"),
        ({"车辆现值": ""}, K.REQUIRED, "车辆现值"),
        ({"救助类型": ""}, K.REQUIRED, "救助类型"),
        ({**OWNER, "自有住房地址": ""}, K.REQUIRED, "自有住房地址"),
        ({**OWNER, "处置日期": ""}, K.REQUIRED, "处置日期"),
        ({**OWNER, "处置面积": ""}, K.REQUIRED, "处置面积"),
        ({**OWNER, "政策性住房日期": ""}, K.REQUIRED, "政策性住房日期"),
        ({**OWNER, "处置日期": "2026-09-02"}, K.NOT_YET, "处置日期"),
        ({**OWNER, "车辆现值": "八万"}, K.NOT_NUMBER, "车辆现值"),
        ({**OWNER, "处置原因": "急用钱"}, K.UNKNOWN_WORD, "处置原因"),
        ({**OWNER, "优先情形": "老乡"}, K.UNKNOWN_WORD, "优先情形"),
        ({"本地自有住房面积": "30"}, K.NOT_ACCEPTABLE, "自有住房种类"),
    ],
)
def test_what_a_row_may_not_leave_open(
    sqlite_database: Database,
    keyring: Keyring,
    tmp_path: Path,
    changes: Row,
    kind: K,
    column: str,
) -> None:
    counter = open_counter(sqlite_database, keyring, tmp_path)
    sheet = sent(counter, [worker(501, **changes)])
    assert [(each.kind, each.column) for each in faults(sheet)] == [(kind, column)]
    assert sheet.filed_at is None


def test_a_car_may_be_none_in_words(counter: Counter) -> None:
    (one,) = filed(counter, sent(counter, [worker(501, 车辆现值="无")]))
    assert one.vehicles == []
