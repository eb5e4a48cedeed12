"""The same question about many cases at once: requests, clocks and register rows together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from housing.checks import many, queries, service
from housing.checks.many import Question
from housing.checks.states import CheckState
from housing.checks.words import Purpose
from housing.clocks import many as many_clocks
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.households.words import Group
from housing.offices import queries as known
from housing.offices import service as offices
from tests.conftest import NOW, PLACE, actor
from tests.factories.departments import ANSWERS, APPLIED, PEOPLE
from tests.factories.offices import open_offices
from tests.refusing import breaks

PURPOSE = Purpose.WAITING
CASES = [CaseRef("recheck", number, PLACE, f"SQ2025{number:06d}") for number in (1, 2, 3)]


@contextmanager
def act(
    database: Database, keyring: Keyring, days: int = 0, who: Role | None = None
) -> Iterator[Work]:
    by = actor(who, "fabu") if who else system_actor(PLACE)
    with working(database.acts, by, standing_clock(NOW + timedelta(days=days)), keyring) as work:
        yield work


@pytest.fixture
def county(database: Database, keyring: Keyring) -> Database:
    """The test county with one office of every kind."""
    with act(database, keyring) as work:
        open_offices(work)
    return database


def questions(group: Group = Group.LOW_INCOME) -> list[Question]:
    return [Question(case, PEOPLE, APPLIED, group) for case in CASES]


def test_each_case_has_its_requests_and_clocks_and_the_register_two_rows(
    county: Database, keyring: Keyring
) -> None:
    """HN-14-4, HN-14-9: asked as if one by one, written down together."""
    with act(county, keyring) as work:
        assert many.request_all(work, questions(), PURPOSE) == 9
    with county.reads() as session:
        for case in CASES:
            held = queries.of_case(session, case, PURPOSE)
            assert {each.state for each in held} == {CheckState.SENT}
            assert len({each.request_id for each in held}) == 3
            for each in held:
                clock = running.open_clock(session, case, ClockKind.DEPARTMENT_CHECK, each.id)
                assert clock is not None
                assert (clock.due_on, clock.office_id) == (each.due_on, each.office_id)
        by_tag = select(RegisterRow.tag, func.count()).group_by(RegisterRow.tag)
        counted = dict(session.execute(by_tag).tuples().all())
        assert counted[Tag.CHECKS_REQUESTED.value] == counted[Tag.CLOCKS_STARTED.value] == 1
        assert verify(session, PLACE).faults == ()


def test_nothing_is_asked_when_one_case_cannot_be(county: Database, keyring: Keyring) -> None:
    """HN-14-3: the whole batch waits for the consent that is missing, and names it."""
    late = [replace(each, consented_on=date(2027, 1, 1)) for each in PEOPLE]
    one, other, _third = questions()
    with breaks("HN-14-3"), act(county, keyring) as work:
        many.request_all(work, [one, replace(other, people=late)], PURPOSE)
    with pytest.raises(BadInput, match="SQ2025000002"), act(county, keyring) as work:
        many.request_all(work, [one, replace(other, people=())], PURPOSE)
    with act(county, keyring) as work:
        many.request_all(work, [one], PURPOSE)
    with pytest.raises(IntegrityError), act(county, keyring) as work:
        many.request_all(work, [other, one], PURPOSE)
    with county.reads() as session:
        assert queries.of_case(session, other.case) == []


def test_a_county_without_a_department_is_told_which(county: Database, keyring: Keyring) -> None:
    with act(county, keyring, days=1, who=Role.ADMINISTRATOR) as work:
        registry = known.checking(work.session, PLACE, OfficeKind.PROPERTY_REGISTRY)
        assert registry is not None
        offices.close_office(work, registry.id, work.day, reason="撤并")
    with pytest.raises(BrokenRule, match="不动产"), act(county, keyring, days=2) as work:
        many.request_all(work, questions(), PURPOSE)


def test_only_what_is_answered_is_drawn_together(county: Database, keyring: Keyring) -> None:
    """HN-14-4: a department that has not answered keeps its cases open."""
    with act(county, keyring) as work:
        many.request_all(work, questions(), PURPOSE)
    case = CASES[0]
    with act(county, keyring) as work, pytest.raises(WrongState):
        many.conclude_answered(work, PLACE, "recheck", [case.id], PURPOSE)
    with county.reads() as session:
        held = queries.of_case(session, case, PURPOSE)
    for request in held:
        by = replace(actor(Role.DEPARTMENT), office=request.office_id)
        with working(county.acts, by, standing_clock(NOW), keyring) as work:
            service.answer(work, request.id, ANSWERS[request.department])
    with act(county, keyring) as work:
        assert many.conclude_answered(work, PLACE, "recheck", [case.id], PURPOSE) == 3
    with county.reads() as session:
        held = queries.of_case(session, case, PURPOSE)
        assert {each.state for each in held} == {CheckState.CONCLUDED}
        assert {each.closed_by for each in held} == {"system"}


def test_deadlines_end_together_each_by_its_own_days(county: Database, keyring: Keyring) -> None:
    """One that stood paused has moved, and is ended by itself."""
    kind = ClockKind.WAITLIST_RECHECK
    with act(county, keyring) as work:
        wanted = [many_clocks.Wanted(case) for case in CASES]
        due_on = many_clocks.start(work, kind, Role.COUNTY_REVIEWER, wanted)
        assert due_on is not None
        assert many_clocks.start(work, kind, Role.COUNTY_REVIEWER, []) is None
    with act(county, keyring, who=Role.COUNTY_HEAD) as work:
        clocks.pause(work, CASES[0], kind, "等待外地核查")
    late = (due_on - NOW.date()).days + 1
    with act(county, keyring, days=late) as work:
        ids = [case.id for case in CASES]
        assert many_clocks.stop(work, PLACE, "recheck", ids, kind) == 3
        assert many_clocks.stop(work, PLACE, "recheck", ids, kind) == 0
    with county.reads() as session:
        ended = [running.of_case(session, case)[0].outcome for case in CASES]
        assert ended == [Outcome.DONE, Outcome.LATE, Outcome.LATE]
        assert verify(session, PLACE).faults == ()
