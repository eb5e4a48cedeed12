"""Kept places: by what has changed and from nothing, with a ledger that adds up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.demo.sample import make_sample
from housing.households.models import Household
from housing.households.words import Assistance, Group, Rescue
from housing.imports import service as importing
from housing.imports.columns import SheetKind
from housing.imports.sheet import SheetFile
from housing.waitlist import asof, jobs, ledger, order, places, placing, service
from housing.waitlist.models import KeptPlace, Movement, Placing, WaitlistEntry
from housing.waitlist.states import EntryAct, EntryState
from housing.waitlist.words import Cause
from tests.conftest import NOW, PLACE, actor
from tests.factories.offices import office_of_kind
from tests.factories.waiting import LOW, TWO, kept_rows, waiting_household

CENTRE, HEAD = actor(Role.CENTRE, "zhongxin"), actor(Role.COUNTY_HEAD, "fabu")
SYSTEM = system_actor(PLACE)
Act = Callable[..., AbstractContextManager[Work]]


@pytest.fixture
def act(database: Database, keyring: Keyring) -> Act:
    """Open one act, at NOW or some days later."""

    def open_act(who: Actor, days: int = 0) -> AbstractContextManager[Work]:
        return working(database.acts, who, _clock(days), keyring)

    return open_act


def _clock(days: int) -> Clock:
    return standing_clock(NOW + timedelta(days=days))


@pytest.fixture
def county(act: Act, keyring: Keyring) -> None:
    """Six families that wait, the smaller number first, in two classes; all published."""
    with act(SYSTEM) as work:
        office_of_kind(work, OfficeKind.HOUSING_DEPARTMENT)
    with act(CENTRE) as work:
        work.session.add_all(waiting_household(keyring, number) for number in range(1, 5))
        work.session.add_all(
            [
                waiting_household(keyring, 5, wishes=[[TWO], [LOW]]),
                waiting_household(keyring, 6, wishes=[[LOW, TWO]]),
            ]
        )
    with act(CENTRE) as work:
        order.publish_order(work)


def _entry(work: Work, number: int) -> WaitlistEntry:
    found = select(WaitlistEntry).where(WaitlistEntry.number == f"SQ2025{number:06d}")
    return work.session.scalars(found).one()


def _order(work: Work) -> list[int]:
    rows = work.session.execute(
        select(WaitlistEntry.number)
        .join(KeptPlace, KeptPlace.entry_id == WaitlistEntry.id)
        .order_by(KeptPlace.position)
    )
    return [int(number[-2:]) for (number,) in rows]


def _moves(work: Work, number: int) -> list[tuple[int | None, int | None, dict[str, int]]]:
    moves = ledger.moves_of(work.session, _entry(work, number).id)
    return [(each.from_position, each.to_position, dict(each.causes)) for each in moves]


def test_a_published_order_gives_everybody_a_place_in_the_county_the_tier_and_the_class(
    act: Act, county: None
) -> None:
    """HN-17-2: nobody is counted when a place is looked up."""
    with act(CENTRE) as work:
        assert _order(work) == [1, 2, 3, 4, 5, 6]
        found = places.places_of(work.session, _entry(work, 6))
        assert found is not None
        assert (found.county.position, found.county.households) == (6, 6)
        assert (found.tier.name, found.tier.position, found.tier.households) == ("2", 6, 6)
        wanted = [(each.name, each.position, each.households, each.wish) for each in found.classes]
        assert wanted == [(LOW, 6, 6, 1), (TWO, 2, 2, 1)]
        assert _moves(work, 6) == [(None, 6, {"own_act": 0})]


def test_who_leaves_moves_up_those_behind_over_night_and_the_ledger_says_why(
    act: Act, county: None, database: Database, keyring: Keyring
) -> None:
    """HN-17-2, HN-16-3: with a class of events for each cause, and nobody's name."""
    with act(HEAD, 1) as work:
        service.subsidise(work, _entry(work, 2).id, "批复 7 号")
        entry = _entry(work, 4)
        service.move(work, entry, EntryAct.HOUSE, Tag.ENTRY_HOUSED, "配租")
        entry.closed_on, entry.closing_reason = work.day, "配租"
    assert [each.due for each in jobs.place(database, keyring, _clock(2))] == [2]
    with act(CENTRE, 2) as work:
        assert _order(work) == [1, 3, 5, 6]
        assert _moves(work, 5)[0] == (5, 3, {"housed": -1, "subsidised": -1})
        assert _moves(work, 2)[0] == (2, None, {"subsidised": 0})
        assert _entry(work, 2).state is EntryState.SUBSIDISED
        assert _entry(work, 2).position is None
        assert ledger.position_on(work.session, _entry(work, 5).id, date(2026, 9, 1)) == 5
        assert verify(work.session, PLACE).faults == ()
    assert [each.due for each in jobs.place(database, keyring, _clock(3))] == [0]


