"""The JSON interface of rounds: where a round stands, what hinders it, its acts, refusals."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from housing.accounts import service as accounts
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from tests.conftest import PLACE
from tests.factories.planned_rounds import PlannedRounds
from tests.integration.small_county import LOW, household, unit

PASSWORD = "a sentence for tests only"


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    county = PlannedRounds(sqlite_database, keyring, tmp_path)
    county.fill([household(keyring, 1), household(keyring, 2)], [unit(1)])
    return county


@pytest.fixture
def centre(county: PlannedRounds, tmp_path: Path) -> FlaskClient:
    """An officer of the centre, signed in."""
    with county.desk.counter.work(system_actor(PLACE)) as work:
        accounts.open_account(work, "zhongxin", Role.CENTRE, PLACE, PASSWORD, county.centre.office)
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    clock = Clock(lambda: county.desk.counter.now)
    app = create_app(settings, database=county.database, keyring=county.keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    sent = client.post("/sign-in", data={"name": "zhongxin", "password": PASSWORD})
    assert sent.status_code == 302
    return client


def test_a_round_is_followed_and_taken_on_by_a_program(
    county: PlannedRounds, centre: FlaskClient
) -> None:
    """HN-21-2, HN-21-5."""
    a_round = county.re_reviewed({1: [[LOW]], 2: [[LOW]]})
    address = f"/api/v1/rounds/{a_round.id}"
    listed = centre.get("/api/v1/rounds").json
    assert listed is not None
    assert [each["code"] for each in listed["items"]] == [a_round.code]
    counted = {"source": "民政局", "street": "东岸街道", "counted": 9}
    assert centre.post(f"{address}/counts", json=counted).status_code == 201
    hindered = centre.get(f"{address}/hindrances").json
    assert hindered is not None
    assert "户数不符" in hindered["hindrances"][0]
    acts = f"/api/v1/desk/rounds/{a_round.id}"
    refused = centre.post(f"{acts}/freeze", json={"sure": True})
    assert refused.status_code in (409, 422)
    assert "户数不符" in refused.text
    centre.post(f"{address}/counts", json=counted | {"counted": 2})
    frozen = centre.post(f"{acts}/freeze", json={"sure": True})
    assert frozen.status_code == 200
    assert frozen.json is not None
    assert frozen.json["id"] == a_round.id
    shown = centre.get(address).json
    assert shown is not None
    assert shown["state"] == "frozen"
    assert centre.post(f"{acts}/freeze", json={}).status_code == 422
    assert centre.get(f"{address}/clusters").json == []
    assert centre.get(f"{address}/filings").json == []


def test_acts_of_others_are_refused(county: PlannedRounds, centre: FlaskClient) -> None:
    """Annulling and reviewing filings are the county's, not the centre's."""
    a_round = county.prepared()
    address = f"/api/v1/desk/rounds/{a_round.id}"
    asked = {"reason": "有误", "document": "决1号", "code": a_round.code}
    assert centre.post(f"{address}/annul", json=asked).status_code == 403
    assert centre.post(f"{address}/pass-filing", json={"sure": True}).status_code == 403
    assert centre.post(f"/api/v1/rounds/{a_round.id}/successor").status_code == 403
    assert centre.get("/api/v1/rounds/999").status_code == 404


def test_a_program_begins_a_round_and_its_plan(county: PlannedRounds, centre: FlaskClient) -> None:
    """HN-20-1: what the page offers, with the county's own choices checked by the act."""
    asked = {
        "name": "第一批",
        "approval_document": "批〔2026〕1号",
        "audience": "county",
        "seed_source": "dice",
    }
    wrong = centre.post("/api/v1/desk/rounds/new", json=asked | {"seed_source": "wheel"})
    assert wrong.status_code == 400
    begun = centre.post("/api/v1/desk/rounds/new", json=asked).json
    assert begun is not None
    drafted = centre.post(f"/api/v1/desk/rounds/{begun['id']}/plan", json={})
    assert drafted.status_code == 200
    assert centre.post(f"/api/v1/desk/rounds/{begun['id']}/plan", json={}).status_code == 409
