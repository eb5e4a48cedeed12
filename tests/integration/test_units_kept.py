"""The history of units, and what is on file of them: changed with reasons, held by rounds."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import day_of
from housing.core.db import migrate
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.units import intake, keeping, queries, service, vacancy
from housing.units.export import EMPTY_COLUMNS, empty_row
from housing.units.facts import UnitDescription
from housing.units.models import Unit
from housing.units.states import UnitAct, UnitState
from tests.conftest import NOW, PLACE, work_in
from tests.factories.stock import keep_units, unit_facts
from tests.refusing import breaks

ROUND = "430199-2026-001"
S, TODAY = UnitState, day_of(NOW)


class Stock:
    """Four vacant flats; each act is committed on a day of its own."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring
        work = self.at(TODAY)
        self.units = keep_units(work, *(unit_facts(n) for n in range(1, 5)))
        self.done(work)

    def at(self, day: date, role: Role = Role.CENTRE) -> Work:
        now = datetime.combine(day, time(1), UTC)
        return work_in(self.database, self.keyring, role, now)

    def done(self, work: Work) -> None:
        work.session.commit()
        work.session.close()

    def move(self, day: date, act: UnitAct, *, role: Role = Role.CENTRE, **given: Any) -> None:
        work = self.at(day, role)
        service.move_units(work, [self.units[0].id], act, **given)
        self.done(work)

    def spells(self) -> list[tuple[UnitState, date, date | None, str]]:
        with self.database.reads() as session:
            found = vacancy.spells_of(session, self.units[0].id)
        return [(each.state, each.from_on, each.to_on, each.reason) for each in found]


@pytest.fixture
def stock(database: Database, keyring: Keyring) -> Stock:
    return Stock(database, keyring)


@pytest.fixture
def small(sqlite_database: Database, keyring: Keyring) -> Stock:
    return Stock(sqlite_database, keyring)


def _described(**changes: Any) -> UnitDescription:
    plain: dict[str, Any] = {
        "code": "P01-000009",
        "project_code": "P01",
        "building": "2栋",
        "entrance": "",
        "room": "0101",
        "floor": 1,
        "floors": 6,
        "layout": "两居室",
        "area": 5230,
        "usable_area": 4150,
        "orientation": "南",
        "facilities": "燃气、热水器",
        "accessible": True,
        "accessible_features": "坡道",
        "lift": False,
        "owner": "县住建局",
        "reserved_for": "",
        "certificate": "湘(2025)001号",
        "completed_on": date(2025, 6, 30),
        "rent_fen": 480,
        "rent_document": "政价〔2025〕2号",
    }
    return UnitDescription(**(plain | changes))


def test_every_change_of_state_ends_one_spell_and_begins_the_next(stock: Stock) -> None:
    """HN-27-1 and HN 33: the history says from when to when, and why."""
    days = [date(2026, 9, day) for day in (2, 5, 8, 20)]
    stock.move(days[0], UnitAct.RESERVE, round_code=ROUND)
    stock.move(days[1], UnitAct.OFFER, role=Role.COUNTY_HEAD, round_code=ROUND)
    stock.move(days[2], UnitAct.LET, round_code=ROUND, document="租赁合同1号")
    stock.move(days[3], UnitAct.GIVE_NOTICE, reason="承租人退租")
    assert stock.spells() == [
        (S.VACATING, days[3], None, "承租人退租"),
        (S.LET, days[2], days[3], ""),
        (S.OFFERED, days[1], days[2], ""),
        (S.RESERVED, days[0], days[1], ""),
        (S.VACANT, TODAY, days[0], "导入第 1 号表"),
    ]
    with stock.database.reads() as session:
        assert verify(session, PLACE).faults == ()
        unit = queries.by_id(session, PLACE, stock.units[0].id)
        assert (unit.state, unit.round_code) == (S.VACATING, None)


def test_what_a_sheet_tells_is_history_too(small: Stock) -> None:
    """A repair that an office writes into its sheet."""
    work = small.at(date(2026, 9, 4))
    facts = unit_facts(1, state=S.REPAIR)
    intake.keep(work, intake.compare(work.session, PLACE, [facts]), import_id=2)
    small.done(work)
    assert small.spells()[0] == (S.REPAIR, date(2026, 9, 4), None, "导入第 2 号表")


