"""Rechecks of households that wait: asked, answered, decided, kept or cancelled in writing."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from housing.applications.models import Member
from housing.applications.words import Consent
from housing.checks import queries as checks
from housing.checks import service as checking
from housing.checks.states import OPEN, CheckState
from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households import queries as households
from housing.letters.kinds import LetterKind
from housing.letters.queries import of_case as letters_of
from housing.letters.queries import text as letter_text
from housing.rechecks import jobs, queries, reconsidering, service
from housing.rechecks.models import Recheck
from housing.rechecks.states import Purpose, RecheckState
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist import taking_part
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.reviews import GOOD, HEAD, SECOND_HEAD, Desk
from tests.integration.small_county import household
from tests.refusing import breaks

RICH = {"income_fen": 9_000_000, "income_band": "above"}
Answer = Callable[..., None]


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The offices of the county, at work."""
    return Desk(open_counter(database, keyring, tmp_path))


@pytest.fixture
def admitted(desk: Desk) -> WaitlistEntry:
    """A family that came by admission and waits."""
    return entry_of(desk, desk.registered().id)


@pytest.fixture
def waits(desk: Desk) -> WaitlistEntry:
    """A household that came by a sheet and waits."""
    return by_sheet(desk, 1)


def entry_of(desk: Desk, application_id: int) -> WaitlistEntry:
    with desk.act(Role.COUNTY_REVIEWER) as work:
        found = entries_of.of_application(work.session, application_id)
        assert found is not None
        return found


def by_sheet(desk: Desk, number: int, **changes: Any) -> WaitlistEntry:
    """A household that a sheet brought."""
    with desk.act(Role.CENTRE) as work:
        held = household(work.keyring, number, **changes)
        work.session.add(held)
        work.session.flush()
        return waitlist.register(work, held)


def begun(desk: Desk, entry: WaitlistEntry, purpose: Purpose = Purpose.CHANGE) -> Recheck:
    with desk.act(Role.COUNTY_REVIEWER) as work:
        held = entries_of.get(work.session, PLACE, entry.id)
        return service.begin(work, held, purpose, reason="收入有变化")


def answer(desk: Desk, recheck: Recheck, **changes: Mapping[str, Any]) -> None:
    """Let every department that is asked answer well, but for `changes` by department."""
    with desk.counter.database.reads() as session:
        asked = [each for each in checks.of_case(session, recheck.case) if each.state in OPEN]
        name = households.get(
            session, PLACE, entries_of.get(session, PLACE, recheck.entry_id).household_id
        ).name
    for request in asked:
        values = dict(GOOD[request.department]) | {"as_of": desk.day.isoformat(), "document": "函"}
        if request.department is OfficeKind.CIVIL_AFFAIRS:
            row = {"person": name, "status": "single", "spouse_in_application": False}
            values["marriages"] = [row]
        if request.department is OfficeKind.PUBLIC_SECURITY:
            row = {"person": name, "registered_here": True, "relation": "户主"}
            values |= {"people": [row], "household_size": 1}
        if request.department is OfficeKind.SOCIAL_SECURITY:
            values["months"] = []
        with desk.counter.work(desk.department(request.department)) as work:
            given = values | dict(changes.get(request.department.value, {}))
            checking.answer(work, request.id, given)


def state_of(desk: Desk, entry: WaitlistEntry) -> EntryState:
    with desk.counter.database.reads() as session:
        return entries_of.get(session, PLACE, entry.id).state


def decide(desk: Desk, recheck: Recheck, passed: bool, **options: Any) -> Recheck:
    reasons = options.pop("reasons", ["依据部门核定情况"])
    who = options.pop("who", HEAD)
    with desk.act(Role.COUNTY_HEAD, who) as work:
        return service.decide(work, recheck.id, passed=passed, reasons=reasons, **options)


def clock_at(desk: Desk) -> Clock:
    return Clock(lambda: desk.counter.now)


