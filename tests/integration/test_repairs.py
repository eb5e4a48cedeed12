"""Repairs and visits: HN-27-1, and what visits say for HN-34-8."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.inspections import queries as visits
from housing.inspections import service as visiting
from housing.inspections import story as visits_story
from housing.inspections.service import Found
from housing.inspections.words import Answered, Finding, NextStep, Purpose
from housing.leases.models import Lease
from housing.ledger import queries as books
from housing.ledger.words import AccountKind as A
from housing.ledger.words import lease_ref, owner_ref
from housing.repairs import queries, service, story
from housing.repairs.models import Repair, RepairStep
from housing.repairs.states import RepairState
from housing.repairs.words import Payer, Trouble
from tests.conftest import NOW, PLACE, actor
from tests.factories.leases import active_lease, tenant_account

SOON = date(2026, 9, 2)


class House:
    """Two leases, the second of an employer's own flat, and people who act."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring
        with self.act() as work:
            self.lease = active_lease(work, 1)
            own: dict[str, Any] = {"reserved_for": "示例公司", "owner": "示例公司"}
            self.other: Lease = active_lease(work, 2, unit=own)
            self.tenant, self.stranger = tenant_account(work, 1), tenant_account(work, 2)

    def act(self, who: Actor | Role = Role.OPERATOR, at: datetime = NOW) -> Any:
        person = who if isinstance(who, Actor) else actor(who)
        return working(self.database.acts, person, standing_clock(at), self.keyring)

    def asked(self, lease: Lease | None = None, who: Actor | Role | None = None) -> Repair:
        with self.act(who or self.tenant) as work:
            held = (lease or self.lease).id
            words = "厨房水管漏水"
            return service.request(work, trouble=Trouble.WATER, description=words, lease_id=held)

    def done(self, repair: Repair, **cost: Any) -> Repair:
        with self.act() as work:
            service.assign(work, repair.id, assigned_to="王师傅", visit_on=SOON)
        with self.act() as work:
            return service.finish(work, repair.id, outcome="换了水管", **cost)

    def holds(self, kind: A, ref: str = "") -> int:
        with self.database.reads() as session:
            assert books.trial_balance(session, PLACE).difference == 0
            return books.balance(session, PLACE, kind, ref)


@pytest.fixture
def house(sqlite_database: Database, keyring: Keyring) -> House:
    return House(sqlite_database, keyring)


def test_a_repair_is_answered_within_its_clock_done_paid_and_confirmed(house: House) -> None:
    asked = house.asked()
    assert (asked.number, asked.respond_by) == ("BX2026000001", date(2026, 9, 4))
    done = house.done(asked, cost_fen=12345)
    assert (done.state, done.cost_fen) == (RepairState.DONE, 12345)
    with house.act(house.tenant) as work:
        assert service.confirm(work, asked.id).state is RepairState.CONFIRMED
    with house.database.reads() as session:
        (clock,) = clocks.of_case(session, asked.case)
        assert (clock.kind, clock.outcome) == (ClockKind.REPAIR_RESPONSE, Outcome.DONE)
        assert [each.title for each in story.chapters(session, house.lease.id)] == [
            "报修：用水",
            "BX2026000001 修好",
        ]
        (cost,) = queries.costs(session, PLACE, 2026)
        assert (cost.unit_code, cost.repairs, cost.fen) == ("P01-000001", 1, 12345)
    assert house.holds(A.REPAIR_EXPENSE) == 12345


def test_each_owner_pays_out_of_its_own_money(house: House) -> None:
    house.done(house.asked(house.other, house.stranger), cost_fen=500)
    assert house.holds(A.OWNER_EXPENSE, owner_ref("示例公司")) == 500
    assert house.holds(A.REPAIR_EXPENSE) == 0


