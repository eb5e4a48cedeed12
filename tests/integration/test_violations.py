"""A violation, step by step: HN-32-1, HN-34-1, HN-34-2, HN-34-3, and each act of the law."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from housing.bans import queries as bans
from housing.clocks import queries as clocks
from housing.clocks import service as deadlines
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.handovers import queries as handovers
from housing.leases import queries as leases
from housing.leases.words import Ending
from housing.letters import queries as letters
from housing.violations import queries, service, story
from housing.violations.states import ViolationState as S
from housing.violations.words import DeliveryWay, ViolationKind
from tests.conftest import PLACE
from tests.factories.leases import active_lease, tenant_account
from tests.factories.violations import HEAD, OPERATOR, OTHER_HEAD, REVIEWER, TODAY, Tenancy

ONE_DAY = timedelta(days=1)
WAY = DeliveryWay.IN_PERSON


@pytest.fixture
def home(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Tenancy:
    return Tenancy(sqlite_database, keyring, tmp_path)


def people(home: Tenancy) -> set[str]:
    with home.on(TODAY) as work:
        return {each.identity_index for each in leases.members(work.session, home.lease.id)}


def period(session: Session, home: Tenancy, kind: ClockKind) -> CaseClock:
    """The clock of a period of the case, running or over."""
    found = queries.get(session, PLACE, home.id)
    (clock,) = [each for each in clocks.of_case(session, found.case) if each.kind is kind]
    return clock


def test_a_decision_has_three_effects_at_once_and_names_its_days(home: Tenancy) -> None:
    day = home.cancelled()
    case = home.case()
    assert (case.state, case.return_days, case.cancelled_on) == (S.CANCELLED, 30, day)
    with home.database.reads() as session:
        imposed = bans.of_case(session, case.case)
        until = date(day.year + 5, day.month, day.day)
        assert {ban.identity_index for ban in imposed} == people(home)
        assert {ban.provisional_until for ban in imposed} == {until}
        assert bans.banned_until(session, {home.spouse}, day) == until
        handover = handovers.of_lease(session, home.lease.id)
        assert handover is not None
        assert handover.ending is Ending.VIOLATION
        told = letters.of_case(session, case.case)
        words = letters.text(told[-1], home.keyring)
    assert [letter.kind.value for letter in told] == [
        *("violation_notice", "rectification_order", "return_order"),
    ]
    assert "5 年内不得再次申请" in words
    assert "30 日内退回" in words
    assert "第三十四条" in words


ACTS = {
    ViolationKind.LENT: "HN-34-4",
    ViolationKind.SUBLET: "HN-34-4",
    ViolationKind.SWAPPED: "HN-34-4",
    ViolationKind.CHANGED_USE: "HN-34-5",
    ViolationKind.DAMAGED: "HN-34-6",
    ViolationKind.DECORATED: "HN-34-6",
    ViolationKind.UNLAWFUL: "HN-34-7",
}


def test_every_act_of_the_law_is_told_with_its_own_article(home: Tenancy) -> None:
    for kind, rule in ACTS.items():
        case = home.noticed(kind)
        with home.database.reads() as session:
            (notice,) = letters.of_case(session, case.case)
            assert notice.cites == ["HN-34-1", rule]


def test_the_tenant_is_heard_before_anything_is_found(home: Tenancy) -> None:
    case = home.noticed()
    assert case.statement_until == date(2026, 9, 8)
    with home.on(TODAY) as work:
        home.keep_evidence(work)
    with home.on(date(2026, 9, 8)) as work, pytest.raises(BrokenRule, match="2026-09-09") as no:
        service.find(work, home.id, finding="x")
    assert no.value.rules == ("HN-34-1",)
    with home.on(date(2026, 9, 2), home.tenant) as work:
        service.state(work, home.id, "是我弟弟来住几天")
    with home.on(date(2026, 9, 3)) as work:
        found = service.find(work, home.id, finding="住户持有转租协议")
    assert (found.statement, found.state) == ("是我弟弟来住几天", S.FOUND)
    with home.database.reads() as session:
        assert not [each for each in clocks.of_case(session, found.case) if not each.stopped_on]


def test_nothing_is_found_without_evidence(home: Tenancy) -> None:
    until = home.noticed().statement_until
    assert until is not None
    with home.on(until + ONE_DAY) as work, pytest.raises(BrokenRule, match="证据"):
        service.find(work, home.id, finding="住户持有转租协议")


def test_a_statement_is_the_tenants_own_and_has_its_last_day(home: Tenancy) -> None:
    home.noticed()
    with home.on(date(2026, 9, 9), home.tenant) as work, pytest.raises(WrongState, match="09-08"):
        service.state(work, home.id, "迟了")
    with home.on(TODAY) as work:
        active_lease(work, 2)
        stranger = tenant_account(work, 2)
    with home.on(TODAY, stranger) as work, pytest.raises(NotFound):
        service.state(work, home.id, "不是我的")


OUT_OF_ORDER: dict[str, tuple[Callable[[Work, int], object], str]] = {
    "cancel": (lambda work, key: service.cancel(work, key, reasons="x"), "HN-34-1"),
    "apply": (
        lambda work, key: service.apply(work, key, court="x", document="x", remedies="x"),
        "HN-34-1",
    ),
    "vacate": (service.vacate, "HN-34-1"),
}


@pytest.mark.parametrize("act", OUT_OF_ORDER)
def test_an_act_out_of_order_is_refused_with_the_article_of_the_missing_step(
    home: Tenancy, act: str
) -> None:
    day = home.found()
    run, rule = OUT_OF_ORDER[act]
    who = REVIEWER if act == "vacate" else HEAD
    with home.on(day, who) as work, pytest.raises(BrokenRule, match="责令限期整改") as refused:
        run(work, home.id)
    assert refused.value.rules == (rule,)
    assert home.case().state is S.FOUND


def test_the_period_runs_from_delivery_and_must_end_before_the_decision(home: Tenancy) -> None:
    day = home.found()
    with home.on(day, HEAD) as work:
        service.order(work, home.id, requirement="收回住房自住")
    later = day + timedelta(days=10)
    with home.on(later) as work:
        case = service.deliver_order(work, home.id, later, WAY, receipt="回证1")
    assert case.rectify_until == date(2026, 10, 19)
    with (
        home.on(case.rectify_until, HEAD) as work,
        pytest.raises(BrokenRule, match="2026-10-20") as early,
    ):
        service.cancel(work, home.id, reasons="拒不整改")
    assert early.value.rules == ("HN-34-1",)
    after = case.rectify_until + ONE_DAY
    with home.on(after, HEAD) as work, pytest.raises(BrokenRule, match="检查"):
        service.cancel(work, home.id, reasons="拒不整改")


def test_each_period_is_a_clock_that_runs_from_delivery_for_the_days_of_its_letter(
    home: Tenancy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HN-34-1, HN-34-2: a value set after the letter was written moves no last day."""
    later = home.found() + timedelta(days=10)
    with home.on(later, HEAD) as work:
        service.order(work, home.id, requirement="收回住房自住")
    monkeypatch.setattr("housing.violations.rules.days_to_rectify", lambda *_: 1)
    with home.on(later) as work:
        until = service.deliver_order(work, home.id, later, WAY, receipt="回证1").rectify_until
    with home.database.reads() as session:
        clock = period(session, home, ClockKind.RECTIFICATION)
        assert (clock.started_on, clock.period, clock.due_on) == (later, 30, until)
        assert (clock.remind_on, clock.role) == (until + ONE_DAY, REVIEWER.role)
        assert clock.rules == ["HN-34-1"]
    with home.on(until) as work:
        service.visit(work, home.id, on=until, is_rectified=False, finding="否", document="1号")
        assert period(work.session, home, ClockKind.RECTIFICATION).stopped_on is None
    after = until + ONE_DAY
    with home.on(after) as work:
        service.visit(work, home.id, on=after, is_rectified=False, finding="否", document="2号")
        assert period(work.session, home, ClockKind.RECTIFICATION).stopped_on == after


