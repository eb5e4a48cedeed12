"""Collective filing (HN-13-2, HN-13-4): thirty staff by one sheet, all of them or nobody."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from housing.applications import queries
from housing.applications.collective import StaffUpload, file_staff
from housing.applications.models import Application, Collective
from housing.applications.staff_rows import staff_template
from housing.applications.states import ApplicationState
from housing.applications.words import Channel, Consent
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed
from housing.core.keyring import Keyring
from housing.documents.examine import examine
from housing.imports.columns import STAFF_COLUMNS, SheetKind
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, fault_from_json
from housing.imports.sheet import SheetFile, read_sheet
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from tests.conftest import PLACE
from tests.factories.applications import Counter, member, number, open_counter
from tests.factories.files import picture
from tests.factories.staff import Row, family_of, staff_sheet, worker

K = FaultKind


@pytest.fixture
def counter(database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    """The test county with one office of every kind, on both databases."""
    return open_counter(database, keyring, tmp_path / "documents")


def sent(
    counter: Counter,
    rows: Sequence[Row],
    to: OfficeKind = OfficeKind.STREET,
    columns: Sequence[str] = STAFF_COLUMNS,
) -> Collective:
    """Send a sheet as the employer does."""
    consents = examine("同意书.jpg", io.BytesIO(picture()), counter.folder)
    raw = staff_sheet(rows, columns)
    with counter.work(Role.EMPLOYER) as work:
        upload = StaffUpload("职工.xlsx", raw, counter.offices[to], consents)
        return file_staff(work, counter.folder, upload)


def filed(counter: Counter, sheet: Collective) -> list[Application]:
    with counter.database.reads() as session:
        return list(queries.of_collective(session, sheet.id))


def faults(sheet: Collective) -> list[Fault]:
    return [fault_from_json(kept) for kept in sheet.findings]


def test_thirty_staff_become_thirty_applications(counter: Counter) -> None:
    rows = [worker(serial) for serial in range(501, 531)]
    sheet = sent(counter, rows)
    assert faults(sheet) == []
    applications = filed(counter, sheet)
    assert len(applications) == 30
    assert {each.state for each in applications} == {ApplicationState.SUBMITTED}
    assert {each.channel for each in applications} == {Channel.EMPLOYER}
    assert {each.street_office_id for each in applications} == {counter.offices[OfficeKind.STREET]}
    assert len({each.number for each in applications}) == 30
    first = applications[0]
    assert first.members[0].consent is Consent.UPLOADED
    assert first.members[0].consent_paper == "TY-501"
    assert first.insurance_months[0] == "2023-04"
    assert len(first.insurance_months) == 41
    assert (first.income_fen, first.assets_fen, first.present_area) == (240000, 800000, 1250)
    with counter.database.reads() as session:
        assert verify(session, PLACE).faults == ()
        receipt = letters.inbox(session, "employer")
        assert [letter.kind for letter in receipt] == [LetterKind.COLLECTIVE_RECEIPT]
        assert "30" in letters.text(receipt[0], counter.keyring)


def test_a_worker_brings_the_family(counter: Counter) -> None:
    one = worker(婚姻状况="已婚")
    child = family_of(one, 702, "子女", 证件号码=number("2021-02-03", 702), 婚姻状况="未婚")
    (application,) = filed(counter, sent(counter, [one, family_of(one, 701), child]))
    assert [each.relation.value for each in application.members] == ["head", "spouse", "child"]
    assert [each.capacity.value for each in application.members] == ["full", "full", "none"]
    assert all(each.consent is Consent.UPLOADED for each in application.members)


def test_the_park_receives_what_goes_to_the_park(counter: Counter) -> None:
    (application,) = filed(counter, sent(counter, [worker()], OfficeKind.PARK))
    assert application.channel is Channel.PARK
    assert application.park_office_id == counter.offices[OfficeKind.PARK]
    assert application.street_office_id is None


def test_one_bad_row_keeps_all_from_being_filed(counter: Counter) -> None:
    wrong = worker(502, 证件号码=number("1996-04-05", 502)[:-1] + "0", 月收入="很多", 手机="12")
    sheet = sent(counter, [worker(501), wrong, worker(503, 申请类别="城镇低收入")])
    assert sheet.filed_at is None
    assert filed(counter, sheet) == []
    found = {(fault.kind, fault.row, fault.column) for fault in faults(sheet)}
    assert (K.NOT_NUMBER, 3, "月收入") in found
    assert (K.PHONE, 3, "手机") in found
    assert (K.NOT_A_WORKER, 4, "申请类别") in found
    assert not any(fault.row == 2 for fault in faults(sheet))
    assert all(fault.what() and fault.remedy("en") for fault in faults(sheet))
    with counter.database.reads() as session:
        assert verify(session, PLACE).faults == ()
        assert letters.inbox(session, "employer") == []


@pytest.mark.parametrize(
    ("changes", "kind", "column"),
    [
        ({"与申请人关系": ""}, K.REQUIRED, "与申请人关系"),
        ({"书面同意编号": ""}, K.REQUIRED, "书面同意编号"),
        ({"入职日期": "2026-09-02"}, K.NOT_YET, "入职日期"),
        ({"社保起缴月份": "2023/4"}, K.NOT_A_MONTH, "社保起缴月份"),
        ({"社保缴至月份": "2022-01"}, K.MONTHS_TURNED, "社保缴至月份"),
        ({"社保缴至月份": ""}, K.REQUIRED, "社保缴至月份"),
        ({"社保缴至月份": "2026-10"}, K.NOT_YET, "社保缴至月份"),
        ({"证件类型": "护照", "证件号码": "E12345678"}, K.BIRTH_DAY, "出生日期"),
        ({"出生日期": "1996-04-06"}, K.BIRTH_DIFFERS, "出生日期"),
        ({"工作地址": "=1+1"}, K.FORMULA, "工作地址"),
    ],
)
def test_what_a_row_may_not_say(
    sqlite_database: Database,
    keyring: Keyring,
    tmp_path: Path,
    changes: Row,
    kind: FaultKind,
    column: str,
) -> None:
    counter = open_counter(sqlite_database, keyring, tmp_path)
    sheet = sent(counter, [worker(**changes)])
    assert [(each.kind, each.column) for each in faults(sheet)] == [(kind, column)]


def test_family_rows_belong_to_a_worker_of_the_sheet(counter: Counter) -> None:
    lost = family_of(worker(599), 701)
    sheet = sent(counter, [worker(), lost])
    (found,) = faults(sheet)
    assert (found.kind, found.row, found.column) == (K.NO_SUCH_APPLICANT, 3, "申请人证件号码")
    assert number("1996-04-05", 599) not in found.value


def test_the_same_person_twice_is_named_in_both_rows(counter: Counter) -> None:
    sheet = sent(counter, [worker(501), worker(501, 姓名="陈工二")])
    assert {(each.kind, each.row) for each in faults(sheet)} == {
        (K.PERSON_TWICE, 2),
        (K.PERSON_TWICE, 3),
    }


def test_who_has_a_live_application_is_named_and_the_others_are_not_filed(
    counter: Counter,
) -> None:
    counter.submitted(member(born="1996-04-05", serial=502, marital="single"))
    sheet = sent(counter, [worker(501), worker(502), worker(503)])
    (found,) = faults(sheet)
    assert (found.kind, found.row, found.column) == (K.NOT_ACCEPTABLE, 3, "证件号码")
    assert "一人只能有一件" in found.what()
    assert filed(counter, sheet) == []
    with counter.database.reads() as session:
        assert verify(session, PLACE).faults == ()


def test_a_contradiction_of_a_family_is_shown_at_its_row(counter: Counter) -> None:
    one = worker(婚姻状况="未婚")  # ...but brings a spouse.
    sheet = sent(counter, [worker(502), one, family_of(one, 701)])
    assert {(each.kind, each.row, each.column) for each in faults(sheet)} == {
        (K.NOT_ACCEPTABLE, 3, "婚姻状况")
    }


def test_the_same_file_is_filed_once(counter: Counter) -> None:
    sent(counter, [worker()])
    with pytest.raises(BadInput, match="已经提交过"):
        sent(counter, [worker()])
    again = sent(counter, [worker(现住址="清溪街道工业路 9 号宿舍")])  # Saved anew, same people.
    assert [(each.kind, each.column) for each in faults(again)] == [(K.NOT_ACCEPTABLE, "证件号码")]


def test_a_mended_sheet_is_filed(counter: Counter) -> None:
    assert sent(counter, [worker(月收入="-5")]).filed_at is None
    assert sent(counter, [worker()]).filed_at is not None


@pytest.mark.parametrize("missing", ["证件号码", "书面同意编号"])
def test_a_missing_column_is_named(counter: Counter, missing: str) -> None:
    columns = [column for column in STAFF_COLUMNS if column != missing]
    sheet = sent(counter, [worker()], columns=columns)
    assert [(each.kind, each.column) for each in faults(sheet)] == [(K.MISSING_COLUMN, missing)]


def test_only_an_employer_files_and_only_where_applications_are_received(
    counter: Counter,
) -> None:
    with pytest.raises(BadInput, match="街道"):
        sent(counter, [worker()], OfficeKind.HOUSING_DEPARTMENT)
    consents = examine("同意书.jpg", io.BytesIO(picture()), counter.folder)
    upload = StaffUpload("职工.xlsx", b"", counter.offices[OfficeKind.STREET], consents)
    with pytest.raises(NotAllowed), counter.work(Role.STREET) as work:
        file_staff(work, counter.folder, upload)


def test_the_template_is_the_sheet(counter: Counter) -> None:
    sheet = read_sheet(SheetFile(SheetKind.STAFF, "staff.xlsx", staff_template()))
    assert [found.kind for found in sheet.findings] == [K.HEADER_ONLY]