def test_empty_days_are_counted_by_state_within_a_period(stock: Stock) -> None:
    """The day on which a spell ends belongs to the next; what nobody knew counts nothing."""
    stock.move(date(2026, 9, 11), UnitAct.BEGIN_REPAIR, reason="漏水")
    stock.move(date(2026, 9, 15), UnitAct.END_REPAIR, reason="修好")
    stock.move(date(2026, 9, 21), UnitAct.RESERVE, round_code=ROUND)
    with stock.database.reads() as session:
        whole = vacancy.empty_days(session, PLACE, date(2026, 1, 1), date(2026, 9, 30))
        first = next(each for each in whole if each.unit.id == stock.units[0].id)
        assert first.days == {S.VACANT: 16, S.REPAIR: 4, S.RESERVED: 10}
        assert first.total == 30
        part = list(vacancy.empty_days(session, PLACE, date(2026, 9, 12), date(2026, 9, 16)))
        assert part[0].days == {S.REPAIR: 3, S.VACANT: 2}
        assert part[1].days == {S.VACANT: 5}
        project = queries.project(session, PLACE, "P01")
        row = empty_row(first, project, date(2026, 1, 1), date(2026, 9, 30))
        assert dict(zip(EMPTY_COLUMNS, row, strict=True))["合计（天）"] == 30
        now = vacancy.empty_now(session, PLACE, date(2026, 9, 30), 0, 50)
        assert [(each.unit.id, each.days) for each in now][-1] == (stock.units[0].id, 9)
        assert vacancy.count_empty(session, PLACE) == 4


def test_a_let_unit_is_not_empty_and_comes_back_when_nobody_moved_in(small: Stock) -> None:
    """HN-22-7: given up before the keys, the flat is vacant at once."""
    unit_id = small.units[0].id
    small.move(date(2026, 9, 2), UnitAct.RESERVE, round_code=ROUND)
    small.move(date(2026, 9, 2), UnitAct.OFFER, role=Role.COUNTY_HEAD, round_code=ROUND)
    work = small.at(date(2026, 9, 3))
    service.let(work, unit_id, round_code=ROUND, document="租赁合同1号")
    assert vacancy.count_empty(work.session, PLACE) == 3
    service.take_back(work, unit_id, reason="未领取钥匙")
    small.done(work)
    assert [each[0] for each in small.spells()] == [
        S.VACANT,
        S.LET,
        S.OFFERED,
        S.RESERVED,
        S.VACANT,
    ]
    work = small.at(date(2026, 9, 4))
    with pytest.raises(WrongState, match="空置"):
        service.take_back(work, unit_id, reason="再收一次")
    work.session.close()


def test_one_door_asks_for_round_reason_and_right(small: Stock) -> None:
    """HN 20 to HN 24: acts of a round name it, acts by hand say why and spare held units."""
    work, unit_id = small.at(TODAY), small.units[0].id
    with pytest.raises(BadInput, match="轮次"):
        service.move_units(work, [unit_id], UnitAct.RESERVE)
    with pytest.raises(BadInput, match="理由"):
        service.move_units(work, [unit_id], UnitAct.BEGIN_REPAIR)
    with pytest.raises(BadInput, match="合同"):
        service.let(work, unit_id, round_code=ROUND, document=" ")
    service.reserve(work, [unit_id], ROUND)
    with pytest.raises(WrongState, match=ROUND):
        service.move_units(work, [unit_id], UnitAct.BEGIN_REPAIR, reason="漏水")
    service.move_units(work, [], UnitAct.RESERVE, round_code=ROUND)
    work.session.close()
    for role in (Role.STREET, Role.AUDITOR, Role.COUNTY_HEAD):
        other = small.at(TODAY, role)
        with pytest.raises(NotAllowed):
            service.move_units(other, [unit_id], UnitAct.BEGIN_REPAIR, reason="漏水")
        other.session.close()


def test_a_unit_is_put_on_file_with_all_that_a_plan_needs(stock: Stock) -> None:
    """HN-20-2: location, layout, area and rent; its class follows from them."""
    work = stock.at(TODAY)
    unit = keeping.add(work, _described(), document="交付清单1号")
    assert (unit.unit_class, unit.state) == ("P01-两居室-低-无障碍", S.VACANT)
    changed = _described(orientation="北", floor=7, floors=27)
    keeping.change(work, unit.id, changed, reason="原登记有误")
    assert (unit.unit_class, unit.orientation) == ("P01-两居室-中-无障碍", "北")
    with pytest.raises(BadInput, match="没有改动"):
        keeping.change(work, unit.id, changed, reason="再改")
    stock.done(work)
    with stock.database.reads() as session:
        kept = queries.get(session, PLACE, "P01-000009")
        assert (kept.usable_area, kept.certificate) == (4150, "湘(2025)001号")
        assert len(vacancy.spells_of(session, kept.id)) == 1
        buildings = queries.buildings(session, PLACE, "P01")
        assert [(each.name, each.accessible, each.units) for each in buildings] == [
            ("1栋", 0, {S.VACANT: 4}),
            ("2栋", 1, {S.VACANT: 1}),
        ]
        assert queries.count_by_project(session, PLACE) == {"P01": {S.VACANT: 5}}
        assert verify(session, PLACE).faults == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": " "}, "房源编号：不能为空"),
        ({"code": "P01-000001"}, "房源编号：房源 P01-000001"),
        ({"building": "1栋", "entrance": "1单元", "room": "0701"}, "房号：房源 P01-000001"),
        ({"floor": 7}, "楼层：7"),
        ({"usable_area": 5231}, "使用面积"),
        ({"completed_on": date(2026, 9, 2)}, "竣工日期"),
    ],
)
def test_what_cannot_be_is_refused(small: Stock, changes: dict[str, Any], words: str) -> None:
    """HN-20-2: before a plan would publish it."""
    work = small.at(TODAY)
    with pytest.raises(BadInput, match=words):
        keeping.add(work, _described(**changes), document="交付清单1号")
    work.session.close()


