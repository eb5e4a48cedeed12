"""The pages and the JSON interface of sales, as each of those who use them sees them."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from housing.accounts.service import open_account
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OFFICE_NAMES, ROLE_OFFICES
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import Work
from housing.offices import queries as offices
from housing.offices.facts import OfficeFacts
from housing.offices.service import open_office
from housing.ownership.words import InvestmentType
from housing.sales import contract, service
from housing.sales.states import SaleState
from housing.sales.words import Purpose
from housing.units.states import UnitState
from tests.factories.hanzhong import HANTAI
from tests.factories.leases import PASSWORD, active_lease, phone_of, tenant_account
from tests.factories.sales import CENTRE, SaleCounty, add_unit, code, person

WORD = "a sentence for tests only"


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> SaleCounty:
    """A county with ten dwellings, of which two are for sale."""
    made = SaleCounty(sqlite_database, keyring).fill(10)
    made.released(1, 2)
    return made


@pytest.fixture
def app(county: SaleCounty, tmp_path: Path) -> Flask:
    """The application of that county."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": HANTAI})
    clock = Clock(lambda: county.now)
    made = create_app(settings, database=county.database, keyring=county.keyring, clock=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def _client(app: Flask, county: SaleCounty, role: Role, place: str = HANTAI) -> FlaskClient:
    name = f"{role.value}1"

    def open_one(work: Work) -> None:
        kind = ROLE_OFFICES[role][0]
        office = offices.by_code(work.session, place, kind.value.upper()) or open_office(
            work, OfficeFacts(place, kind, kind.value.upper(), OFFICE_NAMES[kind])
        )
        open_account(work, name, role, place, WORD, office.id)

    county.act(system_actor(place), open_one)
    client = app.test_client()
    assert client.post("/sign-in", data={"name": name, "password": WORD}).status_code == 302
    return client


def test_the_counter_takes_an_application_and_loses_nothing_typed(
    app: Flask, county: SaleCounty
) -> None:
    client = _client(app, county, Role.CENTRE)
    typed = {
        "unit_code": code(1),
        "category": "new_worker",
        "people": f"王一 {person(1).identity}",
        "form": "审核表",
        "undertaking": "承诺书",
    }
    refused = client.post("/desk/sales/new", data=typed | {"unit_code": code(5)})
    assert refused.status_code >= 400
    assert person(1).identity in refused.text
    taken = client.post("/desk/sales/new", data=typed, follow_redirects=True)
    assert "已申请，待资格审定" in taken.text
    assert person(1).identity not in taken.text
    assert "GF2026000001" in client.get("/desk/sales?only=applied").text
    assert client.get("/desk/sales/1/form.pdf").data.startswith(b"%PDF")
    assert client.get("/desk/sales.xlsx").data.startswith(b"PK")


def test_every_page_of_the_officers_opens(app: Flask, county: SaleCounty) -> None:
    sale = county.priced(1)
    county.act(
        CENTRE,
        lambda work: service.ask_use(
            work, Purpose.ASSET_MANAGEMENT, 100, payee="某公司", document="合同"
        ),
    )
    client = _client(app, county, Role.CENTRE)
    for address in (
        "/desk/sales",
        f"/desk/sales/{sale.id}",
        "/desk/sale-batches",
        "/desk/sale-batches/1",
        "/desk/sale-prices",
        "/desk/sale-prices/1",
        "/desk/sale-account",
        "/desk/sale-account/1",
        "/desk/sale-account.xlsx",
        "/desk/sale-purchases",
        "/desk/sale-complaints",
    ):
        assert client.get(address).status_code == 200, address
    with county.database.reads() as session:
        sha256 = contract.content_sha256(contract.of_sale(session, county.sale(sale.id)))
    assert client.get(f"/desk/sales/{sale.id}/contract.pdf").data.startswith(b"%PDF")
    early = client.post(
        f"/desk/sales/{sale.id}/sign",
        data={
            "sign-document": "HT-1",
            "sign-code": contract.code_of(sha256),
        },
    )
    assert early.status_code == 409
    assert "冷静期" in early.text
    assert "HT-1" in early.text


def test_finance_sees_the_account_and_sells_nothing(app: Flask, county: SaleCounty) -> None:
    """HZS-5-4."""
    client = _client(app, county, Role.PRICE_FINANCE)
    assert "专户余额" in client.get("/desk/sale-account").text
    assert client.get("/desk/sales/new").status_code == 403


def test_the_city_reads_and_comments_over_its_counties(app: Flask, county: SaleCounty) -> None:
    """HZS-5-2."""
    sale = county.applied(1)
    client = _client(app, county, Role.PREFECTURE, "610700")
    assert sale.number in client.get("/desk/county-sales").text
    told = client.post(
        f"/desk/county-sales/{sale.id}/supervise",
        data={"supervise-words": "请核对收入"},
        follow_redirects=True,
    )
    assert "请核对收入" in told.text
    assert client.get(f"/desk/sales/{sale.id}").status_code == 403


def test_a_tenant_applies_for_the_own_dwelling_and_withdraws(
    app: Flask, county: SaleCounty
) -> None:
    """HZS-7-1."""

    def let(work: Work) -> Actor:
        flat = add_unit(work, 20, InvestmentType.GOVERNMENT_FULL, state=UnitState.LET)
        active_lease(work, 20, flat=flat)
        return tenant_account(work, 20)

    county.act(CENTRE, let)
    county.released(20)
    client = app.test_client()
    client.post("/sign-in", data={"name": phone_of(20), "password": PASSWORD})
    assert "已批准出售" in client.get("/my/purchase").text
    chosen = {"category": "new_worker", "agreed": "yes"}
    assert client.post("/my/purchase", data={"category": "new_worker"}).status_code == 400
    assert "待资格审定" in client.post("/my/purchase", data=chosen, follow_redirects=True).text
    back = client.post(
        "/my/purchase/1/withdraw", data={"withdraw-reason": "不想买了"}, follow_redirects=True
    )
    assert "申请已撤回" in back.text
    assert county.sale(1).state is SaleState.WITHDRAWN


def test_anybody_complains_and_asks_about_a_lock(app: Flask, county: SaleCounty) -> None:
    """HZS-7-2, HZS-22-1."""
    sale = county.registered(1)
    client = app.test_client()
    told = {"kind": "forced_purchase", "dwelling": "1栋", "words": "强迫"}
    assert "已收到投诉" in client.post("/sale-complaint", data=told).text
    assert client.post("/sale-complaint", data=told | {"words": ""}).status_code == 400
    asked = client.post("/sale-lock", data={"certificate": sale.certificate}).text
    assert "不得交易" in asked
    assert sale.buyer not in asked
    answer = client.get("/api/v1/sales/lock", query_string={"certificate": sale.certificate})
    assert answer.get_json()["may_trade"] is False