def test_the_case_follows_the_last_day_of_its_clock(home: Tenancy) -> None:
    """A head lets the period stand for ten days: the decision has to wait so much longer."""
    until = home.rectifying()
    begun = until - timedelta(days=20)
    with home.on(begun, HEAD) as work:
        case = queries.get(work.session, PLACE, home.id).case
        deadlines.pause(work, case, ClockKind.RECTIFICATION, "承租人住院")
    with home.on(begun + timedelta(days=10), HEAD) as work:
        moved = deadlines.resume(work, case, ClockKind.RECTIFICATION, "已出院").due_on
    assert moved >= until + timedelta(days=10)
    after = until + ONE_DAY
    with home.on(after) as work:
        seen = {"is_rectified": False, "finding": "否", "document": "1号"}
        assert service.visit(work, home.id, on=after, **seen).refused_on is None
        assert period(work.session, home, ClockKind.RECTIFICATION).stopped_on is None
    with home.on(moved + ONE_DAY) as work:
        last = service.visit(work, home.id, on=moved + ONE_DAY, **seen)
        assert last.refused_on == moved + ONE_DAY


def test_what_was_put_right_ends_the_case_and_nobody_is_banned(home: Tenancy) -> None:
    until = home.rectifying()
    with home.on(until) as work:
        case = service.visit(
            work, home.id, on=until, is_rectified=True, finding="已自住", document="笔录1号"
        )
    assert (case.state, case.ended_on) == (S.CLOSED, until)
    with home.database.reads() as session:
        assert not bans.banned_until(session, people(home), until)
        assert letters.of_case(session, case.case)[-1].kind.value == "rectified"