def test_a_change_is_looked_at_by_the_departments_and_the_place_is_kept(
    desk: Desk, admitted: WaitlistEntry, database: Database
) -> None:
    """HN-16-4: on a change the departments are asked, and another person decides."""
    recheck = begun(desk, admitted)
    assert state_of(desk, admitted) is EntryState.UNDER_REVIEW
    with database.reads() as session:
        asked = checks.of_case(session, recheck.case)
        assert {each.department for each in asked} == {
            OfficeKind.PROPERTY_REGISTRY,
            OfficeKind.CIVIL_AFFAIRS,
            OfficeKind.PUBLIC_SECURITY,
        }
        assert {each.state for each in asked} == {CheckState.SENT}
        clock = running.open_clock(session, recheck.case, ClockKind.WAITLIST_RECHECK)
        assert clock is not None
        assert clock.due_on == recheck.due_on
        for each in asked:
            kind = ClockKind.DEPARTMENT_CHECK
            waiting = running.open_clock(session, recheck.case, kind, each.id)
            assert waiting is not None
            assert waiting.due_on == each.due_on
    with breaks("HN-14-4"):
        decide(desk, recheck, passed=True)
    answer(desk, recheck)
    decided = decide(desk, recheck, passed=True)
    assert decided.state is RecheckState.PASSED
    assert state_of(desk, admitted) is EntryState.WAITING
    with database.reads() as session:
        assert {each.state for each in checks.of_case(session, recheck.case)} == {
            CheckState.CONCLUDED
        }
        assert not [c for c in running.of_case(session, recheck.case) if c.stopped_on is None]
        told = [each.kind for each in letters_of(session, recheck.case)]
        assert told == [LetterKind.RECHECK_KEPT]
        assert verify(session, PLACE).faults == ()


def test_who_no_longer_qualifies_is_cancelled_in_writing_with_reasons(
    desk: Desk, waits: WaitlistEntry, database: Database, keyring: Keyring
) -> None:
    """HN-16-4, HN-16-5: the reasons are those of the findings, and the letter names the way out."""
    recheck = begun(desk, waits)
    answer(desk, recheck, civil_affairs=RICH)
    with pytest.raises(BrokenRule, match="不能认定为仍符合"):
        decide(desk, recheck, passed=True)
    decided = decide(desk, recheck, passed=False, reasons=["月收入超过标准", " "])
    assert decided.conditions
    assert decided.findings
    assert decided.findings["outcome"] == "unqualified"
    assert state_of(desk, waits) is EntryState.CANCELLED
    with database.reads() as session:
        entry = entries_of.get(session, PLACE, waits.id)
        letter = letters_of(session, waitlist.case_of(entry))[-1]
        said = letter_text(letter, keyring)
        assert letter.kind is LetterKind.CANCELLATION
        assert "月收入超过标准" in said
        assert "十五个工作日" in said or "15" in said
        window = running.open_clock(session, recheck.case, ClockKind.REVIEW_REQUEST)
        assert window is not None


def test_a_cancellation_may_be_reconsidered_by_another_person(
    desk: Desk, admitted: WaitlistEntry, database: Database
) -> None:
    """HN-16-4, HN-15-13 by analogy: asked again, decided by somebody else, place given back."""
    recheck = begun(desk, admitted)
    answer(desk, recheck, civil_affairs=RICH)
    decide(desk, recheck, passed=False)
    with desk.counter.work() as work, pytest.raises(BadInput, match="复核理由"):
        reconsidering.ask(work, recheck.id, " ")
    with desk.counter.work() as work:
        reconsidering.ask(work, recheck.id, "上月的一次性补偿不是经常收入")
    answer(desk, recheck)
    with pytest.raises(NotAllowed, match="没有参与"), desk.act(Role.COUNTY_HEAD, HEAD) as work:
        reconsidering.reconsider(work, recheck.id, in_favour=True, reasons=["核定后未超"])
    with desk.act(Role.COUNTY_HEAD, SECOND_HEAD) as work:
        done = reconsidering.reconsider(work, recheck.id, in_favour=True, reasons=["核定后未超"])
    assert done.state is RecheckState.REVERSED
    assert done.decided_by == HEAD
    with database.reads() as session:
        entry = entries_of.get(session, PLACE, admitted.id)
        assert entry.state is EntryState.WAITING
        assert entry.closed_on is None
        assert entry.registered_on == admitted.registered_on
        assert entry.cap_on == admitted.cap_on
        assert households.get(session, PLACE, entry.household_id).left_on is None
        application = desk.case(admitted.application_id or 0)
        assert all(member.live for member in application.members)
        cap = running.open_clock(session, application.case, ClockKind.WAITLIST_CAP)
        assert cap is not None
        assert cap.started_on == admitted.registered_on
        kinds = [each.kind for each in letters_of(session, recheck.case)]
        assert kinds[-1] is LetterKind.RECHECK_REVIEWED
        assert verify(session, PLACE).faults == ()


