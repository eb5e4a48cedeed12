"""The counter, an employer's sheet, a receipt and the calendar, spoken to by a program."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from housing.app import create_app
from housing.applications import queries
from housing.applications.service import receipt_code
from housing.calendar import api as calendar_api
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from tests.conftest import NOW, PLACE
from tests.factories.applications import Counter, number, open_counter
from tests.factories.files import picture
from tests.factories.offices import seat
from tests.factories.staff import staff_sheet, worker

PASSWORD = "a sentence for tests only"
As = Callable[[Role], FlaskClient]
NOTICE = """
year = 2027
source = "国办发明电〔2026〕7号"
[[rest]]
name = "元旦"
from = 2027-01-01
to = 2027-01-03
"""


@pytest.fixture
def counter(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    """A county with one office of every kind."""
    return open_counter(sqlite_database, keyring, tmp_path / "documents")


@pytest.fixture
def as_role(counter: Counter, tmp_path: Path) -> As:
    """Return what signs somebody of a role in."""
    settings = load_settings({"HOUSING_PLACE": PLACE, "HOUSING_HOME": str(tmp_path)})
    app = create_app(
        settings, database=counter.database, keyring=counter.keyring, clock=standing_clock(NOW)
    )
    app.config["WTF_CSRF_ENABLED"] = False

    def signed_in(role: Role) -> FlaskClient:
        with counter.work(system_actor(PLACE)) as work:
            seat(work, role.value, role, PASSWORD)
        client: FlaskClient = app.test_client()
        form = {"name": role.value, "password": PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 302
        return client

    return signed_in


def _scan(name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(picture()), name


def test_an_employer_files_for_its_staff_by_program(as_role: As, counter: Counter) -> None:
    """HN-13-2."""
    employer = as_role(Role.EMPLOYER)
    street = next(each for kind, each in counter.offices.items() if kind == "street")

    def sent(*rows: dict[str, str], **changes: Any) -> Any:
        files = {
            "sheet": (io.BytesIO(staff_sheet(rows)), "职工.xlsx"),
            "consents": _scan("同意.jpg"),
        }
        form = {"office_id": street, "truthful": "true", **files, **changes}
        return employer.post("/api/v1/staff-sheets", data=form)

    assert sent(worker(), truthful="false").status_code == 422
    refused = sent(worker(月收入="很多"))
    assert (refused.status_code, refused.json["numbers"]) == (201, [])
    assert refused.json["findings"][0]["row"] == 2
    filed = sent(worker(501), worker(503)).json
    assert (filed["rows"], len(filed["numbers"]), filed["findings"]) == (2, 2, [])
    listed: Any = employer.get("/api/v1/staff-sheets").json
    assert [each["filed_at"] is None for each in listed["items"]] == [False, True]
    papers = f"/api/v1/staff-sheets/{filed['id']}/papers"
    unknown = employer.post(papers, data={"kind": "moon", "file": _scan("a.jpg")})
    assert unknown.status_code == 400
    with counter.database.reads() as session:
        needed = queries.of_collective(session, filed["id"])[0].id
    kept = employer.post(papers, data={"kind": "identity", "file": _scan("证件.jpg")})
    assert (kept.status_code, kept.json) == (201, {"applications": 2})
    one = {"kind": "identity", "file": _scan("证件.jpg"), "application_id": needed + 99}
    assert employer.post(papers, data=one).status_code == 400


def test_the_counter_opens_a_draft_and_a_receipt_tells_its_standing(
    as_role: As, counter: Counter
) -> None:
    """HN-13-1."""
    street = as_role(Role.STREET)
    person = {
        "group": "low_income",
        "name": "李安春",
        "document_kind": "居民身份证",
        "identity_number": number(),
        "phone": "13800001111",
    }
    opened = street.post("/api/v1/counter/applications", json={**person, "key": "a"})
    assert (opened.status_code, opened.json["state"]) == (201, "draft")  # type: ignore[index]
    again = street.post("/api/v1/counter/applications", json={**person, "key": "a"})
    assert again.json["id"] == opened.json["id"]  # type: ignore[index]
    handed_in = counter.submitted()
    held = {"number": handed_in.number, "secret": receipt_code(counter.keyring, handed_in)}
    anybody = street.application.test_client()
    told = anybody.post("/api/v1/application-status", json=held)
    assert (told.status_code, told.json["state"]) == (200, "submitted")  # type: ignore[index]
    wrong = anybody.post("/api/v1/application-status", json={**held, "secret": "x"})
    assert wrong.status_code == 404


def test_a_notice_of_the_calendar_is_taken(
    as_role: As, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_api, "config_folder", lambda: tmp_path)
    (tmp_path / "calendar").mkdir()
    centre = as_role(Role.CENTRE)
    shown = centre.get("/api/v1/calendar/2026").json
    assert {"day": "2026-10-10", "working": True} in [
        {name: each[name] for name in ("day", "working")}
        for each in shown["days"]  # type: ignore[index]
    ]
    assert centre.get("/api/v1/calendar/1800").status_code == 404
    sent = {"name": "2027.toml", "content": NOTICE}
    assert centre.post("/api/v1/calendar", json={**sent, "content": "year = 1"}).status_code == 400
    assert centre.post("/api/v1/calendar", json=sent).status_code == 200
    assert (tmp_path / "calendar" / "2027.toml").read_text(encoding="utf-8") == NOTICE
