"""Offices, accounts and recusals kept by a program: the acts and refusals of the pages."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from housing.accounts import queries
from housing.accounts.service import open_applicant
from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from tests.conftest import PLACE
from tests.integration.test_api import PASSWORD, app

__all__ = ["app"]
SISTER = "430101199003070016"


class Program:
    """What speaks for one officer; pages and programs use the same account."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def post(self, address: str, **sent: Any) -> tuple[int, Any]:
        """Send a change and return status and body."""
        answer = self.client.post(f"/api/v1{address}", json=sent)
        return answer.status_code, answer.json

    def get(self, address: str) -> Any:
        """Return the body of a list."""
        answer = self.client.get(f"/api/v1{address}")
        assert answer.status_code == 200, answer.text
        held: Any = answer.json
        return held["items"]


@pytest.fixture
def keeper(app: Flask) -> Program:
    """The administrator's program."""
    return _of(app, "guanli")


def _of(app: Flask, name: str) -> Program:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 302
    return Program(client)


def test_an_office_is_opened_changed_and_closed(keeper: Program) -> None:
    new = {"kind": "community", "code": "STREET-9", "name": "九号社区"}
    status, refused = keeper.post("/offices/open", **new)
    assert (status, "STREET-9" in str(keeper.get("/offices"))) == (400, False), refused
    status, made = keeper.post("/offices/open", **new, parent="STREET")
    assert (status, made["told"]) == (200, "机构已设立。")
    held = {each["code"]: each for each in keeper.get("/offices?rows=200")}
    assert held["STREET-9"]["id"] == made["id"]
    words = {"name": "九号社区居委会", "reason": "更名"}
    assert keeper.post(f"/offices/{made['id']}/change", **words)[0] == 200
    department = held["CIVIL_AFFAIRS"]["id"]
    wire = {"url": "https://mz.example/housing", "key_id": "k1", "secret": "short"}
    assert keeper.post(f"/offices/{department}/connector", **wire)[0] == 400
    wire["secret"] = "a secret of thirty-two characters"
    assert keeper.post(f"/offices/{department}/connector", **wire)[0] == 200
    ending = {"day": "2026-10-01", "reason": "并入"}
    assert keeper.post(f"/offices/{made['id']}/close", **ending)[0] == 200
    status, again = keeper.post(f"/offices/{made['id']}/close", **ending)
    assert (status, "已于 2026-10-01 撤销" in again["message"]) == (409, True)


def test_an_account_is_opened_moved_named_and_closed(
    keeper: Program, sqlite_database: Database, keyring: Keyring, clock: Clock
) -> None:
    new = {"name": "xinren", "role": "street", "office": "CIVIL_AFFAIRS", "password": PASSWORD}
    status, refused = keeper.post("/accounts/open", **new)
    assert (status, "街道" in refused["message"]) == (409, True)
    assert keeper.post("/accounts/open", **{**new, "office": "NOWHERE"})[0] == 422
    assert keeper.post("/accounts/open", **{**new, "office": "STREET"})[0] == 200
    assert keeper.post("/accounts/xinren/move", office="NOWHERE", reason="x")[0] == 422
    assert keeper.post("/accounts/xinren/move", office="STREET", reason="轮岗")[0] == 200
    named = {"person": "辛仁", "identity_number": SISTER}
    assert keeper.post("/accounts/xinren/person", **named)[0] == 200
    shown = next(each for each in keeper.get("/accounts") if each["name"] == "xinren")
    assert (shown["person"], shown["office"], shown["closed_at"]) == ("辛仁", "STREET", None)
    assert SISTER not in str(shown)
    assert keeper.post("/accounts/xinren/close", reason="调离")[0] == 200
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        applicant = open_applicant(work, "13800001111", PASSWORD, PLACE, "李安春", SISTER)
    assert keeper.post(f"/accounts/{applicant.name}/close", reason="误关")[0] == 404
    with sqlite_database.reads() as session:
        held = queries.by_name(session, applicant.name)
    assert held is not None
    assert held.closed_at is None


def test_a_relation_is_declared_and_withdrawn(app: Flask, keeper: Program) -> None:
    officer = _of(app, "jiedao")
    sister = {"relation": "collateral_kin", "name": "李四", "identity_number": SISTER}
    status, made = officer.post("/relations", **sister)
    assert (status, made["account"], made["identity_ending"]) == (201, "jiedao", SISTER[-4:])
    assert officer.post("/relations", **sister)[0] == 400
    assert officer.post("/relations", **sister, account="guanli")[0] == 403
    assert officer.client.get("/api/v1/relations?account=guanli").status_code == 403
    assert [each["id"] for each in keeper.get("/relations?account=jiedao")] == [made["id"]]
    assert keeper.client.get("/api/v1/relations?account=nobody").status_code == 404
    assert keeper.get("/relations") == []
    assert officer.post(f"/relations/{made['id']}/withdrawal", reason="")[0] == 422
    status, ended = officer.post(f"/relations/{made['id']}/withdrawal", reason="申报有误")
    assert (status, ended["withdrawn_at"] is not None) == (200, True)
    assert officer.post(f"/relations/{made['id']}/withdrawal", reason="再次")[0] == 409


def test_only_the_administrator_keeps_them(app: Flask) -> None:
    officer = _of(app, "jiedao")
    for address in ("/offices/open", "/offices/1/close", "/accounts/open", "/accounts/x/close"):
        assert officer.post(address)[0] == 403, address
    assert officer.client.get("/api/v1/accounts").status_code == 403