def test_reconsideration_is_not_asked_for_too_late_and_may_be_refused(
    desk: Desk, waits: WaitlistEntry
) -> None:
    recheck = begun(desk, waits)
    answer(desk, recheck, civil_affairs=RICH)
    decide(desk, recheck, passed=False)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        with pytest.raises(BadInput, match="编号"):
            reconsidering.ask(work, recheck.id, "不服")
        reconsidering.ask(work, recheck.id, "不服", "来函 7")
    answer(desk, recheck, civil_affairs=RICH)
    with desk.act(Role.COUNTY_HEAD, SECOND_HEAD) as work:
        done = reconsidering.reconsider(work, recheck.id, in_favour=False, reasons=["仍超过标准"])
    assert done.state is RecheckState.UPHELD
    assert state_of(desk, waits) is EntryState.CANCELLED


def test_after_the_period_nobody_can_ask(
    desk: Desk, admitted: WaitlistEntry, database: Database
) -> None:
    recheck = begun(desk, admitted)
    answer(desk, recheck, civil_affairs=RICH)
    decide(desk, recheck, passed=False)
    desk.pass_days(60)
    with breaks("HN-15-13"), desk.counter.work() as work:
        reconsidering.ask(work, recheck.id, "不服")
    jobs.collect(database, desk.counter.keyring, clock_at(desk))
    with database.reads() as session:
        assert not [c for c in running.of_case(session, recheck.case) if c.stopped_on is None]


def test_who_begins_does_not_decide_and_a_reviewer_cancels_nobody(
    desk: Desk, waits: WaitlistEntry
) -> None:
    recheck = begun(desk, waits)
    answer(desk, recheck, civil_affairs=RICH)
    with pytest.raises(NotAllowed), desk.act(Role.COUNTY_REVIEWER, "another") as work:
        service.decide(work, recheck.id, passed=False, reasons=["超过标准"])
    same = desk.act(Role.COUNTY_HEAD, "county_reviewer")
    with pytest.raises(NotAllowed, match="两个人"), same as work:
        service.decide(work, recheck.id, passed=False, reasons=["超过标准"])
    with pytest.raises(BadInput, match="理由"):
        decide(desk, recheck, passed=False, reasons=["  "])


def test_nobody_fails_without_a_condition_that_is_named(desk: Desk, waits: WaitlistEntry) -> None:
    recheck = begun(desk, waits)
    answer(desk, recheck)
    with breaks("HN-16-4"):
        decide(desk, recheck, passed=False)
    with pytest.raises(BadInput, match="不是本户的条件"):
        decide(desk, recheck, passed=False, conditions=["HN-3-2"])
    named = {"conditions": ["HN-12-1"], "reasons": ["入户查实另有住房"]}
    decided = decide(desk, recheck, passed=False, **named)
    assert decided.conditions == ["HN-12-1"]


def test_an_entry_is_rechecked_once_at_a_time(
    desk: Desk, waits: WaitlistEntry, database: Database
) -> None:
    first = begun(desk, waits, Purpose.PERIODIC)
    assert state_of(desk, waits) is EntryState.REGISTERED, "a periodic recheck stops nobody"
    with pytest.raises(WrongState, match="已在复查中"):
        begun(desk, waits, Purpose.PERIODIC)
    second = begun(desk, waits, Purpose.CHANGE)
    with database.reads() as session:
        assert queries.get(session, PLACE, first.id).state is RecheckState.VOID
        states = {each.state for each in checks.of_case(session, first.case)}
        assert states == {CheckState.VOID}
        assert queries.get(session, PLACE, second.id).state is RecheckState.OPEN
    columns = "place, entry_id, number, purpose, state, opened_on, opened_by, reason, due_on"
    rest = "decision_reason, review_reason, conditions, cites"
    with pytest.raises(DatabaseError), database.acts() as session, session.begin():
        session.execute(
            text(
                f"INSERT INTO rechecks ({columns}, {rest})"
                f" SELECT {columns}, {rest} FROM rechecks WHERE id = {second.id}"
            )
        )


