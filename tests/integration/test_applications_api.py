"""Applications as JSON: the whole way of an applicant, and who is refused."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from housing.accounts import tokens
from housing.accounts.queries import actor_of, by_name
from housing.accounts.service import open_applicant
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from tests.conftest import NOW, PLACE
from tests.factories.applications import HOME, INCOME, member, number, people
from tests.factories.files import picture
from tests.factories.offices import open_offices, seat

PASSWORD = "a sentence for tests only"


class Caller:
    """Somebody with a token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, sent: Any = None, **options: Any) -> Any:
        """Return status and JSON of one call."""
        address = f"/api/v1/applications{path}"
        answer = self.client.open(
            address, method=method, json=sent, headers=self.headers, **options
        )
        return answer.status_code, answer.json


@pytest.fixture
def app(sqlite_database: Database, keyring: Keyring, clock: Clock, tmp_path: Path) -> Flask:
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        open_offices(work)
        seat(work, "jiedao", Role.STREET, PASSWORD)
        seat(work, "renshe", Role.DEPARTMENT, PASSWORD)
    settings = load_settings({"HOUSING_PLACE": PLACE, "HOUSING_HOME": str(tmp_path)})
    return create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)


@pytest.fixture
def callers(app: Flask, sqlite_database: Database, keyring: Keyring) -> dict[str, Caller]:
    found = {}
    clock = standing_clock(NOW)
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        mine = open_applicant(work, "13800001111", PASSWORD, PLACE, "李安春", number()).name
        other = open_applicant(
            work, "13800002222", PASSWORD, PLACE, "王远", number(serial=555)
        ).name
    names = {"applicant": mine, "stranger": other, "street": "jiedao", "department": "renshe"}
    for who, name in names.items():
        with sqlite_database.reads() as session:
            account = by_name(session, name)
            assert account is not None
            actor = actor_of(account)
        with working(sqlite_database.acts, actor, clock, keyring) as work:
            found[who] = Caller(app.test_client(), tokens.make(work, "test")[1])
    return found


def _filled_in(call: Caller) -> dict[str, Any]:
    status, draft = call("POST", "", {"group": "low_income", "channel": "household_street"})
    assert status == 201, draft
    for step, values in (("people", people()), ("home", HOME), ("income", INCOME)):
        status, draft = call(
            "PUT", f"/{draft['id']}/{step}", {**values, "version": draft["version"]}
        )
        assert status == 200, draft
    return draft  # type: ignore[no-any-return]


def test_an_applicant_fills_in_and_hands_in_over_the_interface(
    callers: dict[str, Caller],
) -> None:
    call = callers["applicant"]
    draft = _filled_in(call)
    assert draft["members"][0]["identity_masked"].startswith("430*")
    status, missing = call("GET", f"/{draft['id']}/missing")
    assert {"income", "identity", "consent"} <= {each["key"] for each in missing}
    member_id = draft["members"][0]["id"]
    status, paper = call(
        "POST",
        f"/{draft['id']}/documents",
        data={
            "file": (io.BytesIO(picture()), "证.jpg"),
            "kind": "identity",
            "member_id": member_id,
        },
    )
    assert (status, paper["media_type"]) == (201, "image/jpeg")
    status, agreed = call("POST", f"/{draft['id']}/members/{member_id}/consent", {})
    assert (status, agreed["members"][0]["consent"]) == (200, "signed_in")
    sent = {"version": agreed["version"], "truthful": True}
    status, handed_in = call("POST", f"/{draft['id']}/submit", sent)
    assert (status, handed_in["number"]) == (200, "SQ2026000001")
    assert call("POST", f"/{draft['id']}/submit", sent) == (200, handed_in)
    status, listed = call("GET", "?q=SQ2026")
    assert (listed["total"], listed["items"][0]["id"]) == (1, draft["id"])


def test_others_see_nothing_and_the_street_sees_what_it_received(
    callers: dict[str, Caller],
) -> None:
    draft = _filled_in(callers["applicant"])
    path = f"/{draft['id']}"
    for who in ("stranger", "street", "department"):
        assert callers[who]("GET", path)[0] == 404
        assert callers[who]("GET", "")[1]["total"] == 0
    callers["applicant"]("POST", f"{path}/submit", {"version": draft["version"], "truthful": True})
    assert callers["street"]("GET", path)[0] == 200
    assert callers["street"]("GET", "?state=submitted&q=李安")[1]["total"] == 1
    assert callers["street"]("GET", "?state=accepted")[1]["total"] == 0
    for who in ("stranger", "department"):
        assert callers[who]("GET", path)[0] == 404
    assert callers["department"]("GET", f"{path}/duplicates")[0] == 403
    status, told = callers["stranger"]("POST", f"{path}/withdraw", {"version": 1, "reason": "捣乱"})
    assert status == 404, told


def test_refusals_name_their_fields_and_conflicts_their_authors(
    callers: dict[str, Caller],
) -> None:
    call = callers["applicant"]
    draft = _filled_in(call)
    wrong = people(member(relation="child"), member(serial=402, marital="married"))
    status, told = call("PUT", f"/{draft['id']}/people", {**wrong, "version": draft["version"]})
    assert status == 400
    assert "members-0-birth_on" in told["errors"] or "members-0-is_applicant" in told["errors"]
    status, told = call("PUT", f"/{draft['id']}/home", {"present_area": -1, "version": 1})
    assert (status, set(told["errors"])) == (422, {"present_area"})
    status, told = call("PUT", f"/{draft['id']}/home", {"owned": 1, "version": 1})
    assert status == 422
    status, told = call("PUT", f"/{draft['id']}/home", {"present_area": 1, "version": 1})
    assert (status, "没有丢失" in told["message"]) == (409, True)
    assert call("POST", "", {"group": "low_income", "channel": "park"})[0] == 403
