"""Rental projects by pages: declared, certified, published; enterprises, leases, rents."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from housing.accounts.service import open_account
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.policies.models import Amendment
from housing.policies.states import AmendmentState
from housing.web.limits import limiter
from tests.conftest import NOW
from tests.factories.applications import number
from tests.factories.offices import office_of_kind
from tests.migrated import migrated_sqlite

PASSWORD = "a sentence for tests only"
KUNMING, ORDOS, HANZHONG = "530102", "150602", "610702"
SEATS = {
    Role.CENTRE: OfficeKind.HOUSING_CENTRE,
    Role.COUNTY_HEAD: OfficeKind.HOUSING_DEPARTMENT,
    Role.STREET: OfficeKind.STREET,
}
VALUES = {
    KUNMING: {"required_equipment": "床、热水器", "market_rent_reference": 2000},
    ORDOS: {
        "listing_required_fields": "位置、租金",
        "enterprise_capital_by_scale": 100_000,
        "enterprise_staff_by_scale": 30,
        "acquisition_price": 500_000,
        "lease_filing_period": 30,
    },
    HANZHONG: {},
}
PROJECT = {
    "code": "B01",
    "name": "安居一号",
    "owner": "安居公司",
    "floor_area": "6000",
    "commercial_area": "300",
    "layouts-0-name": "一居室",
    "layouts-0-units": "60",
    "layouts-0-area": "60.00",
    "layouts-0-rent_fen": "17",
    "layouts-0-fee_fen": "2",
    "layouts-0-equipment": "床、热水器",
}


class Places:
    """The pages of a place, each over a database of its own."""

    def __init__(self, keyring: Keyring, factory: pytest.TempPathFactory) -> None:
        self.keyring, self.factory = keyring, factory
        self.databases: list[Database] = []

    def app(self, place: str) -> Flask:
        """Return the pages of a place with its values set and its officers seated."""
        home = self.factory.mktemp(place)
        database = migrated_sqlite(home / "housing.db")
        self.databases.append(database)
        now = standing_clock(NOW)
        with working(database.acts, system_actor(place), now, self.keyring) as work:
            for role, kind in SEATS.items():
                office = office_of_kind(work, kind).id
                open_account(work, role.value, role, place, PASSWORD, office)
            work.session.add_all(_value(place, *each) for each in VALUES[place].items())
        settings = load_settings({"HOUSING_HOME": str(home), "HOUSING_PLACE": place})
        app = create_app(settings, database=database, keyring=self.keyring, clock=now)
        app.config["WTF_CSRF_ENABLED"] = False
        return app


def _value(place: str, name: str, value: object) -> Amendment:
    return Amendment(
        place=place,
        parameter=name,
        value=value,
        first_day=date(2026, 1, 1),
        document="文件 1 号",
        source="",
        state=AmendmentState.APPROVED,
        proposed_by="a",
        proposed_at=NOW,
        decided_by="b",
        decided_at=NOW,
        reason="",
    )


@pytest.fixture
def places(keyring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Places with pages."""
    made = Places(keyring, tmp_path_factory)
    limiter.enabled = False
    yield made
    limiter.enabled = True
    for database in made.databases:
        database.engine.dispose()


def _officer(app: Flask, role: Role) -> FlaskClient:
    client = app.test_client()
    assert client.post("/sign-in", data={"name": role.value, "password": PASSWORD}).location
    return client


