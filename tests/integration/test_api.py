"""The JSON interface: who is let in, how it refuses, and whether it does what it describes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from housing.accounts import tokens
from housing.accounts.service import close_account
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from tests.conftest import NOW, PLACE
from tests.factories.offices import open_offices, seat

PASSWORD = "a sentence for tests only"


@pytest.fixture
def app(sqlite_database: Database, keyring: Keyring, clock: Clock) -> Flask:
    """The application with one office of every kind and two officers."""
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        open_offices(work)
        seat(work, "jiedao", Role.STREET, PASSWORD)
        seat(work, "guanli", Role.ADMINISTRATOR, PASSWORD)
    settings = load_settings({"HOUSING_PLACE": PLACE})
    return create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)


@pytest.fixture
def token(app: Flask, sqlite_database: Database, keyring: Keyring) -> str:
    """A token of the street officer."""
    actor = Actor("jiedao", Role.STREET, PLACE)
    with working(sqlite_database.acts, actor, standing_clock(NOW), keyring) as work:
        return tokens.make(work, "test")[1]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _browser(app: Flask) -> FlaskClient:
    """Return a signed-in browser: it fetches its form token as a page would."""
    client = app.test_client()
    page = client.get("/sign-in").text
    mark = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    form = {"name": "jiedao", "password": PASSWORD, "csrf_token": mark}
    assert client.post("/sign-in", data=form).status_code == 302
    return client


def test_a_token_opens_the_door_and_says_whose_it_is(app: Flask, token: str) -> None:
    answer = app.test_client().get("/api/v1/me", headers=_bearer(token))
    assert answer.status_code == 200
    assert answer.json is not None
    assert (answer.json["name"], answer.json["role"]) == ("jiedao", "street")
    assert (answer.json["office"], answer.json["csrf_token"]) == ("STREET", None)
    assert "accept_application" in answer.json["rights"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer gzf_wrong"}, {"Authorization": "Basic eDp5"}]
)
def test_nobody_gets_in_without_a_valid_token(app: Flask, headers: dict[str, str]) -> None:
    answer = app.test_client().get("/api/v1/me", headers=headers)
    assert answer.status_code == 401
    assert answer.json is not None
    assert set(answer.json) == {"code", "status", "message", "message_en", "basis", "errors"}


def test_a_wrong_token_is_not_helped_by_the_browsers_session(app: Flask) -> None:
    client = _browser(app)
    assert client.get("/api/v1/me").status_code == 200
    assert client.get("/api/v1/me", headers=_bearer("gzf_wrong")).status_code == 401


def test_a_token_is_no_key_to_the_pages(app: Flask, token: str) -> None:
    answer = app.test_client().get("/desk", headers=_bearer(token))
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_a_browser_needs_its_form_token_and_a_program_does_not(app: Flask, token: str) -> None:
    client = _browser(app)
    wanted = {"name": "报表"}
    refused = client.post("/api/v1/tokens", json=wanted)
    assert refused.status_code == 400
    assert refused.json is not None
    assert "X-CSRFToken" in refused.json["message"]
    me = client.get("/api/v1/me").json
    assert me is not None
    made = client.post("/api/v1/tokens", json=wanted, headers={"X-CSRFToken": me["csrf_token"]})
    assert made.status_code == 201
    assert made.json is not None
    program = app.test_client()
    assert program.get("/api/v1/me", headers=_bearer(made.json["token"])).status_code == 200
    assert program.post("/api/v1/tokens", json=wanted, headers=_bearer(token)).status_code == 201


def test_a_revoked_token_opens_nothing(app: Flask, token: str) -> None:
    client = app.test_client()
    listed = client.get("/api/v1/tokens", headers=_bearer(token)).json
    assert listed is not None
    assert [each["name"] for each in listed["items"]] == ["test"]
    address = f"/api/v1/tokens/{listed['items'][0]['id']}"
    assert client.delete(address, headers=_bearer(token)).status_code == 204
    assert client.get("/api/v1/me", headers=_bearer(token)).status_code == 401


def test_wrong_fields_are_named_in_both_languages(app: Flask, token: str) -> None:
    answer = app.test_client().post("/api/v1/tokens", json={"nmae": "x"}, headers=_bearer(token))
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"] == {
        "name": ["必须填写 / Missing data for required field."],
        "nmae": ["没有这一项 / Unknown field."],
    }
    assert answer.json["message_en"]
    query = app.test_client().get("/api/v1/offices?rows=999&x=1", headers=_bearer(token))
    assert query.status_code == 422
    assert query.json is not None
    assert set(query.json["errors"]) == {"rows", "x"}


def test_refusals_of_every_kind_are_json(app: Flask, token: str) -> None:
    client = app.test_client()
    head = _bearer(token)
    answers = {
        404: client.get("/api/v1/nothing", headers=head),
        405: client.put("/api/v1/tokens", headers=head),
        400: client.post("/api/v1/tokens", data="{", headers=head, content_type="application/json"),
    }
    for status, answer in answers.items():
        assert (answer.status_code, answer.is_json) == (status, True), status
    assert set(answers[405].headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    gone = client.delete("/api/v1/tokens/999", headers=head)
    assert gone.status_code == 404
    assert gone.json is not None
    assert gone.json["message"] == "您没有这个接口令牌"


def test_offices_come_in_pages_and_by_kind(app: Flask, token: str) -> None:
    client, head = app.test_client(), _bearer(token)
    first = client.get("/api/v1/offices?rows=2", headers=head).json
    assert first is not None
    assert (first["page"], len(first["items"]), first["total"]) == (1, 2, 15)
    last = client.get("/api/v1/offices?rows=2&page=99", headers=head).json
    assert last is not None
    assert (last["page"], len(last["items"])) == (8, 1)
    communities = client.get("/api/v1/offices?kind=community", headers=head).json
    assert communities is not None
    assert [each["parent"] for each in communities["items"]] == ["STREET"]


def test_a_closed_account_takes_its_tokens_along(
    app: Flask, token: str, sqlite_database: Database, keyring: Keyring
) -> None:
    actor = Actor("guanli", Role.ADMINISTRATOR, PLACE)
    with working(sqlite_database.acts, actor, standing_clock(NOW), keyring) as work:
        close_account(work, "jiedao", reason="调离")
    assert app.test_client().get("/api/v1/me", headers=_bearer(token)).status_code == 401
