"""The pages and the interface of violations: every act by its form, refusals in words."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.violations import queries_beside as beside
from housing.violations.states import ViolationState as S
from housing.web.installation import Installation, install, installation
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.files import picture
from tests.factories.leases import PASSWORD, phone_of
from tests.factories.offices import seat
from tests.factories.violations import TODAY, Tenancy
from tests.integration.test_violations_beside import empty_visit

SEATS = {
    "fuhe": Role.COUNTY_REVIEWER,
    "fabu": Role.COUNTY_HEAD,
    "yunying": Role.OPERATOR,
    "shequ": Role.COMMUNITY,
}


@pytest.fixture
def home(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Tenancy:
    home = Tenancy(sqlite_database, keyring, tmp_path)
    with home.on(TODAY, system_actor(PLACE)) as work:
        for name, role in SEATS.items():
            seat(work, name, role, PASSWORD)
    return home


@pytest.fixture
def app(home: Tenancy, tmp_path: Path) -> Iterator[Flask]:
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    app = create_app(
        settings, database=home.database, keyring=home.keyring, clock=standing_clock(NOW)
    )
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


def at(app: Flask, day: date) -> None:
    """Set the clock of the application to a day."""
    with app.app_context():
        here = installation()
    clock: Clock = standing_clock(NOW.replace(year=day.year, month=day.month, day=day.day))
    install(app, Installation(here.settings, here.database, here.keyring, clock))


def sign_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def post(client: FlaskClient, address: str, act: str, **fields: object) -> tuple[int, str]:
    sent = {f"{act}-{name}": value for name, value in fields.items()}
    answer = client.post(f"{address}/{act.replace('_', '-')}", data=sent, follow_redirects=True)
    return answer.status_code, answer.text


def test_a_case_is_walked_by_forms_from_report_to_court_file(app: Flask, home: Tenancy) -> None:
    at(app, TODAY)
    community, reviewer = sign_in(app, "shequ"), sign_in(app, "fuhe")
    told = {"category": "sublet", "address": "1栋301", "what": "有陌生人长期居住"}
    assert community.post("/desk/violation-reports/new", data=told).status_code == 302
    assert "有陌生人长期居住" in reviewer.get("/desk/violation-reports/1").text
    lease = home.lease.number
    status, page = post(
        reviewer,
        "/desk/violation-reports/1",
        "open_from",
        lease_number=lease,
        kind="sublet",
        facts="屋内长期居住合同以外的人",
        reasons="已核实",
    )
    assert (status, "已立案" in page) == (200, True)
    case = "/desk/violations/1"
    home.id = 1
    status, page = post(sign_in(app, "fabu"), case, "cancel", reasons="拒不整改")
    assert status == 409
    assert "告知承租人" in page
    assert "第三十四条" in page
    assert post(reviewer, case, "notify")[0] == 200
    tenant = sign_in(app, phone_of(1))
    assert "转租" in tenant.get("/my/violations").text
    said = tenant.post(
        "/my/violations/1/statement", data={"own1-statement": "弟弟短住"}, follow_redirects=True
    )
    assert "弟弟短住" in said.text
    photo = (io.BytesIO(picture()), "现场.jpg")
    upload = reviewer.post(f"{case}/evidence", data={"evidence-file": photo}, follow_redirects=True)
    assert "现场.jpg" in upload.text
    assert reviewer.get(f"{case}/documents/1").mimetype == "image/jpeg"
    status, page = post(reviewer, case, "find", finding="")
    assert (status, "此项必须填写" in page) == (400, True)
    assert post(reviewer, case, "find", finding="持有转租协议")[0] == 200
    head = sign_in(app, "fabu")
    assert post(head, case, "order", requirement="收回住房自住")[0] == 200
    served = {"on": TODAY.isoformat(), "way": "in_person", "receipt": "回证1"}
    assert "2026-10-08" in post(reviewer, case, "deliver_order", **served)[1]
    later = home.case().rectify_until or TODAY
    at(app, later + timedelta(days=1))
    again = {"finding": "没有", "document": "笔录", "is_rectified": "no"}
    on = (later + timedelta(days=1)).isoformat()
    assert post(sign_in(app, "fuhe"), case, "visit", on=on, **again)[0] == 200
    status, page = post(sign_in(app, "fabu"), case, "cancel", reasons="拒不整改")
    assert (status, "暂计到 2031-10-" in page) == (200, True)
    made = sign_in(app, "fabu").get(f"{case}/court-file")
    assert (made.status_code, made.mimetype) == (200, "application/pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages)
    for part in ("案件经过", "责令限期整改通知书", "证据材料", "检查记录", "登记簿摘录"):
        assert part in words
    assert home.case().state is S.CANCELLED
    assert "不得再次申请" in sign_in(app, phone_of(1)).get("/my/violations").text
    for address in ("/desk/violations?only=returning", "/desk/violations.xlsx?only="):
        assert sign_in(app, "fabu").get(address).status_code == 200


def test_anybody_reports_without_a_name_and_officers_see_who_only_once(
    app: Flask, home: Tenancy
) -> None:
    at(app, TODAY)
    client = app.test_client()
    told = {"category": "broker", "address": "望麓新苑1栋", "what": "门店张贴出租广告"}
    done = client.post("/report-misuse", data=told, follow_redirects=True)
    assert "430199-JB-2026-00001" in done.text
    wrong = client.post("/report-misuse", data={**told, "phone": "12"})
    assert (wrong.status_code, "门店张贴出租广告" in wrong.text) == (400, True)
    named = {**told, "name": "王五", "phone": "13800138000"}
    assert client.post("/report-misuse", data=named).status_code == 302
    with home.database.reads() as session:
        held = beside.report(session, PLACE, 2).reporter_sealed
    assert held
    assert "王五".encode() not in held
    reviewer = sign_in(app, "fuhe")
    page = reviewer.get("/desk/violation-reports/2").text
    assert "王五" not in page
    assert "/open-from" not in page  # A broker is no tenant.
    assert "王五" in reviewer.post("/desk/violation-reports/2/reporter").text
    status, page = post(
        reviewer, "/desk/violation-reports/2", "refer", to="市场监督管理局", reasons="经纪业务"
    )
    assert (status, "已移送" in page) == (200, True)
    listed = client.get("/public-rental-addresses")
    assert "望麓新苑" in listed.text
    assert "0001" not in listed.text  # No room is published.
    assert client.get("/public-rental-addresses.xlsx").status_code == 200
    rows = client.get("/api/v1/public-rental-addresses").get_json()
    assert rows == [
        {"project": "望麓新苑", "street": "清溪街道", "address": "", "building": "1栋", "units": 1}
    ]


def test_a_tenant_asks_to_decorate_and_tells_of_being_away(app: Flask, home: Tenancy) -> None:
    at(app, TODAY)
    tenant, key = sign_in(app, phone_of(1)), home.lease.id
    away = {"from_on": "2026-09-10", "until_on": "2026-12-10", "reason": "陪母亲住院"}
    page = tenant.post(f"/my/leases/{key}/away", data=away, follow_redirects=True).text
    assert "陪母亲住院" in page
    works = {"scope": "卫生间装扶手", "works_from": "2026-09-20", "works_until": "2026-09-25"}
    page = tenant.post(f"/my/leases/{key}/decoration", data=works, follow_redirects=True).text
    assert "卫生间装扶手" in page
    assert tenant.get(f"/my/leases/{key + 1}/away").status_code == 404
    operator, reviewer = sign_in(app, "yunying"), sign_in(app, "fuhe")
    assert "卫生间装扶手" in operator.get("/desk/decorations").text
    given = {"answer": "granted", "reasons": "适老改造"}
    refused = operator.post("/desk/decorations/1/answer", data=_named("answer", given))
    assert (refused.status_code, "恢复原状" in refused.text) == (400, True)
    given["restoration"] = "退房时拆除"
    done = operator.post("/desk/decorations/1/answer", data=_named("answer", given))
    assert done.status_code == 302
    assert "陪母亲住院" in reviewer.get("/desk/absences").text
    yes = {"decide-accepted": "yes", "decide-decision": "住院证明已核对"}
    assert reviewer.post("/desk/absences/1/decide", data=yes).status_code == 302
    assert "退房时拆除" in tenant.get(f"/my/leases/{key}/decoration").text
    assert "住院证明已核对" in tenant.get(f"/my/leases/{key}/away").text


def test_the_interface_walks_the_same_steps(app: Flask, home: Tenancy) -> None:
    """Acts are the deeds of the pages; what a page shows, a program reads."""
    at(app, TODAY)
    reviewer, case = sign_in(app, "fuhe"), "/api/v1/desk/violations/1"
    sent = {"lease_number": home.lease.number, "kind": "lend", "facts": "借给同事住"}
    made = reviewer.post("/api/v1/desk/violations/new", json=sent)
    assert (made.status_code, made.get_json()["id"]) == (200, 1)
    refused = reviewer.post(f"{case}/find", json={"finding": "x"})
    assert "告知承租人" in refused.get_json()["message"]
    assert "第三十四条" in refused.get_json()["basis"]
    assert reviewer.post(f"{case}/notify", json={}).status_code == 200
    listed = reviewer.get("/api/v1/violations?only=open").get_json()
    assert [each["state"] for each in listed["items"]] == ["noticed"]
    photo = {"file": (io.BytesIO(picture()), "现场.jpg")}
    held = reviewer.post("/api/v1/violations/1/documents", data=photo).get_json()
    assert reviewer.get("/api/v1/violations/1/documents").get_json() == [held]
    assert reviewer.get("/api/v1/violations/1/documents/1").mimetype == "image/jpeg"
    assert reviewer.get("/api/v1/violations/1/bans").get_json() == []
    tenant = sign_in(app, phone_of(1))
    assert [each["id"] for each in tenant.get("/api/v1/violations/mine").get_json()] == [1]
    said = tenant.post("/api/v1/my/violations/1/statement", json={"statement": "没有"})
    assert said.status_code == 200
    assert tenant.get("/api/v1/violations").status_code == 403
    bound = reviewer.get("/api/v1/violations/1/court-file")
    assert (bound.mimetype, bound.data[:4]) == ("application/pdf", b"%PDF")


def test_what_a_visit_found_is_listed_and_becomes_a_report(app: Flask, home: Tenancy) -> None:
    at(app, TODAY)
    key, reviewer = empty_visit(home, TODAY, "XC1"), sign_in(app, "fuhe")
    page = reviewer.get("/desk/violation-reports").text
    assert '<option value="idle">长期无人居住</option>' in page
    address = f"/desk/inspection-findings/{key}/report"
    page = reviewer.post(address, data={"category": "idle"}, follow_redirects=True).text
    assert "430199-JB-2026-00001" in page
    assert "走访发现，尚未处理" not in page


def test_the_interface_reads_what_stands_beside_the_cases(app: Flask, home: Tenancy) -> None:
    at(app, TODAY)
    reviewer, tenant = sign_in(app, "fuhe"), sign_in(app, phone_of(1))
    mine = f"/api/v1/my/leases/{home.lease.id}"
    away = {"from_on": "2026-09-10", "until_on": "2026-12-10", "reason": "陪母亲住院"}
    assert tenant.post(f"{mine}/away", json=away).status_code == 200
    works = {"scope": "装扶手", "works_from": "2026-09-20", "works_until": "2026-09-25"}
    assert tenant.post(f"{mine}/decoration", json=works).status_code == 200
    told = {"category": "idle", "address": "1栋301", "what": "长期无人"}
    assert reviewer.post("/api/v1/desk/violation-reports/new", json=told).status_code == 200
    states = {"absences": "told", "decorations": "asked", "violation-reports": "received"}
    for name, word in states.items():
        (each,) = reviewer.get(f"/api/v1/{name}?state={word}").get_json()["items"]
        assert reviewer.get(f"/api/v1/{name}/1").get_json() == each
    decided = {"accepted": "yes", "decision": "住院证明已核对"}
    assert reviewer.post("/api/v1/desk/absences/1/decide", json=decided).status_code == 200
    (own,) = tenant.get(f"/api/v1/leases/mine/{home.lease.id}/absences").get_json()
    assert own["state"] == "accepted"
    assert len(tenant.get(f"/api/v1/leases/mine/{home.lease.id}/decorations").get_json()) == 1
    who = reviewer.post("/api/v1/violation-reports/1/reporter").get_json()
    assert who == {"name": "", "phone": ""}


def _named(deed: str, fields: dict[str, str]) -> dict[str, str]:
    return {f"{deed}-{name}": value for name, value in fields.items()}
