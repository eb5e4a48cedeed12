"""Pages and interface of reviews, exits and renewals: one story each, refusals in words."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from housing.accounts import queries as accounts
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.exits import jobs as exits
from housing.joint_reviews import jobs as looking
from housing.renewals import batches
from housing.renewals import jobs as renewals
from housing.web.limits import limiter
from tests.conftest import PLACE
from tests.factories.leases import PASSWORD, tenant_household
from tests.factories.offices import seat
from tests.factories.reviews import HEAD
from tests.factories.tenants import OWNS, RICH, Tenants

SEATS = {
    HEAD: Role.COUNTY_HEAD,
    "fuzhu": Role.COUNTY_HEAD,
    "reviewer": Role.COUNTY_REVIEWER,
    "operator": Role.OPERATOR,
    "auditor": Role.AUDITOR,
}


@pytest.fixture
def tenants(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Tenants:
    """The county, with an account for each officer."""
    tenants = Tenants(sqlite_database, keyring, tmp_path)
    with tenants.act(system_actor(PLACE)) as work:
        for name, role in SEATS.items():
            seat(work, name, role, PASSWORD)
    return tenants


@pytest.fixture
def app(tenants: Tenants, tmp_path: Path) -> Iterator[Flask]:
    """The application; form tokens and limits are tested elsewhere."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    clock = Clock(lambda: tenants.desk.counter.now)
    app = create_app(settings, database=tenants.database, keyring=tenants.keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


def signed_in(app: Flask, tenants: Tenants, who: str | Actor) -> FlaskClient:
    name = who if isinstance(who, str) else who.name
    client = app.test_client()
    with tenants.database.reads() as session:
        account = accounts.by_name(session, name)
        assert account is not None
        mark = SignedIn(accounts.actor_of(account), account.stamp).get_id()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = mark
    return client


def send(client: FlaskClient, address: str, says: str, status: int = 200, **fields: str) -> str:
    """Send a form and return the page that follows, which says something."""
    answer = client.post(address, data=fields, follow_redirects=True)
    assert answer.status_code == status, answer.text[-1500:]
    assert says in answer.text
    return answer.text


def test_an_exit_through_its_pages(app: Flask, tenants: Tenants) -> None:
    """HN-33-4, HN-33-5, HN-33-8: open, review, cancel, serve, dwelling, court, file for it."""
    lease = tenants.lease()
    reviewer, head = (signed_in(app, tenants, name) for name in ("reviewer", HEAD))
    address = f"/desk/leases/{lease.id}/exit"
    send(reviewer, address, "原因：不能为空", 400, trigger="own_dwelling", reason=" ")
    page = send(reviewer, address, "已立案", trigger="own_dwelling", reason="购买了商品房")
    assert "通过购买、受赠、继承等方式获得住房" in page
    case = "/desk/exits/1"
    send(reviewer, f"{case}/begin-review", "已向有关部门发出核查")
    send(head, f"{case}/cancel", "不能取消保障资格", 409, **{"cancel-reasons": "已购房"})
    tenants.answered(lease, **OWNS)
    review = reviewer.get("/desk/tenant-reviews/1")
    assert "不利意见" in review.text
    assert "登记部门的书面意见" in review.text
    fields = {"opine-department": "housing_centre", "opine-adverse": "yes"}
    fields |= {"opine-words": "长期无人居住", "opine-document": "意见1号"}
    send(reviewer, "/desk/tenant-reviews/1/opine", "已登记部门意见", **fields)
    send(head, f"{case}/cancel", "已决定取消资格", **{"cancel-reasons": "已有自有住房"})
    served = {"serve-on": "2026-08-01", "serve-served": "mail", "serve-document": "邮单1号"}
    operator = signed_in(app, tenants, "operator")
    page = send(operator, f"{case}/serve", "送达日期", 400, **served)
    assert 'value="邮单1号"' in page
    page = send(operator, f"{case}/serve", "搬迁期开始计算", **served | {"serve-on": "2026-09-01"})
    assert "到 2026-12-01（含当日）" in page
    assert "2026-12-01" in operator.get("/desk/exits?only=relocating").text
    assert operator.get("/desk/exits.xlsx?only=relocating").status_code == 200
    tenants.pass_to(date(2026, 12, 2))
    exits.sweep(tenants.database, tenants.keyring, tenants.clock)
    page = reviewer.get(case).text
    assert "请核实是否有符合入住条件的自有住房" in page
    assert "按市场价格缴纳租金通知书" in page
    home = {"record_dwelling-dwelling": "新城路 9 号", "record_dwelling-habitable": "yes"}
    home |= {"record_dwelling-document": "登记簿1号"}
    send(reviewer, f"{case}/record-dwelling", "已登记自有住房", **home)
    suit = {"sue-plaintiff": "owner", "sue-court": "示例县人民法院", "sue-on": "2026-12-02"}
    send(head, f"{case}/sue", "已登记起诉", **suit)
    made = reviewer.get(f"{case}/court-file")
    assert made.mimetype == "application/pdf"
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(made.data)).pages)
    assert "取消保障资格通知书" in words
    assert "长期无人居住" in words
    assert signed_in(app, tenants, "auditor").get(f"{case}/court-file").status_code == 403


