"""The life of a lease: terms of rent, successors, ends, filing, and reports of the flat."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, MissingPolicyValue, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.leases import conditions, jobs, queries, service, story, terms, whose
from housing.leases.conditions import Difference, Found, Item
from housing.leases.models import Lease, RentTerm
from housing.leases.states import LeaseState
from housing.leases.words import ConditionPurpose, Ending, LeaseKind, RentBasis
from tests.conftest import NOW, work_in
from tests.factories.leases import active_lease, tenant_account
from tests.migrated import migrated_sqlite

TODAY = date(2026, 9, 1)
ONE = timedelta(days=1)


@pytest.fixture
def work(sqlite_database: Database, keyring: Keyring) -> Iterator[Work]:
    """An act of the centre."""
    work = work_in(sqlite_database, keyring, Role.CENTRE)
    with work.session:
        yield work


def _change(work: Work, lease: Lease, from_on: date, fen: int = 20000) -> RentTerm:
    return terms.change(
        work,
        lease,
        from_on=from_on,
        basis=RentBasis.MARKET,
        rent_group="market",
        monthly_fen=fen,
        standard="市场租金",
        reason="退出保障",
    )


def _ending_soon(work: Work, number: int = 1, **changes: object) -> Lease:
    """A lease whose last day agreed is today."""
    start = date(2023, 9, 2)
    return active_lease(work, number, starts_on=start, months=36, **changes)


def _successor(work: Work, lease: Lease, starts_on: date, unit_id: int | None = None) -> Lease:
    kind = LeaseKind.EXCHANGE if unit_id else LeaseKind.RENEWAL
    ends_on = starts_on + timedelta(days=365)
    made = service.draft_successor(
        work, lease, kind, unit_id=unit_id, starts_on=starts_on, ends_on=ends_on
    )
    return service.set_clauses(work, made.id, {"facilities_condition": "完好"})


def test_the_factory_makes_a_lease_that_its_tenant_finds(work: Work) -> None:
    lease = active_lease(work, 1)
    other = active_lease(work, 2)
    tenant = tenant_account(work, 1)
    assert lease.state is LeaseState.ACTIVE
    assert [each.id for each in whose.leases_of(work.session, tenant)] == [lease.id]
    assert queries.active_of_unit(work.session, other.unit_id) == other
    assert queries.active_of_household(work.session, lease.household_id) == lease
    assert queries.running(work.session, lease.place, lease.id, 5) == [other]
    assert lease.ends_on == date(2028, 9, 30)


def test_rents_follow_one_another_without_a_gap(work: Work) -> None:
    """HN-26-1, HN-33-6: from its day on another rent holds."""
    lease = active_lease(work)
    _change(work, lease, date(2026, 10, 15))
    first, second = terms.of_leases(work.session, [lease.id])[lease.id]
    assert (first.to_on, second.from_on) == (date(2026, 10, 14), date(2026, 10, 15))
    assert terms.on(work.session, lease.id, date(2026, 10, 14)).monthly_fen == 16608
    assert terms.on(work.session, lease.id, date(2027, 1, 1)).basis is RentBasis.MARKET
    _change(work, lease, date(2026, 9, 1), 18000)  # What has not begun gives way.
    held = terms.of_leases(work.session, [lease.id])[lease.id]
    assert [(each.from_on, each.monthly_fen) for each in held] == [
        (date(2025, 10, 1), 16608),
        (date(2026, 9, 1), 18000),
    ]
    with pytest.raises(WrongState, match="2026-09-01 起的租金已经执行"):
        _change(work, lease, date(2026, 5, 1))
    with pytest.raises(BadInput, match="早于起租日"):
        _change(work, lease, date(2025, 9, 30))
    with pytest.raises(MissingPolicyValue):
        terms.on(work.session, lease.id, date(2025, 9, 30))


@settings(max_examples=12)
@given(data=st.data())
def test_any_order_of_changes_leaves_one_rent_for_each_day(
    data: st.DataObject, shared: Work
) -> None:
    """One rent holds on every day of the lease, whatever was changed and refused."""
    with shared.session.begin_nested() as nested:
        lease = active_lease(shared)
        for _ in range(data.draw(st.integers(1, 6))):
            day = data.draw(st.dates(date(2025, 9, 25), date(2028, 9, 30)))
            try:
                _change(shared, lease, day, data.draw(st.integers(0, 10**6)))
            except (WrongState, BadInput):
                continue
        held = terms.of_leases(shared.session, [lease.id])[lease.id]
        assert held[0].from_on == lease.starts_on
        assert held[-1].to_on is None
        for before, after in pairwise(held):
            assert before.to_on is not None
            assert after.from_on == before.to_on + ONE
        nested.rollback()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Iterator[Work]:
    """One open act for all examples; each is rolled back."""
    database = migrated_sqlite(tmp_path_factory.mktemp("leases") / "housing.db")
    work = work_in(database, keyring, Role.CENTRE)
    with work.session:
        yield work
    database.engine.dispose()


def test_a_renewal_follows_without_a_day_between(
    work: Work, sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-24-6: the old lease runs to its end, and on the next day the new one holds."""
    lease = _ending_soon(work)
    renewed = _successor(work, lease, TODAY + ONE)
    assert renewed.previous_id == lease.id
    assert queries.members(work.session, renewed.id)[0].position == 0
    with pytest.raises(WrongState, match="已有接续合同"):
        _successor(work, lease, TODAY + ONE)
    service.sign_successor(work, renewed.id, document="续1号")
    assert (lease.state, renewed.state) == (LeaseState.ACTIVE, LeaseState.SIGNED)
    work.session.commit()
    assert jobs.sweep(sqlite_database, keyring, standing_clock(NOW)).begun == 0
    tomorrow = standing_clock(NOW + timedelta(days=3))
    assert jobs.sweep(sqlite_database, keyring, tomorrow) == jobs.Swept(1, 0)
    assert jobs.sweep(sqlite_database, keyring, tomorrow) == jobs.Swept(0, 0)
    work.session.expire_all()
    assert (lease.state, lease.ending, lease.ended_on) == (
        LeaseState.ENDED,
        Ending.RENEWED,
        TODAY,
    )
    assert renewed.state is LeaseState.ACTIVE
    titles = [each.title for each in story.chapters(work.session, lease.id)]
    assert titles[-1] == "租赁结束：续租"


