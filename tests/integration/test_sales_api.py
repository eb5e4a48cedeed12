"""Sales over JSON: what the pages' deeds offer to programs, and everything that may be read."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from housing.accounts.service import open_account
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import Work
from housing.sales.states import SaleState
from tests.factories.hanzhong import HANTAI
from tests.factories.leases import PASSWORD
from tests.factories.offices import office_of_kind, seat
from tests.factories.sales import SaleCounty, code, person

API = "/api/v1"
SEATS = {
    "zhongxin": Role.CENTRE,
    "zhongxin2": Role.CENTRE,
    "fuzeren": Role.COUNTY_HEAD,
    "wujia": Role.PRICE_FINANCE,
}


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> SaleCounty:
    return SaleCounty(sqlite_database, keyring).fill(10)


@pytest.fixture
def app(county: SaleCounty, tmp_path: Path) -> Flask:
    for name, role in SEATS.items():
        county.act(
            system_actor(HANTAI),
            lambda work, name=name, role=role: seat(work, name, role, PASSWORD),
        )
    county.act(system_actor(HANTAI), _seat_finance)
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": HANTAI})
    clock = Clock(lambda: county.now)
    made = create_app(settings, database=county.database, keyring=county.keyring, clock=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def _seat_finance(work: Work) -> None:
    office = office_of_kind(work, OfficeKind.FINANCE)
    open_account(work, "caizheng", Role.PRICE_FINANCE, HANTAI, PASSWORD, office.id)


def _client(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    told = client.post("/sign-in", data={"name": name, "password": PASSWORD})
    assert told.status_code == 302, told.text
    return client


def _do(client: FlaskClient, address: str, **sent: Any) -> Any:
    answer = client.post(f"{API}/desk/{address}", json=sent)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def _read(client: FlaskClient, address: str) -> Any:
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_program_lists_prices_and_sells_as_the_pages_do(app: Flask, county: SaleCounty) -> None:
    """HZS-3-3, HZS-11-2, HZS-15-1: two people each time, whichever way they come."""
    centre, second = _client(app, "zhongxin"), _client(app, "zhongxin2")
    head, price = _client(app, "fuzeren"), _client(app, "wujia")
    made = _do(centre, "sale-batches/prepare", title="第一批", codes=f"{code(1)}\n{code(2)}")
    paper = {"department": "汉台区住管局", "document": "汉区住〔2026〕5号"}
    _do(head, f"sale-batches/{made['id']}/approve", **paper)
    listed = _read(centre, f"sale-batches/{made['id']}")
    assert (listed["state"], [each["unit_code"] for each in listed["dwellings"]]) == (
        "approved",
        [code(1), code(2)],
    )
    proposed = _do(
        centre,
        "sale-prices/appraisal",
        project_code="P01",
        appraiser="某评估公司",
        comparable="同地段砖混结构",
        appraisal=315_000,
        valued_on=county.day.isoformat(),
        document="评1号",
    )["id"]
    assert "待审定的出售价格" in price.get("/desk").text
    _do(price, f"sale-prices/{proposed}/as-price", document="价1号")
    assert "待审定的出售价格" not in price.get("/desk").text
    told = head.get("/desk").text
    assert ("待审定的出售价格" in told, "待批准的出售批次" in told) == (True, False)
    assert 'href="/desk/sales"' in told
    assert 'href="/desk/supply"' in centre.get("/desk").text
    _do(head, f"sale-prices/{proposed}/as-housing", document="住1号")
    assert _read(price, f"sale-prices/{proposed}")["fen_per_m2"] == 252_000
    sale = _do(
        centre,
        "sales/apply",
        unit_code=code(1),
        category="new_worker",
        people=f"王一 {person(1).identity}",
        form="审核表",
        undertaking="承诺书",
    )["id"]
    wanted = {"evidence": "劳动合同\n无房证明"}
    mine = centre.post(f"{API}/desk/sales/{sale}/qualify", json=wanted)
    assert mine.status_code == 403
    _do(second, f"sales/{sale}/qualify", **wanted)
    _do(centre, f"sales/{sale}/price", price_id=proposed)
    assert _read(centre, "sales?only=pricing")["total"] == 1
    early = {"document": "HT-1", "code": "x"}
    assert centre.post(f"{API}/desk/sales/{sale}/sign", json=early).status_code == 409
    _do(centre, f"sales/{sale}/withdraw", reason="不想买了")
    told = _read(centre, f"sales/{sale}")
    assert (told["state"], told["people"][0]["counts"]) == (SaleState.WITHDRAWN.value, False)
    assert person(1).identity not in str(told)


def test_money_misuse_and_complaints_are_read_by_those_who_see_them(
    app: Flask, county: SaleCounty
) -> None:
    """HZS-5-4, HZS-19-2, HZS-23-3."""
    county.released(1)
    sale = county.registered(1)
    centre, finance = _client(app, "zhongxin"), _client(app, "caizheng")
    used = _do(
        centre,
        "sale-account/ask",
        purpose="maintenance_repair",
        amount=5_000,
        payee="某维修公司",
        document="合同1号",
    )["id"]
    _do(finance, f"sale-account/{used}/for-finance")
    assert _read(finance, f"sale-account/uses/{used}")["finance_on"] == county.day.isoformat()
    assert _read(finance, "sale-account/uses?rows=1")["total"] == 1
    home = _read(finance, "sale-account")
    assert (home["balance_fen"], home["sales"]) == (sale.price_fen, 1)
    told = {"kind": "sublet", "finding": "转租他人", "document": "照片"}
    _do(centre, f"sales/{sale.id}/order", **told)
    story = _read(centre, f"sales/{sale.id}")
    assert (story["settlement"]["to_account_fen"], len(story["payments"])) == (sale.price_fen, 1)
    assert (story["misuses"][0]["kind"], story["misuses"][0]["refund_fen"]) == ("sublet", None)
    app.test_client().post(
        "/sale-complaint", data={"kind": "misuse", "dwelling": "1栋", "words": "转租"}
    )
    (complaint,) = _read(centre, "sale-complaints")["items"]
    _do(_client(app, "fuzeren"), f"sale-complaints/{complaint['id']}/answer", words="已查处")
    assert _read(centre, "sale-complaints")["items"] == []
    assert _read(centre, "sale-complaints?open=false")["total"] == 1
    county.released(2)
    bought = _do(
        centre,
        "sale-purchases/open",
        buyer="某医院",
        credit_code="12610000MB0000000X",
        category="unit_staff",
        dwellings=f"{code(2)} 张三 {person(2).identity} 无房证明",
        document="申请1号",
        undertaking="承诺1号",
    )["id"]
    (dwelling,) = _read(centre, f"sale-purchases/{bought}")["sales"]
    assert (dwelling["unit_code"], dwelling["state"]) == (code(2), "applied")
    shown = centre.get(f"/desk/sale-purchases/{bought}").text
    assert ("确定价款后才能全部签约" in shown, "sign-all" in shown) == (True, False)
    assert _read(centre, "sale-subsidies") == []
    assert finance.get(f"{API}/sale-purchases").status_code == 403