def test_a_tenant_disagrees_on_the_own_page(app: Flask, tenants: Tenants) -> None:
    lease, who = tenants.lease(), tenants.tenant()
    reviewer, head, second = (signed_in(app, tenants, n) for n in ("reviewer", HEAD, "fuzhu"))
    family = signed_in(app, tenants, who)
    assert "您没有退出事项" in family.get("/my/exits").text
    send(reviewer, f"/desk/leases/{lease.id}/exit", "已立案", trigger="income", reason="收入")
    exits.follow(tenants.database, tenants.keyring, tenants.clock)
    tenants.answered(lease, **RICH)
    send(head, "/desk/exits/1/cancel", "已决定取消资格", **{"cancel-reasons": "收入高"})
    served = {"serve-on": "2026-09-01", "serve-served": "in_person", "serve-document": "1号"}
    send(reviewer, "/desk/exits/1/serve", "搬迁期开始计算", **served)
    assert "申请复核" in family.get("/my/exits").text
    send(family, "/my/exits/1/reconsider", "已收到您的复核申请", reason="是一次性补偿")
    assert signed_in(app, tenants, "operator").get("/my/exits").status_code == 403
    result = {"reconsider-outcome": "in_favour", "reconsider-reasons": "核实属实"}
    send(second, "/desk/exits/1/reconsider", "复核结果已作出", **result)
    assert "保留保障资格" in family.get("/my/exits").text


def test_a_periodic_review_is_passed_or_turned_into_a_case(app: Flask, tenants: Tenants) -> None:
    """HN-33-2: the dated list of whose look is due, then either outcome."""
    good = tenants.lease(1, starts_on=date(2025, 8, 1))
    bad = tenants.lease(2, starts_on=date(2025, 8, 2))
    reviewer = signed_in(app, tenants, "reviewer")
    assert good.number in reviewer.get("/desk/tenant-reviews/due").text
    looking.due(tenants.database, tenants.keyring, tenants.clock)
    assert "没有到期应复查的家庭" in reviewer.get("/desk/tenant-reviews/due").text
    tenants.answered(good)
    tenants.answered(bad, **OWNS)
    assert bad.number in reviewer.get("/desk/tenant-reviews?only=answered").text
    first, second = tenants.reviews(good)[-1].id, tenants.reviews(bad)[-1].id
    fit = {"passed-reasons": "均符合"}
    send(reviewer, f"/desk/tenant-reviews/{first}/passed", "已认定仍符合条件", **fit)
    send(reviewer, f"/desk/tenant-reviews/{second}/passed", "有不利意见", 409, **fit)
    page = send(reviewer, f"/desk/tenant-reviews/{second}/exit", "已转入退出审查", reasons="已购房")
    assert "部门联合审核中" in page


