"""Department checks: asked once, answered by the right office, never changed, drawn together."""

import copy
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from housing.accounts.service import open_account
from housing.checks import queries, service
from housing.checks.answers import Answer, NotAnswered
from housing.checks.faults import AnswerRefused
from housing.checks.people import Person
from housing.checks.states import CheckState
from housing.checks.words import Channel, Purpose
from housing.clocks.queries import of_case as clocks_of_case
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.households.words import Group
from housing.recusals import service as recusals
from housing.recusals.words import Relation
from tests.conftest import NOW, PLACE
from tests.factories.departments import (
    ANSWERS,
    APPLIED,
    CASE,
    FATHER,
    PEOPLE,
    REVIEWER,
    officer,
    open_departments,
)

CIVIL, PROPERTY = OfficeKind.CIVIL_AFFAIRS, OfficeKind.PROPERTY_REGISTRY
HANTAI = "610702"
Act = Callable[..., AbstractContextManager[Work]]


@pytest.fixture
def offices(database: Database, keyring: Keyring) -> dict[OfficeKind, int]:
    """The county's departments, which answer by page."""
    with database.acts() as session, session.begin():
        return open_departments(session, keyring)


@pytest.fixture
def act(database: Database, keyring: Keyring, offices: dict[OfficeKind, int]) -> Act:
    """Open one act of the given person, at NOW or `days` later."""

    def open_act(actor: Actor, days: int = 0) -> AbstractContextManager[Work]:
        return working(database.acts, actor, Clock(lambda: NOW + timedelta(days=days)), keyring)

    return open_act


def _ask(act: Act, group: Group = Group.LOW_INCOME) -> dict[OfficeKind, int]:
    with act(REVIEWER) as work:
        made = service.request_all(
            work, CASE, PEOPLE, Purpose.ADMISSION, applied_on=APPLIED, group=group
        )
        return {each.department: each.id for each in made}


def _answer(act: Act, offices: dict[OfficeKind, int], kind: OfficeKind, number: int) -> None:
    with act(officer(kind, offices[kind])) as work:
        service.answer(work, number, ANSWERS[kind])


def _told(database: Database, keyring: Keyring) -> dict[OfficeKind, Answer | NotAnswered]:
    with database.reads() as session:
        return queries.answers(session, keyring, CASE)


@pytest.mark.parametrize(
    ("group", "count"),
    [
        (Group.LOW_INCOME, 3),
        (Group.LOWER_MIDDLE, 3),
        (Group.NEW_EMPLOYEE, 4),
        (Group.MIGRANT_WORKER, 4),
    ],
)
def test_each_department_is_asked_once_with_a_clock_of_its_own(
    act: Act, database: Database, group: Group, count: int
) -> None:
    """Housing (HN-14-5), civil affairs (HN-14-6), police (HN-14-7) always; insurance (HN-14-8)
    where it counts; each with the county's own target, since no period is set (HN-14-9)."""
    first = _ask(act, group)
    assert len(first) == count
    assert (OfficeKind.SOCIAL_SECURITY in first) == (count == 4)
    assert _ask(act, group) == first
    with database.reads() as session:
        clocks = clocks_of_case(session, CASE)
        assert {clock.sub for clock in clocks} == set(first.values())
        for request in queries.of_case(session, CASE):
            assert request.state is CheckState.SENT
            assert {c.due_on for c in clocks if c.sub == request.id} == {request.due_on}
            assert request.due_on == date(2026, 9, 8)
            assert {"HN-14-4"} < set(request.rules)


def test_what_a_department_says_is_kept_sealed_and_handed_on(
    act: Act, database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    numbers = _ask(act, Group.MIGRANT_WORKER)
    assert all(isinstance(each, NotAnswered) for each in _told(database, keyring).values())
    for kind in CHECKING:
        _answer(act, offices, kind, numbers[kind])
    for kind, told in _told(database, keyring).items():
        assert isinstance(told, Answer)
        assert told.values == ANSWERS[kind]
        assert told.as_of == date(2026, 8, 31)
        assert told.channel is Channel.PAGE
    with database.reads() as session:
        stored = session.execute(
            text("SELECT answer_sealed, people_sealed FROM check_requests")
        ).all()
        assert not any("张三".encode() in bytes(cell) for row in stored for cell in row)
        assert not any(FATHER.encode() in bytes(cell) for row in stored for cell in row)
        assert all(clock.outcome == "done" for clock in clocks_of_case(session, CASE))
        assert verify(session, PLACE).faults == ()


def test_nobody_is_looked_up_without_consent(act: Act) -> None:
    """HN-14-3."""
    late = (PEOPLE[0], replace(PEOPLE[1], consented_on=date(2026, 9, 2)))
    for people, error in ((late, BrokenRule), ((), BadInput)):
        with pytest.raises(error), act(REVIEWER) as work:
            service.request_all(
                work,
                CASE,
                people,
                Purpose.ADMISSION,
                applied_on=APPLIED,
                group=Group.LOW_INCOME,
            )


def test_a_county_without_the_department_is_told_to_enter_it(act: Act, database: Database) -> None:
    with database.acts() as session, session.begin():
        session.execute(text("DELETE FROM offices WHERE kind = 'civil_affairs'"))
    with pytest.raises(BrokenRule, match="民政部门"):
        _ask(act)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DEPARTMENT])
