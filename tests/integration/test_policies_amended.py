"""Values set by officers: two persons, never the past, the same answers for days gone by."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import Clock, day_of
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.policies import queries, service
from housing.policies.models import Amendment
from tests.conftest import NOW, PLACE
from tests.refusing import breaks

PROPOSER = Actor("zhongxin", Role.CENTRE, PLACE)
HEAD = Actor("fabu", Role.COUNTY_HEAD, PLACE)
FIRST = date(2027, 1, 1)
Act = Callable[[Actor], AbstractContextManager[Work]]


@pytest.fixture
def act(database: Database, keyring: Keyring) -> Act:
    """Open one act of the given officer, at NOW or `days` later."""

    def open_act(actor: Actor, days: int = 0) -> AbstractContextManager[Work]:
        clock = Clock(lambda: NOW + timedelta(days=days))
        return working(database.acts, actor, clock, keyring)

    return open_act


def _proposed(act: Act, text: str = "1800", parameter: str = "income_line_low") -> int:
    with act(PROPOSER) as work:
        made = service.propose(work, parameter, text, FIRST, document="县政发〔2026〕9号")
        return made.id


def test_a_value_holds_from_its_first_day_once_a_second_person_approves(
    act: Act, database: Database
) -> None:
    number = _proposed(act)
    with database.reads() as session:
        assert queries.book(session).value("income_line_low", PLACE, FIRST).value == 160000
    with act(HEAD) as work:
        service.approve(work, number)
    with database.reads() as session:
        book = queries.book(session)
        assert book.value("income_line_low", PLACE, FIRST).value == 180000
        assert book.value("income_line_low", PLACE, FIRST - timedelta(days=1)).value == 160000
        assert "县政发〔2026〕9号" in book.value("income_line_low", PLACE, FIRST).source
        assert verify(session, PLACE).faults == ()


def test_nobody_approves_what_he_proposed(act: Act) -> None:
    number = _proposed(act)
    with pytest.raises(NotAllowed), act(PROPOSER) as work:
        service.approve(work, number)
    with pytest.raises(NotAllowed, match="两个人"), act(replace(HEAD, name="zhongxin")) as work:
        service.approve(work, number)


@pytest.mark.parametrize("days", [0, -1, -400])
def test_the_past_and_today_cannot_be_changed(act: Act, days: int) -> None:
    first = day_of(NOW) + timedelta(days=days)
    with pytest.raises(BrokenRule, match="过去的日子"), act(PROPOSER) as work:
        service.propose(work, "income_line_low", "1800", first, document="县政发〔2026〕9号")


def test_an_amendment_whose_first_day_came_while_it_waited_is_not_approved(
    act: Act, database: Database, keyring: Keyring
) -> None:
    number = _proposed(act)
    later = Clock(lambda: NOW + timedelta(days=500))
    with (
        pytest.raises(BrokenRule, match="过去的日子"),
        working(database.acts, HEAD, later, keyring) as work,
    ):
        service.approve(work, number)


def test_what_stands_in_the_article_is_not_for_a_county(act: Act) -> None:
    with breaks("HN-15-9"):
        _proposed(act, "3", "qualified_publicity_period")


@pytest.mark.parametrize(
    ("text", "word"), [("1600", "相同"), ("abc", "两位小数"), ("", "不能为空")]
)
def test_a_value_that_cannot_be_taken_says_why(act: Act, text: str, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        _proposed(act, text)


def test_a_table_keeps_its_fields(act: Act) -> None:
    with pytest.raises(BadInput, match="栏目"):
        _proposed(act, '{"net_assets": 5}', "property_limit")


def test_one_amendment_of_a_parameter_waits_at_a_time(act: Act) -> None:
    _proposed(act)
    with pytest.raises(BrokenRule, match="待核准"):
        _proposed(act, "1900")


def test_a_refused_one_makes_room_and_keeps_its_reason(act: Act, database: Database) -> None:
    number = _proposed(act)
    with pytest.raises(BadInput, match="理由"), act(HEAD) as work:
        service.refuse(work, number, reason=" ")
    with act(HEAD) as work:
        service.refuse(work, number, reason="文号有误")
    with pytest.raises(WrongState, match="未核准"), act(HEAD) as work:
        service.approve(work, number)
    _proposed(act, "1900")
    with database.reads() as session:
        states = [each.state for each in queries.history(session, PLACE, "income_line_low")]
    assert states == ["proposed", "refused"]


def test_only_the_proposer_withdraws(act: Act) -> None:
    number = _proposed(act)
    with pytest.raises(NotAllowed, match="提出"), act(replace(PROPOSER, name="other")) as work:
        service.withdraw(work, number)
    with act(PROPOSER) as work:
        assert service.withdraw(work, number).state == "withdrawn"


def test_the_database_keeps_decided_amendments_and_two_persons(
    act: Act, database: Database
) -> None:
    number = _proposed(act)
    with (
        pytest.raises(DatabaseError),
        database.acts() as session,
        session.begin(),
    ):
        session.execute(
            text(
                "UPDATE policy_amendments SET state = 'approved', decided_by = proposed_by,"
                " decided_at = proposed_at"
            )
        )
    with act(HEAD) as work:
        service.approve(work, number)
    for statement in (
        "UPDATE policy_amendments SET value = '1'",
        "DELETE FROM policy_amendments",
    ):
        with pytest.raises(DatabaseError), database.acts() as session, session.begin():
            session.execute(text(statement))
    with database.reads() as session:
        kept = session.get(Amendment, number)
        assert kept is not None
        assert kept.value == 180000


def test_hanzhong_enters_its_legal_basis_and_then_may_decide(
    database: Database, keyring: Keyring
) -> None:
    """Basis: legal_basis (design: no basis on file, no decision; never HN)."""
    centre, head = replace(PROPOSER, place="610702"), replace(HEAD, place="610702")
    clock = Clock(lambda: NOW)
    words = '{"order": "住房和城乡建设部令第11号", "document": "汉区政发〔2026〕3号"}'
    with working(database.acts, centre, clock, keyring) as work:
        made = service.propose(work, "legal_basis", words, FIRST, document="汉区政发〔2026〕3号")
        number = made.id
    with working(database.acts, head, clock, keyring) as work:
        service.approve(work, number)
    with database.reads() as session:
        cited = queries.book(session).cited(["HN-15-7"], "610702", FIRST)
    assert cited == ("住房和城乡建设部令第11号", "汉区政发〔2026〕3号")