def test_a_tenant_pays_only_on_a_paper_and_a_warranty_books_nothing(house: House) -> None:
    asked = house.asked()
    with pytest.raises(BadInput, match="确认损坏的文件"):
        house.done(asked, cost_fen=800, payer=Payer.TENANT)
    house.done(asked, cost_fen=800, payer=Payer.TENANT, document="承租人确认书")
    assert house.holds(A.DAMAGE_DUE, lease_ref(house.lease.id)) == 800
    house.done(house.asked(), cost_fen=900, payer=Payer.WARRANTY)
    assert house.holds(A.REPAIR_EXPENSE) == 800


def test_what_was_not_mended_is_open_again_with_a_clock_of_its_own(house: House) -> None:
    asked = house.asked()
    house.done(asked, cost_fen=100)
    with house.act(house.tenant, datetime(2026, 9, 9, 1, tzinfo=UTC)) as work:
        again = service.reopen(work, asked.id, note="还在漏")
    assert (again.state, again.respond_by) == (RepairState.REQUESTED, date(2026, 9, 14))
    with house.database.reads() as session:
        assert queries.waiting(session, PLACE, date(2026, 9, 15)) == (1, 1)
    late = datetime(2026, 9, 15, 1, tzinfo=UTC)
    with house.act(at=late) as work:
        service.assign(work, asked.id, assigned_to="李师傅", visit_on=date(2026, 9, 16))
    with house.act(at=late) as work:
        assert service.finish(work, asked.id, outcome="修好", cost_fen=50).cost_fen == 150
    with house.database.reads() as session:
        outcomes = sorted(str(each.outcome) for each in clocks.of_case(session, asked.case))
    assert outcomes == ["done", "late"]


def test_a_request_is_ones_own_and_may_be_declined_or_withdrawn(house: House) -> None:
    asked = house.asked()
    with pytest.raises(NotFound), house.act(house.stranger) as work:
        service.withdraw(work, asked.id, reason="不是我的")
    with pytest.raises(NotFound):
        house.asked(house.other)
    with pytest.raises(NotAllowed):
        house.asked(who=Role.AUDITOR)
    with pytest.raises(BadInput, match="承租人怎样确认"), house.act() as work:
        service.confirm(work, house.done(house.asked()).id)
    with house.act() as work:
        assert service.decline(work, asked.id, reason="灯泡自行更换").state is RepairState.DECLINED
    second = house.asked()
    with house.act(house.tenant) as work:
        assert service.withdraw(work, second.id, reason="自己修好").state is RepairState.WITHDRAWN
    with pytest.raises(WrongState, match="不能“派工”"), house.act() as work:
        service.assign(work, second.id, assigned_to="王师傅", visit_on=SOON)


def test_visits_say_whether_anybody_lives_there(house: House) -> None:
    readings = (("2026-09-02", 10000), ("2026-12-01", 10000), ("2027-03-01", 10350))
    for day, reading in readings:
        at = datetime.fromisoformat(f"{day}T02:00:00+00:00")
        with house.act(at=at) as work:
            planned = visiting.plan(work, house.lease.id, on=at.date())
            empty = [Found(Finding.EMPTY, "家具蒙尘", NextStep.VIOLATION)] if day < "2027" else []
            visiting.make(
                work,
                planned.id,
                answered=Answered.NOBODY,
                meters={"water": reading},
                findings=empty,
            )
    with house.database.reads() as session:
        told = [(str(x.on), x.lived_in) for x in visits.signals(session, house.lease.id)]
        assert len(visits_story.chapters(session, house.lease.id)) == 3
        waiting = visits.for_violation(session, PLACE)
    assert told == [
        ("2026-09-02", None),
        ("2026-09-02", False),
        ("2026-12-01", None),
        ("2026-12-01", False),
        ("2026-12-01", False),
        ("2027-03-01", None),
        ("2027-03-01", True),
    ]
    assert [found.detail for found, _ in waiting] == ["家具蒙尘", "家具蒙尘"]
    later = datetime(2027, 3, 2, 1, tzinfo=UTC)
    with house.act(Role.COUNTY_REVIEWER, later) as work:
        visiting.take_up(work, waiting[0][0].id, "violation:WG1")
    with pytest.raises(WrongState, match="已转 violation:WG1"), house.act(at=later) as work:
        visiting.take_up(work, waiting[0][0].id, "violation:WG2")