@pytest.mark.parametrize(
    "wrong",
    [
        "state = 'passed'",
        "decided_by = 'fabu'",
        "round_code = 'X'",
        "due_on = '2020-01-01'",
        "purpose = 'other'",
        "state = 'passed', decided_by = opened_by, decided_on = opened_on, decision_reason = 'x'",
        "reason = ''",
    ],
)
def test_the_database_refuses_nonsense(
    desk: Desk, waits: WaitlistEntry, database: Database, wrong: str
) -> None:
    begun(desk, waits)
    with pytest.raises(DatabaseError), database.acts() as session, session.begin():
        session.execute(text(f"UPDATE rechecks SET {wrong}"))
    with pytest.raises(DatabaseError), database.acts() as session, session.begin():
        session.execute(text("DELETE FROM rechecks"))


def test_a_missing_consent_is_named_and_nothing_is_asked(
    desk: Desk, admitted: WaitlistEntry, database: Database
) -> None:
    """HN-14-3: nobody is looked up without having agreed in writing."""
    with desk.act(Role.COUNTY_REVIEWER) as work:
        member = work.session.scalars(select(Member)).one()
        member.consent, member.consented_at = Consent.NONE, None
        member.consent_document_id = None
    with pytest.raises(BrokenRule, match="李安春") as refused:
        begun(desk, admitted)
    assert refused.value.rules == ("HN-14-3",)
    with database.reads() as session:
        assert queries.of_entry(session, admitted.id) == []
        assert entries_of.get(session, PLACE, admitted.id).state is EntryState.REGISTERED
    begun_now = jobs.due(database, desk.counter.keyring, clock_at(desk))
    assert [(each.begun, each.without_consent) for each in begun_now] == [(0, 0)]
    desk.pass_days(400)
    begun_now = jobs.due(database, desk.counter.keyring, clock_at(desk))
    assert [(each.begun, each.without_consent) for each in begun_now] == [(0, 1)]


def test_everybody_is_looked_at_once_in_the_interval(
    desk: Desk, database: Database, keyring: Keyring
) -> None:
    """HN-16-4: the periodic recheck finds who is due by date, and asks nobody twice."""
    sheets = [by_sheet(desk, number) for number in (1, 2)]
    by_sheet(desk, 3, registered_on=desk.day)
    due = jobs.due(database, keyring, clock_at(desk))
    assert [each.begun for each in due] == [2], "who was registered in 2025 is due, not the new one"
    assert [each.begun for each in jobs.due(database, keyring, clock_at(desk))] == [0]
    with database.reads() as session:
        rechecks = queries.undecided_of(session, [each.id for each in sheets])
        assert {each.opened_by for each in rechecks} == {system_actor(PLACE).name}
        assert {each.entry_id for each in rechecks} == {each.id for each in sheets}
    assert jobs.collect(database, keyring, clock_at(desk)) == 0
    for each in rechecks:
        answer(desk, each)
    assert jobs.collect(database, keyring, clock_at(desk)) == 2
    assert jobs.collect(database, keyring, clock_at(desk)) == 0
    with desk.act(Role.COUNTY_REVIEWER) as work:
        passed = service.decide_many(work, [each.id for each in rechecks])
    assert {each.state for each in passed} == {RecheckState.PASSED}
    with database.reads() as session:
        for each in rechecks:
            assert {c.state for c in checks.of_case(session, each.case)} == {CheckState.CONCLUDED}
            assert not [c for c in running.of_case(session, each.case) if c.stopped_on is None]
        assert verify(session, PLACE).faults == ()
    desk.pass_days(366)
    assert [each.begun for each in jobs.due(database, keyring, clock_at(desk))] == [3]


def test_a_batch_passes_all_or_nobody(desk: Desk, database: Database, keyring: Keyring) -> None:
    for number in (1, 2):
        by_sheet(desk, number)
    jobs.due(database, keyring, clock_at(desk))
    with database.reads() as session:
        one, other = queries.page_of(session, PLACE, queries.Wanted(), 0, 50)
    answer(desk, one)
    answer(desk, other, civil_affairs=RICH)
    with pytest.raises(BrokenRule, match="SQ2025000002"), desk.act(Role.COUNTY_REVIEWER) as work:
        service.decide_many(work, [one.id, other.id])
    with database.reads() as session:
        assert queries.get(session, PLACE, one.id).state is RecheckState.OPEN


