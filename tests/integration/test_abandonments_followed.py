"""The freeze follows a person who applied, lapsed and applies again: registered, and shown."""

from datetime import timedelta
from pathlib import Path

from housing.abandonments import jobs, queries, service
from housing.abandonments.models import AbandonmentPerson
from housing.abandonments.words import AbandonmentCase
from housing.applications import queries as applications
from housing.applications.models import Application
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.households import queries as households
from housing.letters import queries as letters
from housing.plans import queries as plans
from housing.plans import service as planning
from housing.reviews import registering
from housing.reviews.view import case_view
from housing.waitlist import queries as waitlist
from housing.waitlist import taking_part
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.service import case_of
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.hanzhong import DOCUMENT, HANTAI, enter_basis, open_hanzhong
from tests.factories.planning import Planning
from tests.factories.reviews import Desk
from tests.integration.small_county import LOW, usual
from tests.refusing import breaks

ROUND = "430199-2026-001"


def _given_up(desk: Desk, place: str = PLACE) -> WaitlistEntry:
    """Register a family, let a round give it a flat, and confirm that it gave it up."""
    case = desk.registered() if place == PLACE else _registered_in_hanzhong(desk)
    with desk.act(Role.CENTRE) as work:
        entry = waitlist.of_application(work.session, case.id)
        assert entry is not None
        entry_id, household_id = entry.id, entry.household_id
        taking_part.join(work, [household_id], ROUND)
    with desk.act(Role.COUNTY_HEAD) as work:
        taking_part.allot(work, [household_id], ROUND)
    with desk.act(Role.CENTRE) as work:
        found = waitlist.get(work.session, place, entry_id)
        given = {"reason": "书面放弃", "document": "声明1号"}
        made = service.report(work, found, AbandonmentCase.GAVE_UP_CHOICE, work.day, **given)
    desk.pass_days(30)
    with desk.act(Role.COUNTY_HEAD) as work:
        service.confirm(work, made.id, reasons="有签字的声明")
    with desk.counter.database.reads() as session:
        return waitlist.get(session, place, entry_id)


def _registered_in_hanzhong(desk: Desk) -> Application:
    """Register a family where no prefecture has to be told."""
    case = desk.decided()
    desk.until_notice_ends(case)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        registering.register(work, case.id)
    return desk.case(case.id)


def _sweep(desk: Desk, days: int) -> int:
    desk.pass_days(days)
    counter = desk.counter
    return jobs.sweep(counter.database, counter.keyring, standing_clock(counter.now))


def test_an_application_meets_the_freeze_of_its_people(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-22-2, HN-22-3: everybody of the case is frozen, and its page says until when."""
    desk = Desk(open_counter(sqlite_database, keyring, tmp_path))
    entry = _given_up(desk)
    assert entry.application_id is not None
    with desk.act(Role.COUNTY_REVIEWER) as work:
        case = applications.get(work.session, entry.application_id)
        people = {member.identity_index for member in case.members}
        held = queries.frozen(work.session, PLACE, work.day)
        assert set(held) == people
        seen = case_view(work, desk.person(Role.COUNTY_REVIEWER), case)
        assert seen.frozen_until == next(iter(held.values()))
        told = letters.of_case(work.session, case_of(entry))
        assert {letter.kind.value for letter in told} >= {"abandonment_reported", "abandonment"}


def test_after_the_freeze_the_cap_runs_on(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-22-2, HN-16-3: back in the queue with the old day of registration and its clock."""
    desk = Desk(open_counter(sqlite_database, keyring, tmp_path))
    entry = _given_up(desk)
    assert _sweep(desk, 365 * 2 - 60) == 0
    assert _sweep(desk, 62) == 1
    with sqlite_database.reads() as session:
        now = waitlist.get(session, PLACE, entry.id)
        assert (now.state, now.registered_on) == (EntryState.WAITING, entry.registered_on)
        assert entry.application_id is not None
        case = applications.get(session, entry.application_id).case
        clock = clocks.open_clock(session, case, ClockKind.WAITLIST_CAP)
        assert clock is not None
        assert clock.started_on == entry.registered_on
        assert clock.due_on - entry.registered_on < timedelta(days=3 * 366)
        assert verify(session, PLACE).faults == ()


def test_a_county_of_hanzhong_cites_its_own_basis(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-22-1, HN-22-2: what Hunan's articles say is borrowed, and never cited there."""
    desk = open_hanzhong(sqlite_database, keyring, tmp_path)
    enter_basis(desk)
    entry = _given_up(desk, HANTAI)
    with sqlite_database.reads() as session:
        (made,) = queries.of_entries(session, [entry.id])
        assert made.frozen_until is not None
        assert not any(cite.startswith("HN-") for cite in made.cites)
        told = letters.of_case(session, case_of(entry))
        texts = [letters.text(each, keyring) for each in told if "abandonment" in each.kind.value]
    assert len(texts) == 2
    for text in texts:
        assert DOCUMENT in text
        assert "湖南" not in text
        assert "HN" not in text


def test_further_cases_are_those_of_the_public_plan(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-22-8: a draft names nothing yet, and a round without a plan nothing at all."""
    county = Planning(sqlite_database, keyring, tmp_path)
    plan = county.fill(*usual(keyring)).written(other_abandonment_cases=("到场而不选",))
    with sqlite_database.reads() as session:
        assert list(plans.other_cases(session, plan.round_code)) == []
        assert list(plans.other_cases(session, ROUND + "9")) == []
    with county.desk.counter.work(county.reviewer) as work:
        planning.publish(work, plan.round_id)
    with sqlite_database.reads() as session:
        assert list(plans.other_cases(session, plan.round_code)) == ["到场而不选"]


def test_a_frozen_person_cannot_register_in_a_round(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-22-2, HN-22-3: not by another household either, until the last day has passed."""
    county = Planning(sqlite_database, keyring, tmp_path).fill(*usual(keyring))
    with county.desk.counter.work(county.centre) as work:
        entry = waitlist.live_of(work.session, county.household(1))
        assert entry is not None
        entry_id, household_id = entry.id, entry.household_id
        taking_part.join(work, [household_id], ROUND)
    with county.desk.act(Role.COUNTY_HEAD) as work:
        taking_part.allot(work, [household_id], ROUND)
    with county.desk.counter.work(county.centre) as work:
        entry = waitlist.get(work.session, PLACE, entry_id)
        given = {"reason": "书面放弃", "document": "声明1号"}
        made = service.report(work, entry, AbandonmentCase.GAVE_UP_CHOICE, work.day, **given)
        other = households.get(work.session, PLACE, county.household(2))
        person = AbandonmentPerson(abandonment_id=made.id, identity_index=other.identity_index)
        work.session.add(person)
    county.desk.pass_days(30)
    with county.desk.act(Role.COUNTY_HEAD) as work:
        service.confirm(work, made.id, reasons="有签字的声明")
    plan = county.opened()
    with breaks("HN-22-3", match="放弃过配租"):
        county.registered(plan, 2, [[LOW]])
    county.registered(plan, 3, [[LOW]])