def test_only_departments_answer(act: Act, role: Role) -> None:
    number = _ask(act)[CIVIL]
    with pytest.raises(NotAllowed), act(Actor("x", role, PLACE)) as work:
        service.answer(work, number, ANSWERS[CIVIL])


def test_a_department_sees_and_answers_its_own_requests_only(
    act: Act, database: Database, offices: dict[OfficeKind, int]
) -> None:
    number = _ask(act)[CIVIL]
    for stranger in (officer(PROPERTY, offices[PROPERTY]), officer(CIVIL, None)):  # type: ignore[arg-type]
        with pytest.raises(NotFound), act(stranger) as work:
            service.answer(work, number, ANSWERS[CIVIL])
        with pytest.raises(NotFound), act(stranger) as work:
            service.show(work, number)
    with act(officer(CIVIL, offices[CIVIL])) as work:
        assert service.show(work, number).people == PEOPLE
    with database.reads() as session:
        shown = session.query(RegisterRow).filter_by(tag=Tag.CHECK_SHOWN.value).one()
        assert shown.actor == f"o-{CIVIL.value}"


def test_an_officer_keeps_off_a_case_of_a_relation(
    act: Act, database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    number = _ask(act)[CIVIL]
    me = officer(CIVIL, offices[CIVIL])
    with act(system_actor(PLACE)) as work:
        open_account(work, me.name, Role.DEPARTMENT, PLACE, "a sentence for tests", me.office)
    with act(me) as work:
        recusals.declare(work, Relation.SPOUSE, "张三", FATHER)
    with pytest.raises(NotAllowed, match="回避"), act(me) as work:
        service.show(work, number)
    with pytest.raises(NotAllowed, match="回避"), act(me) as work:
        service.answer(work, number, ANSWERS[CIVIL])
    with act(replace(me, name="colleague")) as work:
        assert service.answer(work, number, ANSWERS[CIVIL]).state is CheckState.ANSWERED


def test_the_same_answer_twice_changes_nothing_and_another_is_refused(
    act: Act, database: Database, offices: dict[OfficeKind, int]
) -> None:
    number = _ask(act)[CIVIL]
    _answer(act, offices, CIVIL, number)
    with database.reads() as session:
        rows = session.query(RegisterRow).count()
    _answer(act, offices, CIVIL, number)
    with database.reads() as session:
        assert session.query(RegisterRow).count() == rows
    other = {**ANSWERS[CIVIL], "income_fen": 1}
    with pytest.raises(WrongState, match="先到"), act(officer(CIVIL, offices[CIVIL])) as work:
        service.answer(work, number, other)


def _broken(kind: OfficeKind, path: str, value: Any) -> dict[str, Any]:
    answer = copy.deepcopy(ANSWERS[kind])
    held: Any = answer
    *way, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    for part in way:
        held = held[part]
    held[last] = value
    return answer


POLICE, INSURANCE = OfficeKind.PUBLIC_SECURITY, OfficeKind.SOCIAL_SECURITY


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        (CIVIL, "income_fen", -1),
        (CIVIL, "income_fen", 12.5),
        (CIVIL, "income_fen", "280000"),
        (CIVIL, "income_fen", True),
        (CIVIL, "income_fen", 10**15),
        (CIVIL, "income_band", "rich"),
        (CIVIL, "vehicles.0", "a car"),
        (CIVIL, "marriages.0.spouse_in_application", "yes"),
        (CIVIL, "marriages.1.person", "王五"),
        (CIVIL, "marriages.1.person", "张三"),
        (CIVIL, "marriages.0.status", "single"),
        (CIVIL, "as_of", "2026-09-02"),
        (CIVIL, "as_of", "2026-02-30"),
        (CIVIL, "as_of", None),
        (CIVIL, "fee_fen", 100),
        (PROPERTY, "dwellings.0.owner", "王五"),
        (PROPERTY, "dwellings.0.area", -5),
        (PROPERTY, "disposals.0.on", "2026-09-01"),
        (PROPERTY, "disposals.0.kind", "stolen"),
        (PROPERTY, "dwellings", "none"),
        (POLICE, "household_size", 0),
        (POLICE, "unknown_people.0", "张三"),
        (INSURANCE, "months.0", "2026-13"),
        (INSURANCE, "months.2", "2026-09"),
        (INSURANCE, "months.1", "2026-06"),
        (INSURANCE, "employer", ""),
    ],
)
def test_an_answer_that_cannot_be_true_is_refused_at_its_field(
    act: Act, offices: dict[OfficeKind, int], kind: OfficeKind, path: str, value: object
) -> None:
    number = _ask(act, Group.MIGRANT_WORKER)[kind]
    with pytest.raises(AnswerRefused) as refused, act(officer(kind, offices[kind])) as work:
        service.answer(work, number, _broken(kind, path, value))
    fields = refused.value.fields
    # A fee is a field that no answer has (HN-14-9).
    assert {where.partition(".")[0] for where in fields} == {path.partition(".")[0]}
    assert all(" / " in words for words in fields.values()), fields


