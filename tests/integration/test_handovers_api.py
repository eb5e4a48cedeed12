"""Repairs, visits and handovers over JSON: HN-24-3, HN-27-1."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from housing.accounts import queries as accounts
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.leases.models import Lease
from tests.conftest import NOW, PLACE
from tests.factories.files import picture
from tests.factories.leases import active_lease, tenant_account
from tests.factories.offices import seat

ROLES = (Role.OPERATOR, Role.COUNTY_HEAD, Role.AUDITOR)
LEFT = [{"item": "入户门", "state": "完好"}, {"item": "灶台", "state": "开裂"}]


class Wire:
    """The interface of a county with one lease, and a client for everybody."""

    def __init__(self, database: Database, keyring: Keyring, home: Path) -> None:
        clock = standing_clock(NOW)
        with working(database.acts, system_actor(PLACE), clock, keyring) as work:
            for role in ROLES:
                seat(work, role.value, role, "a sentence for tests only")
            self.lease: Lease = active_lease(work, 1, starts_on=date(2026, 8, 1))
            self.tenant = tenant_account(work, 1).name
        settings = load_settings({"HOUSING_HOME": str(home), "HOUSING_PLACE": PLACE})
        self.database = database
        self.app: Flask = create_app(settings, database=database, keyring=keyring, clock=clock)
        self.app.config["WTF_CSRF_ENABLED"] = False

    def client(self, name: str) -> FlaskClient:
        client = self.app.test_client()
        with self.database.reads() as session:
            account = accounts.by_name(session, name)
            assert account is not None
            mark = SignedIn(accounts.actor_of(account), account.stamp).get_id()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = mark
        return client

    def sent(self, name: str, address: str, **body: Any) -> Any:
        answer = self.client(name).post(f"/api/v1{address}", json=body)
        return answer.status_code, answer.json

    def got(self, name: str, address: str) -> Any:
        return self.client(name).get(f"/api/v1{address}").json


@pytest.fixture
def wire(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Wire:
    return Wire(sqlite_database, keyring, tmp_path)


def test_a_repair_goes_over_json(wire: Wire) -> None:
    home = f"/leases/mine/{wire.lease.id}/repairs"
    status, asked = wire.sent(wire.tenant, home, trouble="leak", description="厨房漏水")
    assert (status, asked["respond_by"]) == (201, "2026-09-04")
    of_it, act = f"/repairs/{asked['id']}", f"/desk/repairs/{asked['id']}"
    assert wire.sent("auditor", f"{act}/decline", note="不修")[0] == 403
    visit = {"assigned_to": "王师傅", "visit_on": "2026-09-02"}
    assert wire.sent("operator", f"{act}/assign", **visit)[0] == 200
    assert (
        wire.sent("operator", f"{act}/finish", outcome="换管", cost=1234, payer="owner")[0] == 200
    )
    done = wire.got("operator", of_it)
    assert (done["state"], done["cost_fen"]) == ("done", 1234)
    (cost,) = wire.got("operator", "/repairs/costs/2026")
    assert (cost["repairs"], cost["fen"]) == (1, 1234)
    mine = f"/my/repairs/{asked['id']}"
    assert wire.sent(wire.tenant, f"{mine}/reopen", note="还漏")[0] == 200
    assert wire.got("operator", of_it)["state"] == "requested"
    assert wire.sent(wire.tenant, f"{mine}/confirm")[0] == 409
    assert [each["number"] for each in wire.got(wire.tenant, home)] == ["BX2026000001"]
    assert wire.got("auditor", "/repairs?only=requested")["total"] == 1
    noted = {"unit_id": wire.lease.unit_id, "trouble": "doors", "description": "门锁坏"}
    assert wire.sent("operator", "/repairs", **noted)[1]["lease_id"] == wire.lease.id
    shown = {"file": (BytesIO(picture()), "换管.jpg")}
    assert wire.client("auditor").post(f"/api/v1{of_it}/photos", data=shown).status_code == 403
    shown = {"file": (BytesIO(picture()), "换管.jpg")}
    assert wire.client("operator").post(f"/api/v1{of_it}/photos", data=shown).status_code == 200
    page = wire.client("operator").get(f"/desk/repairs/{asked['id']}").text
    assert "换管.jpg" in page


def test_a_visit_goes_over_json(wire: Wire) -> None:
    assert wire.got("operator", "/inspections/due") == []
    walk = {"lease_ids": [wire.lease.id], "on": "2026-09-01"}
    (planned,) = wire.sent("operator", "/inspections/walks", **walk)[1]
    again = wire.sent("operator", f"/leases/{wire.lease.id}/inspections", on="2026-09-01")
    assert again[0] == 409
    found = [{"kind": "empty", "detail": "家具蒙尘", "next_step": "violation"}]
    made = wire.sent(
        "operator",
        f"/inspections/{planned['id']}/result",
        answered="nobody",
        meters={"water": 100},
        findings=found,
    )[1]
    assert made["findings"][0] | {"id": 0} == {**found[0], "id": 0, "taken_up": ""}
    assert wire.got("operator", "/inspections?only=made")["total"] == 1
    signals = wire.got("operator", f"/leases/{wire.lease.id}/signals")
    assert [each["lived_in"] for each in signals] == [None, False]


def test_a_flat_is_given_back_over_json(wire: Wire) -> None:
    begin = f"/leases/{wire.lease.id}/handover"
    assert wire.sent("operator", begin, ending="exit", reason="不对")[0] == 422
    begun = wire.sent("operator", begin, ending="moved_out", reason="在外地安家")[1]
    of_it = f"/handovers/{begun['id']}"
    assert wire.sent("operator", f"{of_it}/settlement", last_day="2026-09-01")[0] == 409
    wire.sent("operator", f"{of_it}/inspection", items=LEFT, meters={"水表": "20"})
    damage = {"item": "灶台", "fen": 5000, "reason": "更换"}
    settled = wire.sent(
        "operator", f"{of_it}/settlement", last_day="2026-09-01", deductions=[damage]
    )[1]
    assert (settled["deductions"], settled["refund_fen"]) == ([damage], 0)
    own = f"/leases/mine/{wire.lease.id}/handover"
    assert wire.got(wire.tenant, own)["owed_fen"] == settled["owed_fen"]
    assert wire.sent(wire.tenant, f"{own}/objection", statement="原来就裂")[0] == 200
    assert wire.got("auditor", "/handovers?only=objected")["total"] == 1
    told = {"outcome": "rejected", "reasons": "照片为证"}
    assert wire.sent("county_head", f"/desk{of_it}/answer", **told)[0] == 200
    assert wire.got("auditor", of_it)["answered_on"] == "2026-09-01"
    keys = {"keys_on": "2026-09-01", "keys_note": "两把", "needs_repair": False}
    assert wire.sent("operator", f"/desk{of_it}/close", **keys)[0] == 200
    assert wire.got("auditor", of_it)["state"] == "closed"


def test_who_asks_again_finds_the_pages_of_upkeep_whole(wire: Wire) -> None:
    operator, tenant = wire.client("operator"), wire.client(wire.tenant)
    wire.sent("operator", f"/leases/{wire.lease.id}/handover", ending="moved_out", reason="搬家")
    for address in (
        "/desk/handovers?only=",
        "/desk/handovers/1",
        "/desk/handovers/1/inspect",
        "/desk/handovers/1/settle",
        "/desk/repairs?only=over",
        "/desk/repairs/costs.xlsx",
        f"/desk/units/{wire.lease.unit_id}/repairs/new",
        "/desk/inspections?only=late",
        "/desk/inspections/plan",
    ):
        assert operator.get(address).status_code == 200, address
    for address in (f"/my/leases/{wire.lease.id}/handover", f"/my/leases/{wire.lease.id}/repairs"):
        assert tenant.get(address).status_code == 200, address
    assert tenant.get("/my/leases/99/handover").status_code == 404
    refused = operator.post("/desk/handovers/1/settle", data={"last_day": "2026-09-01"})
    assert refused.status_code == 409
    assert "待验房" in refused.text