def test_own_facts_move_oneself_and_those_one_passes(
    act: Act, county: None, database: Database, keyring: Keyring
) -> None:
    """HN-17-1: the score table moves a family that has become poorer housed."""
    with act(CENTRE, 1) as work:
        entry = _entry(work, 5)
        household = work.session.get_one(Household, entry.household_id)
        household.present_area = 0
        placing.mark(work, [entry.id])
    jobs.place(database, keyring, _clock(1))
    with act(CENTRE, 1) as work:
        assert _order(work) == [5, 1, 2, 3, 4, 6]
        assert _moves(work, 5)[0] == (5, 1, {"own_points": -4})
        assert _moves(work, 1)[0] == (1, 2, {"rescored": 1})
        assert len(_moves(work, 6)) == 1
        assert _entry(work, 5).score == 4850  # 10 for income, 30 for no home, 8.5 for 17 months


def test_a_frozen_family_leaves_the_order_and_comes_back_to_its_place(
    act: Act, county: None, database: Database, keyring: Keyring
) -> None:
    """HN-22-2."""
    for days, state in ((1, EntryState.FROZEN), (2, EntryState.WAITING)):
        with act(CENTRE, days) as work:
            entry = _entry(work, 2)
            entry.state, entry.place_due_on = state, work.day
        jobs.place(database, keyring, _clock(days))
    with act(CENTRE, 2) as work:
        assert _order(work) == [1, 2, 3, 4, 5, 6]
        assert [each[2] for each in _moves(work, 2)] == [
            {"thawed": 0},
            {"frozen": 0},
            {"own_act": 0},
        ]
        assert [each[2] for each in _moves(work, 3)][:2] == [{"thawed": 1}, {"frozen": -1}]


def test_months_count_from_the_first_of_the_next_month(
    act: Act, county: None, database: Database, keyring: Keyring
) -> None:
    """HN-17-1: whole months waited are worth points; the job takes them in on the first."""
    assert [each.due for each in jobs.place(database, keyring, _clock(29))] == [0]
    with act(CENTRE) as work:
        before = _entry(work, 1).score
    assert [each.due for each in jobs.place(database, keyring, _clock(30))] == [6]
    with act(CENTRE) as work:
        assert _entry(work, 1).score == (before or 0) + 50
        assert _entry(work, 1).place_due_on == date(2026, 11, 1)


def test_the_order_of_a_past_day_is_shown_with_the_terms_of_that_day(
    act: Act, county: None, database: Database, keyring: Keyring
) -> None:
    """HN-17-2, HN-17-3."""
    with act(HEAD, 3) as work:
        service.subsidise(work, _entry(work, 1).id, "批复 8 号")
    jobs.place(database, keyring, _clock(3))
    with act(CENTRE, 5) as work:
        days = {
            day: [int(line.number[-2:]) for line in asof.order_on(work.session, PLACE, day).lines]
            for day in (date(2026, 8, 31), date(2026, 9, 2), date(2026, 9, 4))
        }
        assert days == {
            date(2026, 8, 31): [],
            date(2026, 9, 2): [1, 2, 3, 4, 5, 6],
            date(2026, 9, 4): [2, 3, 4, 5, 6],
        }
        second = asof.order_on(work.session, PLACE, date(2026, 9, 2), offset=4, limit=50)
        assert [line.position for line in second.lines] == [5, 6]
        assert second.published is not None
        assert {each["parameter"] for each in second.placing.terms if second.placing} == {
            "priority_rules",
            "scoring_table",
            "housing_area_line_per_capita",
        }


