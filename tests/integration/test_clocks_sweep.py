"""The sweep: each reminder and escalation once, however often, late or side by side it runs."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from housing.calendar import Measure, load_calendar
from housing.clocks import service
from housing.clocks.jobs import Swept, sweep
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.clocks.queries import work_list
from housing.clocks.reckoning import days_between
from housing.clocks.rights import chosen, scope_of
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.offices import queries as office_rows
from housing.timetable import TIMETABLE, tell_holder
from tests.conftest import NOW, PLACE
from tests.factories.deadlines import at, case, county, head, started

K, STREET = ClockKind, OfficeKind.STREET
FIRST = date(2026, 9, 1)
NOTES = (Tag.CLOCK_REMINDED.value, Tag.CLOCK_OVERDUE.value)


@pytest.fixture
def offices(database: Database, keyring: Keyring) -> dict[OfficeKind, int]:
    """The county's offices."""
    return county(database, keyring)


def _notes(database: Database) -> Counter[tuple[str, str]]:
    with database.reads() as session:
        assert verify(session, PLACE).faults == ()
        rows = session.scalars(select(RegisterRow).where(RegisterRow.tag.in_(NOTES))).all()
        return Counter((row.tag, row.subject) for row in rows)


def test_a_second_and_a_late_sweep_find_nothing_new(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    """HN-15-1: reminded three working days before, on the head's list the day after."""
    started(database, keyring, K.ACCEPTANCE, offices[STREET])  # due 09-08, reminded from 09-03

    def on(day: int) -> Swept:
        return sweep(database, keyring, standing_clock(at(date(2026, 9, day))))

    assert [on(2), on(3), on(3), on(8), on(9), on(9), on(30)] == [
        Swept(),
        Swept(reminded=1),
        Swept(),
        Swept(),
        Swept(overdue=1),
        Swept(),
        Swept(),
    ]


def test_the_street_is_reminded_twice(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    """HN-15-1: after 20 and after 27 of 30 working days, each once."""
    clock = started(database, keyring, K.STREET_REVIEW, offices[STREET])
    told: list[date] = []

    def on(day: date) -> Swept:
        now = standing_clock(at(day))
        return sweep(database, keyring, now, lambda _work, _clock: told.append(day))

    days = [clock.started_on + timedelta(days=gone) for gone in range(50)]
    done = sum((on(day) for day in days for _twice in range(2)), Swept())
    calendar = load_calendar()
    assert done == Swept(reminded=2, overdue=1)
    assert [
        days_between(calendar, clock.started_on, day, Measure.WORKING_DAYS) for day in told[:2]
    ] == [20, 27]
    assert told[2] == clock.due_on + timedelta(days=1)


def test_a_sweep_that_missed_the_first_reminder_reminds_once(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    clock = started(database, keyring, K.STREET_REVIEW, offices[STREET])
    late = standing_clock(at(clock.due_on))
    assert sweep(database, keyring, late) == Swept(reminded=1)
    assert sweep(database, keyring, late) == Swept()


def test_a_reminded_office_without_e_mail_sees_it_on_its_list(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    """HN-15-1: what the desk counts as reminded, of one's own office or role."""
    clock = started(database, keyring, K.STREET_REVIEW, offices[STREET])
    started(database, keyring, K.ACCEPTANCE, offices[STREET], number=2)
    street = Actor("jiedao", Role.STREET, PLACE, offices[STREET], OfficeKind.STREET)
    reviewer = Actor("fuhe", Role.COUNTY_REVIEWER, PLACE)

    def listed(actor: Actor, day: date) -> list[int]:
        wanted = chosen(scope_of(actor), actor, day, "reminded", None)
        with database.reads() as session:
            return [each.case_id for each in work_list(session, PLACE, wanted).rows]

    assert listed(street, clock.remind_on) == []
    sweep(database, keyring, standing_clock(at(clock.remind_on)), tell_holder)
    assert listed(street, clock.remind_on) == [1]  # the other one is overdue by then
    assert listed(reviewer, clock.remind_on) == []
    assert listed(street, clock.due_on + timedelta(days=1)) == []


def test_a_missed_week_is_caught_up(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    started(database, keyring, K.ACCEPTANCE, offices[STREET])
    late = standing_clock(at(date(2026, 9, 30)))
    assert sweep(database, keyring, late) == Swept(reminded=1, overdue=1)


def test_what_stands_or_has_ended_is_left_alone(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    for number in (1, 2):
        started(database, keyring, K.ACCEPTANCE, offices[STREET], number=number)
    with working(database.acts, head(), standing_clock(NOW), keyring) as work:
        service.pause(work, case(1), K.ACCEPTANCE, "停电")
        service.stop(work, case(2), K.ACCEPTANCE)
    assert sweep(database, keyring, standing_clock(at(date(2026, 12, 1)))) == Swept()


def test_more_clocks_than_one_batch_are_all_noted(
    database: Database,
    keyring: Keyring,
    offices: dict[OfficeKind, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("housing.clocks.jobs.BATCH", 3)
    for number in range(1, 8):
        started(database, keyring, K.ACCEPTANCE, offices[STREET], number=number)
    done = sweep(database, keyring, standing_clock(at(date(2026, 9, 30))))
    assert done == Swept(reminded=7, overdue=7)
    assert set(_notes(database).values()) == {1}


def test_two_sweeps_side_by_side_note_everything_once(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    for number in range(1, 13):
        started(database, keyring, K.ACCEPTANCE, offices[STREET], number=number)
    begin, done, told = Barrier(3), [], []

    def run() -> None:
        begin.wait()
        clock = standing_clock(at(date(2026, 9, 30)))
        done.append(sweep(database, keyring, clock, lambda _work, held: told.append(held.id)))

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done, Swept()) == Swept(reminded=12, overdue=12)
    assert set(_notes(database).values()) == {1}
    assert set(Counter(told).values()) == {2}  # the reminder, and that it is overdue


def test_a_teller_that_fails_leaves_nothing_noted(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    started(database, keyring, K.ACCEPTANCE, offices[STREET])
    clock = standing_clock(at(date(2026, 9, 30)))

    def fails(_work: Work, _clock: CaseClock) -> None:
        raise RuntimeError("no post today")

    with pytest.raises(RuntimeError):
        sweep(database, keyring, clock, fails)
    assert _notes(database) == Counter()
    assert sweep(database, keyring, clock) == Swept(reminded=1, overdue=1)


def test_a_provisional_day_moves_when_the_calendar_knows_more(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    clock = started(database, keyring, K.ACCEPTANCE, offices[STREET])
    guessed = {"provisional": True, "due_on": date(2026, 9, 7)}
    with database.acts() as session, session.begin():
        session.execute(update(CaseClock).where(CaseClock.id == clock.id).values(**guessed))
    assert sweep(database, keyring, standing_clock(NOW)).moved == 1
    assert sweep(database, keyring, standing_clock(NOW)).moved == 0
    with database.reads() as session:
        found = session.get_one(CaseClock, clock.id)
        assert (found.due_on, found.provisional) == (date(2026, 9, 8), False)


def test_the_timetable_writes_to_the_office_that_holds_it(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    assert any(job.id == "clocks" for job in TIMETABLE)
    started(database, keyring, K.ACCEPTANCE, offices[STREET])
    started(database, keyring, K.SUPPLEMENT, offices[STREET], number=2, role=Role.APPLICANT)
    with working(database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        office = office_rows.get(work.session, offices[STREET])
        assert office is not None
        office.email = "jiedao@example.org"
    sweep(database, keyring, standing_clock(at(date(2026, 9, 3))), tell_holder)
    with database.reads() as session:
        (letter,) = letters.of_case(session, case(1))
        assert letter.kind is LetterKind.REMINDER
        assert "受理申请" in letters.text(letter, keyring)
        assert list(letters.of_case(session, case(2))) == []


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Path:
    """A county with its offices, made once; each example works on a copy of its file."""
    path = tmp_path_factory.mktemp("kept") / "housing.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database.engine)
    county(database, keyring)
    database.engine.dispose()
    return path


ACTS = st.one_of(
    st.tuples(st.just("start"), st.sampled_from([K.ACCEPTANCE, K.COUNTY_RECEIPT])),
    st.tuples(st.just("sweep"), st.just(K.ACCEPTANCE)),
    st.tuples(st.just("stop"), st.sampled_from([K.ACCEPTANCE, K.COUNTY_RECEIPT])),
    st.tuples(st.just("later"), st.just(K.ACCEPTANCE)),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, max_size=25), more=st.integers(1, 3))
def test_any_interleaving_gives_the_same_reminders_once(
    kept: Path,
    keyring: Keyring,
    tmp_path_factory: pytest.TempPathFactory,
    acts: list[tuple[str, ClockKind]],
    more: int,
) -> None:
    """Sweeping `more` times wherever one sweep stands changes nothing that is noted."""
    once = _notes_after(kept, tmp_path_factory, keyring, acts, 1)
    often = _notes_after(kept, tmp_path_factory, keyring, acts, more)
    assert once == often


def _notes_after(
    path: Path,
    folders: pytest.TempPathFactory,
    keyring: Keyring,
    acts: list[tuple[str, ClockKind]],
    times: int,
) -> list[tuple[str, str]]:
    copy = folders.mktemp("copy") / "housing.db"
    copy.write_bytes(path.read_bytes())
    database, now = open_database(f"sqlite:///{copy}"), NOW
    number, told = {K.ACCEPTANCE: 0, K.COUNTY_RECEIPT: 0}, []
    running: set[ClockKind] = set()
    for act, kind in acts:
        if act == "later":
            now += timedelta(days=3)
        elif act == "sweep":
            for _ in range(times):
                sweep(
                    database,
                    keyring,
                    standing_clock(now),
                    lambda work, held: told.append((held.case_number, str(work.day))),
                )
        elif (act == "start") != (kind in running):
            number[kind] += act == "start"
            with working(database.acts, system_actor(PLACE), standing_clock(now), keyring) as work:
                which = case(number[kind])
                if act == "start":
                    service.start(work, which, kind, office_id=1, role=Role.STREET)
                else:
                    service.stop(work, which, kind)
            running ^= {kind}
    assert max(_notes(database).values(), default=0) <= 2  # two kinds of clock may share a case
    database.engine.dispose()
    return told
