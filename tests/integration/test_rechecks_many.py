"""Rechecks of many households: periodic ones, a round's, letters of departments, idle ones."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from housing.applications.models import Member
from housing.applications.words import Consent
from housing.checks import on_paper
from housing.checks import queries as checks
from housing.checks import service as checking
from housing.checks.faults import AnswerRefused
from housing.checks.states import CheckState
from housing.checks.words import Channel
from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.eligibility.findings import Verdict
from housing.rechecks import jobs, queries, service
from housing.rechecks.states import Purpose, RecheckState
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist import taking_part
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
from tests.factories.reviews import GOOD, HEAD, Desk


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


def test_a_night_begins_no_more_than_its_share_and_a_round_is_a_look(
    desk: Desk, database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HN-16-4: departments are not flooded; the longest unseen come first, in small acts."""
    monkeypatch.setattr("housing.waitlist.rules.LEAST_A_NIGHT", 2)
    monkeypatch.setattr(jobs, "BATCH", 1)
    oldest = by_sheet(desk, 1, registered_on=date(2025, 5, 1))
    for number in (2, 3):
        by_sheet(desk, number)
    seen = by_sheet(desk, 4, registered_on=date(2025, 4, 1))
    in_round(desk, [seen], "R1")
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        taking_part.let_go(work, [seen.household_id], "R1", left_out=True)
    assert [each.begun for each in jobs.due(database, keyring, clock_at(desk))] == [2]
    assert [each.begun for each in jobs.due(database, keyring, clock_at(desk))] == [0]
    with database.reads() as session:
        assert queries.of_entry(session, oldest.id)
        assert queries.of_entry(session, seen.id) == []
        opened = select(func.count()).where(RegisterRow.tag == Tag.RECHECKS_OPENED.value)
        assert session.scalar(opened) == 2
    desk.pass_days(1)
    assert [each.begun for each in jobs.due(database, keyring, clock_at(desk))] == [1]


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


def test_a_letter_of_a_department_stands_for_its_answer(
    desk: Desk, waits: WaitlistEntry, database: Database, keyring: Keyring
) -> None:
    """HN-14-4: one that cannot answer itself writes; its own answer is never overridden."""
    recheck = begun(desk, waits, Purpose.PERIODIC)
    answer(desk, recheck, only=(OfficeKind.CIVIL_AFFAIRS, OfficeKind.PUBLIC_SECURITY))
    with database.reads() as session:
        by_kind = {each.department: each for each in checks.of_case(session, recheck.case)}
    registry, civil = by_kind[OfficeKind.PROPERTY_REGISTRY], by_kind[OfficeKind.CIVIL_AFFAIRS]
    values = dict(GOOD[OfficeKind.PROPERTY_REGISTRY]) | {"as_of": desk.day.isoformat()}
    with desk.act(Role.COUNTY_REVIEWER) as work:
        with pytest.raises(AnswerRefused):
            on_paper.enter(work, registry.id, values | {"document": " "})
        with pytest.raises(WrongState):
            on_paper.enter(work, civil.id, values | {"document": "不动产函 3 号"})
        entered = on_paper.enter(work, registry.id, values | {"document": "不动产函 3 号"})
    assert entered.channel is Channel.PAPER
    assert jobs.collect(database, keyring, clock_at(desk)) == 1
    with database.reads() as session:
        found = service.assessment_of(session, keyring, queries.get(session, PLACE, recheck.id))
    assert found.outcome is Verdict.QUALIFIED
    assert any("不动产函 3 号" in used.source for each in found.findings for used in each.facts)


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