def test_a_project_of_kunming_goes_by_pages(places: Places) -> None:
    """KM-N3-1 to KM-N3-6: declared, certified by somebody else, published, exported."""
    app = places.app(KUNMING)
    centre, head = _officer(app, Role.CENTRE), _officer(app, Role.COUNTY_HEAD)
    assert "/desk/rental-projects" in centre.get("/desk").text
    assert "还没有登记租赁住房项目" in centre.get("/desk/rental-projects").text
    wrong = centre.post("/desk/rental-projects/new", data={**PROJECT, "layouts-0-units": ""})
    assert wrong.status_code == 400
    assert 'value="安居一号"' in wrong.text
    sent = centre.post("/desk/rental-projects/new", data=PROJECT)
    assert sent.location == "/desk/rental-projects/B01"
    own = "/desk/rental-projects/B01"
    assert "/recognition" not in centre.get(own).text
    assert head.post(f"{own}/recognition", data={"recognise-number": ""}).status_code == 400
    assert "尚未认定" in head.get("/desk/rental-projects").text
    done = head.post(f"{own}/recognition", data={"recognise-number": "昆保租〔2026〕1号"})
    assert done.location == own
    assert "昆保租〔2026〕1号" in centre.get(own).text
    again = centre.post(f"{own}/edit", data=PROJECT)
    assert again.status_code == 400
    assert "已认定" in again.text
    listing = {"listing-layout": "一居室", "listing-details": "位置：安居路 1 号\n租金：17"}
    assert centre.post(f"{own}/listings", data=listing).location == own
    assert "安居路 1 号" in head.get(own).text
    raw = head.get("/desk/rental-projects.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["B01", "安居一号"]
    assert rows[1][7:10] == ["一居室", 60, "60.00"]


def test_a_refusal_keeps_what_was_typed(places: Places) -> None:
    app = places.app(KUNMING)
    centre = _officer(app, Role.CENTRE)
    centre.post("/desk/rental-projects/new", data={**PROJECT, "layouts-0-equipment": "床"})
    lacking = {"listing-layout": "一居室", "listing-details": "位置：安居路 1 号"}
    refused = centre.post("/desk/rental-projects/B01/listings", data=lacking)
    assert refused.status_code == 400
    assert "热水器" in refused.text
    assert "位置：安居路 1 号</textarea>" in refused.text


def test_enterprises_purchases_and_leases_of_ordos(places: Places) -> None:
    """OD-4-1-1, OD-4-3-3, OD-4-3-5, OD-4-3-7."""
    centre = _officer(places.app(ORDOS), Role.CENTRE)
    firm = {"name": "东胜租赁", "capital_fen": "50000", "staff": "2", "units_managed": "40"}
    assert centre.post("/desk/rental-enterprises/new", data=firm).status_code == 302
    assert "东胜租赁" in centre.get("/desk/rental-enterprises").text
    bought = {
        "name": "铁西小区",
        "layout": "两居室",
        "area": "70",
        "location": "铁西",
        "units": "5",
        "price_fen": "4800",
        "size_min": "3",
        "size_max": "2",
    }
    assert centre.post("/desk/acquisition-candidates/new", data=bought).status_code == 400
    sent = centre.post("/desk/acquisition-candidates/new", data={**bought, "size_max": "4"})
    assert sent.status_code == 302
    page = centre.get("/desk/acquisition-candidates").text
    assert "铁西小区" in page
    assert "不符合" in page
    lease = {
        "number": "HT-1",
        "landlord": "王建国",
        "landlord_number": "43010119900307851X",
        "tenant": "李小红",
        "tenant_number": "43010119900307851X",
        "district": "铁西",
        "layout": "两居室",
        "area": "70",
        "rent_fen": "12",
        "signed_on": "2026-08-20",
    }
    same = centre.post("/desk/rental-leases/new", data=lease)
    assert same.status_code == 400
    assert "HT-1" in same.text
    other = {**lease, "tenant_number": number()}
    assert centre.post("/desk/rental-leases/new", data=other).status_code == 302
    shown = centre.get("/desk/rental-leases").text
    assert "王建国" not in shown
    levels = centre.post("/desk/rental-leases/levels", data={"from_on": "2026-08-01"})
    assert levels.status_code == 302
    assert (
        centre.post("/desk/rental-leases/levels", data={"from_on": "2026-08-01"}).status_code == 400
    )


def test_elsewhere_the_desk_does_not_lead_there(places: Places) -> None:
    app = places.app(HANZHONG)
    centre = _officer(app, Role.CENTRE)
    assert "/desk/rental-projects" not in centre.get("/desk").text
    assert centre.get("/desk/rental-projects").status_code == 200
    assert _officer(app, Role.STREET).get("/desk/rental-projects").status_code == 403


def test_a_project_of_hanzhong_goes_by_pages(places: Places) -> None:
    """HZR-8-1, HZR-18-5, HZR-31-2: declared, approved by somebody else, accepted, listed."""
    app = places.app(HANZHONG)
    centre, head = _officer(app, Role.CENTRE), _officer(app, Role.COUNTY_HEAD)
    assert "还没有登记项目" in centre.get("/desk/supply").text
    project = {"code": "HZ01", "name": "兴汉公寓", "firm": "汉房公司", "area": "hantai"}
    project |= {"raising": "new_build", "investor": "government", "unit_form": "suite"}
    project |= {"serviced": "y", "kinds-0-name": "公寓", "kinds-0-units": "40"}
    wrong = centre.post("/desk/supply/new", data=project)
    assert wrong.status_code == 400
    assert "套数和面积应大于零" in wrong.text
    project |= {"kinds-0-area": "45", "kinds-0-is_rental": "y"}
    assert centre.post("/desk/supply/new", data=project).location == "/desk/supply/HZ01"
    approval = {"approve-number": "汉住发〔2020〕1号", "approve-on": "2020-09-16"}
    approval |= dict.fromkeys(
        ("approve-housing", "approve-land", "approve-planning", "approve-annotated"), "y"
    )
    assert centre.post("/desk/supply/HZ01/approve", data=approval).status_code == 403
    assert head.post("/desk/supply/HZ01/approve", data=approval).location == "/desk/supply/HZ01"
    accepted = {"accept-document": "主体验收1号", "accept-on": "2026-07-31"}
    assert centre.post("/desk/supply/HZ01/accept", data=accepted).location == "/desk/supply/HZ01"
    fee = {"fee-fee": "lightning", "fee-base": "1000"}
    assert centre.post("/desk/supply/HZ01/fee", data=fee).location == "/desk/supply/HZ01"
    page = head.get("/desk/supply/HZ01").text
    assert "40 套（间）× 45.00 平方米 × 100.00 元 = 180000.00 元" in page
    assert "应缴 800.00 元" in page
    assert "逾期未付" in head.get("/desk/supply").text
    paid = {"pay-document": "凭证1", "pay-on": "2026-09-01"}
    assert head.post("/desk/supply/HZ01/dues/1/pay", data=paid).location == "/desk/supply/HZ01"
    firm = {"firm": "汉房公司", "trade": "rental_enterprise", "area": "hantai"}
    firm |= {"state_owned": "y", "number": "备1", "began_on": "2026-08-20"}
    assert centre.post("/desk/supply-firms", data=firm).location == "/desk/supply-firms"
    assert "1 家" in centre.get("/desk/supply-firms").text
    plan = {"title": "五年规划", "from_year": "2026", "to_year": "2030", "basis": "轮候 3 户"}
    plan |= {"demand_hantai": "800"}
    assert centre.post("/desk/supply-plans/new", data=plan).location == "/desk/supply-plans"
    review = {"review_plan-department": "land", "review_plan-document": "联审1号"}
    sent = centre.post("/desk/supply-plans/1/review-plan", data=review)
    assert sent.location == "/desk/supply-plans"
    refused = head.post("/desk/supply-plans/1/approve-plan", data={"approve_plan-document": "批"})
    assert "须经建规、国土部门联审" in refused.text
    public = app.test_client()
    assert public.get("/api/v1/platform/vacancies").json == []
    told = public.get("/api/v1/platform/indicators").json
    assert told is not None
    assert [(row["area"], row["units"]) for row in told] == [("hantai", 40)]
    for address in ("supply", "supply/HZ01", "supply-dues/late", "supply-firms", "supply-plans"):
        assert centre.get(f"/api/v1/{address}").status_code == 200, address
    one = centre.get("/api/v1/supply/HZ01").json
    assert one is not None
    assert [(each["what"], each["paid_on"]) for each in one["dues"]] == [
        ("grant_city", "2026-09-01"),
        ("grant_county", None),
    ]
    again = {name: one[name] for name in ("name", "firm", "area", "raising", "investor")}
    again |= {"code": "HZ09", "unit_form": "suite", "kinds": one["kinds"]}
    assert centre.post("/api/v1/supply", json=again).json["approved_on"] is None  # type: ignore[index]
    struck = {"firm": "汉房公司", "reason": "歇业"}
    assert head.post("/api/v1/desk/supply-firms/strike", json=struck).status_code == 200
