"""A refusal of a small act is told on the page of the case, and what was typed is still there."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from housing.app import create_app
from housing.applications import queries, service
from housing.applications.words import DuplicateDecision
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.documents import queries as documents
from housing.recusals import service as recusals
from housing.recusals.words import Relation
from tests.conftest import PLACE
from tests.factories.applications import member, number, open_counter
from tests.factories.offices import seat
from tests.factories.reviews import SECOND, Desk

PASSWORD = "a sentence for tests only"


@pytest.fixture
def desk(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officers of a county."""
    return Desk(open_counter(sqlite_database, keyring, tmp_path))


@pytest.fixture
def street(desk: Desk, sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> FlaskClient:
    """A street officer, signed in."""
    with desk.act(Role.ADMINISTRATOR) as work:
        seat(work, "jiedao", Role.STREET, PASSWORD)
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    clock = Clock(lambda: desk.counter.now)
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    sent = client.post("/sign-in", data={"name": "jiedao", "password": PASSWORD})
    assert sent.status_code == 302
    return client


def test_numbers_without_a_reason_are_refused_on_the_case(street: FlaskClient, desk: Desk) -> None:
    case = desk.counter.submitted()
    answer = street.post(f"/desk/cases/{case.id}/numbers", data={"reason": " "})
    assert answer.status_code == 400
    assert case.case.number in answer.text
    assert 'role="alert"' in answer.text


def test_asking_anew_about_what_was_not_answered_keeps_the_reason(
    street: FlaskClient, desk: Desk
) -> None:
    case = desk.accepted()
    answer = street.post(f"/desk/cases/{case.id}/checks/999", data={"reason": "答复有误"})
    assert answer.status_code == 404
    assert case.case.number in answer.text
    assert "999" in answer.text


def test_a_case_of_another_office_stays_closed(street: FlaskClient, desk: Desk) -> None:
    case = desk.in_park()
    answer = street.post(f"/desk/cases/{case.id}/numbers", data={"reason": "核对"})
    assert answer.status_code == 403
    assert "430100" not in answer.text


def test_a_form_sent_after_the_session_ended_gives_back_what_was_typed(
    street: FlaskClient, desk: Desk
) -> None:
    case = desk.counter.submitted()
    street.application.config["WTF_CSRF_ENABLED"] = True
    street.delete_cookie("housing_session")
    sent = {"publish_at_street-reason": "<b>与申报一致</b>", "csrf_token": "stale-token"}
    answer = street.post(f"/desk/cases/{case.id}/publish_at_street", data=sent)
    assert answer.status_code == 400
    assert "登录已经过期" in answer.text
    assert "&lt;b&gt;与申报一致" in answer.text
    assert "stale-token" not in answer.text


def test_a_park_clears_up_an_overlap_with_a_case_of_a_street(desk: Desk) -> None:
    desk.counter.submitted(member("王远", serial=555))
    case = desk.in_park()
    with desk.counter.database.reads() as session:
        (found,) = queries.duplicates_of(session, case.id)
    decision = DuplicateDecision.DIFFERENT
    with desk.act(Role.PARK) as work:
        assert service.resolve_duplicate(work, found.id, decision, "合租，已核实").resolved_at


def test_an_officer_sees_nothing_of_a_case_of_somebody_of_theirs(
    street: FlaskClient, desk: Desk
) -> None:
    mine = desk.counter.submitted()
    other = desk.counter.submitted(**SECOND, who=desk.person(Role.APPLICANT, "sq0000000002"))
    desk.counter.bring_all(mine.id)
    with desk.act(Role.STREET, "jiedao") as work:
        recusals.declare(work, Relation.COLLATERAL_KIN, "李安春", number())
        (paper, *_rest) = documents.of_case(work.session, mine.case)
    case, api = f"/desk/cases/{mine.id}", f"/api/v1/applications/{mine.id}"
    for address in (case, f"{case}/documents/{paper.id}", api, f"{api}/documents/{paper.id}"):
        answer = street.get(address)
        assert answer.status_code == 403, address
        assert "回避" in answer.text or "\\u56de\\u907f" in answer.text, address
        assert "安居路" not in answer.text
    told = {"reason": "核对", "office": "1"}
    assert "回避" in street.post(f"{case}/numbers", data=told).text
    assert "回避" in street.post(f"{case}/community", data=told).text
    assert street.get(f"/apply/{mine.id}/documents").status_code == 403
    assert street.get(f"/desk/cases/{other.id}").status_code == 200
