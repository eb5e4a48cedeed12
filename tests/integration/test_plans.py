"""Plans: the eight items, the lead, two persons, units held, and what stays as it was public."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.canonical import sha256_hex
from housing.core.db.session import Database
from housing.core.errors import BadInput, Conflict, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.households.words import Group
from housing.notices import queries as notices
from housing.notices.kinds import NoticeKind
from housing.plans import queries, service
from housing.plans.content import content_bytes
from housing.plans.models import Plan
from housing.plans.rules import classes_of
from housing.plans.states import PlanState
from housing.units.models import Unit
from housing.units.states import UnitState
from tests.conftest import PLACE
from tests.factories.planning import ENDS, OPENS, Planning, facts, ref
from tests.integration.small_county import HOSPITAL, LOW, TWO, household, own_unit, unit
from tests.refusing import breaks


@pytest.fixture
def planning(database: Database, keyring: Keyring, tmp_path: Path) -> Planning:
    """Two households and four flats, one of them the hospital's."""
    homes = [household(keyring, 1), household(keyring, 2)]
    return Planning(database, keyring, tmp_path).fill(
        homes, [unit(1), unit(2), unit(3, TWO), own_unit(5)]
    )


def publish(planning: Planning, plan: Plan) -> Plan:
    with planning.desk.counter.work(planning.reviewer) as work:
        return service.publish(work, plan.round_id)


def test_a_public_plan_says_the_eight_items_and_holds_its_units(planning: Planning) -> None:
    """HN-20-1, HN-20-2: published before it begins, with location, number, layout, area, …"""
    plan = planning.published()
    assert (plan.state, plan.published_on) == (PlanState.PUBLISHED, date(2026, 9, 1))
    with planning.database.reads() as session:
        units = queries.units_of(session, plan.round_id)
        assert [each.unit_code for each in units] == ["P01-0001", "P01-0002", "P01-0003"]
        assert plan.sha256 == sha256_hex(content_bytes(plan, units))
        assert queries.classes(session, plan.round_id) == classes_of(units)
        held = session.scalars(select(Unit).where(Unit.state == UnitState.RESERVED)).all()
        assert {each.round_code for each in held} == {plan.round_code}
        assert len(held) == 3
        (notice,) = notices.of_case(session, plan.case)
        assert (notice.kind, notice.ends_on) == (NoticeKind.ALLOCATION_PLAN, ENDS)
        shown = dict(notice.shown)
        assert shown["房源位置"] == "东岸街道 望麓新苑"
        assert shown["房源数量"] == "3 套"
        assert shown["建筑面积"] == "34.60 至 49.50 平方米"
        assert shown["意向登记时限"] == "2026-09-08 至 2026-09-17"
        assert {"户型和套数", "租金标准", "保障对象范围", "意向登记地点"} <= shown.keys()
        assert verify(session, PLACE).faults == ()


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"rent": " "}, "租金或者价格标准"),
        ({"range_served": ""}, "保障对象范围"),
        ({"registration_from": None}, "意向登记时限"),
        ({"registration_place": ""}, "意向登记地点"),
        ({"registration_how": ""}, "意向登记地点"),
        ({"method": ""}, "确定分配对象与排序的办法"),
        ({"session_time_place": ""}, "选房的时间"),
        ({"signing_days": None}, "签订合同的期限"),
    ],
)
def test_a_plan_that_leaves_an_item_out_is_not_published(
    sqlite_planning: Planning, missing: dict[str, object], named: str
) -> None:
    """HN-20-2."""
    plan = sqlite_planning.written(**missing)
    with breaks("HN-20-2", match=named):
        publish(sqlite_planning, plan)
    assert sqlite_planning.plan(plan.round_id).state is PlanState.DRAFT


