"""Several objections to one notice: each is decided and answered, the case moves once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from housing.applications import service as applications
from housing.applications.states import ApplicationState as S
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.notices import queries as notices
from housing.objections import queries as objections
from housing.objections import service as objecting_to
from housing.objections.states import ObjectionState
from housing.reviews import objecting, reconsidering, registering, street
from housing.reviews.words import Outcome
from tests.conftest import PLACE
from tests.factories.applications import FAMILY, open_counter
from tests.factories.reviews import HEAD, SECOND_HEAD, Desk

NEIGHBOURS = (("钱邻居", "13900003333"), ("周邻居", "13900004444"))


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officers of a county, on both databases."""
    return Desk(open_counter(database, keyring, tmp_path))


def objected(desk: Desk, case: Any) -> list[int]:
    """Let two neighbours object to the notice that is up; return the ids."""
    with desk.counter.database.reads() as session:
        held = [n for n in notices.of_case(session, case.case) if n.ends_on and not n.withdrawn_at]
    ids = []
    for name, contact in NEIGHBOURS:
        with desk.counter.work(system_actor(PLACE)) as work:
            filed = objecting_to.file_objection(
                work, held[-1].id, name=name, contact=contact, text="他家在邻县有一套房子"
            )
            ids.append(filed.objection.id)
    return ids


def decide(desk: Desk, objection: int, reason: str, head: str = HEAD) -> None:
    with desk.act(Role.COUNTY_HEAD, head) as work:
        objecting.decide(work, objection, True, reason)


def both_are_upheld(desk: Desk, case: Any) -> None:
    """Both are decided, both neighbours told, and the register holds."""
    with desk.counter.database.reads() as session:
        held = objections.of_case(session, case.case)
        told = [each.kind for own in held for each in letters.of_case(session, own.own_case)]
        assert [each.state for each in held] == [ObjectionState.UPHELD] * 2
        assert objections.open_of_case(session, case.case) == []
        assert told.count(LetterKind.OBJECTION_RESULT) == 2
        assert verify(session, PLACE).faults == ()


def test_a_second_objection_upheld_at_the_street_asks_for_a_survey_after_it(desk: Desk) -> None:
    """HN-15-3, HN-15-10."""
    case = desk.at_street()
    first, second = objected(desk, case)
    decide(desk, first, "邻县确有房产，应重新调查")
    assert desk.case(case.id).state is S.INVESTIGATED
    with desk.act(Role.COMMUNITY) as work:
        street.investigate(work, case.id, desk.survey(desk.case(case.id)))
    decide(desk, second, "另有一辆车未申报")
    assert desk.case(case.id).state is S.INVESTIGATED
    both_are_upheld(desk, case)
    with pytest.raises(BrokenRule, match="异议成立之后"), desk.act(Role.STREET) as work:
        street.publish_at_street(work, case.id, Outcome.QUALIFIED, "符合")
    with desk.act(Role.COMMUNITY) as work:
        street.investigate(work, case.id, desk.survey(desk.case(case.id)))
    with desk.act(Role.STREET) as work:
        street.publish_at_street(work, case.id, Outcome.UNQUALIFIED, "邻县有房")
    assert desk.case(case.id).state is S.STREET_PUBLIC


def test_an_old_objection_upheld_in_a_new_publicity_sends_the_file_back_again(desk: Desk) -> None:
    case = desk.at_street()
    first, second = objected(desk, case)
    decide(desk, first, "邻县确有房产，应重新调查")
    with desk.act(Role.COMMUNITY) as work:
        street.investigate(work, case.id, desk.survey(desk.case(case.id)))
    with desk.act(Role.STREET) as work:
        street.publish_at_street(work, case.id, Outcome.QUALIFIED, "已核实，邻县无房")
    decide(desk, second, "另有一辆车未申报")
    assert desk.case(case.id).state is S.INVESTIGATED
    with desk.counter.database.reads() as session:
        assert all(each.withdrawn_at for each in notices.of_case(session, case.case))


def test_a_second_objection_upheld_at_the_county_adds_no_second_refusal(desk: Desk) -> None:
    """HN-15-10, HN-15-12."""
    case = desk.decided()
    first, second = objected(desk, case)
    decide(desk, first, "邻县有一套 90 平方米住房")
    letters_before = refusals(desk, case)
    decide(desk, second, "同一套住房，已查实")
    assert desk.case(case.id).state is S.REFUSED
    assert refusals(desk, case) == letters_before == 1
    both_are_upheld(desk, case)
    with desk.counter.work() as work:
        reconsidering.ask(work, case.id, "邻县的房子已经卖了")
    assert desk.case(case.id).state is S.RECONSIDERING


def refusals(desk: Desk, case: Any) -> int:
    with desk.counter.database.reads() as session:
        return sum(each.kind is LetterKind.REFUSAL for each in letters.of_case(session, case.case))


def test_an_objection_left_open_is_decided_after_the_refusal_stands(desk: Desk) -> None:
    case = desk.decided()
    first, second = objected(desk, case)
    decide(desk, first, "邻县有一套 90 平方米住房")
    desk.counter.now += timedelta(days=120)
    with desk.counter.work(system_actor(PLACE)) as work:
        reconsidering.let_stand(work, case.id)
    decide(desk, second, "同一套住房，已查实", SECOND_HEAD)
    assert desk.case(case.id).state is S.REFUSED_FINAL
    both_are_upheld(desk, case)


def test_no_case_comes_into_the_queue_past_an_open_objection(desk: Desk) -> None:
    case = desk.decided()
    first, second = objected(desk, case)
    desk.filed(case)
    desk.until_notice_ends(case)
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        objecting.decide(work, first, False, "邻县无其房产，登记机构已核实")
    with pytest.raises(BrokenRule, match="还有 1 件异议"), desk.act(Role.CENTRE) as work:
        registering.register(work, case.id)
    decide(desk, second, "另有一套住房")
    assert desk.case(case.id).state is S.REFUSED


def test_a_withdrawn_case_leaves_no_objection_that_nobody_can_decide(desk: Desk) -> None:
    case = desk.decided()
    first, _second = objected(desk, case)
    with desk.counter.work(desk.person(Role.APPLICANT, FAMILY)) as work:
        applications.withdraw(work, case.id, "已购房")
    decide(desk, first, "邻县有一套 90 平方米住房")
    assert desk.case(case.id).state is S.WITHDRAWN