def test_what_a_visit_finds_broken_is_asked_for_at_once(house: House) -> None:
    """HN-27-1: whoever visits; the clock of the response runs, and the finding names the repair."""
    with house.act(Role.COUNTY_REVIEWER) as work:
        visit = visiting.plan(work, house.lease.id, on=work.day)
        damage = Found(Finding.DAMAGE, "灶台开裂", NextStep.REPAIR)
        gas = Found(Finding.SAFETY, "燃气软管老化", NextStep.REPAIR)
        seen = Found(Finding.OTHER, "楼道堆物")
        visiting.make(work, visit.id, answered=Answered.TENANT, findings=[damage, gas, seen])
        found = [each.taken_up for each in visit.findings]
    with house.database.reads() as session:
        made = sorted(queries.of_leases(session, [house.lease.id]), key=lambda each: each.id)
        assert [(each.trouble, each.urgent) for each in made] == [
            (Trouble.FIXTURES, False),
            (Trouble.OTHER, True),
        ]
        assert found == [*(each.case.subject for each in made), ""]
        assert all(visit.number in each.description for each in made)


def test_visits_are_planned_by_who_was_not_seen_the_longest(house: House) -> None:
    with pytest.raises(BadInput, match="走访事由"), house.act() as work:
        visiting.plan(work, house.lease.id, on=SOON, purpose=Purpose.REPORT)
    with house.database.reads() as session:
        found = visits.due(session, PLACE, date(2026, 1, 1), "", 50)
        assert [each.unit.code for each in found] == ["P01-000001", "P01-000002"]
        assert visits.due(session, PLACE, date(2025, 9, 30), "", 50) == []
    with house.act() as work:
        made = visiting.plan_many(work, [each.lease.id for each in found], on=SOON)
        assert [each.number for each in made] == ["ZF2026000001", "ZF2026000002"]
        assert visits.due(work.session, PLACE, date(2026, 1, 1), "", 50) == []
    with pytest.raises(WrongState, match="已安排"), house.act() as work:
        visiting.plan(work, house.lease.id, on=SOON)
    with house.act() as work:
        visiting.move(work, made[0].id, on=date(2026, 9, 5), reason="家中无人")
        visiting.call_off(work, made[1].id, reason="合同即将终止")
        assert visits.count(work.session, PLACE, "planned", SOON) == 1


@pytest.mark.parametrize(
    ("meters", "said"),
    [({"oil": 1}, "没有“oil”表"), ({"gas": -1}, "不能为负数"), ({"water": 99}, "小于上次")],
)
def test_a_reading_that_cannot_be_is_refused(
    house: House, meters: dict[str, int], said: str
) -> None:
    with house.act() as work:
        first = visiting.plan(work, house.lease.id, on=date(2026, 9, 1))
        visiting.make(work, first.id, answered=Answered.TENANT, meters={"water": 100})
        second = visiting.plan(work, house.lease.id, on=SOON)
    with pytest.raises(BadInput, match=said), house.act() as work:
        visiting.make(work, second.id, answered=Answered.TENANT, meters=meters)


def test_the_database_keeps_what_was_asked_done_and_found(
    database: Database, keyring: Keyring
) -> None:
    house = House(database, keyring)
    asked = house.done(house.asked())
    changes = (
        (update(Repair).values(description="别的"), "what was asked to be repaired"),
        (update(Repair).values(outcome=""), "done_whole"),
        (update(Repair).values(cost_fen=-1), "not_negative"),
        (update(RepairStep).values(note="别的"), "a step of a repair never changes"),
    )
    for change, refused in changes:
        with pytest.raises(DatabaseError, match=refused), house.act() as work:
            work.session.execute(change)
    assert asked.state is RepairState.DONE