def test_a_decision_waits_for_every_department_or_says_why_not(
    act: Act, database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    """HN-14-4, HN-15-7: never passed for not checked."""
    numbers = _ask(act)
    _answer(act, offices, CIVIL, numbers[CIVIL])
    with pytest.raises(BrokenRule, match="不动产权属登记机构、公安机关"), act(REVIEWER) as work:
        service.conclude(work, CASE, Purpose.ADMISSION)
    with act(REVIEWER) as work:
        service.mark_unavailable(work, numbers[PROPERTY], "系统升级 / upgrade")
    assert _told(database, keyring)[PROPERTY] == NotAnswered(
        PROPERTY,
        "不动产权属登记机构未能核查：系统升级 / property_registry was unavailable: upgrade",
    )
    _answer(act, offices, PROPERTY, numbers[PROPERTY])
    with act(REVIEWER) as work:
        held = service.conclude(work, CASE, Purpose.ADMISSION, without_reason="公安系统停用")
    assert {each.state for each in held} == {CheckState.CONCLUDED}
    told = _told(database, keyring)
    assert isinstance(told[CIVIL], Answer)
    assert isinstance(told[POLICE], NotAnswered)
    assert "公安系统停用" in told[POLICE].why
    with pytest.raises(WrongState, match="已汇总"):
        _answer(act, offices, POLICE, numbers[POLICE])
    with database.reads() as session:
        assert {clock.outcome for clock in clocks_of_case(session, CASE)} == {"done", "void"}
        assert verify(session, PLACE).faults == ()


def test_a_mistaken_answer_is_asked_again_and_kept(
    act: Act, database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    number = _ask(act)[CIVIL]
    _answer(act, offices, CIVIL, number)
    with pytest.raises(BadInput), act(REVIEWER) as work:
        service.ask_again(work, number, " ")
    with act(REVIEWER) as work:
        again = service.ask_again(work, number, "收入有误").id
    with act(officer(CIVIL, offices[CIVIL])) as work:
        service.answer(work, again, {**ANSWERS[CIVIL], "income_fen": 310000})
    told = _told(database, keyring)[CIVIL]
    assert isinstance(told, Answer)
    assert told.values["income_fen"] == 310000
    with database.reads() as session:
        old = queries.get(session, PLACE, number)
        assert (queries.answer_of(keyring, old) or {})["income_fen"] == 280000
        assert old.state is CheckState.VOID


def test_a_withdrawn_case_makes_its_requests_void(
    act: Act, database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    numbers = _ask(act)
    with act(system_actor(PLACE)) as work:
        service.void(work, CASE, "申请人撤回")
    with pytest.raises(WrongState, match="已作废"):
        _answer(act, offices, CIVIL, numbers[CIVIL])
    assert _told(database, keyring) == {}
    assert set(_ask(act).values()).isdisjoint(numbers.values())


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.DEPARTMENT, Role.AUDITOR, Role.CENTRE])
def test_only_whoever_decides_on_cases_asks(act: Act, role: Role) -> None:
    number = _ask(act)[CIVIL]
    acts: list[Callable[[Work], object]] = [
        lambda work: service.void(work, CASE, "x"),
        lambda work: service.conclude(work, CASE, Purpose.ADMISSION, without_reason="x"),
        lambda work: service.ask_again(work, number, "x"),
        lambda work: service.retry(work, number),
        lambda work: service.mark_unavailable(work, number, "x"),
    ]
    for each in acts:
        with pytest.raises(NotAllowed), act(Actor("x", role, PLACE)) as work:
            each(work)


def test_people_are_written_and_read_alike(keyring: Keyring) -> None:
    from housing.checks.people import sealed, unsealed

    people: tuple[Person, ...] = PEOPLE
    assert unsealed(keyring, sealed(keyring, people)) == people
