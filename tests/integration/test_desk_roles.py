"""Every role that works at a desk finds there what it may see today, and nothing shut."""

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from housing.app import create_app
from housing.clocks import service
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.access.rights import PERMISSIONS
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.policies import service as values
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.deadlines import at, case, county, started
from tests.factories.offices import seat
from tests.factories.stock import keep_units, unit_facts
from tests.migrated import migrated_sqlite

PASSWORD = "a sentence for tests only"
TODAY = date(2026, 9, 30)
AT_A_DESK = tuple(role for role in Role if Permission.SEE_DESK in PERMISSIONS[role])
FINDS = {
    Role.PROVINCE: {"/desk/counties", "/desk/clocks"},
    Role.PREFECTURE: {"/desk/counties", "/desk/filings/received"},
    Role.OPERATOR: {"/desk/units", "/desk/units/empty", "/desk/occupancy"},
    Role.PRICE_FINANCE: {"/values"},
    Role.AUDITOR: {"/register", "/digests", "/", "/desk/occupancy", "/desk/clocks"},
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Iterator[Database]:
    """A county with two overdue deadlines, one kept and one that runs; and units."""
    database = migrated_sqlite(tmp_path_factory.mktemp("desks") / "housing.db")
    offices = county(database, keyring)
    street = offices[OfficeKind.STREET]
    for number in (1, 2, 3):
        started(database, keyring, ClockKind.ACCEPTANCE, street, number=number)
    started(database, keyring, ClockKind.STREET_REVIEW, street, number=4)
    started(database, keyring, ClockKind.STREET_PUBLICITY, street, number=5)
    later = standing_clock(NOW + timedelta(days=1))
    with working(database.acts, system_actor(PLACE), later, keyring) as work:
        service.stop(work, case(3), ClockKind.ACCEPTANCE)
        for role in AT_A_DESK:
            seat(work, role.value, role, PASSWORD)
    with working(database.acts, Actor("zhongxin", Role.CENTRE, PLACE), later, keyring) as work:
        keep_units(work, unit_facts())
    with working(database.acts, Actor("wujia", Role.PRICE_FINANCE, PLACE), later, keyring) as work:
        first = TODAY + timedelta(days=30)
        values.propose(work, "supplement_period", "10", first, document="县〔2026〕9号")
    yield database
    database.engine.dispose()


@pytest.fixture(scope="module")
def app(
    database: Database, keyring: Keyring, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The pages."""
    home = str(tmp_path_factory.mktemp("home"))
    settings = load_settings({"HOUSING_HOME": home, "HOUSING_PLACE": PLACE})
    clock = Clock(lambda: at(TODAY))
    app = create_app(settings, database=database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


def _of(app: Flask, role: Role) -> FlaskClient:
    client = app.test_client()
    sent = client.post("/sign-in", data={"name": role.value, "password": PASSWORD})
    assert sent.status_code == 302
    return client


@pytest.mark.parametrize("role", AT_A_DESK, ids=str)
def test_a_desk_leads_to_open_doors_alone(app: Flask, role: Role) -> None:
    client = _of(app, role)
    page = client.get("/desk")
    assert page.status_code == 200
    main = page.text.partition("<main")[2]
    links = {link.partition("?")[0] for link in re.findall(r'href="(/[^"#]*)', main)}
    assert FINDS.get(role, set()) <= links
    assert len(links) >= 2
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.PREFECTURE])
def test_whoever_stands_above_counties_sees_them_side_by_side(app: Flask, role: Role) -> None:
    """HN-5-1, HN-6-1: two of three overdue, one kept, the publicity counts for nobody."""
    client = _of(app, role)
    assert re.search(r"<strong>2</strong>\s*各县市区超期的时限", client.get("/desk").text)
    page = client.get("/desk/counties").text
    assert page.count('<th scope="row">') == 1
    assert f"/desk/clocks?place={PLACE}&amp;only=overdue" in page
    raw = client.get("/desk/counties.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert [str(cell) for cell in rows[1][:1]] == [PLACE]
    assert rows[1][2:7] == [3, 2, 33, 1, 0]


def test_a_county_sees_itself_alone_among_the_counties(app: Flask) -> None:
    client = _of(app, Role.COUNTY_HEAD)
    assert client.get("/desk/counties").text.count('<th scope="row">') == 1
    assert "/desk/counties" not in client.get("/desk").text


@pytest.mark.parametrize("role", [Role.PRICE_FINANCE, Role.COUNTY_HEAD])
def test_waiting_changes_of_standards_are_counted(app: Flask, role: Role) -> None:
    page = _of(app, role).get("/desk").text
    assert re.search(r"<strong>1</strong>\s*待核准的参数调整", page)


def test_nobody_else_is_shown_them(app: Flask) -> None:
    assert "待核准的参数调整" not in _of(app, Role.STREET).get("/desk").text
