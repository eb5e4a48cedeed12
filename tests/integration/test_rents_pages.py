"""Rents by pages and by the interface: officers, the head, the tenant, everybody."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from housing.accounts.service import open_account
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.rents.charging import charge_month
from housing.rents.story import chapters
from housing.web.limits import limiter
from tests.conftest import PLACE
from tests.factories.files import picture
from tests.factories.leases import PASSWORD, phone_of, tenant_account
from tests.factories.offices import office_of_kind
from tests.factories.rented import clock_on, rented

DAY = "2026-09-20"
SEATS = {
    Role.CENTRE: OfficeKind.HOUSING_CENTRE,
    Role.COUNTY_HEAD: OfficeKind.HOUSING_DEPARTMENT,
}


@pytest.fixture
def app(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Iterator[Flask]:
    """The pages of a county with two tenants, one of whom has an account; September is charged."""
    clock = clock_on(DAY)
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        for number in (1, 2):
            rented(work, number)
        tenant_account(work, 1)
        for role, kind in SEATS.items():
            office = office_of_kind(work, kind)
            open_account(work, role.value, role, PLACE, PASSWORD, office.id)
    charge_month(sqlite_database, keyring, clock, PLACE, "2026-09")
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    made = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield made
    limiter.enabled = True


def client(app: Flask, name: str) -> FlaskClient:
    """A browser in which somebody has signed in."""
    made = app.test_client()
    made.post("/sign-in", data={"name": name, "password": PASSWORD})
    return made


def test_a_tenant_sees_the_account_asks_for_less_and_the_head_decides(app: Flask) -> None:
    tenant, head = client(app, phone_of(1)), client(app, Role.COUNTY_HEAD.value)
    page = tenant.get("/my/leases/1/statement").get_data(as_text=True)
    assert "300.00 元" in page
    assert "应缴租金 2026-09" in page
    assert tenant.get("/my/leases/2/statement").status_code == 404
    wrong = tenant.post("/my/leases/1/reduction", data={"ground": "重残", "statement": ""})
    assert (wrong.status_code, "此项必须填写" in wrong.get_data(as_text=True)) == (400, True)
    paper = (io.BytesIO(picture()), "zheng.jpg")
    given = {"ground": "重残", "statement": "二级残疾", "papers": paper}
    sent = tenant.post("/my/leases/1/reduction", data=given)
    assert sent.headers["Location"].endswith("/my/leases/1/statement")
    assert "待决定" in tenant.get("/my/leases/1/statement").get_data(as_text=True)
    assert "重残" in head.get("/desk/reductions").get_data(as_text=True)
    assert "zheng.jpg" in head.get("/desk/reductions/1").get_data(as_text=True)
    assert head.get("/desk/reductions/1/papers/1").mimetype == "image/jpeg"
    asked = {"grant-percent": "40", "grant-until_month": "2027-02", "grant-reasons": "符合"}
    kept = head.post("/desk/reductions/1/grant", data=asked)
    assert (kept.status_code, "2027-02" in kept.get_data(as_text=True)) == (400, True)
    done = head.post("/desk/reductions/1/grant", data=asked | {"grant-document": "减1号"})
    assert done.status_code == 302
    with app.extensions["housing"].database.reads() as session:
        told = [chapter.title for chapter in chapters(session, 1)]
    assert told == ["申请租金减免（重残）", "批准租金减免 40%"]
    assert "40%，2026-10 至 2027-02" in tenant.get("/my/leases/1/statement").get_data(as_text=True)


def test_a_statement_can_be_taken_home_as_sheet_and_paper(app: Flask) -> None:
    tenant = client(app, phone_of(1))
    raw = tenant.get("/my/leases/1/statement.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert rows[-1][:6] == ["2026-09-01", "2026-09", "应缴租金", "300.00", "", "300.00"]
    paper = PdfReader(io.BytesIO(tenant.get("/my/leases/1/statement.pdf").data))
    words = paper.pages[0].extract_text()
    assert "期末尚欠：300.00" in words.replace(" ", "")
    assert tenant.get("/my/leases/2/statement.pdf").status_code == 404


def test_an_office_changes_a_group_and_sees_the_difference(app: Flask) -> None:
    office = client(app, Role.CENTRE.value)
    sent = {"set_group-rent_group": "rescue", "set_group-from_on": "2026-09-16"}
    sent |= {"set_group-reason": "纳入低保", "set_group-document": "低保证"}
    assert office.post("/desk/leases/1/rent/set-group", data=sent).status_code == 302
    page = office.get("/desk/leases/1/rent").get_data(as_text=True)
    assert "租金更正 2026-09" in page
    assert "187.50 元" in page
    assert office.get("/desk/leases/1/statement.xlsx").status_code == 200
    again = office.post("/desk/leases/1/rent/set-group", data=sent)
    assert again.status_code == 400
    taken = office.post(
        "/desk/leases/2/rent/apply", data={"apply-ground": "低保", "apply-statement": "低保户"}
    )
    assert taken.status_code == 302


def test_an_office_adjusts_spends_and_sets_fees_on_pages(app: Flask) -> None:
    office = client(app, Role.CENTRE.value)
    shown = office.get("/desk/rents/adjust").get_data(as_text=True)
    assert "调整这 2 份合同" in shown
    sent = {"lease": ["1", "2"], "reason": "标准调整", "document": "县政函1号"}
    assert office.post("/desk/rents/adjust", data=sent).status_code == 302
    assert "不需要调整" in office.get("/desk/rents/adjust").get_data(as_text=True)
    fee = {"set_fee-project_code": "P01", "set_fee-from_month": "2026-10", "set_fee-yuan": "0.85"}
    assert office.post("/desk/rents/set-fee", data=fee).status_code == 400
    fee["set_fee-document"] = "物业合同"
    assert office.post("/desk/rents/set-fee", data=fee).status_code == 302
    assert "0.85 元" in office.get("/desk/rents").get_data(as_text=True)
    spent = {"spend-use": "maintenance", "spend-yuan": "90.5", "spend-on": DAY}
    spent |= {"spend-payee": "维修队", "spend-document": "票1"}
    assert office.post("/desk/rent-money/spend", data=spent).status_code == 302
    assert "90.50 元" in office.get("/desk/rent-money?year=2026").get_data(as_text=True)
    assert office.get("/desk/rent-money.xlsx").status_code == 200


def test_everybody_sees_the_standards_and_two_people_bring_in_a_new_one(app: Flask) -> None:
    assert "分类分档租金标准" in app.test_client().get("/rent-standards").get_data(as_text=True)
    office, head = client(app, Role.CENTRE.value), client(app, Role.COUNTY_HEAD.value)
    new = {
        "enter-parameter": "market_rent_by_area",
        "enter-value": '{"survey_months": 12, "areas": [{"area": "全县", "rent_fen": 1600}]}',
        "enter-first_day": "2026-10-01",
        "enter-authority": "县人民政府",
        "enter-document": "县政函〔2026〕9号",
        "enter-approved_on": "2026-09-25",
    }
    early = office.post("/desk/rent-standards/enter", data=new)
    assert (early.status_code, "第二十五条" in early.get_data(as_text=True)) == (409, True)
    new["enter-approved_on"] = "2026-09-15"
    assert office.post("/desk/rent-standards/enter", data=new).status_code == 302
    assert "县政函〔2026〕9号" in head.get("/desk/rent-standards").get_data(as_text=True)
    assert (
        head.post("/desk/rent-standards/confirm", data={"confirm-amendment": "1"}).status_code
        == 302
    )
    assert "自 2026-10-01 起" in app.test_client().get("/rent-standards").get_data(as_text=True)


def test_the_interface_tells_the_same(app: Flask) -> None:
    tenant, head = client(app, phone_of(1)), client(app, Role.COUNTY_HEAD.value)
    held = tenant.get("/api/v1/leases/mine/1/statement?since=2026-09-01").get_json()
    assert (held["owed"], held["rows"][0]["kind"]) == (30000, "rent_charge")
    asked = tenant.post(
        "/api/v1/leases/mine/1/reductions", json={"ground": "低保", "statement": "低保户"}
    )
    assert (asked.status_code, asked.get_json()["state"]) == (201, "applied")
    page = head.get("/api/v1/reductions?state=applied").get_json()
    assert [each["ground"] for each in page["items"]] == ["低保"]
    refused = head.post("/api/v1/desk/reductions/1/refuse", json={"reasons": "材料不足"})
    assert refused.status_code == 200
    assert head.get("/api/v1/reductions/1").get_json()["state"] == "refused"
    again = {"ground": "低保", "statement": "材料已补"}
    number = tenant.post("/api/v1/leases/mine/1/reductions", json=again).get_json()["id"]
    taken = tenant.post(f"/api/v1/my/reductions/{number}/withdraw", json={})
    assert (taken.status_code, taken.get_json()["told"]) == (200, "申请已撤回。")
    assert head.get("/api/v1/leases/2/statement").get_json()["owed"] == 30000
    months = head.get("/api/v1/rents/months").get_json()
    assert months == [
        {"period": "2026-09", "leases": 2, "rent_fen": 60000, "reductions_fen": 0, "fees_fen": 0}
    ]
    assert head.get("/api/v1/rents/two-lines/2026").get_json()["charged"] == 60000
    assert head.get("/api/v1/leases/2/statement?since=0001-01-01").status_code == 422
    standards = app.test_client().get("/api/v1/rent-standards").get_json()
    assert standards[0]["parameter"] == "rent_standard_by_class_and_tier"
    assert date.fromisoformat(standards[0]["in_force_from"]) == date(2025, 1, 1)


def test_the_books_can_be_read_and_looked_over(app: Flask) -> None:
    office = client(app, Role.CENTRE.value)
    page = office.get("/desk/ledger?since=2026-09-01").get_data(as_text=True)
    assert "租金收入（政府）" in page
    assert page.count("600.00 元") >= 4
    raw = office.get("/desk/ledger.xlsx?since=2026-09-01").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert ["租金收入（政府）", "2026-09", 0.0, 600.0] in rows
    assert "应缴租金 2026-09" in office.get("/desk/ledger/vouchers/2026-000001").get_data(
        as_text=True
    )
    assert "没有这张凭证" in office.get("/desk/ledger/vouchers/x").get_data(as_text=True)
    assert office.post("/desk/ledger/check").status_code == 403
    head = client(app, Role.COUNTY_HEAD.value)
    told = head.post("/desk/ledger/check", follow_redirects=True).get_data(as_text=True)
    assert "账簿完整" in told


def test_a_program_brings_leases_to_a_new_standard(app: Flask) -> None:
    office = client(app, Role.CENTRE.value)
    sent = {"lease_ids": [1, 2], "reason": "标准调整", "document": "县政函1号"}
    made = office.post("/api/v1/rents/adjustments", json=sent)
    assert (made.status_code, made.get_json()) == (200, {"adjusted": 2})
    assert office.post("/api/v1/rents/adjustments", json=sent).get_json() == {"adjusted": 0}
    nobody = office.post("/api/v1/rents/adjustments", json={**sent, "lease_ids": []})
    assert nobody.status_code == 422