def test_a_late_renewal_leaves_the_old_lease_running_until_it(work: Work) -> None:
    """HN-24-6: a late review keeps the old terms until the decision."""
    lease = active_lease(work, starts_on=date(2023, 8, 1), months=36)
    assert lease.ends_on < TODAY
    renewed = _successor(work, lease, TODAY)
    service.sign_successor(work, renewed.id, document="续1号")
    assert renewed.state is LeaseState.ACTIVE
    assert lease.ended_on == TODAY - ONE


def test_a_renewal_says_what_the_contract_before_said(work: Work) -> None:
    """HN-24-3, HN-24-6: a renewal of the same flat can be signed as it is drafted."""
    days = {"starts_on": TODAY + ONE, "ends_on": TODAY + timedelta(days=365)}
    bare: dict[str, dict[str, str]] = {"unit": {"facilities": ""}}
    old = _ending_soon(work, 1, **bare)
    told = service.draft_successor(work, old, LeaseKind.RENEWAL, **days)
    assert told.clauses["facilities_condition"] == "按约定"
    carried = _ending_soon(work, 2, clauses={}, **bare)
    seen = service.draft_successor(work, carried, LeaseKind.RENEWAL, **days)
    assert "2023年9月2日查看：入户门：完好" in seen.clauses["facilities_condition"]


def test_two_households_exchange_in_one_act(work: Work) -> None:
    """HN-31: each lease ends on the day before, and the flats change hands."""
    one, two = active_lease(work, 1), active_lease(work, 2)
    made = [
        _successor(work, one, TODAY, two.unit_id),
        _successor(work, two, TODAY, one.unit_id),
    ]
    for old in (one, two):
        service.end(work, old, Ending.EXCHANGED, on=TODAY - ONE, reason="互换")
    for new in made:
        service.sign_successor(work, new.id, document="换1号")
    assert [each.state for each in made] == [LeaseState.ACTIVE] * 2
    assert queries.active_of_unit(work.session, one.unit_id) == made[1]
    assert made[0].deposit_fen == one.deposit_fen


