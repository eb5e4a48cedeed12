"""Pages of leases: lists, one lease, keys, the tenant's own, and the sheet of sitting tenants."""

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
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import day_of, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import Work, working
from housing.leases.items import Item
from housing.leases.models import Lease
from housing.leases.page_words import LISTS
from housing.leases.states import LeaseState
from housing.leases.words import Ending
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.leases import TEXT, active_lease, phone_of, tenant_account
from tests.factories.offices import seat

PASSWORD = "a sentence for tests only"
DRAFTED = {
    "state": LeaseState.DRAFTED,
    "starts_on": date(2026, 9, 1),
    "ends_on": date(2029, 8, 31),
    **dict.fromkeys(("signed_on", "keys_on", "filed_on")),
    **dict.fromkeys(("contract_sha256", "contract_document", "filing_number", "filed_by"), ""),
}


@pytest.fixture
def app(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Iterator[Flask]:
    """The county with a running lease (1), a drafted one (2), and their tenants' accounts."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    clock = standing_clock(NOW)
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        for role in (Role.CENTRE, Role.OPERATOR, Role.AUDITOR):
            seat(work, role.value, role, PASSWORD)
        _leases(work)
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


def _leases(work: Work) -> None:
    active_lease(work, 1, filed_on=None, filing_number="", filed_by="")
    clauses = {item.value: f"{item.value}按约定" for item in Item}
    active_lease(work, 2, **{**DRAFTED, "template": TEXT, "clauses": clauses})
    tenant_account(work, 1)
    tenant_account(work, 2)


def _client(app: Flask, database: Database, role: Role) -> FlaskClient:
    client = app.test_client()
    with database.reads() as session:
        account = accounts.by_name(session, role.value)
        assert account is not None
        mark = SignedIn(accounts.actor_of(account), account.stamp).get_id()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = mark
    return client


def _tenant(app: Flask, number: int) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"name": phone_of(number), "password": PASSWORD})
    return client


def test_officers_see_lists_and_leases_and_file_them(app: Flask, sqlite_database: Database) -> None:
    """HN-24-2: the list of what is not on file, and the filing itself."""
    centre = _client(app, sqlite_database, Role.CENTRE)
    for only, _words in LISTS:
        assert centre.get(f"/desk/leases?only={only}&text=x").status_code == 200
    assert "P01-000001" in centre.get("/desk/leases?only=unfiled").text
    assert centre.get("/desk/leases?only=none").status_code == 400
    assert centre.get("/desk/leases.xlsx").data[:2] == b"PK"
    auditor = _client(app, sqlite_database, Role.AUDITOR)
    assert "望麓新苑" in auditor.get("/desk/leases/1").text
    refused = auditor.post("/desk/leases/1/file", data={"file-number": "备1"})
    assert refused.status_code == 403
    assert centre.post("/desk/leases/1/file", data={"file-number": ""}).status_code == 400
    assert centre.post("/desk/leases/1/file", data={"file-number": "备1"}).status_code == 302
    assert "备1" in centre.get("/desk/leases/1").text
    assert "P01-000001" not in centre.get("/desk/leases?only=unfiled").text


def test_a_contract_is_worded_read_signed_online_and_kept(
    app: Flask, sqlite_database: Database
) -> None:
    """HN-24-3, HZR-24-1: what the tenant signs is what is printed; a change undoes it."""
    operator, tenant = _client(app, sqlite_database, Role.OPERATOR), _tenant(app, 2)
    worded = {item.value: f"{item.value}按约定" for item in Item} | {"use_requirements": "自住"}
    page = operator.get("/desk/leases/2/clauses").text
    assert "location按约定" in page
    fixed = ("location", "area", "term", "rent", "deposit")
    sent = {name: text for name, text in worded.items() if name not in fixed}
    assert operator.post("/desk/leases/2/clauses", data=sent).status_code == 302
    read = tenant.get("/my/leases/2/sign").text
    sha256 = read.partition('name="sha256" value="')[2][:64]
    stale = tenant.post("/my/leases/2/sign", data={"sha256": "0" * 64})
    assert stale.status_code == 409
    assert tenant.post("/my/leases/2/sign", data={"sha256": sha256}).status_code == 302
    assert "已在网上签字" in tenant.get("/my/leases/2").text
    assert operator.post("/desk/leases/2/sign", data={"sign-document": ""}).status_code == 302
    pdf = operator.get("/desk/leases/2/contract.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.data)).pages)
    assert "自住" in text
    assert operator.get("/desk/leases/2/contract.docx").data[:2] == b"PK"
    assert tenant.get("/my/leases/2/contract.pdf").data == pdf.data


def test_keys_are_handed_over_with_a_report_and_a_photo(
    app: Flask, sqlite_database: Database
) -> None:
    """HN-24-3, HN-37-1."""
    operator, tenant = _client(app, sqlite_database, Role.OPERATOR), _tenant(app, 2)
    operator.post("/desk/leases/2/sign", data={"sign-document": "租1号"})
    form = {"fittings-0-item": "入户门", "fittings-0-state": "", "note": "窗帘一副"}
    empty = operator.post("/desk/leases/2/keys", data=form)
    assert empty.status_code == 400
    assert "窗帘一副" in empty.text
    form["fittings-0-state"] = "完好"
    assert operator.post("/desk/leases/2/keys", data=form).status_code == 302
    assert "入户门" in tenant.get("/my/leases/2").text
    assert "租赁中" in tenant.get("/my/leases").text


def test_a_tenant_sees_the_own_lease_alone(app: Flask) -> None:
    tenant = _tenant(app, 1)
    assert tenant.get("/my/leases/1").status_code == 200
    for address in ("", "/sign", "/contract.pdf", "/contract.docx"):
        assert tenant.get(f"/my/leases/2{address}").status_code == 404
    assert [each["id"] for each in tenant.get("/api/v1/leases/mine").json] == [1]
    assert tenant.get("/desk/leases/1").status_code == 403


def test_a_word_form_is_kept_whole_or_refused(app: Flask, sqlite_database: Database) -> None:
    """HN-24-3: a form without one of the fifteen items is refused."""
    operator = _client(app, sqlite_database, Role.OPERATOR)
    blank = operator.get("/desk/leases/word-form.docx").data
    sent = {"file": (BytesIO(b"no word file"), "a.docx")}
    assert operator.post("/desk/leases/word-form", data=sent).status_code == 400
    sent = {"file": (BytesIO(blank), "a.docx")}
    assert operator.post("/desk/leases/word-form", data=sent).status_code == 302
    assert "a.docx" in operator.get("/desk/leases/word-form").text


def test_a_unit_is_not_taken_by_hand_from_under_its_lease(
    app: Flask, sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-33-1: the page of the unit leads to the lease, and both its doors refuse."""
    centre = _client(app, sqlite_database, Role.CENTRE)
    with sqlite_database.reads() as session:
        lease = session.get_one(Lease, 1)
        unit_id = lease.unit_id
    page = centre.get(f"/desk/units/{unit_id}").text
    assert f"/desk/units/{unit_id}/give_notice" not in page
    assert 'href="/desk/leases/1"' in page
    why = {"give_notice-reason": "腾退", "give_notice-document": "1号"}
    refused = centre.post(f"/desk/units/{unit_id}/give_notice", data=why)
    assert refused.status_code == 400
    assert lease.number in refused.text
    sent = {"act": "give_notice", "reason": "腾退"}
    assert centre.post(f"/api/v1/units/{unit_id}/acts", json=sent).status_code == 409
    with working(sqlite_database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        running = work.session.get_one(Lease, 1)
        running.state, running.end_reason = LeaseState.ENDED, "已退出"
        running.ended_on, running.ending = day_of(NOW), Ending.EXIT
    assert centre.post(f"/desk/units/{unit_id}/give_notice", data=why).status_code == 302


def test_what_the_pages_of_the_stock_keep_a_program_keeps(
    app: Flask, sqlite_database: Database
) -> None:
    """HN-20-2: a project, a new unit in it, and a change of that unit."""
    centre = _client(app, sqlite_database, Role.CENTRE)
    api = "/api/v1/desk"
    project = {"code": "P77", "name": "湖畔家园", "street": "清溪街道", "document": "发改1号"}
    assert centre.post(f"{api}/projects/keep", json=project).status_code == 200
    described = {
        "code": "P77-0001",
        "project_code": "P77",
        "building": "1栋",
        "room": "0101",
        "floor": 1,
        "floors": 6,
        "layout": "一居室",
        "area": 4525,
        "owner": "县住建局",
        "completed_on": "2025-06-30",
        "rent_fen": 480,
        "document": "竣备1号",
    }
    assert centre.post(f"{api}/units/new", json=described | {"project_code": "P"}).status_code > 399
    made = centre.post(f"{api}/units/new", json=described).json
    assert made is not None
    changed = described | {"area": 4600, "lift": True, "reason": "实测更正"}
    assert centre.post(f"{api}/units/{made['id']}/edit", json=changed).status_code == 200
    shown = centre.get(f"/api/v1/units/{made['id']}").json
    assert shown is not None
    assert (shown["area"], shown["lift"], shown["rent_fen"]) == (4600, True, 480)
