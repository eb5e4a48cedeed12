"""Registering wishes: who, when, for what, confirmed in writing, one running round at a time."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from housing.accounts.service import open_applicant
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.households.words import Assistance, Group
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.plans import service as planning_acts
from housing.plans.models import Plan
from housing.registrations import queries, service
from housing.registrations.models import Way
from housing.registrations.states import RegistrationState
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.planning import ENDS, OPENS, Planning, facts
from tests.integration.small_county import (
    ACCESSIBLE,
    HOSPITAL,
    LOW,
    OWN,
    TWO,
    household,
    own_unit,
    unit,
)
from tests.refusing import breaks

PHONE, SECRET = "13811112222", "a sentence for tests only"
MINE, STRANGER = "43010119900307851X", "430101199003078528"


def identity_of(keyring: Keyring, number: str) -> dict[str, object]:
    """Return the columns of a whole identity number."""
    return {"identity_sealed": keyring.seal(number), "identity_index": keyring.blind(number)}


def homes(keyring: Keyring) -> list[Household]:
    """Two who live alone, a family of three, one with the subsidy, one of the hospital."""
    return [
        household(keyring, 1, **identity_of(keyring, MINE)),
        household(keyring, 2, needs_accessible=True),
        household(keyring, 3, size=3, wishes=[[TWO]]),
        household(keyring, 4, assistance=Assistance.SUBSIDY, wishes=[]),
        household(keyring, 5, employer=HOSPITAL, group=Group.NEW_EMPLOYEE),
    ]


@pytest.fixture
def planning(database: Database, keyring: Keyring, tmp_path: Path) -> Planning:
    """A county with a plan to be made, on both databases."""
    flats = [unit(1), unit(2), unit(3, TWO), unit(4, ACCESSIBLE), own_unit(5)]
    return Planning(database, keyring, tmp_path).fill(homes(keyring), flats)


@pytest.fixture
def here(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Planning:
    """The same county, where the engine does not matter."""
    flats = [unit(1), unit(2), unit(3, TWO), unit(4, ACCESSIBLE), own_unit(5)]
    return Planning(sqlite_database, keyring, tmp_path).fill(homes(keyring), flats)


def applicant(planning: Planning, identity: str = MINE) -> Actor:
    """Return the account of a person, by default of the one who applied for household 1."""
    with planning.desk.counter.work(planning.desk.person(Role.ADMINISTRATOR)) as work:
        account = open_applicant(work, PHONE, SECRET, PLACE, "张小乙", identity)
        return Actor(account.name, Role.APPLICANT, PLACE)


def test_a_family_registers_itself_and_is_told_in_writing(planning: Planning) -> None:
    """HN-21-1: within the time of the plan, with a confirmation."""
    plan, me = planning.opened(), applicant(planning)
    with planning.desk.counter.work(me) as work:
        mine = planning.household(1)
        made = service.register(work, plan.round_id, mine, [[LOW]], way=Way.ACCOUNT)
    assert (made.state, made.number, made.wishes) == (RegistrationState.REGISTERED, 1, [[LOW]])
    with planning.database.reads() as session:
        (letter,) = letters.of_case(session, made.case)
        assert letter.kind is LetterKind.WISHES_REGISTERED
        assert letter.account == me.name
        words = letters.text(letter, planning.keyring)
        assert "第 1 志愿：望麓新苑 一居室 低" in words
        assert "2026年9月17日（含当日）前可以修改" in words
        assert session.get_one(Household, mine).wishes == [[LOW]]
        assert verify(session, PLACE).faults == ()


def test_nobody_registers_for_another_family(here: Planning) -> None:
    plan, me = here.opened(), applicant(here)
    with pytest.raises(NotAllowed, match="自己的家庭"), here.desk.counter.work(me) as work:
        service.register(work, plan.round_id, here.household(2), [[LOW]])
    theirs = here.registered(plan, 2, [[ACCESSIBLE]])
    with pytest.raises(NotAllowed), here.desk.counter.work(me) as work:
        service.change(work, theirs.id, [[LOW]])
    with pytest.raises(NotAllowed), here.desk.counter.work(me) as work:
        service.withdraw(work, theirs.id)
    auditor = here.desk.person(Role.AUDITOR)
    with pytest.raises(NotAllowed), here.desk.counter.work(auditor) as work:
        service.register(work, plan.round_id, here.household(1), [[LOW]])


@pytest.mark.parametrize("day", [OPENS - timedelta(days=1), ENDS + timedelta(days=1)])
def test_outside_of_the_window_nothing_is_registered(here: Planning, day: date) -> None:
    """HN-21-1: in the time fixed in the plan, both days included."""
    plan = here.published()
    here.go_to(day)
    with breaks("HN-21-1", WrongState, match="2026-09-08 至 2026-09-17"):
        here.registered(plan, 1, [[LOW]])


def test_both_ends_of_the_window_belong_to_it(here: Planning) -> None:
    """HN-21-1."""
    plan = here.opened()
    first = here.registered(plan, 1, [[LOW]])
    here.go_to(ENDS)
    last = here.registered(plan, 3, [[TWO]])
    assert (first.number, last.number) == (1, 2)
    here.go_to(ENDS + timedelta(days=1))
    street = here.desk.person(Role.STREET)
    with pytest.raises(WrongState), here.desk.counter.work(street) as work:
        service.withdraw(work, last.id)


def test_a_class_one_cannot_live_in_is_explained_at_once(here: Planning) -> None:
    """HN-21-7, HN-10-2: only what fits the guaranteed area."""
    plan = here.opened()
    with breaks("HN-21-7", match="望麓新苑 两居室 低：适合 3 人及以上的家庭，您家 1 人"):
        here.registered(plan, 1, [[LOW], [TWO]])
    with breaks("HN-10-2", match="适合 1 至 2 人的家庭，您家 3 人"):
        here.registered(plan, 3, [[LOW]])
    accessible = here.registered(plan, 2, [[ACCESSIBLE, LOW]])
    assert accessible.wishes == [sorted([ACCESSIBLE, LOW])]


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        ([], "至少选一类"),
        ([[LOW], []], "不留空"),
        ([["没有-这-类-的"]], "没有房源类别 没有-这-类-的"),
        ([[LOW], [LOW]], "写了两次"),
        ([[LOW, LOW]], "写了两次"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(
    here: Planning, wishes: list[list[str]], named: str
) -> None:
    plan = here.opened()
    with pytest.raises(BadInput, match=named):
        here.registered(plan, 1, wishes)
    with here.database.reads() as session:
        assert queries.of_round(session, plan.round_id) == []


def test_who_asked_for_the_subsidy_is_told_what_to_do(here: Planning) -> None:
    """HN-17-2."""
    plan = here.opened()
    with breaks("HN-17-2", match="变更保障方式"):
        here.registered(plan, 4, [[LOW]])


@pytest.mark.parametrize(
    ("state", "rule"),
    [("frozen", "HN-22-2"), ("under_review", "HN-21-1"), ("cancelled", "HN-21-1")],
)
def test_who_does_not_wait_cannot_register(here: Planning, state: str, rule: str) -> None:
    """HN-21-1, HN-22-2: active entries only; a frozen one cannot register interest."""
    plan = here.opened()
    with here.database.acts() as session, session.begin():
        entry = session.scalars(
            select(WaitlistEntry).where(WaitlistEntry.household_id == here.household(1))
        ).one()
        entry.state = EntryState(state)
    with breaks(rule, match="现在的轮候状态"):
        here.registered(plan, 1, [[LOW]])


def test_a_round_serves_the_groups_of_its_plan(here: Planning) -> None:
    """HN-20-2, HN-21-1: the range of people served."""
    plan = here.written(groups_served=(Group.LOW_INCOME,))
    with here.desk.counter.work(here.reviewer) as work:
        planning_acts.publish(work, plan.round_id)
    here.go_to(OPENS)
    with breaks("HN-20-2", match="城镇中等偏下收入"):
        here.registered(plan, 1, [[LOW]])


def test_an_owner_s_round_serves_its_own_people(here: Planning) -> None:
    """HN-19-1, HN-23-1."""
    plan = here.opened(f"owner:{HOSPITAL}")
    assert here.registered(plan, 5, [[OWN]]).state is RegistrationState.REGISTERED
    with breaks("HN-19-1", match=HOSPITAL):
        here.registered(plan, 1, [[OWN]])


def test_wishes_are_changed_withdrawn_and_registered_again(planning: Planning) -> None:
    """HN-21-1: until the window closes; the place in the queue is kept."""
    plan = planning.opened()
    made = planning.registered(plan, 2, [[LOW]])
    street = planning.desk.person(Role.STREET)
    with planning.desk.counter.work(street) as work:
        changed = service.change(work, made.id, [[ACCESSIBLE], [LOW]])
    assert (changed.wishes, changed.changed_at) == ([[ACCESSIBLE], [LOW]], work.now)
    with pytest.raises(BadInput, match="没有改动"), planning.desk.counter.work(street) as work:
        service.change(work, made.id, [[ACCESSIBLE], [LOW]])
    with planning.desk.counter.work(street) as work:
        service.withdraw(work, made.id, "家庭另有安排")
    with pytest.raises(WrongState), planning.desk.counter.work(street) as work:
        service.change(work, made.id, [[LOW]])
    again = planning.registered(plan, 2, [[LOW]])
    assert (again.id, again.state, again.withdrawn_at) == (
        made.id,
        RegistrationState.REGISTERED,
        None,
    )
    with planning.database.reads() as session:
        entry = session.get_one(WaitlistEntry, made.entry_id)
        assert entry.state is EntryState.WAITING
        assert len(letters.of_case(session, made.case)) == 3


def test_a_household_is_in_one_running_round_only(planning: Planning) -> None:
    """HN-21-1: the database itself refuses a second one."""
    first = planning.opened()
    other = second_plan(planning)
    made = planning.registered(first, 1, [[LOW]])
    with pytest.raises(WrongState, match="已登记意向"):
        planning.registered(first, 1, [[LOW]])
    planning.go_to(OPENS + timedelta(days=8))
    with breaks("HN-21-1", WrongState, match="一户同时只能参加一轮"):
        planning.registered(other, 1, [[ACCESSIBLE]])
    copied = (
        "place, household_id, entry_id, state, open, wishes, size, needs_accessible, way,"
        " registered_by, registered_at, withdrawn_reason, decided_by, reasons, categories,"
        " notice_key"
    )
    once_more = text(
        f"INSERT INTO registrations (round_id, round_code, number, {copied})"
        f" SELECT {other.round_id}, 'x', 1, {copied} FROM registrations"
    )
    with pytest.raises(IntegrityError), planning.database.acts() as session, session.begin():
        session.execute(once_more)
    head = planning.desk.person(Role.COUNTY_HEAD)
    with planning.desk.counter.work(head) as work:
        assert service.end_round(work, first.round_id) == 1
    assert planning.registered(other, 2, [[ACCESSIBLE]]).number == 1
    with planning.database.reads() as session:
        assert queries.running_of(session, made.household_id) is None


def second_plan(planning: Planning) -> Plan:
    """Return a second public plan, of one flat that came back meanwhile."""
    with planning.database.acts() as session, session.begin():
        flat = unit(9, ACCESSIBLE)
        session.add(flat)
        session.flush()
        added = flat.id
    plan = planning.drafted()
    days = {
        "registration_from": OPENS + timedelta(days=7),
        "registration_until": ENDS + timedelta(days=7),
    }
    with planning.desk.counter.work(planning.centre) as work:
        planning_acts.change(work, plan.round_id, facts(**days), [added], plan.version)
    with planning.desk.counter.work(planning.reviewer) as work:
        return planning_acts.publish(work, plan.round_id)


def test_not_registering_costs_nothing(here: Planning) -> None:
    """HN-21-1: no penalty for not registering; the entry keeps its place."""
    plan = here.opened()
    with here.database.reads() as session:
        before = places(session_rows=session.scalars(select(WaitlistEntry)).all())
    here.registered(plan, 2, [[LOW]])
    here.begun(plan)
    with here.database.reads() as session:
        entries = session.scalars(select(WaitlistEntry)).all()
        assert places(session_rows=entries) == before
        states = {each.number[-1]: each.state for each in entries}
    assert states["1"] is states["3"] is EntryState.WAITING
    assert states["2"] is EntryState.IN_ROUND


def places(session_rows: object) -> dict[str, int | None]:
    """Return the place in the county's order of each entry."""
    return {each.number: each.position for each in session_rows}  # type: ignore[attr-defined]


def test_a_household_of_a_newer_sheet_gets_its_entry_when_it_registers(
    here: Planning, keyring: Keyring
) -> None:
    plan = here.opened()
    with here.database.acts() as session, session.begin():
        session.add(household(keyring, 7))
    assert here.registered(plan, 7, [[LOW]]).state is RegistrationState.REGISTERED


def test_somebody_without_a_household_is_told(here: Planning) -> None:
    plan, stranger = here.opened(), applicant(here, STRANGER)
    with pytest.raises(NotAllowed, match="自己的家庭"), here.desk.counter.work(stranger) as work:
        service.register(work, plan.round_id, here.household(1), [[LOW]])