def test_a_unit_in_a_round_keeps_what_the_plan_published(small: Stock) -> None:
    """HN-20-2: neither by hand nor for other people than the rest of its class."""
    work, unit = small.at(TODAY), small.units[0]
    described = keeping.described_of(queries.by_id(work.session, PLACE, unit.id))
    with pytest.raises(BadInput, match="须一致"):
        keeping.change(work, unit.id, replace(described, reserved_for="职工"), reason="改")
    work.session.rollback()
    service.reserve(work, [unit.id], ROUND)
    with pytest.raises(WrongState, match="现在不能更改"):
        keeping.change(work, unit.id, replace(described, orientation="南"), reason="改")
    with pytest.raises(NotFound):
        keeping.add(work, _described(project_code="P99"), document="清单")
    work.session.close()
    other = small.at(TODAY, Role.STREET)
    with pytest.raises(NotAllowed):
        keeping.change(other, unit.id, described, reason="改")
    other.session.close()


def test_an_owners_priority_is_not_emptied_by_hand(small: Stock) -> None:
    """HN-19-3."""
    work = small.at(TODAY)
    own = _described(owner="县第一人民医院", reserved_for="本单位职工")
    unit = keeping.add(work, own, document="清单")
    with breaks("HN-19-3"):
        keeping.change(work, unit.id, replace(own, reserved_for=" "), reason="改")
    work.session.close()


def test_a_project_is_kept_with_its_address(small: Stock) -> None:
    """HN-20-2: the location of the units."""
    work = small.at(TODAY)
    given = {"name": "清溪雅苑", "street": "清溪街道", "document": "地名批复"}
    keeping.keep_project(work, "P01", address="清溪路1号", **given)
    keeping.keep_project(work, "P02", address="", **given)
    with pytest.raises(BadInput, match="依据文件"):
        keeping.keep_project(work, "P03", address="", **(given | {"document": " "}))
    work.session.rollback()
    small.done(work)


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE units SET usable_area = area + 1", "usable_within_area"),
        ("UPDATE unit_spells SET to_on = '2020-01-01'", "days_in_order"),
        ("DELETE FROM unit_spells", "never removed"),
    ],
)
def test_the_database_refuses_nonsense(stock: Stock, statement: str, refused: str) -> None:
    with stock.database.acts() as session, pytest.raises(DatabaseError, match=refused):
        session.execute(text(statement))


def test_a_spell_that_has_ended_never_changes(stock: Stock) -> None:
    stock.move(date(2026, 9, 4), UnitAct.BEGIN_REPAIR, reason="漏水")
    change = "UPDATE unit_spells SET reason = 'x' WHERE to_on IS NOT NULL"
    with stock.database.acts() as session, pytest.raises(DatabaseError, match="never changes"):
        session.execute(text(change))
    copy = (
        "INSERT INTO unit_spells (place, unit_id, state, from_on, reason, document, begun_by)"
        " SELECT place, unit_id, state, from_on, '', '', '' FROM unit_spells"
        " WHERE to_on IS NULL"
    )
    with stock.database.acts() as session, pytest.raises(IntegrityError):
        session.execute(text(copy))


def test_a_filled_stock_gets_its_first_spells(empty_database: Database) -> None:
    """Columns are added in place: on SQLite a table in use cannot be built anew."""
    migrate.upgrade(empty_database.engine, "0024")
    with empty_database.acts() as session, session.begin():
        session.execute(
            text(
                "INSERT INTO projects (place, code, name, street, highrise, extension_document)"
                " VALUES ('430199', 'P01', '甲', '东', :no, '')"
            ),
            {"no": False},
        )
        session.execute(
            text(
                "INSERT INTO units (place, code, project_code, building, entrance, room, floor,"
                " floors, layout, area, accessible, lift, owner, reserved_for, completed_on,"
                " rent_fen, state, unit_class) VALUES ('430199', 'P01-1', 'P01', '1栋', '', '101',"
                " 1, 6, '一居室', 3600, :no, :no, '县', '', '2024-01-01', 480, 'vacant', 'c')"
            ),
            {"no": False},
        )
    migrate.upgrade(empty_database.engine)
    with empty_database.reads() as session:
        unit = queries.get(session, PLACE, "P01-1")
        assert (unit.facilities, unit.usable_area, unit.keeper) == ("", None, "")
        (spell,) = vacancy.spells_of(session, unit.id)
        assert (spell.state, spell.to_on) == (S.VACANT, None)
        assert session.get(Unit, unit.id) is unit
