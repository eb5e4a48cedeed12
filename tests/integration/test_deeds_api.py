"""What a page can do, a program can do: the same act, the same refusal, at the same address."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from housing.app import DEEDS
from housing.features import FEATURES
from housing.ledger.models import Transfer
from housing.payments.models import Receipt
from housing.web.api import described
from housing.web.deeds import offered_by
from tests.factories.tenants import Tenants
from tests.integration.test_exits_pages import app, signed_in, tenants

__all__ = ["app", "tenants"]


def test_every_deed_of_every_page_is_an_operation(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    offered = [rule for feature in FEATURES for rule in offered_by(feature)]
    assert len(offered) > 180
    assert {rule for rule in offered if f"/api/v1{rule}" not in rules} == set()
    assert len(DEEDS) == sum(1 for feature in FEATURES if offered_by(feature))


def test_an_act_by_program_is_the_act_of_the_page(app: Flask, tenants: Tenants) -> None:
    lease = tenants.lease(1, starts_on=date(2026, 1, 1), months=12)
    reviewer = signed_in(app, tenants, "reviewer")
    sent = {"trigger": "misuse", "reason": "转租"}
    opened = reviewer.post(f"/api/v1/desk/leases/{lease.id}/exit", json=sent)
    assert opened.status_code == 200
    begun = reviewer.post("/api/v1/desk/exits/1/begin-review", json={})
    assert (begun.status_code, begun.json["told"]) == (200, "已向有关部门发出核查。")
    assert reviewer.get("/api/v1/exits/1").json["state"] == "reviewing"
    again = reviewer.post("/api/v1/desk/exits/1/begin-review", json={})
    page = reviewer.post("/desk/exits/1/begin-review", data={})
    assert again.status_code == page.status_code == 409
    assert again.json["message"] in page.text


def test_fields_are_read_as_the_page_reads_them(app: Flask, tenants: Tenants) -> None:
    lease = tenants.lease(1, starts_on=date(2026, 1, 1), months=12)
    operator = signed_in(app, tenants, "operator")
    address = f"/api/v1/desk/leases/{lease.id}/payments/receive"
    whole = {"amount": 30050, "on": str(tenants.clock.today()), "channel": "cash"}
    whole |= {"purpose": "rent", "reference": "0001"}
    lacking = operator.post(address, json={**whole, "amount": None})
    assert lacking.status_code == 422
    assert list(lacking.json["errors"]) == ["amount"]
    wrong = operator.post(address, json={**whole, "channel": "shells"})
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["channel"])
    done = operator.post(address, json=whole)
    assert done.status_code == 200, done.text
    with tenants.database.reads() as session:
        assert session.scalars(select(Receipt.fen)).all() == [30050]
        assert 30050 in session.scalars(select(Transfer.fen)).all()


def test_a_program_without_the_right_is_refused(app: Flask, tenants: Tenants) -> None:
    tenants.lease(1, starts_on=date(2026, 1, 1), months=12)
    auditor = signed_in(app, tenants, "auditor")
    assert auditor.post("/api/v1/desk/exits/1/cancel", json={"reasons": "转租"}).status_code == 403
    nobody = app.test_client()
    assert nobody.post("/api/v1/desk/exits/1/cancel", json={"reasons": "转租"}).status_code == 401


def test_the_description_says_what_each_field_is(app: Flask) -> None:
    with app.test_request_context():
        found = described()
    body = found["paths"]["/api/v1/desk/exits/{case_id}/extend"]["post"]
    assert body["summary"] == "延长搬迁期"
    assert body["x-permission"] == "decide_tenancy"
    fields = found["components"]["schemas"]["ExitsExtendForm"]
    assert fields["properties"]["until"]["format"] == "date"
    assert fields["required"] == ["document", "reason", "until"]