@pytest.fixture
def sqlite_planning(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Planning:
    """The same county, where the engine does not matter."""
    homes = [household(keyring, 1)]
    return Planning(sqlite_database, keyring, tmp_path).fill(
        homes, [unit(1), unit(2), unit(3, TWO), own_unit(5)]
    )


def test_a_plan_without_units_names_location_number_layout_and_area(
    sqlite_planning: Planning,
) -> None:
    """HN-20-2."""
    plan = sqlite_planning.drafted()
    with sqlite_planning.desk.counter.work(sqlite_planning.centre) as work:
        plan = service.change(work, plan.round_id, facts(), [], plan.version)
    with breaks("HN-20-2", match="房源的位置、房源的数量、户型、面积"):
        publish(sqlite_planning, plan)


def test_registration_opens_no_sooner_than_the_county_s_lead(sqlite_planning: Planning) -> None:
    """HN-20-1: public for seven days before, as the county has set."""
    early = sqlite_planning.written(registration_from=OPENS - timedelta(days=1))
    with breaks("HN-20-1", match="最早 2026-09-08"):
        publish(sqlite_planning, early)


def test_the_window_is_no_shorter_than_the_county_s(sqlite_planning: Planning) -> None:
    """HN-21-1: ten days, both ends included."""
    short = sqlite_planning.written(registration_until=ENDS - timedelta(days=1))
    with breaks("HN-21-1", match="截止日不早于 2026-09-17"):
        publish(sqlite_planning, short)


def test_whoever_wrote_a_plan_does_not_publish_it(planning: Planning) -> None:
    plan = planning.written()
    with (
        pytest.raises(NotAllowed, match="两个人"),
        planning.desk.counter.work(planning.centre) as work,
    ):
        service.publish(work, plan.round_id)
    with (
        pytest.raises(NotAllowed),
        planning.desk.counter.work(planning.desk.person(Role.STREET)) as work,
    ):
        service.publish(work, plan.round_id)
    with pytest.raises(IntegrityError), planning.database.acts() as session, session.begin():
        session.execute(
            text(
                "UPDATE plans SET published_by = drafted_by, published_at = drafted_at,"
                " published_on = '2026-09-01', sha256 = 'x', state = 'published'"
            )
        )


def test_a_plan_that_is_public_never_changes_not_even_by_sql(planning: Planning) -> None:
    plan = planning.published()
    with pytest.raises(WrongState), planning.desk.counter.work(planning.centre) as work:
        service.change(work, plan.round_id, facts(), [], plan.version)
    for statement in (
        "UPDATE plans SET rent = 'x'",
        "UPDATE plans SET registration_until = '2027-01-01'",
        "UPDATE plans SET groups_served = '[1]'",
        "DELETE FROM plans",
        "UPDATE plan_units SET area = area + 1",
        "DELETE FROM plan_units",
    ):
        with pytest.raises(DatabaseError), planning.database.acts() as session, session.begin():
            session.execute(text(statement))


def test_two_people_who_write_at_once_do_not_overwrite_each_other(
    sqlite_planning: Planning,
) -> None:
    plan = sqlite_planning.written()
    with (
        pytest.raises(Conflict),
        sqlite_planning.desk.counter.work(sqlite_planning.reviewer) as work,
    ):
        service.change(work, plan.round_id, facts(rent="另一标准"), [], plan.version - 1)
    assert sqlite_planning.plan(plan.round_id).rent == facts().rent


def test_a_unit_is_in_one_public_plan_only(planning: Planning) -> None:
    """HN-20-1: units of a public plan are held; a second plan cannot name them."""
    first, second = planning.written(), planning.written()
    publish(planning, first)
    with pytest.raises(WrongState, match="分配中"):
        publish(planning, second)
    third, low = planning.drafted(), planning.units(Unit.unit_class == LOW)
    with (
        pytest.raises(WrongState, match="只有空置"),
        planning.desk.counter.work(planning.centre) as work,
    ):
        service.change(work, third.round_id, facts(), low, third.version)


def test_the_common_stock_and_an_owner_s_are_planned_apart(sqlite_planning: Planning) -> None:
    """HN-19-1: an owner's stock is for its own round."""
    own = sqlite_planning.written(f"owner:{HOSPITAL}")
    with sqlite_planning.database.reads() as session:
        assert [each.unit_code for each in queries.units_of(session, own.round_id)] == ["P06-0005"]
    county, its = sqlite_planning.drafted(), sqlite_planning.units(Unit.owner == HOSPITAL)
    with (
        pytest.raises(BadInput, match="定向"),
        sqlite_planning.desk.counter.work(sqlite_planning.centre) as work,
    ):
        service.change(work, county.round_id, facts(), its, county.version)
    with (
        pytest.raises(BadInput, match=HOSPITAL),
        sqlite_planning.desk.counter.work(sqlite_planning.centre) as work,
    ):
        service.draft(work, ref(sqlite_planning.prepared(), "owner:没有这家"))


def test_units_of_one_class_that_differ_are_named(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    odd = unit(2, layout="两居室")
    planning = Planning(sqlite_database, keyring, tmp_path).fill(
        [household(keyring, 1)], [unit(1), odd]
    )
    with pytest.raises(BadInput, match="P01-0001 与 P01-0002"):
        publish(planning, planning.written())


def test_a_unit_that_falls_out_goes_back_with_a_new_notice(planning: Planning) -> None:
    """HN-20-1: a change of the plan is made public too."""
    plan = planning.published()
    head = planning.desk.person(Role.COUNTY_HEAD)
    with planning.desk.counter.work(head) as work:
        service.take_unit_out(work, plan.round_id, "P01-0003", "屋面漏水须大修")
    with planning.database.reads() as session:
        assert [u.unit_code for u in queries.units_of(session, plan.round_id)] == [
            "P01-0001",
            "P01-0002",
        ]
        whole = queries.units_of(session, plan.round_id, with_withdrawn=True)
        assert plan.sha256 == sha256_hex(content_bytes(plan, whole))
        freed = session.scalars(select(Unit).where(Unit.code == "P01-0003")).one()
        assert freed.state is UnitState.VACANT
        first, second = notices.of_case(session, plan.case)
        assert first.withdrawn_at is not None
        assert dict(second.shown)["房源数量"] == "2 套"
        assert "屋面漏水" in dict(second.shown)["方案变更"]
    with pytest.raises(NotFound), planning.desk.counter.work(head) as work:
        service.take_unit_out(work, plan.round_id, "P01-0003", "再移一次")
    with planning.desk.counter.work(head) as work:
        service.take_unit_out(work, plan.round_id, "P01-0002", "同上")
    with pytest.raises(BadInput, match="最后一套"), planning.desk.counter.work(head) as work:
        service.take_unit_out(work, plan.round_id, "P01-0001", "同上")


def test_a_withdrawn_plan_stays_to_be_read_and_a_successor_takes_it_over(
    planning: Planning,
) -> None:
    plan, successor = planning.published(), planning.prepared()
    head = planning.desk.person(Role.COUNTY_HEAD)
    with planning.desk.counter.work(head) as work:
        service.withdraw(work, plan.round_id, "异议成立，本轮作废")
        carried = service.carry_over(work, plan.round_id, successor.id, successor.code)
    with planning.database.reads() as session:
        old = queries.public(session, plan.round_code)
        assert (old.state, old.withdrawn_reason) == (PlanState.WITHDRAWN, "异议成立，本轮作废")
        assert all(each.withdrawn_at for each in notices.of_case(session, plan.case))
        units = queries.units_of(session, successor.id)
        assert len(units) == 3
        assert carried.state is PlanState.PUBLISHED
        assert carried.sha256 == sha256_hex(content_bytes(carried, units)) != plan.sha256
    with pytest.raises(BadInput), planning.desk.counter.work(head) as work:
        service.withdraw(work, successor.id, " ")


def test_a_draft_is_nobody_s_business_yet(sqlite_planning: Planning) -> None:
    plan = sqlite_planning.written(groups_served=(Group.LOW_INCOME,))
    with sqlite_planning.database.reads() as session:
        with pytest.raises(NotFound):
            queries.public(session, plan.round_code)
        assert queries.published(session, PLACE, OPENS) == []
        assert queries.get(session, PLACE, plan.round_id).groups_served == ["low_income"]
    with (
        pytest.raises(WrongState, match="已有"),
        sqlite_planning.desk.counter.work(sqlite_planning.centre) as work,
    ):
        service.draft(work, replace(ref(sqlite_planning.prepared()), id=plan.round_id))
