"""Exits from trigger to keys: HN-33-1 to HN-33-8, machine 6 of the measures."""

from datetime import date
from pathlib import Path

import pytest

from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.exits import jobs, queries, service, story
from housing.exits.models import ExitCase
from housing.exits.states import ExitState, Trigger
from housing.exits.words import Judgment, Plaintiff, Served
from housing.handovers import queries as handovers
from housing.handovers.states import HandoverState
from housing.leases import terms
from housing.leases.models import Lease
from housing.leases.words import Ending, RentBasis
from housing.letters.kinds import LetterKind
from housing.letters.queries import of_case as letters_of
from housing.letters.queries import text as letter_text
from housing.units.models import Unit
from housing.units.states import UnitState
from tests.conftest import PLACE
from tests.factories.leases import RENT
from tests.factories.tenants import OWNS, RICH, Tenants

S = ExitState
MARKET = 3460 * 1500 // 100


@pytest.fixture
def tenants(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Tenants:
    return Tenants(sqlite_database, keyring, tmp_path)


def opened(tenants: Tenants, lease: Lease, trigger: Trigger = Trigger.INCOME) -> ExitCase:
    with tenants.act() as work:
        return service.open(work, lease.id, trigger, reason="收入变化", document="举报1号")


def follow(tenants: Tenants) -> list[jobs.Done]:
    return jobs.follow(tenants.database, tenants.keyring, tenants.clock)


def sweep(tenants: Tenants) -> list[jobs.Done]:
    return jobs.sweep(tenants.database, tenants.keyring, tenants.clock)


def now(tenants: Tenants, case: ExitCase) -> ExitCase:
    with tenants.database.reads() as session:
        return queries.get(session, PLACE, case.id)


def cancelled(tenants: Tenants, lease: Lease, **changes: object) -> ExitCase:
    case = opened(tenants, lease)
    follow(tenants)
    tenants.answered(lease, **(changes or RICH))
    with tenants.head() as work:
        return service.cancel(work, case.id, reasons=["家庭收入高于标准"])


def served(tenants: Tenants, lease: Lease, **changes: object) -> ExitCase:
    case = cancelled(tenants, lease, **changes)
    with tenants.act(Role.OPERATOR) as work:
        return service.serve(
            work, case.id, on=tenants.day, served=Served.IN_PERSON, document="送达回证1号"
        )


def rent(tenants: Tenants, lease: Lease, day: date) -> tuple[RentBasis, int]:
    with tenants.database.reads() as session:
        term = terms.on(session, lease.id, day)
        return term.basis, term.monthly_fen


def test_a_case_goes_from_the_trigger_to_the_written_decision(tenants: Tenants) -> None:
    """HN-33-1 to HN-33-4: the departments review, another decides, in writing with reasons."""
    lease = tenants.lease()
    case = opened(tenants, lease)
    with tenants.head() as work, pytest.raises(WrongState, match="现在的状态是“已立案”"):
        service.cancel(work, case.id, reasons=["收入高"])
    assert [each.reviewed for each in follow(tenants)] == [1]
    assert now(tenants, case).state is S.REVIEWING
    with tenants.head() as work, pytest.raises(BrokenRule) as refused:
        service.cancel(work, case.id, reasons=["收入高"])
    assert refused.value.rules == ("HN-33-4",)
    tenants.answered(lease, **RICH)
    with tenants.head() as work, pytest.raises(BrokenRule, match="有不利意见"):
        service.keep(work, case.id, reasons=["情有可原"])
    with tenants.head() as work:
        done = service.cancel(work, case.id, reasons=["家庭收入高于标准"])
        assert (done.state, done.decision, done.conditions) == (
            S.CANCELLED,
            "cancelled",
            ["HN-12-4"],
        )
        assert done.cites == ["HN-33-4", "HN-12-4"]
        letter = letters_of(work.session, done.case)[-1]
        words = letter_text(letter, work.keyring)
    assert letter.kind is LetterKind.EXIT_CANCELLED
    for said in ("民政部门", "家庭收入高于标准", "三个月", "15 个工作日", "第三十三条"):
        assert said in words
    with tenants.database.reads() as session:
        assert verify(session, PLACE).faults == ()


def test_a_household_that_nothing_stands_against_is_kept(tenants: Tenants) -> None:
    lease = tenants.lease()
    case = opened(tenants, lease)
    follow(tenants)
    tenants.answered(lease)
    with tenants.head() as work:
        kept = service.keep(work, case.id, reasons=["各部门均无不利意见"])
        assert (kept.state, kept.ended_on) == (S.KEPT, tenants.day)
        assert letters_of(work.session, kept.case)[-1].kind is LetterKind.EXIT_KEPT
    opened(tenants, lease)


def test_nobody_decides_what_he_opened_and_one_case_runs_at_a_time(tenants: Tenants) -> None:
    lease = tenants.lease()
    with tenants.head() as work:
        case = service.open(work, lease.id, Trigger.INCOME, reason="收入变化")
    follow(tenants)
    tenants.answered(lease, **RICH)
    with tenants.head() as work, pytest.raises(NotAllowed):
        service.cancel(work, case.id, reasons=["收入高"])
    with tenants.act(Role.OPERATOR) as work, pytest.raises(NotAllowed):
        service.cancel(work, case.id, reasons=["收入高"])
    with tenants.act() as work, pytest.raises(WrongState, match="已有退出案件在办"):
        service.open(work, lease.id, Trigger.MISUSE, reason="转租")


def test_the_period_runs_from_delivery_at_the_rent_of_the_contract(tenants: Tenants) -> None:
    """HN-33-5: three months from delivery, contract rent during it, longer only by the rule."""
    lease = tenants.lease()
    case = cancelled(tenants, lease)
    tenants.desk.pass_days(9)
    with tenants.act(Role.OPERATOR) as work, pytest.raises(BadInput, match="送达日期"):
        service.serve(work, case.id, on=date(2026, 8, 31), served=Served.MAIL, document="邮单1号")
    with tenants.act(Role.OPERATOR) as work:
        held = service.serve(
            work, case.id, on=date(2026, 9, 8), served=Served.MAIL, document="邮单1号"
        )
    assert (held.state, held.relocate_until) == (S.RELOCATING, date(2026, 12, 8))
    with tenants.head() as work, pytest.raises(BrokenRule, match="最晚到 2027-03-08"):
        service.extend(work, case.id, date(2027, 3, 9), reason="老人住院", document="批1号")
    with tenants.head() as work:
        service.extend(work, case.id, date(2027, 1, 8), reason="老人住院", document="批1号")
    tenants.pass_to(date(2027, 1, 8))
    sweep(tenants)
    assert rent(tenants, lease, date(2027, 1, 8)) == (RentBasis.STANDARD, RENT)
    assert now(tenants, case).state is S.RELOCATING
    with tenants.database.reads() as session:
        letters = [each.kind for each in letters_of(session, case.case)]
    assert letters.count(LetterKind.RELOCATION_REMINDER) == 1
    assert letters.count(LetterKind.RELOCATION_EXTENDED) == 1
    tenants.desk.pass_days(1)
    with tenants.head() as work, pytest.raises(WrongState, match="届满"):
        service.extend(work, case.id, date(2027, 2, 8), reason="老人住院", document="批2号")
    sweep(tenants)
    assert rent(tenants, lease, date(2027, 1, 8)) == (RentBasis.STANDARD, RENT)
    assert rent(tenants, lease, date(2027, 1, 9)) == (RentBasis.MARKET, MARKET)


def test_who_has_no_other_home_stays_at_the_markets_rent(tenants: Tenants) -> None:
    """HN-33-6: market rent from the day after, no lawsuit, until the keys come back."""
    lease = tenants.lease()
    case = served(tenants, lease)
    tenants.pass_to(date(2026, 12, 1))
    assert [each.charged for each in sweep(tenants)] == [0]
    with tenants.act(Role.COUNTY_HEAD) as work, pytest.raises(WrongState, match="还没有届满"):
        service.follow_period(work, case.id)
    tenants.desk.pass_days(1)
    assert [(each.charged, each.refused) for each in sweep(tenants)] == [(1, ())]
    assert [each.charged for each in sweep(tenants)] == [0]
    held = now(tenants, case)
    assert (held.state, held.market_from) == (S.MARKET_RENT, date(2026, 12, 2))
    with tenants.head() as work, pytest.raises(BrokenRule) as refused:
        service.sue(
            work, case.id, plaintiff=Plaintiff.COUNTY, court="示例县人民法院", on=tenants.day
        )
    assert refused.value.rules == ("HN-33-8", "HN-33-6")
    with tenants.act(Role.OPERATOR) as work:
        handover = service.hand_back(work, case.id, reason="已在外地租房")
    assert handover.ending is Ending.EXIT
    with tenants.database.reads() as session:
        assert session.get_one(Unit, lease.unit_id).state is UnitState.VACATING


def test_only_a_home_fit_to_live_in_leads_to_court(tenants: Tenants) -> None:
    """HN-33-8: after the period, over a recorded dwelling; who loses stays at market rent."""
    lease = tenants.lease()
    case = served(tenants, lease, **OWNS)
    suit = {"plaintiff": Plaintiff.OPERATOR, "court": "示例县人民法院"}
    tenants.pass_to(date(2026, 12, 2))
    sweep(tenants)
    assert now(tenants, case).state is S.RELOCATING
    assert rent(tenants, lease, tenants.day) == (RentBasis.MARKET, MARKET)
    with tenants.head() as work, pytest.raises(BrokenRule, match="没有登记符合入住条件"):
        service.sue(work, case.id, on=tenants.day, **suit)
    with tenants.act() as work:
        service.record_dwelling(
            work, case.id, dwelling="新城路 9 号", habitable=True, document="登记簿查询1号"
        )
    with tenants.head() as work, pytest.raises(BrokenRule, match="搬迁期"):
        service.sue(work, case.id, on=date(2026, 12, 1), **suit)
    with tenants.head() as work:
        sued = service.sue(work, case.id, on=tenants.day, court_number="（2026）1号", **suit)
        assert sued.state is S.LITIGATION
    tenants.desk.pass_days(30)
    with tenants.head() as work:
        judged = service.judge(
            work, case.id, judgment=Judgment.VACATE, on=tenants.day, document="判决1号"
        )
        assert judged.state is S.LITIGATION
    with tenants.act(Role.OPERATOR) as work:
        service.hand_back(work, case.id, reason="判决腾退")
    with tenants.head() as work:
        lost = service.judge(
            work, case.id, judgment=Judgment.DISMISSED, on=tenants.day, document="判决2号"
        )
        assert lost.state is S.MARKET_RENT


def test_of_a_term_that_ended_the_registry_is_asked_before_the_case_rests(
    tenants: Tenants,
) -> None:
    """HN-24-5, HN-33-6: market rent at once, and a look at other homes before the case rests."""
    lease = tenants.lease()
    with tenants.act(system_actor(PLACE)) as work:
        case = service.open(work, lease.id, Trigger.TERM_ENDED, reason="租赁期满没有续租")
    with tenants.act() as work, pytest.raises(WrongState, match="不需要联合审核"):
        service.begin_review(work, case.id)
    with tenants.act(Role.OPERATOR) as work:
        service.serve(work, case.id, on=tenants.day, served=Served.MAIL, document="邮单1号")
    tenants.pass_to(date(2026, 12, 2))
    sweep(tenants)
    assert rent(tenants, lease, tenants.day) == (RentBasis.MARKET, MARKET)
    assert (now(tenants, case).state, len(tenants.reviews(lease))) == (S.RELOCATING, 1)
    tenants.answered(lease)
    sweep(tenants)
    assert now(tenants, case).state is S.MARKET_RENT


def test_a_second_look_gives_the_right_back(tenants: Tenants) -> None:
    """HN-33-4: the review of HN-15-13 by analogy, by somebody else, within its window."""
    lease = tenants.lease()
    case = served(tenants, lease)
    who = tenants.tenant()
    with tenants.act(who) as work:
        asked = service.ask(work, case.id, "收入是一次性的补偿")
        assert asked.asked_on == tenants.day
    with tenants.act(Role.OPERATOR) as work:
        service.hand_back(work, case.id, reason="准备搬走")
    with tenants.head() as work, pytest.raises(NotAllowed):
        service.reconsider(work, case.id, in_favour=True, reasons=["核实属实"])
    with tenants.second_head() as work:
        given = service.reconsider(work, case.id, in_favour=True, reasons=["核实属实"])
        assert (given.state, given.decision) == (S.KEPT, "cancelled")
        assert letters_of(work.session, given.case)[-1].kind is LetterKind.EXIT_REVIEWED
        assert handovers.of_lease(work.session, lease.id) is None
        assert running.open_clock(work.session, case.case, ClockKind.RECONSIDERATION) is None
    with tenants.database.reads() as session:
        assert session.get_one(Unit, lease.unit_id).state is UnitState.LET


def test_the_window_for_asking_closes(tenants: Tenants) -> None:
    lease = tenants.lease()
    case = served(tenants, lease)
    tenants.pass_to(date(2026, 10, 20))
    sweep(tenants)
    with tenants.act() as work, pytest.raises(BrokenRule) as refused:
        service.ask(work, case.id, "不同意", "来函1号")
    assert refused.value.rules == ("HN-15-13",)


def test_a_periodic_review_leads_to_a_case_for_another_to_decide(tenants: Tenants) -> None:
    """HN-33-2: what the periodic look finds opens one case, without asking everybody again."""
    lease = tenants.lease(starts_on=date(2025, 8, 1))
    from housing.joint_reviews import jobs as looking

    looking.due(tenants.database, tenants.keyring, tenants.clock)
    review = tenants.answered(lease, **OWNS)
    with tenants.act() as work:
        case = service.open_on_review(work, review.id, reasons=["登记有自有住房"])
    assert (case.state, case.trigger, case.review_id) == (
        S.REVIEWING,
        Trigger.OWN_DWELLING,
        review.id,
    )
    with tenants.head() as work:
        service.cancel(work, case.id, reasons=["已有自有住房"])
    assert len(tenants.reviews(lease)) == 1


def test_a_case_opened_by_mistake_is_set_aside(tenants: Tenants) -> None:
    lease = tenants.lease()
    case = opened(tenants, lease)
    follow(tenants)
    with tenants.head() as work:
        assert service.make_void(work, case.id, reason="同名他人").state is S.VOID
    assert tenants.reviews(lease)[-1].state == "void"


def test_a_subsidy_recipient_loses_the_subsidy(tenants: Tenants) -> None:
    """HN-33-2: the triggers hold for recipients of subsidies; payment stops the month after."""
    from tests.factories.leases import tenant_household

    with tenants.act(system_actor(PLACE)) as work:
        home = tenant_household(work, 9)
    with tenants.act() as work:
        case = service.open_for_recipient(work, home.id, Trigger.INCOME, reason="收入变化")
        assert case.number == home.application_number
    follow(tenants)
    with tenants.database.reads() as session:
        from housing.joint_reviews import queries as reviews

        review = reviews.of_household(session, home.id)[0]
    tenants.answer(review, **RICH)
    tenants.collect()
    with tenants.head() as work:
        done = service.cancel(work, case.id, reasons=["收入高于标准"])
        assert (done.state, done.ended_on) == (S.CANCELLED, tenants.day)
        words = letter_text(letters_of(work.session, done.case)[-1], work.keyring)
        assert "自决定次月起停止发放租赁补贴" in words
    with tenants.act(Role.OPERATOR) as work, pytest.raises(BadInput):
        service.serve(work, case.id, on=tenants.day, served=Served.MAIL, document="1")


def test_the_keys_close_the_case_and_the_story_tells_it(tenants: Tenants) -> None:
    """HN-33-5: vacated ends the case."""
    from housing.handovers import service as handing_over
    from housing.leases.conditions import Found, Item

    lease = tenants.lease()
    case = served(tenants, lease)
    with tenants.act(Role.OPERATOR) as work:
        held = service.hand_back(work, case.id, reason="已找到住处")
        found = Found(items=(Item("入户门", "完好"),), meters={"水表": "30"})
        handing_over.inspect(work, held.id, found)
        handing_over.settle(work, held.id, last_day=tenants.day, deductions=())
        closed = handing_over.close(
            work, held.id, keys_on=tenants.day, keys_note="三把", needs_repair=False
        )
        assert closed.state is HandoverState.CLOSED
    assert [each.closed for each in follow(tenants)] == [1]
    done = now(tenants, case)
    assert (done.state, done.ended_on) == (S.VACATED, tenants.day)
    assert tenants.now(lease).ending is Ending.EXIT
    with tenants.database.reads() as session:
        titles = [each.title for each in story.chapters(session, lease.id)]
        assert queries.waiting(session, PLACE, tenants.day) == {
            "to_decide": 0,
            "to_serve": 0,
            "overdue": 0,
            "reconsidering": 0,
        }
    assert titles[0].startswith("退出立案")
    assert titles[-1] == "退出案件办结：已腾退"


def test_departments_are_named_as_the_law_names_them() -> None:
    from housing.joint_reviews.rules import ANSWERS_FOR

    assert set(ANSWERS_FOR.values()) >= {OfficeKind.PROPERTY_REGISTRY, OfficeKind.CIVIL_AFFAIRS}