def test_what_cannot_follow_is_refused(work: Work) -> None:
    lease = active_lease(work)
    with pytest.raises(BadInput, match="不能接续"):
        service.draft_successor(work, lease, LeaseKind.FIRST, starts_on=TODAY, ends_on=TODAY + ONE)
    with pytest.raises(BadInput, match="须晚于"):
        service.draft_successor(
            work, lease, LeaseKind.RENEWAL, starts_on=lease.starts_on, ends_on=TODAY
        )
    with pytest.raises(BrokenRule, match="超过 5 年"):
        service.draft_successor(
            work,
            lease,
            LeaseKind.RENEWAL,
            starts_on=date(2028, 10, 1),
            ends_on=date(2033, 10, 1),
        )
    early = _successor(work, lease, date(2028, 9, 30))
    with pytest.raises(BrokenRule, match="两份合同的日期不能重叠"):
        service.sign_successor(work, early.id, document="续1号")
    work.session.expire_all()
    with pytest.raises(WrongState, match="接续合同"):
        service.sign(work, early.id, document="续1号")


def test_a_lease_ends_once_with_its_reason_and_takes_its_successor_along(work: Work) -> None:
    lease = _ending_soon(work)
    renewed = _successor(work, lease, TODAY + ONE)
    service.sign_successor(work, renewed.id, document="续1号")
    for on, words in ((TODAY + ONE, "还没有到"), (date(2020, 1, 1), "早于起租日")):
        with pytest.raises(BadInput, match=words):
            service.end(work, lease, Ending.MOVED_OUT, on=on, reason="搬走")
    with pytest.raises(BadInput, match="终止原因"):
        service.end(work, lease, Ending.MOVED_OUT, on=TODAY, reason=" ")
    service.end(work, lease, Ending.MOVED_OUT, on=TODAY, reason="搬走", document="申请1号")
    assert (lease.state, renewed.state) == (LeaseState.ENDED, LeaseState.VOID)
    with pytest.raises(WrongState):
        service.end(work, lease, Ending.EXIT, on=TODAY, reason="再退")
    with pytest.raises(WrongState, match="已结束"):
        _change(work, lease, TODAY)


def test_filing_is_once_and_by_who_files(work: Work, sqlite_database: Database) -> None:
    """HN-24-2: filing record with date and officer, within 30 calendar days of signing."""
    lease = _ending_soon(work)
    renewed = _successor(work, lease, TODAY + ONE)
    with pytest.raises(WrongState, match="没有签订"):
        service.file(work, renewed.id, number="备1")
    service.sign_successor(work, renewed.id, document="续1号")
    assert queries.filing_due(work.session, [renewed.id]) == {renewed.id: date(2026, 10, 8)}
    late = queries.LeaseFilter(filing_late_on=date(2026, 10, 9))
    assert queries.count(work.session, lease.place, late) == 1
    assert queries.late_by_owner(work.session, lease.place, date(2026, 10, 9)) == [("县住建局", 1)]
    assert queries.waiting(work.session, lease.place, TODAY)["unfiled"] == 1
    operator = work_in(sqlite_database, work.keyring, Role.OPERATOR)
    with operator.session, pytest.raises(NotAllowed):
        service.file(operator, renewed.id, number="备1")
    service.file(work, renewed.id, number="备1")
    assert (renewed.filed_on, renewed.filed_by) == (TODAY, "centre")
    assert queries.filing_due(work.session, [renewed.id]) == {}
    with pytest.raises(WrongState, match="备案"):
        service.file(work, renewed.id, number="备2")


def test_reports_are_whole_and_tell_what_changed(work: Work) -> None:
    """HN-24-3: facilities and their condition."""
    lease = active_lease(work)
    (before,) = queries.reports(work.session, lease.id)
    found = Found((Item("入户门", "完好"), Item("灶台", "有损坏", "裂缝"), Item("花盆", "完好")))
    after = conditions.record(work, lease, ConditionPurpose.OUT, found)
    assert conditions.differences(before, after) == [
        Difference("灶台", "完好", "有损坏"),
        Difference("花盆", "", "完好"),
    ]
    bare = conditions.record(work, lease, ConditionPurpose.OUT, Found((Item("入户门", "完好"),)))
    assert conditions.differences(before, bare) == [Difference("灶台", "完好", "")]
    twice = Found((Item("门", "完好"), Item("门", "缺失")))
    for wrong, words in (
        (Found(()), "至少写一项"),
        (twice, "写了两次"),
        (Found((Item("门", ""),)), "名称和状况"),
        (Found((Item("门", "好" * 501),)), "超过 500 字"),
    ):
        with pytest.raises(BadInput, match=words):
            conditions.record(work, lease, ConditionPurpose.VISIT, wrong)
    with pytest.raises(BadInput, match="还没有到"):
        conditions.record(work, lease, ConditionPurpose.VISIT, found, TODAY + ONE)