def test_a_reckoning_needs_the_right_and_a_grant_its_document(act: Act, county: None) -> None:
    with pytest.raises(NotAllowed), act(actor(Role.STREET)) as work:
        placing.replace_all(work)
    with pytest.raises(BadInput, match="批准文件"), act(HEAD) as work:
        service.subsidise(work, _entry(work, 1).id, " ")
    with pytest.raises(NotAllowed), act(CENTRE) as work:
        service.subsidise(work, _entry(work, 1).id, "批复 9 号")


def test_a_county_without_tables_is_passed_over_and_named(
    act: Act, database: Database, keyring: Keyring
) -> None:
    with act(CENTRE) as work:
        household = waiting_household(keyring, 1, place="430102")
        work.session.add(household)
        work.session.flush()
        work.session.add(_bare_entry(household))
    (found,) = jobs.place(database, keyring, _clock(0))
    assert "priority_rules" in found.missing


def _bare_entry(household: Household) -> WaitlistEntry:
    return WaitlistEntry(
        place=household.place,
        household_id=household.id,
        number=household.application_number,
        state=EntryState.REGISTERED,
        assistance=Assistance.FLAT,
        rescue=False,
        points=[],
        registered_on=household.registered_on,
        cap_on=date(2028, 6, 1),
        cap_provisional=False,
        review_opened_by="",
        review_reason="",
        closing_reason="",
        place_due_on=household.registered_on,
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE waitlist_movements SET to_position = 1",
        "DELETE FROM waitlist_placings",
        "UPDATE waitlist_places SET position = 0",
        "UPDATE waitlist_class_places SET wish = 0",
        "UPDATE waitlist_queues SET households = -1",
        "INSERT INTO waitlist_movements (placing_id, place, entry_id, day, causes)"
        " SELECT placing_id, place, entry_id + 1, day, causes FROM waitlist_movements LIMIT 1",
    ],
)
def test_the_database_refuses_nonsense(
    act: Act, county: None, database: Database, statement: str
) -> None:
    with pytest.raises(DatabaseError), database.acts() as session, session.begin():
        session.execute(text(statement))


def test_nobody_moves_twice_in_one_reckoning(act: Act, county: None, database: Database) -> None:
    again = (
        "INSERT INTO waitlist_movements (placing_id, place, entry_id, day, to_position, causes)"
        " SELECT placing_id, place, entry_id, day, 1, causes FROM waitlist_movements LIMIT 1"
    )
    with pytest.raises(IntegrityError), database.acts() as session, session.begin():
        session.execute(text(again))


