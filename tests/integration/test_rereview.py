"""The re-review of those who registered: asked, decided, told, shown, readmitted, finished."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from housing.applications.models import Member
from housing.applications.words import Consent
from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.plans import service as planning_acts
from housing.plans.models import Plan
from housing.rechecks import reconsidering
from housing.rechecks import service as rechecks
from housing.registrations import failing, jobs, outcomes, queries, rereview
from housing.registrations import service as registering
from housing.registrations.models import Registration
from housing.registrations.states import RegistrationState
from housing.waitlist import service as waitlist
from housing.waitlist import taking_part
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.planning import ENDS, Planning
from tests.integration.small_county import LOW, TWO, household, unit
from tests.refusing import breaks

S = RegistrationState
RICH = {"civil_affairs": {"income_fen": 9_000_000, "income_band": "above"}}
HEAD = "fabu"


@pytest.fixture
def planning(database: Database, keyring: Keyring, tmp_path: Path) -> Planning:
    """Three households of one and two flats for them, and a third of another size."""
    homes = [household(keyring, number) for number in (1, 2, 3)]
    return Planning(database, keyring, tmp_path).fill(homes, [unit(1), unit(2), unit(3, TWO)])


@pytest.fixture
def here(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Planning:
    """The same county, where the engine does not matter."""
    homes = [household(keyring, number) for number in (1, 2, 3)]
    return Planning(sqlite_database, keyring, tmp_path).fill(homes, [unit(1), unit(2)])


def all_registered(planning: Planning, plan: Plan) -> list[Registration]:
    return [planning.registered(plan, number, [[LOW]]) for number in (1, 2, 3)]


def now(planning: Planning, registration: Registration) -> Registration:
    with planning.database.reads() as session:
        return queries.get(session, PLACE, registration.id)


def entry_state(planning: Planning, registration: Registration) -> EntryState:
    with planning.database.reads() as session:
        return session.get_one(WaitlistEntry, registration.entry_id).state


def decide(planning: Planning, registration: Registration, *, passed: bool) -> None:
    recheck_id = now(planning, registration).recheck_id
    assert recheck_id is not None
    reasons = ["部门核查全部符合条件"] if passed else ["家庭收入超过本地标准"]
    with planning.desk.act(Role.COUNTY_HEAD, HEAD) as work:
        rechecks.decide(work, recheck_id, passed=passed, reasons=reasons)


def settle(planning: Planning, plan: Plan) -> outcomes.Settled:
    with planning.desk.counter.work(planning.reviewer) as work:
        return rereview.settle(work, plan.round_id)


def failed_of_three(planning: Planning) -> tuple[Plan, list[Registration]]:
    """Return a re-review in which the second of three fails, decided and followed."""
    plan = planning.opened()
    held = all_registered(planning, plan)
    planning.begun(plan)
    for at, registration in enumerate(held):
        planning.answer(registration, **(RICH if at == 1 else {}))
        decide(planning, registration, passed=at != 1)
    assert settle(planning, plan) == outcomes.Settled(2, 1)
    return plan, held


def test_one_period_runs_for_the_round_from_the_day_after_the_window(planning: Planning) -> None:
    """HN-21-2: 15 working days from the day after the window closed, for all together."""
    plan = planning.opened()
    held = all_registered(planning, plan)
    assert planning.begun(plan) == rereview.Begun(in_review=3, dropped=0, without_consent=0)
    with planning.database.reads() as session:
        clock = running.open_clock(session, plan.case, ClockKind.REREVIEW)
        assert clock is not None
        assert (clock.started_on, clock.period) == (ENDS, 15)
        assert clock.due_on == date(
            2026, 10, 14
        )  # Two holidays lie between, made up on two days of rest.
    for registration in held:
        assert now(planning, registration).state is S.IN_REVIEW
        assert entry_state(planning, registration) is EntryState.IN_ROUND
    with pytest.raises(WrongState, match="已经开始"):
        planning.begun(plan)


def test_it_does_not_begin_while_the_window_is_open(here: Planning) -> None:
    """HN-21-2."""
    plan = here.opened()
    here.go_to(ENDS)
    with breaks("HN-21-2", WrongState), here.desk.counter.work(here.centre) as work:
        rereview.begin(work, plan.round_id)


def test_the_freeze_waits_until_all_are_decided_and_is_told_what_is_open(
    planning: Planning,
) -> None:
    """HN-21-2: selection blocked until all are decided."""
    plan = planning.opened()
    held = all_registered(planning, plan)
    planning.begun(plan)
    with planning.database.reads() as session:
        found = rereview.problems(session, plan.round_id)
        assert [each.kind for each in found] == ["check"] * 3
        assert found[0].number == f"{plan.round_code}-00001"
    with (
        breaks("HN-21-2", match="00001 部门尚未全部答复；.*00003"),
        planning.desk.counter.work(planning.reviewer) as work,
    ):
        rereview.finish(work, plan.round_id)
    for registration in held:
        planning.answer(registration)
        decide(planning, registration, passed=True)
    with planning.desk.counter.work(planning.reviewer) as work:
        passed = rereview.finish(work, plan.round_id)
    assert passed == {planning.household(number): [[LOW]] for number in (1, 2, 3)}
    with planning.database.reads() as session:
        assert rereview.is_complete(session, plan.round_id)
        (clock,) = [
            each for each in running.of_case(session, plan.case) if each.kind is ClockKind.REREVIEW
        ]
        assert clock.outcome is Outcome.DONE
        assert verify(session, PLACE).faults == ()


def test_who_fails_leaves_the_round_and_is_told_why_in_writing(planning: Planning) -> None:
    """HN-21-3: written notice with reasons; the entry itself is decided apart."""
    plan, held = failed_of_three(planning)
    failed = now(planning, held[1])
    assert (failed.state, failed.reasons) == (S.FAILED, ["家庭收入超过本地标准"])
    assert entry_state(planning, failed) is EntryState.UNDER_REVIEW
    with planning.database.reads() as session:
        letter = letters.of_case(session, failed.case)[-1]
        assert letter.kind is LetterKind.REREVIEW_FAILED
        words = letters.text(letter, planning.keyring)
        assert "1. 家庭收入超过本地标准。" in words
        assert "收到本通知书之日起" in words
        assert planning.household(2) not in rereview.accepted(session, plan.round_id)
    assert settle(planning, plan) == outcomes.Settled(0, 0)


def test_who_fails_is_shown_masked_with_the_condition_only(planning: Planning) -> None:
    """HN-21-4: masked name, number and condition category; never amounts."""
    plan, held = failed_of_three(planning)
    failed = now(planning, held[1])
    with planning.database.reads() as session:
        notice = session.scalars(
            select(Notice).where(Notice.kind == NoticeKind.REREVIEW_FAILED)
        ).one()
        assert failed.notice_key == notice.key
        ((label, words),) = notice.shown
        assert label == f"{plan.round_code}-00002"
        assert words.startswith("张*丙：")
        assert "收入" in words
        assert not any(sign.isdigit() for sign in words)
        assert notice.ends_on == date(2026, 9, 28)  # The seventh day is a holiday.
    with planning.desk.counter.work(planning.reviewer) as work:
        ((number, name, category, until),) = failing.exported(work, plan, planning.desk.day)
    assert (number, name, until) == (label, "张*丙", "2026-09-28")
    assert f"{name}：{category}" == words
    planning.go_to(date(2026, 9, 29))
    with planning.desk.counter.work(planning.reviewer) as work:
        assert failing.exported(work, plan, planning.desk.day) == []


def test_who_was_failed_wrongly_takes_part_again_before_the_freeze(planning: Planning) -> None:
    """HN-21-3: review by analogy, the rank held open while the roll is not frozen."""
    plan, held = failed_of_three(planning)
    reviewer = planning.reviewer
    with pytest.raises(WrongState), planning.desk.counter.work(reviewer) as work:
        rereview.readmit(work, held[1].id, "复核成立")
    with planning.desk.act(Role.COUNTY_HEAD, HEAD) as work:
        waitlist.keep(work, held[1].entry_id, reason="复核成立，收入核定有误")
    with pytest.raises(BadInput), planning.desk.counter.work(reviewer) as work:
        rereview.readmit(work, held[1].id, " ")
    with planning.desk.counter.work(reviewer) as work:
        back = rereview.readmit(work, held[1].id, "复核成立")
    assert (back.state, back.reasons, back.notice_key) == (S.PASSED, [], "")
    assert entry_state(planning, back) is EntryState.IN_ROUND
    with planning.database.reads() as session:
        notice = session.scalars(
            select(Notice).where(Notice.kind == NoticeKind.REREVIEW_FAILED)
        ).one()
        assert notice.withdrawn_reason == "复核成立"
        assert len(rereview.accepted(session, plan.round_id)) == 3


def test_who_passed_is_looked_at_once_more_when_something_comes_up(planning: Planning) -> None:
    """HN-21-2, HN-21-7: before the roll is frozen, with the departments asked anew."""
    plan, held = failed_of_three(planning)
    with planning.desk.counter.work(planning.reviewer) as work:
        again = rereview.reopen(work, held[0].id, "异议反映另有住房")
    assert (again.state, again.decided_on) == (S.IN_REVIEW, None)
    assert again.recheck_id != held[0].recheck_id
    with planning.database.reads() as session:
        (problem,) = rereview.problems(session, plan.round_id)
        assert problem.number == again.full_number
    planning.answer(again, **RICH)
    decide(planning, again, passed=False)
    assert settle(planning, plan) == outcomes.Settled(0, 1)
    with planning.desk.counter.work(planning.reviewer) as work:
        assert len(rereview.finish(work, plan.round_id)) == 1
    with breaks("HN-21-3", WrongState), planning.desk.counter.work(planning.reviewer) as work:
        rereview.reopen(work, held[2].id, "异议反映另有住房")


def test_a_review_that_is_upheld_must_be_followed_before_the_freeze(planning: Planning) -> None:
    """HN-21-3, HN-15-13 by analogy: asked for within the period, decided by others."""
    plan, held = failed_of_three(planning)
    recheck_id = held[1].recheck_id or now(planning, held[1]).recheck_id
    assert recheck_id is not None
    with planning.desk.counter.work(planning.reviewer) as work:
        reconsidering.ask(work, recheck_id, "收入核定有误", document="来函1号")
    planning.answer(held[1])
    with planning.desk.act(Role.COUNTY_HEAD, "fuzhu") as work:
        reconsidering.reconsider(work, recheck_id, in_favour=True, reasons=["收入核定有误"])
    with (
        breaks("HN-21-2", match="00002 复核成立，尚未恢复"),
        planning.desk.counter.work(planning.reviewer) as work,
    ):
        rereview.finish(work, plan.round_id)
    with planning.desk.counter.work(planning.reviewer) as work:
        rereview.readmit(work, held[1].id, "复核成立")
        assert len(rereview.finish(work, plan.round_id)) == 3


def test_after_the_freeze_nobody_is_readmitted(here: Planning) -> None:
    """HN-21-3."""
    plan, held = failed_of_three(here)
    with here.desk.counter.work(here.reviewer) as work:
        assert len(rereview.finish(work, plan.round_id)) == 2
    with here.desk.act(Role.COUNTY_HEAD, HEAD) as work:
        waitlist.keep(work, held[1].entry_id, reason="复核成立")
    with (
        breaks("HN-21-3", WrongState, match="以后的轮次"),
        here.desk.counter.work(here.reviewer) as work,
    ):
        rereview.readmit(work, held[1].id, "复核成立")


def test_who_does_not_wait_any_more_is_not_in_it(here: Planning) -> None:
    """HN-21-1: active entries only."""
    plan = here.opened()
    held = all_registered(here, plan)
    with here.desk.counter.work(here.reviewer) as work:
        waitlist.open_review(work, held[0].entry_id, reason="收入有变化")
    assert here.begun(plan) == rereview.Begun(in_review=2, dropped=1, without_consent=0)
    dropped = now(here, held[0])
    assert dropped.state is S.WITHDRAWN
    assert "资格复查中" in dropped.withdrawn_reason


def test_a_missing_consent_is_listed_and_asked_for_once_it_is_there(
    here: Planning, keyring: Keyring
) -> None:
    """HN-14-3: no department is asked without the written consent of every member."""
    application = here.desk.registered()
    with here.database.acts() as session, session.begin():
        member = session.scalars(
            select(Member).where(Member.application_id == application.id)
        ).first()
        assert member is not None
        kept = (member.consent, member.consented_at)
        member.consent, member.consented_at = Consent.NONE, None
    plan = here.opened()
    with here.desk.counter.work(here.desk.person(Role.STREET)) as work:
        entry = work.session.scalars(
            select(WaitlistEntry).where(WaitlistEntry.application_id == application.id)
        ).one()
        made = registering.register(work, plan.round_id, entry.household_id, [[LOW]])
    assert here.begun(plan).without_consent == 1
    with here.database.reads() as session:
        (problem,) = rereview.problems(session, plan.round_id)
        assert problem.kind == "consent"
        assert member.name in problem.text
    with here.database.acts() as session, session.begin():
        again = session.get_one(Member, member.id)
        again.consent, again.consented_at = kept
    jobs.follow(here.database, here.keyring, here.clock())
    assert now(here, made).recheck_id is not None


def test_a_class_without_a_unit_left_is_no_wish_any_more(planning: Planning) -> None:
    """HN-20-1: a unit taken out before the freeze takes its class along when it was the last."""
    home = household(planning.keyring, 8, size=3)
    with planning.database.acts() as session, session.begin():
        session.add_all([home, unit(4, TWO)])
    plan = planning.opened()
    held = planning.registered(plan, 8, [[TWO]])
    planning.begun(plan)
    planning.answer(held)
    decide(planning, held, passed=True)
    settle(planning, plan)
    for code, wishes in (("P01-0003", [[TWO]]), ("P01-0004", [])):
        with planning.desk.counter.work(planning.desk.person(Role.COUNTY_HEAD)) as work:
            planning_acts.take_unit_out(work, plan.round_id, code, "屋面漏水须大修")
        with planning.database.reads() as session:
            assert rereview.accepted(session, plan.round_id) == {held.household_id: wishes}


def test_the_job_follows_decisions_and_running_it_again_changes_nothing(
    planning: Planning,
) -> None:
    plan = planning.opened()
    held = planning.registered(plan, 1, [[LOW]])
    planning.begun(plan)
    planning.answer(held)
    decide(planning, held, passed=True)
    (done,) = jobs.follow(planning.database, planning.keyring, planning.clock())
    assert (done.passed, done.failed, done.refused) == (1, 0, "")
    assert jobs.follow(planning.database, planning.keyring, planning.clock()) == []
    assert now(planning, held).state is S.PASSED


def test_only_those_with_the_right_follow_the_rereview(here: Planning) -> None:
    plan, held = failed_of_three(here)
    street = here.desk.person(Role.STREET)
    for act in (
        lambda work: rereview.begin(work, plan.round_id),
        lambda work: rereview.finish(work, plan.round_id),
        lambda work: rereview.readmit(work, held[1].id, "复核成立"),
        lambda work: failing.exported(work, plan, here.desk.day),
    ):
        with pytest.raises(NotAllowed), here.desk.counter.work(street) as work:
            act(work)


def test_who_leaves_the_queue_meanwhile_leaves_the_rereview_too(planning: Planning) -> None:
    """HN-21-1: nobody waits for a household that is not in the round any more."""
    plan = planning.opened()
    held = all_registered(planning, plan)
    planning.begun(plan)
    with planning.desk.counter.work(planning.desk.person(Role.COUNTY_HEAD)) as work:
        taking_part.let_go(work, [held[0].household_id], plan.round_code, left_out=False)
    assert settle(planning, plan) == outcomes.Settled(0, 0)
    gone = now(planning, held[0])
    assert (gone.state, "轮候中" in gone.withdrawn_reason) == (S.WITHDRAWN, True)
    with planning.database.reads() as session:
        assert len(rereview.problems(session, plan.round_id)) == 2