def test_a_visit_within_the_period_that_finds_it_undone_is_not_enough(home: Tenancy) -> None:
    until = home.rectifying()
    with home.on(until) as work:
        service.visit(work, home.id, on=until, is_rectified=False, finding="否", document="笔录1号")
    with home.on(until + ONE_DAY, HEAD) as work, pytest.raises(BrokenRule, match="检查"):
        service.cancel(work, home.id, reasons="拒不整改")


def test_two_people_find_and_order_visit_and_decide(home: Tenancy) -> None:
    day = home.found()
    again = REVIEWER.__class__(REVIEWER.name, HEAD.role, PLACE)
    with home.on(day, again) as work, pytest.raises(NotAllowed, match="两个人"):
        service.order(work, home.id, requirement="收回住房自住")
    with home.on(day) as work, pytest.raises(NotAllowed):
        service.order(work, home.id, requirement="收回住房自住")


def test_the_court_comes_only_after_the_period_for_the_return(home: Tenancy) -> None:
    until = home.returning()
    with home.on(until, HEAD) as work, pytest.raises(BrokenRule, match="退回期限") as early:
        service.apply(work, home.id, court="法院", document="1", remedies="已核对")
    assert early.value.rules == ("HN-34-3",)
    with home.on(until + ONE_DAY, HEAD) as work, pytest.raises(BadInput, match="复议"):
        service.apply(work, home.id, court="法院", document="1", remedies=" ")
    with home.on(until + ONE_DAY, HEAD) as work:
        case = service.apply(work, home.id, court="法院", document="1", remedies="已核对")
    assert case.state is S.ENFORCEMENT
    with home.on(until + 2 * ONE_DAY) as work:
        case = service.rule(
            work, home.id, on=until + 2 * ONE_DAY, number="执1号", ruling="准予强制执行"
        )
    assert (case.court_number, case.state) == ("执1号", S.ENFORCEMENT)