CHANGES = st.lists(
    st.tuples(
        st.integers(1, 14),
        st.sampled_from(["leave", "freeze", "thaw", "area", "tier", "rescue", "wish", "come"]),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=10,
)


@given(changes=st.lists(CHANGES, min_size=1, max_size=3))
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_by_what_has_changed_and_from_nothing_are_the_same(
    database: Database, keyring: Keyring, changes: list[list[tuple[int, str, int]]]
) -> None:
    """HN-17-1, HN-17-2: whatever happened, in whatever order; and every move adds up."""
    clock = Clock(lambda: datetime(2026, 9, 1, 1, 0, tzinfo=UTC))
    with database.acts() as session:
        work = Work(session, SYSTEM, clock.now(), keyring)
        for number in range(1, 9):
            _come(work, keyring, number, number % 3)
        placing.replace_all(work)
        for some in changes:
            touched = {_change(work, keyring, *each) for each in some}
            session.flush()
            placing.apply(work, touched)
            by_change = kept_rows(session)
            placing.replace_all(work)
            assert kept_rows(session) == by_change
            _adds_up(work)
        session.rollback()


def _come(work: Work, keyring: Keyring, number: int, choice: int) -> int:
    wishes = [[[LOW]], [[TWO], [LOW]], [[LOW, TWO]], [], [[TWO]], [[LOW], [TWO]]]
    household = waiting_household(keyring, number, wishes=wishes[choice])
    work.session.add(household)
    work.session.flush()
    entry = _bare_entry(household)
    work.session.add(entry)
    work.session.flush()
    return entry.id


def _change(work: Work, keyring: Keyring, number: int, what: str, how: int) -> int:
    wanted = select(WaitlistEntry).where(WaitlistEntry.number == f"SQ2025{number:06d}")
    entry = work.session.scalars(wanted).one_or_none()
    if entry is None:
        return _come(work, keyring, number, how)
    household = work.session.get_one(Household, entry.household_id)
    if what in ("leave", "freeze"):
        entry.state = [EntryState.HOUSED, EntryState.CANCELLED, EntryState.FROZEN][how % 3]
    elif what == "thaw":
        entry.state = EntryState.WAITING
    elif what == "area":
        household.present_area = [0, 500, 800, 1200][how % 4]
    elif what == "tier":
        household.group = [Group.LOW_INCOME, Group.LOWER_MIDDLE][how % 2]
    elif what == "rescue":
        household.rescue = [Rescue.NONE, Rescue.MINIMUM_ALLOWANCE][how % 2]
    elif what == "wish":
        household.wishes = [[[LOW]], [[TWO], [LOW]], [], [[TWO]]][how % 4]
    return entry.id


def _adds_up(work: Work) -> None:
    for move in work.session.scalars(select(Movement)):
        if move.from_position is not None and move.to_position is not None:
            total = sum(count for _, count in move.causes)
            assert total == move.to_position - move.from_position != 0
            assert {cause for cause, _ in move.causes} <= {each.value for each in Cause}
    for entry_id, position in work.session.execute(select(KeptPlace.entry_id, KeptPlace.position)):
        assert ledger.moves_of(work.session, entry_id, 1)[0].to_position == position
    last = work.session.scalars(select(Placing.entries).order_by(Placing.id.desc())).first()
    assert last == len(work.session.scalars(select(KeptPlace.entry_id)).all())


def test_what_a_sheet_changes_is_placed_in_the_next_night(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-17-1: the last in the order was accepted years earlier, as its next sheet says."""
    sample = make_sample(date(2026, 9, 1), 12, 60)
    sheet = sample.households_csv().decode("utf-8-sig")
    with working(sqlite_database.acts, system_actor(PLACE), _clock(0), keyring) as work:
        office_of_kind(work, OfficeKind.HOUSING_DEPARTMENT)
    with working(sqlite_database.acts, CENTRE, _clock(0), keyring) as work:
        _take(work, SheetKind.UNITS, sample.units_csv().decode())
        _take(work, SheetKind.HOUSEHOLDS, sheet)
        order.publish_order(work)
        last = work.session.scalars(
            select(WaitlistEntry)
            .join(KeptPlace, KeptPlace.entry_id == WaitlistEntry.id)
            .order_by(KeptPlace.position.desc())
        ).first()
        assert last is not None
        size, number = placing.last_of(work.session, PLACE), last.number
        assert size is not None
    lines = [line.split(",") for line in sheet.splitlines()]
    for line in lines:
        if line[0] == number:
            line[15] = "2012-01-05"
    with working(sqlite_database.acts, CENTRE, _clock(1), keyring) as work:
        _take(work, SheetKind.HOUSEHOLDS, "\n".join(",".join(line) for line in lines))
    assert [each.due for each in jobs.place(sqlite_database, keyring, _clock(2))] == [1]
    with sqlite_database.reads() as session:
        held = session.scalars(
            select(KeptPlace.position).where(KeptPlace.entry_id == last.id)
        ).one()
    assert held < size.entries


def _take(work: Work, kind: SheetKind, sheet: str) -> None:
    files = [SheetFile(kind, "表.csv", sheet.encode())]
    assert importing.import_sheets(work, files).is_taken
