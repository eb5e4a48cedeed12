"""The review over JSON: the list, one case, its acts, refusals with who changed what."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from housing.accounts import tokens
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.offices import seat
from tests.factories.reviews import HEAD, Desk

PASSWORD = "a sentence for tests only"
Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def desk(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officers of a county."""
    return Desk(open_counter(sqlite_database, keyring, tmp_path))


@pytest.fixture
def call(desk: Desk, sqlite_database: Database, keyring: Keyring) -> Call:
    """Return what calls the interface as an officer and gives status and answer."""
    held: dict[str, str] = {}
    settings = load_settings({"HOUSING_PLACE": PLACE})
    clock = Clock(lambda: desk.counter.now)
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)

    def made(role: Role, name: str) -> str:
        with desk.counter.work(system_actor(PLACE)) as work:
            seat(work, name, role, PASSWORD)
        with desk.act(role, name) as work:
            return tokens.make(work, "test")[1]

    def ask(role: Role, name: str, path: str, sent: Any = None) -> tuple[int, Any]:
        if name not in held:
            held[name] = made(role, name)
        headers = {"Authorization": f"Bearer {held[name]}"}
        method = "GET" if sent is None else "POST"
        path = f"/api/v1{path}"
        answer = app.test_client().open(path, method=method, json=sent, headers=headers)
        assert answer.json is not None
        return answer.status_code, answer.json

    return ask


def test_a_case_is_listed_and_moved_over_json(desk: Desk, call: Call) -> None:
    case = desk.received()
    status, listed = call(Role.COUNTY_REVIEWER, "fuhe", "/cases")
    assert (status, listed["total"], listed["after"]) == (200, 1, "")
    (line,) = listed["items"]
    assert (line["id"], line["state"], line["clock"]) == (
        case.id,
        "county_received",
        "county_recheck",
    )
    status, shown = call(Role.COUNTY_REVIEWER, "fuhe", f"/cases/{case.id}")
    assert shown["acts"] == ["recheck"]
    assert {each["outcome"] for each in shown["findings"]} == {"passed", "not_checked"}
    sent = {"version": line["version"], "outcome": "qualified", "reason": "材料齐全"}
    status, moved = call(Role.COUNTY_REVIEWER, "fuhe", f"/cases/{case.id}/recheck", sent)
    assert (status, moved["state"]) == (200, "rechecked")
    status, told = call(Role.COUNTY_REVIEWER, "fuhe", f"/cases/{case.id}/recheck", sent)
    assert status == 409
    assert "fuhe" in told["message"]  # Who changed it since that version.
    desk.answer_all(case.id)
    sent = {"version": moved["version"], "outcome": "qualified", "reason": "符合"}
    status, decided = call(Role.COUNTY_HEAD, HEAD, f"/cases/{case.id}/decide", sent)
    assert (status, decided["state"]) == (200, "county_public")
    assert decided["decisions"][0]["decided_by"] == HEAD


def test_the_interface_refuses_what_it_does_not_know(desk: Desk, call: Call) -> None:
    case = desk.received()
    path = f"/cases/{case.id}/recheck"
    status, told = call(Role.COUNTY_REVIEWER, "fuhe", path, {"version": 1, "outcome": "perhaps"})
    assert status == 422
    assert set(told["errors"]) == {"outcome", "reason"}
    status, _told = call(Role.COUNTY_REVIEWER, "fuhe", "/cases?state=nowhere")
    assert status == 400
    sent = {"version": case.version, "outcome": "qualified", "reason": "符合"}
    status, _told = call(Role.STREET, "jiedao", f"/cases/{case.id}/decide", sent)
    assert status == 403


def test_a_paper_answer_and_a_filing_over_json(desk: Desk, call: Call) -> None:
    """HN-15-6, HN-15-8."""
    case = desk.rechecked()
    values = desk.answer(case, OfficeKind.CIVIL_AFFAIRS)
    sent = {"version": case.version, "paper": "函 9 号", "answer": values}
    path = f"/cases/{case.id}/paper/civil_affairs"
    assert call(Role.COUNTY_REVIEWER, "fuhe", path, sent)[0] == 200
    status, _told = call(Role.COUNTY_REVIEWER, "fuhe", path, sent | {"answer": {"as_of": "x"}})
    assert status in (400, 422)
    status, made = call(Role.COUNTY_REVIEWER, "fuhe", "/filings", {"cases": [case.id]})
    assert (status, made["kind"], made["received_at"]) == (200, "prefecture", None)
    receipt = {"receipt_number": "备 1 号"}
    status, _told = call(Role.STREET, "jiedao", f"/filings/{made['id']}/receipt", receipt)
    assert status == 404  # It is not there for an office that has no part in it.
    assert call(Role.STREET, "jiedao", f"/filings/{made['id']}")[0] == 404
    status, held = call(Role.COUNTY_REVIEWER, "fuhe", "/filings")
    assert (status, [each["id"] for each in held["items"]]) == (200, [made["id"]])
    status, whole = call(Role.COUNTY_REVIEWER, "fuhe", f"/filings/{made['id']}")
    assert (status, [each["number"] for each in whole["lines"]]) == (200, [case.number])


def test_what_lies_around_a_case_over_json(desk: Desk, call: Call) -> None:
    """HN-14-4, HN-15-1: the community, departments asked once more, numbers looked at."""
    case = desk.accepted()
    path, named = f"/cases/{case.id}", {"office_id": desk.counter.offices[OfficeKind.COMMUNITY]}
    status, moved = call(Role.STREET, "jiedao", f"{path}/community", named)
    assert (status, moved["state"], moved["version"]) == (200, "accepted", case.version)
    wrong = {"office_id": desk.counter.offices[OfficeKind.PARK]}
    assert call(Role.STREET, "jiedao", f"{path}/community", wrong)[0] == 400
    status, asked = call(Role.STREET, "jiedao", f"{path}/checks")
    assert (status, {each["state"] for each in asked}) == (200, {"sent"})
    first = next(each for each in asked if each["department"] == "civil_affairs")
    again = f"{path}/checks/{first['id']}/again"
    desk.answer_all(case.id, only=("civil_affairs",))
    status, anew = call(Role.STREET, "jiedao", again, {"reason": "收入有误"})
    assert (status, anew["state"], anew["id"] != first["id"]) == (200, "sent", True)
    other = f"{path}/checks/99999/again"
    assert call(Role.STREET, "jiedao", other, {"reason": "收入有误"})[0] == 404
    assert call(Role.STREET, "jiedao", f"{path}/numbers", {"reason": ""})[0] == 422
    status, people = call(Role.STREET, "jiedao", f"{path}/numbers", {"reason": "核对证件"})
    assert (status, people[0]["phone"]) == (200, "13800001111")
    assert call(Role.AUDITOR, "shenji", f"{path}/numbers", {"reason": "看看"})[0] == 403
