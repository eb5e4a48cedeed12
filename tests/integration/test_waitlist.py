"""Entries from sheets and admission: order, cap, review and the end of the wait."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.applications import queries as applications
from housing.clocks import queries as running
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import Clock, day_of, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.households import queries as households
from housing.households.words import Assistance, Group, Rescue
from housing.letters.models import Letter
from housing.letters.queries import text as letter_text
from housing.reviews import registering
from housing.waitlist import jobs, order, queries, service
from housing.waitlist.models import WaitingOrderLine, WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import NOW, PLACE
from tests.factories.applications import open_counter
from tests.factories.offices import office_of_kind
from tests.factories.reviews import Desk
from tests.integration.small_county import CENTRE, HEAD, REVIEWER, household

Act = Callable[..., AbstractContextManager[Work]]


@pytest.fixture
def act(database: Database, keyring: Keyring) -> Act:
    """Open one act, at NOW or some days later."""

    def open_act(who: Actor, days: int = 0) -> AbstractContextManager[Work]:
        clock = Clock(lambda: NOW + timedelta(days=days))
        return working(database.acts, who, clock, keyring)

    return open_act


@pytest.fixture
def county(act: Act, keyring: Keyring) -> None:
    """Four families that came by a sheet: rescue, priority, and two others by score and day."""
    with act(system_actor(PLACE)) as work:
        office_of_kind(work, OfficeKind.HOUSING_DEPARTMENT)
    with act(CENTRE) as work:
        work.session.add_all(
            [
                household(keyring, 1, present_area=0),
                household(keyring, 2, present_area=1200),
                household(keyring, 3, group=Group.LOW_INCOME, present_area=1200),
                household(keyring, 4, rescue=Rescue.MINIMUM_ALLOWANCE, present_area=1200),
            ]
        )


def _publish(act: Act) -> str:
    with act(CENTRE) as work:
        return order.publish_order(work).key


def _entry(act: Act, number: str) -> int:
    with act(CENTRE) as work:
        found = work.session.scalars(
            select(WaitlistEntry.id).where(WaitlistEntry.number == number)
        ).one()
        return int(found)


def test_the_order_is_tier_then_score_then_day_and_is_shown_masked(
    act: Act, county: None, database: Database
) -> None:
    """HN-17-2, HN-17-3: order and form of assistance are fixed and publicised for comment."""
    key = _publish(act)
    with database.reads() as session:
        published = queries.order_by_key(session, key)
        lines = queries.lines(session, published.id, 0, 50)
        assert [line.number for line in lines] == ["…0004", "…0003", "…0001", "…0002"]
        assert [line.tier for line in lines] == [0, 1, 2, 2]
        assert all("*" in line.name for line in lines)
        assert all(line.assistance is Assistance.FLAT for line in lines)
        assert published.ends_on == date(2026, 9, 8)
        assert "HN-17-3" in published.cites
        entries = queries.page_of(session, PLACE, "", published.day, 0, 50)
        assert [entry.position for entry in entries] == [1, 2, 3, 4]
        assert {entry.state for entry in entries} == {EntryState.WAITING}
        assert verify(session, PLACE).faults == ()


def test_a_second_order_takes_in_who_came_since(act: Act, county: None, keyring: Keyring) -> None:
    _publish(act)
    with act(CENTRE) as work:
        work.session.add(household(keyring, 9))
    _publish(act)
    with act(CENTRE) as work:
        assert queries.count(work.session, PLACE, "", work.day) == 5
        assert len(queries.orders(work.session, PLACE)) == 2


def test_nobody_waits_so_there_is_no_order(act: Act) -> None:
    with pytest.raises(BadInput, match="没有轮候对象"), act(CENTRE) as work:
        order.publish_order(work)


def test_a_published_order_cannot_be_changed(act: Act, county: None, database: Database) -> None:
    _publish(act)
    for statement in (
        "UPDATE waiting_order_lines SET position = position + 10",
        "DELETE FROM waiting_orders",
    ):
        with pytest.raises(DatabaseError), database.acts() as session, session.begin():
            session.execute(text(statement))
    with database.reads() as session:
        assert session.get(WaitingOrderLine, (1, 1)) is not None


def test_a_household_waits_once(act: Act, county: None, database: Database) -> None:
    _publish(act)
    with act(CENTRE) as work:
        found = households.by_place(work.session, PLACE)[0]
        with pytest.raises(WrongState, match="已在轮候"):
            service.register(work, found)
    with pytest.raises(IntegrityError), database.acts() as session, session.begin():
        session.execute(
            text(
                "INSERT INTO waitlist_entries (place, household_id, number, state, assistance,"
                " rescue, points, registered_on, cap_on, cap_provisional, review_opened_by,"
                " review_reason, closing_reason) SELECT place, household_id, 'X', 'waiting',"
                " assistance, rescue, points, registered_on, cap_on, cap_provisional, '', '', ''"
                " FROM waitlist_entries WHERE id = 1"
            )
        )


def test_a_change_of_circumstances_leads_to_a_review_by_two_persons(
    act: Act, county: None, database: Database, keyring: Keyring
) -> None:
    """HN-16-4, HN-16-5: cancelled after a review, in writing, with reasons."""
    _publish(act)
    number = _entry(act, "SQ2025000002")
    with pytest.raises(WrongState, match="资格复查中"), act(HEAD) as work:
        service.cancel(work, number, reasons=["收入超过标准"])
    with act(REVIEWER) as work:
        service.open_review(work, number, reason="民政通报收入变化")
    with pytest.raises(NotAllowed), act(REVIEWER) as work:
        service.cancel(work, number, reasons=["收入超过标准"])
    with pytest.raises(BadInput, match="取消的理由"), act(HEAD) as work:
        service.cancel(work, number, reasons=[" "])
    with act(HEAD) as work:
        service.cancel(
            work, number, reasons=["人均月收入 3000 元，超过 2447 元"], conditions=["HN-12-4"]
        )
    with database.reads() as session:
        entry = queries.get(session, PLACE, number)
        assert entry.state is EntryState.CANCELLED
        assert entry.position is None
        assert [each.application_number for each in households.registered(session, PLACE)] == [
            "SQ2025000001",
            "SQ2025000003",
            "SQ2025000004",
        ]
        written = letter_text(session.scalars(select(Letter)).one(), keyring)
        for word in ("取消", "3000 元", "第十六条", "15 个工作日"):
            assert word in written


def test_a_review_may_end_in_keeping_the_place(act: Act, county: None) -> None:
    """HN-16-4."""
    _publish(act)
    number = _entry(act, "SQ2025000001")
    with act(REVIEWER) as work:
        service.open_review(work, number, reason="有人反映购房")
    with act(HEAD) as work:
        assert service.keep(work, number, reason="经查并未购房").state is EntryState.WAITING


def test_the_form_of_assistance_changes_on_the_familys_paper(act: Act, county: None) -> None:
    """HN-17-2, HN-9-1."""
    _publish(act)
    number = _entry(act, "SQ2025000001")
    with pytest.raises(BadInput, match="依据文件"), act(CENTRE) as work:
        service.change_assistance(work, number, Assistance.SUBSIDY, reason="改领补贴", document="")
    with act(CENTRE) as work:
        service.change_assistance(
            work, number, Assistance.SUBSIDY, reason="改领补贴", document="书面申请 12 号"
        )
        found = households.get(
            work.session, PLACE, queries.get(work.session, PLACE, number).household_id
        )
        assert found.assistance is Assistance.SUBSIDY


def test_with_whom_the_authority_is_late_is_found_once_and_stays_valid(
    act: Act, county: None, database: Database, keyring: Keyring
) -> None:
    """HN-16-3: the cap is a duty; the day after it the entry is overdue, never dropped."""
    _publish(act)
    cap = date(2028, 6, 1)  # 36 months after 2025-06-01
    last = standing_clock(NOW + (cap - day_of(NOW)))
    assert [each.overdue for each in jobs.sweep(database, keyring, last)] == [0]
    late = standing_clock(NOW + (cap - day_of(NOW)) + timedelta(days=1))
    assert [each.overdue for each in jobs.sweep(database, keyring, late)] == [4]
    assert [each.overdue for each in jobs.sweep(database, keyring, late)] == [0]
    with database.reads() as session:
        assert queries.count(session, PLACE, "overdue", late.today()) == 4
        tags = session.scalars(select(RegisterRow.tag)).all()
        assert tags.count(Tag.ENTRY_OVERDUE) == 4
        assert len(households.registered(session, PLACE)) == 4
    days = (late.today() - day_of(NOW)).days
    with act(CENTRE, days) as work:
        assert order.publish_order(work).entries == 4


def test_who_came_by_admission_is_free_to_apply_again_after_a_cancellation(
    database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-16-4: nobody stays bound to a place that was taken away, and no clock runs on."""
    desk = Desk(open_counter(database, keyring, tmp_path))
    case = desk.registered()
    with desk.act(Role.COUNTY_REVIEWER) as work:
        entry = queries.of_application(work.session, case.id)
        assert entry is not None
        service.open_review(work, entry.id, reason="民政通报收入变化")
    with desk.act(Role.COUNTY_HEAD, "fabu") as work:
        service.cancel(work, entry.id, reasons=["收入超过标准"], conditions=["HN-12-4"])
    with database.reads() as session:
        assert not any(member.live for member in applications.get(session, case.id).members)
        clocks = running.of_case(session, case.case)
        assert all(clock.stopped_on for clock in clocks)
        assert verify(session, PLACE).faults == ()
    again = desk.registered()
    assert again.number != case.number


