"""Deadlines as people meet them: the list, one deadline, punctuality, JSON, command line."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from housing.accounts import queries as accounts
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.cli import group
from housing.clocks import service
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring, open_keyring
from housing.core.settings import load_settings
from housing.core.work import working
from tests.conftest import NOW, PLACE
from tests.factories.deadlines import at, case, county, started
from tests.factories.offices import seat
from tests.migrated import migrated_sqlite

K = ClockKind
TODAY = date(2026, 9, 10)
SEEING = (Role.STREET, Role.DEPARTMENT, Role.COUNTY_HEAD, Role.PREFECTURE)
SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of the installation."""
    return tmp_path


@pytest.fixture
def keys(home: Path) -> Keyring:
    """The installation's own keys, which the command line finds too."""
    return open_keyring(home / "keys")


@pytest.fixture
def database(home: Path, keys: Keyring) -> Iterator[Database]:
    """A county in which a street is late with one case of two, and a department has one open."""
    database = migrated_sqlite(home / "housing.db")
    offices = county(database, keys)
    with working(database.acts, system_actor(PLACE), standing_clock(NOW), keys) as work:
        for role in SEEING:
            seat(work, role.value, role, "a sentence for tests only")
    street, registry = offices[OfficeKind.STREET], offices[OfficeKind.PROPERTY_REGISTRY]
    for number in (1, 2):
        started(database, keys, K.ACCEPTANCE, street, number=number)
    started(database, keys, K.STREET_REVIEW, street, number=3)
    started(database, keys, K.DEPARTMENT_CHECK, registry, number=4, role=Role.DEPARTMENT, sub=1)
    day = standing_clock(at(date(2026, 9, 3)))
    with working(database.acts, system_actor(PLACE), day, keys) as work:
        service.stop(work, case(1), K.ACCEPTANCE)
    yield database
    database.engine.dispose()


@pytest.fixture
def app(home: Path, database: Database, keys: Keyring) -> Flask:
    """The application on 2026-09-10."""
    settings = load_settings({"HOUSING_HOME": str(home), "HOUSING_PLACE": PLACE})
    app = create_app(settings, database=database, keyring=keys, clock=Clock(lambda: at(TODAY)))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def sign_in(app: Flask, database: Database) -> SignIn:
    """Return the browser of somebody of a role."""

    def signed_in(role: Role) -> FlaskClient:
        client = app.test_client()
        with database.reads() as session, client.session_transaction() as cookie:
            account = accounts.by_name(session, role.value)
            assert account is not None
            cookie["_user_id"] = SignedIn(accounts.actor_of(account), account.stamp).get_id()
        return client

    return signed_in


def test_an_office_sees_its_own_deadlines_and_no_others(sign_in: SignIn) -> None:
    street = sign_in(Role.STREET).get("/desk/clocks").text
    assert "SQ2026000002" in street
    assert "SQ2026000003" in street
    assert "SQ2026000004" not in street
    head = sign_in(Role.COUNTY_HEAD).get("/desk/clocks").text
    assert all(f"SQ202600000{number}" in head for number in (2, 3, 4))
    assert "SQ2026000001" not in head  # it has ended


def test_a_deadline_of_another_office_is_not_found(sign_in: SignIn) -> None:
    assert sign_in(Role.COUNTY_HEAD).get("/desk/clocks/4").status_code == 200
    assert sign_in(Role.STREET).get("/desk/clocks/4").status_code == 404
    assert sign_in(Role.STREET).get("/desk/clocks?place=430121").status_code == 404


def test_the_list_shows_what_is_overdue(sign_in: SignIn) -> None:
    page = sign_in(Role.COUNTY_HEAD).get("/desk/clocks?only=overdue").text
    assert "逾期 2 天" in page  # due 09-08, today 09-10
    assert "SQ2026000003" not in page
    empty = sign_in(Role.COUNTY_HEAD).get("/desk/clocks?kind=reconsideration").text
    assert "没有这样的时限" in empty
    assert sign_in(Role.COUNTY_HEAD).get("/desk/clocks?kind=nonsense").status_code == 200
    assert sign_in(Role.COUNTY_HEAD).get("/desk/clocks?after=nonsense").status_code == 400


