"""Rechecks of households that wait: asked, answered, decided, kept or cancelled in writing."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.checks import queries as checks
from housing.checks.states import CheckState
from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.households import queries as households
from housing.letters.kinds import LetterKind
from housing.letters.queries import of_case as letters_of
from housing.letters.queries import text as letter_text
from housing.rechecks import jobs, queries, reconsidering, service
from housing.rechecks.states import Purpose, RecheckState
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.rechecks import (
    RICH,
    answer,
    begun,
    by_sheet,
    clock_at,
    decide,
    entry_of,
    state_of,
)
from tests.factories.reviews import HEAD, SECOND_HEAD, Desk
from tests.refusing import breaks


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