def test_renewals_through_their_pages(app: Flask, tenants: Tenants) -> None:
    """HN-24-5, HN-24-6: the tenant asks, many are granted after a preview, with progress."""
    made = [tenants.lease(n, starts_on=date(2026, 1, 1), months=12) for n in (1, 2)]
    late = tenants.lease(3, starts_on=date(2025, 12, 1), months=12)
    family = signed_in(app, tenants, tenants.tenant(1))
    operator, head = (signed_in(app, tenants, name) for name in ("operator", HEAD))
    assert "2026-09-30" in family.get(f"/my/leases/{made[0].id}/renew").text
    send(family, f"/my/leases/{made[0].id}/renew", "请填写月数", 400, months="0", words="想续")
    send(family, f"/my/leases/{made[0].id}/renew", "已收到您的续租申请", months="24")
    paper = {"months": "24", "document": "申请2号"}
    send(operator, f"/desk/leases/{made[1].id}/renew", "已登记续租申请", **paper)
    send(operator, f"/desk/leases/{late.id}/renew", "逾期 2 天", **paper)
    renewals.forward(tenants.database, tenants.keyring, tenants.clock)
    for lease in made:
        tenants.answered(lease)
    assert made[0].number in head.get("/desk/renewals?only=to_decide").text
    page = send(head, "/desk/renewals/batch", "可以准予 1 户", renewal="1")
    assert made[1].number not in page
    answer = head.post(
        "/desk/renewals/batch",
        data={"renewal": ["1", "2"], "go": "y", "reason": "均符合"},
        follow_redirects=True,
    )
    assert "已办理 2 户，共 2 户" in answer.text
    assert batches.work_off(tenants.database, tenants.keyring, tenants.clock) == 0
    assert "准予续租" in family.get(f"/my/leases/{made[0].id}/renew").text
    away = {"turn_away-reasons": "没有正当理由"}
    send(head, "/desk/renewals/3/turn-away", "逾期申请，不予受理", **away)


def test_the_case_of_a_subsidy_recipient_is_opened_on_its_own_page(
    app: Flask, tenants: Tenants
) -> None:
    """HN-33-2: the triggers hold for whoever receives a subsidy, too."""
    with tenants.act(system_actor(PLACE)) as work:
        home = tenant_household(work, 9)
    reviewer, address = signed_in(app, tenants, "reviewer"), f"/desk/households/{home.id}/exit"
    assert "退出立案" in reviewer.get(address).text
    page = send(reviewer, address, "已立案", trigger="income", reason="收入变化")
    assert home.application_number in page
    assert reviewer.get(address).status_code == 302
    assert signed_in(app, tenants, "auditor").get(address).status_code == 403


def test_the_interface_answers_in_json(app: Flask, tenants: Tenants) -> None:
    lease = tenants.lease(1, starts_on=date(2026, 1, 1), months=12)
    reviewer = signed_in(app, tenants, "reviewer")
    family = signed_in(app, tenants, tenants.tenant(1))
    sent = {"trigger": "misuse", "reason": "转租"}
    opened = reviewer.post(f"/api/v1/desk/leases/{lease.id}/exit", json=sent)
    assert (opened.status_code, opened.json["id"]) == (200, 1)
    assert reviewer.post("/api/v1/desk/exits/1/begin-review", json={}).status_code == 200
    assert reviewer.get("/api/v1/exits/1").json["state"] == "reviewing"
    opinion = {"department": "housing_centre", "adverse": "yes", "words": "转租", "document": "1号"}
    kept = reviewer.post("/api/v1/desk/tenant-reviews/1/opine", json=opinion)
    assert kept.status_code == 200
    assert reviewer.get("/api/v1/tenant-reviews/due").json["total"] == 0
    assert [each["id"] for each in family.get("/api/v1/exits/mine").json] == [1]
    held = reviewer.get("/api/v1/tenant-reviews/1/opinions").json
    assert [each["words"] for each in held] == ["转租"]
    assert reviewer.get("/api/v1/exits?only=to_decide").json["total"] == 1
    asked = {"months": 12}
    assert family.post(f"/api/v1/leases/{lease.id}/renewals", json=asked).status_code == 201
    refused = family.post(f"/api/v1/leases/{lease.id}/renewals", json=asked)
    assert refused.status_code == 409
    assert "已申请续租" in refused.text
    assert reviewer.get("/api/v1/renewals").json["items"][0]["months"] == 12
