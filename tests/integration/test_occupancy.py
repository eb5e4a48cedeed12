"""Projects described, counted when due, and shown: HN-3-2, HN-6-1, HN-6-2, HN-6-3, OD-4-1-5."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import Work, working
from housing.occupancy import jobs, queries, service
from housing.occupancy.service import ProjectDescription
from housing.occupancy.words import TargetKind
from housing.units import history
from housing.units import queries as units
from housing.units.states import UnitState
from housing.units.words import Origin, Programme
from tests.conftest import PLACE, work_in
from tests.factories.offices import open_offices, seat
from tests.factories.stock import keep_units, unit_facts

STATED = ProjectDescription(
    date(2023, 5, 1),
    True,
    "县政函〔2026〕3号",
    Origin.LOW_RENT,
    Programme.AFFORDABLE,
    "施工许可 1 号",
)
PASSWORD = "a sentence for tests only"


def _stock(database: Database, keyring: Keyring) -> None:
    work = work_in(database, keyring, Role.CENTRE)
    keep_units(
        work,
        *(unit_facts(n, state=UnitState.LET) for n in range(1, 10)),
        unit_facts(10),
        unit_facts(11, state=UnitState.SOLD),
    )
    work.session.commit()
    work.session.close()


def _described(database: Database, keyring: Keyring, stated: ProjectDescription) -> Work:
    work = work_in(database, keyring, Role.CENTRE)
    service.describe(work, "P01", stated)
    work.session.commit()
    return work


def test_legacy_stock_keeps_its_origin(database: Database, keyring: Keyring) -> None:
    """HN-3-2."""
    _stock(database, keyring)
    work = _described(database, keyring, STATED)
    assert {unit.origin for unit in units.by_place(work.session, PLACE)} == {Origin.LOW_RENT}
    row = work.session.scalars(
        select(RegisterRow).where(RegisterRow.tag == Tag.PROJECT_DESCRIBED)
    ).one()
    assert (row.before["origin"], row.after["origin"]) == ("public_rental", "low_rent")
    assert row.document == "施工许可 1 号"


def test_housing_for_talent_is_never_offered_to_the_general_pool(
    database: Database, keyring: Keyring
) -> None:
    """OD-4-1-5."""
    _stock(database, keyring)
    work = work_in(database, keyring, Role.CENTRE)
    assert len(units.vacant(work.session, PLACE)) == 1
    work.session.close()
    talent = ProjectDescription(None, False, "", Origin.PUBLIC_RENTAL, Programme.TALENT, "文件")
    assert units.vacant(_described(database, keyring, talent).session, PLACE) == []


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (
            ProjectDescription(date(2027, 1, 1), False, "", Origin.LOW_RENT, Programme.TALENT, "x"),
            "今天之后",
        ),
        (ProjectDescription(None, False, "文", Origin.LOW_RENT, Programme.TALENT, "x"), "高层"),
        (ProjectDescription(None, False, "", Origin.LOW_RENT, Programme.TALENT, " "), "依据文件"),
    ],
)
def test_what_is_not_plausible_is_refused_in_words(
    sqlite_database: Database, keyring: Keyring, stated: ProjectDescription, said: str
) -> None:
    _stock(sqlite_database, keyring)
    with pytest.raises(BadInput, match=said):
        _described(sqlite_database, keyring, stated)
    with pytest.raises(NotAllowed):
        service.describe(work_in(sqlite_database, keyring, Role.AUDITOR), "P01", STATED)


def test_the_database_refuses_nonsense(database: Database, keyring: Keyring) -> None:
    _stock(database, keyring)
    for statement in (
        "UPDATE projects SET extension_document = 'x'",
        "UPDATE units SET origin = 'other'",
        "UPDATE units SET programme = 'other'",
    ):
        with pytest.raises(IntegrityError), database.engine.begin() as connection:
            connection.execute(text(statement))


def test_each_target_is_counted_once_when_it_has_ended_and_never_changes(
    database: Database, keyring: Keyring
) -> None:
    """HN-6-1, HN-6-2, HN-6-3: 9 of 10 units let; the sold one is gone."""
    _stock(database, keyring)
    _described(database, keyring, STATED).session.close()
    january = standing_clock(datetime(2027, 1, 2, 1, tzinfo=UTC))
    assert jobs.count(database, keyring, january) == 2
    assert jobs.count(database, keyring, january) == 0
    may = standing_clock(datetime(2027, 5, 2, 1, tzinfo=UTC))
    assert jobs.count(database, keyring, may) == 1
    with database.reads() as session:
        found = {each.kind: each for each in queries.counts(session, PLACE)}
    assert {each.occupied for each in found.values()} == {9}
    assert {each.units for each in found.values()} == {10}
    assert all(each.reached for each in found.values())
    assert found[TargetKind.CYCLE].due_on == date(2027, 5, 1)
    assert found[TargetKind.COMPLETION].due_on == date(2025, 6, 30)
    assert found[TargetKind.YEAR].due_on == date(2026, 12, 31)
    with pytest.raises(DBAPIError, match="never changes"), database.engine.begin() as connection:
        connection.execute(text("UPDATE occupancy_counts SET occupied = 10"))


@pytest.fixture
def client(sqlite_database: Database, keyring: Keyring, clock: Clock) -> FlaskClient:
    _stock(sqlite_database, keyring)
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        open_offices(work)
        seat(work, "zhongxin", Role.CENTRE, PASSWORD)
    settings = load_settings({"HOUSING_PLACE": PLACE})
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert (
        client.post("/sign-in", data={"name": "zhongxin", "password": PASSWORD}).status_code == 302
    )
    return client


def test_the_pages_show_and_keep(client: FlaskClient) -> None:
    page = client.get("/desk/occupancy").text
    assert "90.0%" in page
    assert "缺少日期，无法计算" in page
    assert client.get("/desk/occupancy/P01").status_code == 200
    assert client.get("/desk/occupancy/P99").status_code == 404
    form = {
        "started_on": "2023年5月1日",
        "origin": "low_rent",
        "programme": "affordable",
        "document": "施工许可 1 号",
    }
    wrong = client.post("/desk/occupancy/P01", data={**form, "extension_document": "函 3 号"})
    assert wrong.status_code == 400
    assert "只有高层建筑可以延期" in wrong.text
    assert "函 3 号" in wrong.text
    assert client.post("/desk/occupancy/P01", data=form).status_code == 302
    assert "2026-05-01 到期" in client.get("/desk/occupancy").text


def test_the_trend_counts_who_moved_in_and_who_left(database: Database, keyring: Keyring) -> None:
    """HN-6-2, HN-6-3: a unit that was put on file as let did not move in."""
    _stock(database, keyring)
    work = work_in(database, keyring, Role.CENTRE)
    found = {unit.code: unit for unit in units.by_place(work.session, PLACE)}
    first, second, vacant = (found[unit_facts(n).code] for n in (1, 2, 10))
    moves = (
        (vacant, UnitState.RESERVED, date(2026, 9, 10)),
        (vacant, UnitState.LET, date(2026, 9, 15)),
        (first, UnitState.VACATING, date(2026, 9, 18)),
        (first, UnitState.LET, date(2026, 9, 19)),
        (second, UnitState.VACATING, date(2026, 10, 1)),
        (second, UnitState.REPAIR, date(2026, 10, 20)),
    )
    for unit, state, day in moves:
        unit.state = state
        unit.round_code = "430199-2026-001" if state is UnitState.RESERVED else None
        at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        work.session.flush()
        history.follow(replace(work, now=at), [unit.id], reason="")
    assert queries.moved(work.session, PLACE, date(2026, 9, 1), date(2026, 12, 1)) == {"P01": 0}
    assert queries.moved(work.session, PLACE, date(2026, 9, 15), date(2026, 12, 1)) == {"P01": -1}
    assert queries.moved(work.session, PLACE, date(2026, 9, 1), date(2026, 10, 1)) == {"P01": 1}
    work.session.close()


def test_everybody_may_see_how_many_flats_are_lived_in(
    sqlite_database: Database, keyring: Keyring, clock: Clock
) -> None:
    """HN-6-3: the estate finished in 2025 that nobody moves into is named before it fails."""
    _stock(sqlite_database, keyring)
    with sqlite_database.acts() as session, session.begin():
        session.execute(text("UPDATE units SET completed_on = '2025-12-31', state = 'vacant'"))
    settings = load_settings({"HOUSING_PLACE": PLACE})
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    page = app.test_client().get("/occupancy").text
    (told,) = app.test_client().get("/api/v1/occupancy").get_json()
    assert told["code"] == "P01"
    assert {each["rule"] for each in told["targets"]} == {"HN-6-2", "HN-6-3"}
    assert app.test_client().get("/api/v1/occupancy/counts").get_json() == []
    assert "共 11 套，已入住 0 套" in page
    assert "照近期入住的进度将达不到" in page