def test_a_number_that_a_sheet_brought_is_not_given_twice(
    database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """A sheet imported while the case was open may bear its number; the words say what to mend."""
    desk = Desk(open_counter(database, keyring, tmp_path))
    case = desk.decided()
    desk.filed(case)
    desk.until_notice_ends(case)
    with desk.act(Role.CENTRE) as work:
        work.session.add(household(keyring, 9, application_number=case.number))
    with (
        pytest.raises(BrokenRule, match="表格导入的另一户"),
        desk.act(Role.COUNTY_REVIEWER) as work,
    ):
        registering.register(work, case.id)


def test_pages_of_the_list_hold_everybody_once_places_first(
    act: Act, county: None, keyring: Keyring
) -> None:
    """HN-17-2: the order, then those who came since and have no place yet."""
    _publish(act)
    with act(CENTRE) as work:
        for number in (8, 9):
            held = household(keyring, number)
            work.session.add(held)
            work.session.flush()
            service.register(work, held)
    with act(CENTRE) as work:
        whole = [each.number for each in queries.page_of(work.session, PLACE, "", work.day, 0, 50)]
        assert [number[-1] for number in whole] == ["4", "3", "1", "2", "8", "9"]
        for size in (1, 2, 3, 5, 6, 7):
            pages = [
                queries.page_of(work.session, PLACE, "", work.day, first, size)
                for first in range(0, 8, size)
            ]
            assert [each.number for page in pages for each in page] == whole