def test_a_department_asked_again_takes_the_recheck_back(
    desk: Desk, waits: WaitlistEntry, database: Database, keyring: Keyring
) -> None:
    recheck = begun(desk, waits)
    answer(desk, recheck)
    assert jobs.collect(database, keyring, clock_at(desk)) == 1
    with desk.act(Role.COUNTY_REVIEWER) as work:
        request = checks.of_case(work.session, recheck.case)[0]
        checking.ask_again(work, request.id, "答复有误")
    assert jobs.collect(database, keyring, clock_at(desk)) == 0
    with database.reads() as session:
        assert queries.get(session, PLACE, recheck.id).state is RecheckState.OPEN


def test_a_recheck_of_somebody_who_left_is_made_void(
    desk: Desk, waits: WaitlistEntry, database: Database, keyring: Keyring
) -> None:
    recheck = begun(desk, waits)
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        waitlist.cancel(work, waits.id, reasons=["家庭自愿退出"])
    jobs.collect(database, keyring, clock_at(desk))
    with database.reads() as session:
        assert queries.get(session, PLACE, recheck.id).state is RecheckState.VOID


def test_recusal_keeps_an_officer_from_a_familys_recheck(
    desk: Desk, waits: WaitlistEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer's own family, or one that he declared, is somebody else's to recheck."""
    seen: list[tuple[str, str]] = []

    def refuse(work: Work, indexes: object, case: Any) -> None:
        seen.append((work.actor.name, case.number))
        raise NotAllowed("回避 / recusal")

    monkeypatch.setattr("housing.rechecks.opening.recusals.must_be_free", refuse)
    with pytest.raises(NotAllowed, match="回避"):
        begun(desk, waits)
    assert seen == [("county_reviewer", waits.number)]


def in_round(desk: Desk, entries: list[WaitlistEntry], code: str) -> list[WaitlistEntry]:
    """Let entries take part in a round, as its registration does."""
    with desk.act(Role.CENTRE) as work:
        taking_part.join(work, [each.household_id for each in entries], code)
    with desk.act(Role.CENTRE) as work:
        return [entries_of.get(work.session, PLACE, each.id) for each in entries]


def test_a_round_rechecks_those_who_are_in_it(
    desk: Desk, database: Database, keyring: Keyring
) -> None:
    """HN-21-2: with the departments, within the round's one period; the round's acts follow."""
    entries = [by_sheet(desk, number) for number in (1, 2)]
    jobs.due(database, keyring, clock_at(desk))
    code = f"{PLACE}-2026-001"
    centre: Actor = desk.person(Role.CENTRE)
    with pytest.raises(WrongState, match="不能复查"), desk.counter.work(centre) as work:
        service.begin_many(work, entries, Purpose.ROUND, reason="复审", round_code=code)
    in_round(desk, entries, code)
    with desk.counter.work(centre) as work:
        held = [entries_of.get(work.session, PLACE, each.id) for each in entries]
        made = service.begin_many(work, held, Purpose.ROUND, reason="复审", round_code=code)
    assert [each.entry_id for each in made] == [each.id for each in entries]
    with database.reads() as session:
        assert len(queries.of_round(session, PLACE, code)) == 2
        purposes = {c.purpose.value for each in made for c in checks.of_case(session, each.case)}
        assert purposes == {"round"}
        kinds = {c.kind for each in made for c in running.of_case(session, each.case)}
        assert kinds == {ClockKind.DEPARTMENT_CHECK}
    answer(desk, made[0])
    answer(desk, made[1], civil_affairs=RICH)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        service.decide_many(work, [made[0].id])
    decided = decide(desk, made[1], passed=False)
    assert decided.state is RecheckState.FAILED
    assert state_of(desk, entries[1]) is EntryState.IN_ROUND, "the round takes it out itself"
    with database.reads() as session:
        assert running.open_clock(session, decided.case, ClockKind.REVIEW_REQUEST) is not None
    assert timedelta(0) < decided.due_on - decided.opened_on