def test_a_dwelling_that_is_not_handed_over_is_not_back(home: Tenancy) -> None:
    until = home.returning()
    with home.on(until) as work, pytest.raises(BrokenRule, match="交接"):
        service.vacate(work, home.id)


def test_a_revoked_decision_lifts_the_ban_and_lets_the_tenant_stay(home: Tenancy) -> None:
    until = home.returning()
    with home.on(until, HEAD) as work, pytest.raises(NotAllowed, match="不能撤销"):
        service.revoke(work, home.id, reasons="复议撤销", document="复1号")
    with home.on(until, OTHER_HEAD) as work:
        case = service.revoke(work, home.id, reasons="复议撤销", document="复1号")
    assert case.state is S.REVOKED
    with home.database.reads() as session:
        assert bans.banned_until(session, people(home), until) is None
        assert handovers.of_lease(session, home.lease.id) is None
        told = [chapter.title for chapter in story.chapters(session, home.lease.id)]
    assert told[0] == "违规立案：转租"
    assert told[-1] == "撤销取消决定"


def test_unlawful_acts_need_the_authority_and_cease_at_once(home: Tenancy) -> None:
    day = home.heard(ViolationKind.UNLAWFUL)
    with home.on(day) as work, pytest.raises(BrokenRule, match="主管机关") as refused:
        service.find(work, home.id, finding="屋内开设赌场")
    assert refused.value.rules == ("HN-34-7",)
    with home.on(day) as work:
        service.find(
            work,
            home.id,
            finding="屋内开设赌场",
            authority="县公安局",
            authority_document="行罚〔2026〕9号",
        )
    with home.on(day, HEAD) as work:
        service.order(work, home.id, requirement="立即停止")
    with home.on(day) as work:
        case = service.deliver_order(work, home.id, day, WAY, receipt="回证1")
    assert case.rectify_until == day
    with home.database.reads() as session:
        assert period(session, home, ClockKind.RECTIFICATION).due_on == day


def test_damage_is_ordered_only_with_the_demand_to_restore(home: Tenancy) -> None:
    day = home.found(ViolationKind.DAMAGED)
    with home.on(day, HEAD) as work, pytest.raises(BrokenRule, match="恢复原状") as refused:
        service.order(work, home.id, requirement="修一修")
    assert refused.value.rules == ("HN-34-6",)


def test_one_case_of_an_act_runs_at_a_time_and_only_reviewers_open_it(home: Tenancy) -> None:
    first = home.opened()
    with home.on(TODAY) as work, pytest.raises(WrongState, match=first.number):
        service.open_case(work, home.lease.id, ViolationKind.SUBLET, facts="又来")
    with home.on(TODAY, OPERATOR) as work, pytest.raises(NotAllowed):
        service.open_case(work, home.lease.id, ViolationKind.LENT, facts="又来")
    with home.on(TODAY) as work, pytest.raises(BadInput, match="2026-09-02"):
        service.open_case(
            work, home.lease.id, ViolationKind.LENT, facts="x", happened_on=date(2026, 9, 2)
        )


def test_a_case_that_is_dismissed_tells_the_tenant_and_is_no_more(home: Tenancy) -> None:
    home.noticed()
    with home.on(TODAY) as work:
        case = service.dismiss(work, home.id, reasons="弟弟短住")
    assert case.state is S.DISMISSED
    with home.on(TODAY) as work, pytest.raises(WrongState, match="不成立"):
        service.find(work, home.id, finding="x")
    with home.database.reads() as session:
        assert queries.waiting(session, PLACE, date(2027, 1, 1)) == 0


def test_lists_are_by_the_day_that_a_case_waits_for(home: Tenancy) -> None:
    until = home.rectifying()
    with home.database.reads() as session:
        assert [each.id for each in queries.page_of(session, PLACE, "rectifying")] == [home.id]
        assert queries.count(session, PLACE, "court") == 0
        assert queries.waiting(session, PLACE, until) == 0
        assert queries.waiting(session, PLACE, until + ONE_DAY) == 1
