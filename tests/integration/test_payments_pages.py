"""Payments, arrears and subsidies by pages and by the interface, for officers and tenants."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from housing.accounts.service import open_account
from housing.app import create_app
from housing.arrears import counting
from housing.arrears.story import chapters as arrears_told
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.payments.story import chapters as payments_told
from housing.web.limits import limiter
from tests.conftest import PLACE
from tests.factories.leases import PASSWORD, phone_of, tenant_account
from tests.factories.offices import office_of_kind
from tests.factories.paying import Paying, number
from tests.integration.test_subsidies import Subsidised

SEATS = {
    Role.CENTRE: OfficeKind.HOUSING_CENTRE,
    Role.COUNTY_HEAD: OfficeKind.HOUSING_DEPARTMENT,
    Role.PRICE_FINANCE: OfficeKind.FINANCE,
}


@pytest.fixture
def app(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Iterator[Flask]:
    """The pages of a county with two tenants who owe July to September, and a subsidised family."""
    paying = Paying(sqlite_database, keyring).charge("2026-06", "2026-07", "2026-08", "2026-09")
    with working(sqlite_database.acts, system_actor(PLACE), paying.clock(), keyring) as work:
        tenant_account(work, 1)
        for role, kind in SEATS.items():
            office = office_of_kind(work, kind)
            open_account(work, role.value, role, PLACE, PASSWORD, office.id)
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    made = create_app(settings, database=sqlite_database, keyring=keyring, clock=paying.clock())
    made.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield made
    limiter.enabled = True


def client(app: Flask, role: Role | str) -> FlaskClient:
    """A browser in which somebody has signed in."""
    made = app.test_client()
    made.post("/sign-in", data={"name": getattr(role, "value", role), "password": PASSWORD})
    return made


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.get_data(as_text=True)


def _sheet(paying_rows: str, name: str = "a.csv") -> dict[str, object]:
    raw = f"流水号,日期,收入,支出,对方户名,对方账号,摘要\n{paying_rows}".encode("gb18030")
    return {"account": "1", "file": (io.BytesIO(raw), name)}


def test_a_sheet_is_taken_once_and_its_queue_is_worked_off(app: Flask) -> None:
    """HN-26-1, HN-29-1"""
    centre = client(app, Role.CENTRE)
    row = f"A1,2026-09-01,300,,王某,6222,{number(0)}\nA2,2026-09-01,80,,=cmd,6223,不明"
    taken = centre.post("/desk/payments", data=_sheet(row), follow_redirects=True)
    assert "已导入 2 笔，自动入账 1 笔，待认领 1 笔" in taken.get_data(as_text=True)
    again = centre.post("/desk/payments", data=_sheet(row), follow_redirects=True)
    assert "此前已经导入，没有改变任何账目" in again.get_data(as_text=True)
    wrong = centre.post("/desk/payments", data=_sheet("A3,2026-09-01,三百,,,,"))
    assert wrong.status_code == 400
    assert "第 2 行" in wrong.get_data(as_text=True)
    assert "A2" in text(centre, "/desk/payments/lines")
    line = text(centre, "/desk/payments/lines/2")
    assert "不明" in line
    assert "是柜台收款的到账" in line
    early = {"set_off-channel": "cash", "set_off-note": "缴存"}
    assert centre.post("/desk/payments/lines/2/set-off", data=early).status_code == 400
    unknown = centre.post("/desk/payments/lines/2/match", data={"match-number": "ZL000"})
    assert unknown.status_code == 404
    assert "仍在待认领队列" in unknown.get_data(as_text=True)
    done = centre.post("/desk/payments/lines/2/match", data={"match-number": number(1)})
    assert done.status_code == 302
    assert number(1) in text(centre, "/desk/payments/lines?only=matched")
    for page in ("/desk/payments/accounts", "/desk/fund-orders", "/desk/refunds"):
        text(centre, page)


def test_the_counter_gives_a_receipt_and_a_refund_takes_two_persons(app: Flask) -> None:
    centre, finance = client(app, Role.CENTRE), client(app, Role.PRICE_FINANCE)
    page = "/desk/leases/1/payments"
    pay = {"receive-amount": "1300", "receive-channel": "cash", "receive-on": "2026-09-01"}
    missing = centre.post(f"{page}/receive", data=pay)
    assert missing.status_code == 400
    assert "1300" in missing.get_data(as_text=True)
    assert centre.post(f"{page}/receive", data=pay | {"receive-reference": "X1"}).status_code == 302
    assert "预收款 100.00 元" in text(centre, page)
    receipt = PdfReader(io.BytesIO(centre.get("/desk/payments/receipts/1.pdf").data))
    assert "壹仟叁佰元整" in receipt.pages[0].extract_text().replace("\n", "")
    to = {"payee": "李小乙", "bank": "农行", "account": "622848000012", "reason": "多缴"}
    refund = {f"refund-{name}": value for name, value in to.items()}
    more = {"refund-source": "prepaid", "refund-amount": "100", "refund-document": "申请1"}
    assert centre.post(f"{page}/refund", data=refund | more).status_code == 302
    assert (
        centre.post("/desk/refunds/1/approve", data={"approve-reason": "属实"}).status_code == 403
    )
    said = {"approve-reason": "属实"}
    assert finance.post("/desk/refunds/1/approve", data=said).status_code == 302
    paid = {"pay-on": "2026-09-01", "pay-document": "回单1"}
    assert centre.post("/desk/refunds/1/pay", data=paid).status_code == 302
    assert "已退款" in text(centre, "/desk/refunds/1")
    undo = {"reverse-reason": "收错", "reverse-receipt": "SJ20260000001"}
    assert centre.post(f"{page}/reverse", data=undo).status_code == 302
    assert "冲正" in text(centre, page)
    with app.extensions["housing"].database.reads() as session:
        told = [chapter.title for chapter in payments_told(session, 1)]
    assert told == ["缴款", "冲正收款", "退款"]


def test_a_tenant_sees_own_receipts_and_takes_the_certificate_for_the_fund(app: Flask) -> None:
    """HN-26-4"""
    centre, tenant = client(app, Role.CENTRE), client(app, phone_of(1))
    page = "/my/leases/1/payments"
    assert number(0) in text(tenant, page)
    assert tenant.get("/my/leases/2/payments").status_code == 404
    sent = tenant.post(f"{page}/certificate")
    made = PdfReader(io.BytesIO(tenant.get(sent.headers["Location"]).data))
    said = made.pages[0].extract_text().replace("\n", "")
    assert "公共租赁住房租金证明" in said
    assert "300.00 元" in said
    assert tenant.get("/my/leases/2/payments/certificates/1.pdf").status_code == 404
    assert centre.get("/desk/payments/certificates/1.pdf").status_code == 200
    platform = {"certify-kind": "platform", "certify-platform_number": "P1"}
    refused = centre.post("/desk/leases/1/payments/certify", data=platform)
    assert refused.status_code == 409


def test_arrears_are_worked_through_by_pages(app: Flask, keyring: Keyring) -> None:
    """HN-26-5"""
    centre, head = client(app, Role.CENTRE), client(app, Role.COUNTY_HEAD)
    here = app.extensions["housing"]
    counting.sweep(here.database, keyring, here.clock)
    assert "900.00 元" in text(centre, "/desk/arrears")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(centre.get("/desk/arrears.xlsx").data))
    assert len(sheet.get_sheet_by_index(0).to_python()) == 3
    assert "已发出 2 份提醒" in centre.post("/desk/arrears/remind", follow_redirects=True).get_data(
        as_text=True
    )
    assert centre.post("/desk/arrears/1/demand").status_code == 302
    notice = {"notice-employer": "自来水公司", "notice-document": "承诺书"}
    lacking = centre.post("/desk/arrears/1/notice", data=notice)
    assert lacking.status_code == 400
    assert "自来水公司" in lacking.get_data(as_text=True)
    whole = notice | {"notice-legal_basis": "县政办发〔2026〕3号"}
    assert centre.post("/desk/arrears/1/notice", data=whole).status_code == 302
    said = {"approve_notice-reason": "同意"}
    assert head.post("/desk/arrears/1/approve-notice", data=said).status_code == 302
    assert "县政办发〔2026〕3号" in text(head, "/desk/arrears/1")
    bad = {"agree-parts": "十月 三百", "agree-document": "协议"}
    assert "看不懂" in centre.post("/desk/arrears/2/agree", data=bad).get_data(as_text=True)
    plan = {"agree-parts": "2026-09-30 300\n2026-10-31 600.00", "agree-document": "协议"}
    assert centre.post("/desk/arrears/2/agree", data=plan).status_code == 302
    assert "分期缴纳" in text(centre, "/desk/arrears/2")
    with here.database.reads() as session:
        told = [chapter.title for chapter in arrears_told(session, 1)]
    assert told[:3] == ["欠缴租金列入催缴", "发出提醒", "发出催缴通知书"]


def test_subsidies_are_worked_through_by_pages(app: Flask, keyring: Keyring) -> None:
    """HN-9-2, HN-10-2"""
    Subsidised(app.extensions["housing"].database, keyring, first=50)
    centre, head = client(app, Role.CENTRE), client(app, Role.COUNTY_HEAD)
    finance = client(app, Role.PRICE_FINANCE)
    assert "SQ2025000050" in text(centre, "/desk/subsidies")
    asked = {"from_month": "2026-08", "own_area": "0", "payee": "李", "bank": "农行"}
    wrong = centre.post("/desk/subsidies/entries/1", data=asked)
    assert wrong.status_code == 400
    more = {"account": "6228480000001234", "document": "批复"}
    assert centre.post("/desk/subsidies/entries/1", data=asked | more).status_code == 302
    assert head.post("/desk/subsidies/1/grant", data={"grant-reason": "属实"}).status_code == 302
    assert "270.00 元" in text(centre, "/desk/subsidies/1")
    assert centre.post("/desk/subsidies/lists", data={"month": "2026-09"}).status_code == 302
    assert finance.post("/desk/subsidies/lists/1/approve").status_code == 302
    file = centre.post("/desk/subsidies/lists/1/file.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).get_sheet_by_index(0).to_python()
    assert rows[1][4:6] == ["6228480000001234", "540.00"]
    paid = {"pay-on": "2026-09-01", "pay-document": "回单"}
    assert centre.post("/desk/subsidies/lists/1/pay", data=paid).status_code == 302
    assert "已拨付" in text(finance, "/desk/subsidies/lists")
    for only in ("granted", "changes", "stopped", ""):
        text(centre, f"/desk/subsidies?only={only}")
    assert centre.get("/desk/subsidies.xlsx?only=granted").status_code == 200
    assert "没有租赁补贴" in text(client(app, phone_of(1)), "/my/subsidy")


def test_programs_take_payments_and_follow_arrears_and_subsidies(
    app: Flask, keyring: Keyring
) -> None:
    centre, tenant = client(app, Role.CENTRE), client(app, phone_of(1))
    here = app.extensions["housing"]
    counting.sweep(here.database, keyring, here.clock)
    receive = "/api/v1/desk/leases/1/payments/receive"
    paid = {"amount": 30000, "on": "2026-09-01", "channel": "card", "reference": "T1"}
    assert centre.post(receive, json=paid).status_code == 200
    assert centre.post(receive, json=paid).status_code == 409
    (made,) = centre.get("/api/v1/leases/1/receipts").json or ()
    assert made["parts"] == [["rent_due", 30000]]
    mine = tenant.get("/api/v1/leases/mine/1/receipts").json
    assert mine is not None
    assert [each["fen"] for each in mine] == [30000]
    assert tenant.get("/api/v1/leases/mine/2/receipts").status_code == 404
    owed = centre.get("/api/v1/arrears").json
    assert owed is not None
    assert owed["total"] == 2
    assert centre.post("/api/v1/desk/arrears/1/remind", json={}).status_code == 200
    for listed in ("bank-lines", "refunds", "fund-orders", "subsidies", "subsidies/to-reckon"):
        assert centre.get(f"/api/v1/{listed}").status_code == 200, listed
    reverse = "/api/v1/desk/leases/1/payments/reverse"
    undone = {"receipt": made["number"], "reason": "重复"}
    assert centre.post(reverse, json=undone).status_code == 200
    (made,) = centre.get("/api/v1/leases/1/receipts").json or ()
    assert made["reversed_on"] == "2026-09-01"


def test_programs_bring_the_sheet_of_a_bank_and_see_the_books(app: Flask) -> None:
    """A sheet brought twice changes nothing the second time and says so."""
    centre = client(app, Role.CENTRE)
    held = {"bank": "工商银行", "holder": "县财政局", "number": "6222000000001"}
    opened = centre.post("/api/v1/desk/payments/accounts/open", json={**held, "layout": "general"})
    assert opened.status_code == 200, opened.text
    accounts = centre.get("/api/v1/bank-accounts").json or []
    made = next(each for each in accounts if each["bank"] == "工商银行")
    row = "Q1,2026-09-01,500.00,,赵某,62220002,ZL430199-2099-00001"
    raw = f"流水号,日期,收入,支出,对方户名,对方账号,摘要\n{row}".encode()
    told = []
    for _ in range(2):
        sent = {"file": (io.BytesIO(raw), "9月.csv")}
        taken = centre.post(f"/api/v1/bank-accounts/{made['id']}/sheets", data=sent)
        told.append((taken.json["already"], taken.json["added"], taken.json["waiting"]))
    assert told == [(False, 1, 1), (True, 0, 0)]
    waiting = centre.get("/api/v1/bank-lines").json["items"]
    assert [each["fen"] for each in waiting] == [50000]
    assert centre.get(f"/api/v1/bank-lines/{waiting[0]['id']}").json["serial"] == "Q1"
    assert [each["file_name"] for each in centre.get("/api/v1/bank-sheets").json] == ["9月.csv"]
    books = centre.get("/api/v1/ledger").json
    assert books["difference"] == 0
    assert {each["kind"]: each["balance"] for each in books["kinds"]}["suspense"] == 50000
    head = client(app, Role.COUNTY_HEAD)
    assert head.get("/api/v1/ledger/check").json == {"faults": []}
