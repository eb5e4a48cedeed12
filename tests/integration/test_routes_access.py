"""Every route against every role: who gets in, who is refused, who is asked to sign in."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from waitress.proxy_headers import proxy_headers_middleware
from werkzeug.routing import Rule

from housing.accounts import queries
from housing.accounts.models import Account
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.cli.site import PROXY
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.access.rights import PERMISSIONS
from housing.core.clock import Clock, standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.errors import NotAllowed
from housing.core.keyring import Keyring
from housing.core.settings import Settings, load_settings
from housing.core.work import working
from housing.rounds.service import prepare
from housing.web.guards import STATIC, guard_of
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.offices import seat

PASSWORD = "a sentence for tests only"
VALUES = {"code": "430199-2026-001", "name": "tiers", "filename": "site.css"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Settings:
    """An installation with one account a role; hashing passwords is slow on purpose."""
    home = tmp_path_factory.mktemp("house")
    settings = load_settings({"HOUSING_HOME": str(home), "HOUSING_PLACE": PLACE})
    database = open_database(settings.database_url)
    upgrade(database.engine)
    clock = standing_clock(NOW)
    with working(database.acts, system_actor(PLACE), clock, keyring) as work:
        for role in Role:
            seat(work, role.value, role, PASSWORD)
    database.engine.dispose()
    return settings


@pytest.fixture
def database(house: Settings) -> Iterator[Database]:
    """The database of the installation."""
    database = open_database(house.database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def app(house: Settings, database: Database, keyring: Keyring, clock: Clock) -> Iterator[Flask]:
    """The application; form tokens and limits are not what is tested here."""
    app = create_app(house, database=database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


class Doors:
    """The application of all roles; a refusal is told in no words, which others test."""

    def __init__(self, house: Settings, keyring: Keyring) -> None:
        self.database = open_database(house.database_url)
        self.app = create_app(
            house, database=self.database, keyring=keyring, clock=standing_clock(NOW)
        )
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.app.register_error_handler(NotAllowed, lambda _refused: ("", 403))
        self.cookies: dict[str, str] = {}

    def client(self, role: Role | None) -> FlaskClient:
        """Return a visitor of that role; what was done before may have ended its session."""
        client = self.app.test_client()
        if role is not None:
            client.set_cookie("housing_session", self._cookie(role))
        return client

    def _cookie(self, role: Role) -> str:
        with self.database.reads() as session:
            named = select(Account.stamp).where(Account.name == role.value)
            stamp = session.scalars(named).one()
            if stamp not in self.cookies:
                account = queries.by_name(session, role.value)
                assert account is not None
                signed = SignedIn(queries.actor_of(account), stamp).get_id()
                self.cookies[stamp] = self._signed(signed)
        return self.cookies[stamp]

    def _signed(self, user_id: str) -> str:
        client = self.app.test_client()
        with client.session_transaction() as held:
            held["_user_id"] = user_id
        cookie = client.get_cookie("housing_session")
        assert cookie is not None
        return cookie.value


@pytest.fixture(scope="module")
def doors(house: Settings, keyring: Keyring) -> Iterator[Doors]:
    """The application, opened once for all roles."""
    limiter.enabled = False
    doors = Doors(house, keyring)
    yield doors
    doors.database.engine.dispose()
    limiter.enabled = True


def _address(rule: Rule) -> str:
    values = {name: VALUES.get(name, 1) for name in rule.arguments}
    return str(rule.build(values, append_unknown=False)[1])  # type: ignore[index]


def _ways(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in STATIC
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_every_route_lets_in_whom_its_guard_names(doors: Doors, role: Role | None) -> None:
    wrong = []
    for rule, method in _ways(doors.app):
        guard = guard_of(doors.app.view_functions[rule.endpoint])
        assert guard is not None, rule.endpoint
        answer = doors.client(role).open(_address(rule), method=method)
        asked = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
        # A form sent too late is not thrown away: the page asks for the password and carries it on.
        asked = asked or (guard.signed_out is not None and 'name="again_password"' in answer.text)
        asked = asked or (answer.status_code == 401 and rule.rule.startswith("/api/v1/"))
        if role is None:
            right = guard.everybody or asked
        elif guard.permission is None or guard.permission in PERMISSIONS[role]:
            right = answer.status_code != 403 and not asked
        else:
            right = answer.status_code == 403
        if not right or answer.status_code >= 500:
            wrong.append((rule.rule, method, answer.status_code))
    assert wrong == []


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/sign-in", data={"name": "centre", "password": PASSWORD})
    assert answer.status_code == 400
    assert "已经失效" in answer.text


def test_signing_in_forwards_only_inside_this_site(app: Flask) -> None:
    form = {"name": "centre", "password": PASSWORD}
    for wanted in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"):
        answer = app.test_client().post("/sign-in", query_string={"next": wanted}, data=form)
        assert answer.location == "/desk", wanted
    answer = app.test_client().post("/sign-in", query_string={"next": "/register"}, data=form)
    assert answer.location == "/register"


def test_signing_out_ends_a_copied_session(app: Flask) -> None:
    client, copy = app.test_client(), app.test_client()
    client.post("/sign-in", data={"name": "auditor", "password": PASSWORD})
    cookie = client.get_cookie("housing_session")
    assert cookie is not None
    copy.set_cookie("housing_session", cookie.value)
    assert copy.get("/register").status_code == 200
    client.post("/sign-out")
    assert copy.get("/register").status_code == 302


def test_guessing_is_slowed_down(app: Flask) -> None:
    limiter.enabled = True
    client = app.test_client()
    form = {"name": "operator", "password": "a wrong password"}
    answers = [client.post("/sign-in", data=form).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]
    looked = {"code": "0" * 16, "last4": "1234"}
    answers = [client.post("/find", data=looked).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]


def test_right_answers_do_not_use_up_the_guesses(app: Flask) -> None:
    """Offices and telephone companies show many people under one address."""
    limiter.enabled = True
    form = {"name": "centre", "password": PASSWORD}
    answers = [app.test_client().post("/sign-in", data=form).status_code for _ in range(12)]
    assert answers == [302] * 12


@pytest.mark.parametrize(("peer", "is_believed"), [("127.0.0.1", True), ("203.0.113.9", False)])
def test_only_a_proxy_of_this_machine_speaks_for_visitors(
    app: Flask, peer: str, is_believed: bool
) -> None:
    limiter.enabled = True
    app.wsgi_app = proxy_headers_middleware(app.wsgi_app, **PROXY)  # type: ignore[method-assign]
    form, client = {"name": "price_finance", "password": "a wrong"}, app.test_client()
    for visitor in range(12):
        answer = client.post(
            "/sign-in",
            data=form,
            headers={"X-Forwarded-For": f"198.51.100.{visitor}", "X-Forwarded-Proto": "https"},
            environ_base={"REMOTE_ADDR": peer},
        )
    assert answer.status_code == (400 if is_believed else 429)
    assert ("Strict-Transport-Security" in answer.headers) is is_believed


def test_a_session_ends_when_idle_not_while_in_use(app: Flask) -> None:
    client = app.test_client()
    assert "Set-Cookie" not in client.get("/").headers
    client.post("/sign-in", data={"name": "centre", "password": PASSWORD})
    client.get("/desk")  # Takes what the sign-in left to be told.
    dated_anew = client.get("/desk").headers.get("Set-Cookie", "")
    assert dated_anew.startswith("housing_session=")
    assert "Expires" not in dated_anew
    assert "Set-Cookie" not in client.get("/static/site.css").headers


def test_every_answer_forbids_foreign_and_inline_code(app: Flask) -> None:
    for address in ("/", "/nowhere", "/static/site.css"):
        headers = app.test_client().get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in headers
    encrypted = app.test_client().get("/", base_url="https://localhost").headers
    assert "max-age" in encrypted["Strict-Transport-Security"]


def test_officers_see_no_round_of_another_county(
    app: Flask, database: Database, keyring: Keyring
) -> None:
    clock = standing_clock(NOW)
    with working(database.acts, system_actor("430121"), clock, keyring) as work:
        seat(work, "neighbour", Role.CENTRE, PASSWORD)
    centre = Actor("centre", Role.CENTRE, PLACE)
    with working(database.acts, centre, clock, keyring) as work:
        round_id = prepare(work, name="第一批", approval_document="批1", seed_source="dice").id
    client = app.test_client()
    client.post("/sign-in", data={"name": "neighbour", "password": PASSWORD})
    for page in ("", "/adopt_roll", "/off-roll"):
        assert client.get(f"/desk/rounds/{round_id}{page}").status_code == 404, page
    assert client.post(f"/desk/rounds/{round_id}/adopt_roll", data={}).status_code == 404


def test_a_refusal_names_roles_and_states_in_words(
    app: Flask, database: Database, keyring: Keyring
) -> None:
    centre = Actor("centre", Role.CENTRE, PLACE)
    with working(database.acts, centre, standing_clock(NOW), keyring) as work:
        round_id = prepare(work, name="第二批", approval_document="批2", seed_source="dice").id
    client = app.test_client()
    client.post("/sign-in", data={"name": "centre", "password": PASSWORD})
    refused = client.get(f"/desk/rounds/{round_id}/annul")
    assert refused.status_code == 403
    assert "县住建局负责人" in refused.text
    early = client.get(f"/desk/rounds/{round_id}/freeze")
    assert early.status_code == 409
    assert "现在的状态是“已立项”" in early.text