def test_those_above_choose_a_county(sign_in: SignIn) -> None:
    page = sign_in(Role.PREFECTURE).get(f"/desk/clocks?place={PLACE}").text
    assert "SQ2026000003" in page
    assert f'value="{PLACE}" selected' in page
    shown = sign_in(Role.PREFECTURE).get(f"/desk/clocks/3?place={PLACE}")
    assert shown.status_code == 200


def test_the_head_pauses_and_resumes_with_a_reason(sign_in: SignIn) -> None:
    head = sign_in(Role.COUNTY_HEAD)
    assert head.post("/desk/clocks/3/pause", data={"pause-reason": ""}).status_code == 400
    paused = head.post("/desk/clocks/3/pause", data={"pause-reason": "系统停运"})
    assert paused.status_code == 302
    page = head.get("/desk/clocks/3").text
    assert "自 2026-09-10 起暂停" in page
    assert "系统停运" in page
    again = head.post("/desk/clocks/3/pause", data={"pause-reason": "再停一次"})
    assert again.status_code == 409
    assert "自 2026-09-10 起已暂停" in again.text
    assert "再停一次</textarea>" in again.text  # nothing typed is lost
    resumed = head.post("/api/v1/desk/clocks/3/resume", json={"reason": "恢复"})
    assert (resumed.status_code, resumed.json) == (200, {"told": "时限恢复计算。", "id": 3})
    assert sign_in(Role.STREET).post("/desk/clocks/3/pause").status_code == 403


def test_punctuality_as_page_workbook_and_picture(sign_in: SignIn) -> None:
    head = sign_in(Role.COUNTY_HEAD)
    page = head.get("/desk/punctuality").text
    assert "街道办事处" in page
    assert "img-fluid" in page
    days = {"first": "2026-09-01", "last": "2026-12-31"}
    book = head.get("/desk/punctuality.xlsx", query_string=days)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()
    kept = next(row for row in rows if row[1] == "受理申请")
    assert kept[2:] == [2, 1, 0, 1, 0, 50, 2]  # due, kept, late, overdue, open, %, median
    picture = head.get("/desk/punctuality.svg", query_string=days)
    assert picture.mimetype == "image/svg+xml"
    assert b"<script" not in picture.data
    wrong = head.get("/desk/punctuality", query_string={"first": "x", "last": "2026-12-31"})
    assert wrong.status_code == 400
    assert head.get("/desk/punctuality.xlsx", query_string={"first": "x"}).status_code == 400
    turned = {"first": "2026-12-31", "last": "2026-09-01"}
    assert head.get("/desk/punctuality", query_string=turned).status_code == 400


def test_by_json_as_by_pages(sign_in: SignIn) -> None:
    street = sign_in(Role.STREET)
    found = street.get("/api/v1/clocks?rows=1").json
    assert found is not None
    assert (found["total"], found["capped"], len(found["items"])) == (2, False, 1)
    assert found["items"][0]["due_on"] == "2026-09-08"
    following = street.get("/api/v1/clocks", query_string={"after": found["after"]}).json
    assert [each["kind"] for each in following["items"]] == ["street_review"]  # type: ignore[index]
    kept = street.get("/api/v1/punctuality?first=2026-09-01&last=2026-12-31").json
    lines = {line["kind"]: line for line in kept["items"]}  # type: ignore[index]
    assert lines["acceptance"]["percent"] == 50
    assert "department_check" not in lines
    assert street.get("/api/v1/clocks?rows=1000").status_code == 422
    assert street.get("/api/v1/clocks?only=nonsense").status_code == 422
    assert street.get("/api/v1/clocks?kind=overdue").status_code == 422


def test_at_the_command_line(home: Path, database: Database) -> None:
    def run(*words: str) -> tuple[int, str]:
        held = ["--home", str(home), "clocks", *words]
        result = CliRunner().invoke(group, held, env={"HOUSING_PLACE": PLACE})
        return result.exit_code, result.output

    status, said = run()
    assert status == 0, said
    assert "SQ2026000002" in said
    assert "共 3 件" in said
    status, said = run("--office", "STREET")
    assert "SQ2026000004" not in said
    status, said = run("--office", "NOWHERE")
    assert status == 1
    assert "NOWHERE" in said
