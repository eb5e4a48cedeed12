"""Objections to a published order: answered, and an upheld one leads to the corrected order."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from housing.clocks import queries as running
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.households.words import Group, Rescue
from housing.notices.kinds import NoticeKind
from housing.objections import service as objections
from housing.objections.states import ObjectionState
from housing.waitlist import correcting, order, posting, queries, service
from housing.waitlist.correcting import RightFacts
from housing.waitlist.models import WaitlistEntry
from tests.conftest import NOW, PLACE, actor
from tests.factories.offices import office_of_kind
from tests.factories.waiting import waiting_household

CENTRE, HEAD = actor(Role.CENTRE, "zhongxin"), actor(Role.COUNTY_HEAD, "fabu")
REVIEWER = actor(Role.COUNTY_REVIEWER, "fuhe")
SYSTEM = system_actor(PLACE)
Act = Callable[..., AbstractContextManager[Work]]


@pytest.fixture
def act(database: Database, keyring: Keyring) -> Act:
    """Open one act, at NOW or some days later."""

    def open_act(who: Actor, days: int = 0) -> AbstractContextManager[Work]:
        return working(database.acts, who, standing_clock(NOW + timedelta(days=days)), keyring)

    return open_act


@pytest.fixture
def published(act: Act, keyring: Keyring) -> str:
    """The key of a published order of three families."""
    with act(SYSTEM) as work:
        office_of_kind(work, OfficeKind.HOUSING_DEPARTMENT)
        work.session.add_all(waiting_household(keyring, number) for number in (1, 2, 3))
    with act(CENTRE) as work:
        return order.publish_order(work).key


def _object(act: Act, key: str, days: int) -> int:
    with act(SYSTEM, days) as work:
        notice = posting.notice_of(work.session, queries.order_by_key(work.session, key))
        assert notice is not None
        assert notice.kind is NoticeKind.WAITING_ORDER
        filed = objections.file_objection(
            work, notice.id, name="王五", contact="13700000001", text="第三户人均住房面积不对"
        )
        return filed.objection.id


def _under_review(act: Act, number: str) -> int:
    with act(REVIEWER, 3) as work:
        found = select(WaitlistEntry.id).where(WaitlistEntry.number == number)
        entry_id = work.session.scalars(found).one()
        service.open_review(work, entry_id, reason="异议成立")
    return int(entry_id)


def test_an_upheld_objection_takes_the_order_down_and_the_next_one_corrects_it(
    act: Act, published: str, database: Database
) -> None:
    """HN-17-3: 公示 is for objections; both orders stay to be read, tied to each other."""
    objection = _object(act, published, 1)
    with act(HEAD, 2) as work:
        decided = posting.decide(work, objection, True, "住房面积登记有误")
        assert decided.state is ObjectionState.UPHELD
        faulty = queries.order_by_key(work.session, published)
        notice = posting.notice_of(work.session, faulty)
        assert notice is not None
        assert "更正" in notice.withdrawn_reason
        assert posting.to_be_corrected(work.session, PLACE) is faulty
        clocks = running.of_case(work.session, decided.case)
        assert all(clock.stopped_on for clock in clocks)
    number = _under_review(act, "SQ2025000003")
    right = RightFacts(Group.LOWER_MIDDLE, Rescue.NONE, size=1, present_area=0)
    for who, facts, reason, document, refused in (
        (CENTRE, right, "实地查看", "调查表 3 号", NotAllowed),
        (HEAD, right, " ", "调查表 3 号", BadInput),
        (HEAD, right, "实地查看", "", BadInput),
        (HEAD, replace(right, size=0), "实地查看", "调查表 3 号", BadInput),
        (HEAD, replace(right, present_area=1200), "实地查看", "调查表 3 号", BadInput),
    ):
        with pytest.raises(refused), act(who, 3) as work:
            correcting.correct(work, number, facts, reason=reason, document=document)
    with act(HEAD, 3) as work:
        correcting.correct(work, number, right, reason="实地查看无房", document="调查表 3 号")
        service.keep(work, number, reason="仍符合条件")
        with pytest.raises(WrongState, match="没有在复查"):
            correcting.correct(work, number, right, reason="再改", document="调查表 3 号")
    with act(CENTRE, 4) as work:
        corrected = order.publish_order(work)
        faulty = queries.order_by_key(work.session, published)
        assert corrected.corrects_id == faulty.id
        assert posting.corrected_by(work.session, faulty) is corrected
        assert posting.to_be_corrected(work.session, PLACE) is None
        lines = queries.lines(work.session, corrected.id, 0, 50)
        assert [line.number for line in lines] == ["…0003", "…0001", "…0002"]
    with database.reads() as session:
        assert Tag.WAITING_ORDER_CORRECTED in session.scalars(select(RegisterRow.tag)).all()
        assert verify(session, PLACE).faults == ()


def test_a_dismissed_objection_leaves_the_order_as_it_is(act: Act, published: str) -> None:
    """HN-17-3."""
    objection = _object(act, published, 1)
    with act(HEAD, 2) as work:
        posting.decide(work, objection, False, "经查登记无误")
        notice = posting.notice_of(work.session, queries.order_by_key(work.session, published))
        assert notice is not None
        assert notice.withdrawn_at is None
    with act(CENTRE, 3) as work:
        assert order.publish_order(work).corrects_id is None


def test_after_the_period_nobody_objects(act: Act, published: str) -> None:
    """HN-17-3: the period is the county's, seven days here."""
    _object(act, published, 7)
    with pytest.raises(WrongState, match="异议期"):
        _object(act, published, 8)


def test_no_order_is_shown_in_the_name_of_nobody(act: Act, keyring: Keyring) -> None:
    with act(SYSTEM) as work:
        work.session.add(waiting_household(keyring, 1))
    with pytest.raises(WrongState, match="没有登记住建部门"), act(CENTRE) as work:
        order.publish_order(work)
