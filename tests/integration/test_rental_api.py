"""Rental projects over the interface: leases and rent levels; standards only where they are set."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from housing.accounts import tokens
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from tests.conftest import PLACE
from tests.factories.offices import open_offices, seat
from tests.factories.sheets import identity

LEASE: dict[str, Any] = {
    "number": "ZL-1",
    "landlord": {"name": "安居公司", "identity_number": "91110000600037341L"},
    "tenant": {"name": "承租人甲", "identity_number": identity("19900307")},
    "district": "清溪",
    "layout": "一居室",
    "area": 5000,
    "rent_fen": 1200,
    "signed_on": "2026-08-20",
}
PROJECT: dict[str, Any] = {
    "code": "B01",
    "name": "安居一号",
    "owner": "安居公司",
    "floor_area": 180000,
    "commercial_area": 0,
    "legacy": False,
    "layouts": [
        {
            "name": "一居室",
            "units": 30,
            "area": 6000,
            "rent_fen": 1700,
            "fee_fen": 0,
            "equipment": ["床"],
        }
    ],
}


@pytest.fixture
def client(sqlite_database: Database, keyring: Keyring, clock: Clock) -> FlaskClient:
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        open_offices(work)
        seat(work, "zhongxin", Role.CENTRE, "a sentence for tests only")
    with working(
        sqlite_database.acts, Actor("zhongxin", Role.CENTRE, PLACE), clock, keyring
    ) as work:
        token = tokens.make(work, "test")[1]
    settings = load_settings({"HOUSING_PLACE": PLACE})
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def test_leases_are_filed_and_their_levels_read_by_everybody(client: FlaskClient) -> None:
    """OD-4-3-5, OD-4-3-7."""
    for number in range(1, 4):
        tenant = {"name": "某人", "identity_number": identity("19900307", f"{number:03d}")}
        stated = {**LEASE, "number": f"ZL-{number}", "tenant": tenant}
        answer = client.post("/api/v1/rental-leases", json=stated)
        assert answer.status_code == 200, answer.text
        assert answer.json is not None
        # The 30th day is a Saturday; the Sunday after it is made up for and worked.
        assert (answer.json["due_on"], answer.json["late"]) == ("2026-09-20", False)
        assert "identity" not in answer.text
    assert client.post("/api/v1/rent-levels", json={"from_on": "2026-08-01"}).status_code == 200
    found = client.application.test_client().get("/api/v1/rent-levels").json
    assert found is not None
    assert found["items"][0]["levels"][0]["leases"] == 3


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"rent_fen": 0}, 422),
        ({"rent_fen": 12.5}, 422),
        ({"colour": "red"}, 422),
        ({"tenant": LEASE["landlord"]}, 400),
        ({"signed_on": "2026-12-01"}, 400),
    ],
)
def test_a_lease_that_is_none_is_refused(
    client: FlaskClient, wrong: dict[str, Any], status: int
) -> None:
    assert client.post("/api/v1/rental-leases", json={**LEASE, **wrong}).status_code == status


def test_a_county_without_such_standards_is_told_which_are_missing(client: FlaskClient) -> None:
    answer = client.post("/api/v1/rental-projects", json=PROJECT)
    assert answer.status_code == 409
    assert "project_min_units" in answer.text
    enterprise = {"name": "安居", "capital_fen": 1, "staff": 1, "units_managed": 1}
    assert client.post("/api/v1/rental-enterprises", json=enterprise).status_code == 409
    assert client.get("/api/v1/housing-demand").json == {"items": []}
    refused = client.post("/api/v1/rental-projects/B01/recognition", json={"number": "1"})
    assert refused.status_code == 403
