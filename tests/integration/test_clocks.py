"""Deadlines of cases: started by the county's values, ended in time or late, listed, reported."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from housing.calendar import Measure, Period, load_calendar
from housing.clocks import queries, reminding, service
from housing.clocks.kinds import KINDS, ClockKind, Outcome
from housing.clocks.models import CaseClock
from housing.clocks.punctuality import punctuality
from housing.clocks.queries import Wanted
from housing.clocks.rights import scope_of
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.cases import CaseRef
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, MissingPolicyValue, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.policies import service as values
from tests.conftest import NOW, PLACE
from tests.factories.deadlines import at, case, county, head, started

K, STREET = ClockKind, OfficeKind.STREET
#: Of these a case is given its own period, from a table or from the day of an approval.
GIVEN = (K.RECTIFICATION, K.GRANT_PAYMENT, K.LAND_BALANCE)
TEN_DAYS = Period(10, Measure.DAYS)
DUE = date(2026, 10, 19)  # 30 working days after 2026-09-01, see test_clocks_reckoning


@pytest.fixture
def offices(database: Database, keyring: Keyring) -> dict[OfficeKind, int]:
    """The county's offices."""
    return county(database, keyring)


def _stop(database: Database, keyring: Keyring, day: date, kind: ClockKind) -> CaseClock:
    with working(database.acts, system_actor(PLACE), standing_clock(at(day)), keyring) as work:
        return service.stop(work, case(), kind)


def test_a_deadline_is_the_countys_value_with_its_articles(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    """HN-15-1: 30 working days from acceptance, held by the street."""
    clock = started(database, keyring, K.STREET_REVIEW, offices[STREET])
    assert (clock.period, clock.measure, clock.due_on) == (30, Measure.WORKING_DAYS, DUE)
    assert clock.rules == ["HN-15-1"]
    assert (clock.office_id, clock.role) == (offices[STREET], Role.STREET)
    with database.reads() as session:
        assert verify(session, PLACE).faults == ()


def test_every_kind_can_be_started_in_the_sample_county(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    """All but those of which Hunan has no measures, and those that a case is given."""
    for kind in (each for each in K if KINDS[each].rules[0].startswith("HN")):
        if kind in GIVEN:
            continue
        clock = started(database, keyring, kind, offices[STREET], role=KINDS[kind].holders[0])
        assert clock.rules == list(KINDS[kind].rules)


def test_hanzhong_runs_on_its_own_basis_and_never_cites_hunan(
    database: Database, keyring: Keyring
) -> None:
    elsewhere = CaseRef("application", 7, "610700", "SQ2026000007")
    proposer, approver = Actor("a", Role.CENTRE, "610700"), Actor("b", Role.COUNTY_HEAD, "610700")
    words = '{"order": "住房和城乡建设部令第11号", "document": "汉政发〔2026〕3号"}'
    with (
        pytest.raises(MissingPolicyValue, match="legal_basis"),
        working(database.acts, approver, standing_clock(NOW), keyring) as work,
    ):
        service.start(work, elsewhere, K.ACCEPTANCE, office_id=1, role=Role.STREET)
    with working(database.acts, proposer, standing_clock(NOW), keyring) as work:
        first = date(2026, 9, 2)
        made = values.propose(work, "legal_basis", words, first, document="汉政发〔2026〕3号")
    with working(database.acts, approver, standing_clock(NOW), keyring) as work:
        values.approve(work, made.id)
    with working(database.acts, approver, standing_clock(at(first)), keyring) as work:
        for kind in set(K) - {K.PREFECTURE_FILING}:  # The city is no county below a prefecture.
            own = service.terms_of(work, "610700", kind, TEN_DAYS) if kind in GIVEN else None
            role = KINDS[kind].holders[0]
            held = service.start(work, elsewhere, kind, office_id=1, role=role, terms=own)
            assert held.rules, kind
            assert not [rule for rule in held.rules if rule.startswith("HN")], kind


def test_one_runs_of_a_kind_and_several_subs_beside_each_other(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    started(database, keyring, K.OBJECTION, offices[STREET], sub=1)
    started(database, keyring, K.OBJECTION, offices[STREET], sub=2)
    with pytest.raises(WrongState, match="处理异议"):
        started(database, keyring, K.OBJECTION, offices[STREET], sub=2)


def test_the_start_is_never_in_the_future(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    with (
        pytest.raises(BadInput, match="2026-09-02"),
        working(database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work,
    ):
        service.start(
            work,
            case(),
            K.ACCEPTANCE,
            office_id=offices[STREET],
            role=Role.STREET,
            on=date(2026, 9, 2),
        )


@pytest.mark.parametrize(
    ("ended", "outcome"),
    [(DUE, Outcome.DONE), (date(2026, 10, 20), Outcome.LATE)],
)
def test_the_last_day_parts_in_time_from_late(
    database: Database,
    keyring: Keyring,
    offices: dict[OfficeKind, int],
    ended: date,
    outcome: Outcome,
) -> None:
    """HN-15-5 and HN-15-7 have the same working days; the last one is still in time."""
    started(database, keyring, K.STREET_REVIEW, offices[STREET])
    assert _stop(database, keyring, ended, K.STREET_REVIEW).outcome is outcome
    with pytest.raises(WrongState, match="没有正在计算"):
        _stop(database, keyring, ended, K.STREET_REVIEW)


def test_a_publicity_passes_and_is_never_late(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    """HN-15-3, HN-15-9, HN-15-11: what only has to pass has passed."""
    started(database, keyring, K.COUNTY_PUBLICITY, offices[STREET])
    ended = _stop(database, keyring, date(2026, 9, 30), K.COUNTY_PUBLICITY)
    assert ended.outcome is Outcome.PASSED


def test_a_pause_is_the_heads_has_a_reason_and_lengthens_the_period(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    started(database, keyring, K.RECONSIDERATION, offices[STREET])  # HN-15-14: due 09-21
    street = Actor("jiedao", Role.STREET, PLACE, offices[STREET], STREET)
    day = date(2026, 9, 7)
    with (
        pytest.raises(NotAllowed),
        working(database.acts, street, standing_clock(at(day)), keyring) as work,
    ):
        service.pause(work, case(), K.RECONSIDERATION, "等待答复")
    with working(database.acts, head(), standing_clock(at(day)), keyring) as work:
        with pytest.raises(BadInput, match="原因"):
            service.pause(work, case(), K.RECONSIDERATION, " ")
        paused = service.pause(work, case(), K.RECONSIDERATION, "系统停运")
        assert not paused.is_overdue(date(2027, 1, 1))
        with pytest.raises(WrongState, match="已暂停"):
            service.pause(work, case(), K.RECONSIDERATION, "再次")
    later = standing_clock(at(date(2026, 9, 9)))
    with working(database.acts, head(), later, keyring) as work:
        clock = service.resume(work, case(), K.RECONSIDERATION, "恢复运行")
    assert clock.paused_days == 2
    assert clock.due_on == date(2026, 9, 23)  # the 17th working day; the 15th was 09-21


def test_handing_over_keeps_the_day_and_reminds_the_new_holder(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    before = started(database, keyring, K.COUNTY_DECISION, offices[STREET])
    department = offices[OfficeKind.HOUSING_DEPARTMENT]
    on_the_day = standing_clock(at(before.remind_on))
    with working(database.acts, system_actor(PLACE), on_the_day, keyring) as work:
        noted = reminding.remind(work, before.id)
        assert noted is not None
        assert noted.reminded_at == work.now
        after = service.hand_over(work, case(), K.COUNTY_DECISION, department, Role.COUNTY_HEAD)
    assert (after.due_on, after.remind_on) == (before.due_on, before.remind_on)
    assert (after.first_reminded_at, after.reminded_at) == (None, None)
    assert (after.office_id, after.role) == (department, Role.COUNTY_HEAD)


def test_withdrawing_voids_what_runs_also_when_it_stands(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    for kind in (K.COUNTY_RECHECK, K.COUNTY_DECISION):
        started(database, keyring, kind, offices[STREET])
    with working(database.acts, head(), standing_clock(NOW), keyring) as work:
        service.pause(work, case(), K.COUNTY_DECISION, "核实")
        assert service.void_all(work, case(), "申请人撤回") == 2
        assert service.void_all(work, case(), "申请人撤回") == 0
        found = queries.of_case(work.session, case())
    assert {clock.outcome for clock in found} == {Outcome.VOID}


@pytest.mark.parametrize(
    "nonsense",
    [
        {"due_on": date(2026, 8, 1)},
        {"outcome": Outcome.DONE},
        {"stopped_on": date(2026, 9, 2)},
        {"stopped_on": date(2026, 12, 1), "outcome": Outcome.DONE},
        {"stopped_on": date(2026, 9, 2), "outcome": Outcome.LATE},
        {"stopped_on": date(2026, 8, 2), "outcome": Outcome.VOID},
        {"paused_on": date(2026, 9, 2)},
        {"paused_days": -1},
        {"period": 0},
        {"overdue_from": date(2026, 9, 2)},
    ],
    ids=str,
)
def test_the_database_refuses_nonsense(
    database: Database,
    keyring: Keyring,
    offices: dict[OfficeKind, int],
    nonsense: dict[str, object],
) -> None:
    clock = started(database, keyring, K.STREET_REVIEW, offices[STREET])
    with pytest.raises(IntegrityError), database.acts() as session, session.begin():
        session.execute(update(CaseClock).where(CaseClock.id == clock.id).values(**nonsense))


def test_the_database_itself_keeps_one_open_clock_of_a_kind(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    first = started(database, keyring, K.STREET_REVIEW, offices[STREET])
    second = started(database, keyring, K.STREET_REVIEW, offices[STREET], number=2)
    same = update(CaseClock).where(CaseClock.id == second.id).values(case_id=first.case_id)
    with pytest.raises(IntegrityError), database.acts() as session, session.begin():
        session.execute(same)


def test_a_list_is_paged_by_its_last_day_without_gap_or_double(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    for number in range(1, 12):
        kind = (K.STREET_REVIEW, K.ACCEPTANCE, K.SUPPLEMENT)[number % 3]
        started(database, keyring, kind, offices[STREET], number=number)
    seen: list[tuple[date, int]] = []
    with database.reads() as session:
        after = ""
        while True:
            page = queries.work_list(session, PLACE, after=after, rows=4)
            seen += [(clock.due_on, clock.id) for clock in page.rows]
            after = page.after
            if not after:
                break
    assert len(seen) == len(set(seen)) == page.total == 11
    assert seen == sorted(seen)
    with database.reads() as session, pytest.raises(BadInput, match="页码"):
        queries.work_list(session, PLACE, after="no key")


def test_a_list_never_counts_far(
    database: Database,
    keyring: Keyring,
    offices: dict[OfficeKind, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(1, 5):
        started(database, keyring, K.ACCEPTANCE, offices[STREET], number=number)
    for most, total, capped in ((3, 3, True), (4, 4, False)):
        monkeypatch.setattr(queries, "MOST_COUNTED", most)
        with database.reads() as session:
            page = queries.work_list(session, PLACE, rows=2)
        assert (page.total, page.capped, len(page.rows)) == (total, capped, 2)


def test_a_list_keeps_to_its_filter(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    department = offices[OfficeKind.HOUSING_DEPARTMENT]
    started(database, keyring, K.ACCEPTANCE, offices[STREET])  # due 09-08
    started(database, keyring, K.COUNTY_DECISION, department, number=2, role=Role.COUNTY_HEAD)

    def found(**wanted: object) -> list[ClockKind]:
        with database.reads() as session:
            page = queries.work_list(session, PLACE, Wanted(**wanted))  # type: ignore[arg-type]
            return [clock.kind for clock in page.rows]

    assert found() == [K.ACCEPTANCE, K.COUNTY_DECISION]
    assert found(offices=[department]) == [K.COUNTY_DECISION]
    assert found(offices=[]) == []
    assert found(role=Role.STREET) == [K.ACCEPTANCE]
    assert found(kinds=[K.COUNTY_DECISION]) == [K.COUNTY_DECISION]
    assert found(overdue_on=date(2026, 9, 8)) == []
    assert found(overdue_on=date(2026, 9, 9)) == [K.ACCEPTANCE]
    assert found(due_until=date(2026, 9, 7)) == []
    assert found(due_until=date(2026, 9, 8)) == [K.ACCEPTANCE]


def test_an_office_sees_its_own_and_those_above_choose_a_county() -> None:
    street = Actor("jiedao", Role.STREET, PLACE, 5, STREET)
    assert scope_of(street).offices == (5,)
    assert scope_of(head()).offices is None
    prefecture = Actor("shi", Role.PREFECTURE, "430100", 9, OfficeKind.PREFECTURE_DEPARTMENT)
    assert scope_of(prefecture, PLACE).place == PLACE
    with pytest.raises(NotFound):
        scope_of(prefecture, "430299")
    with pytest.raises(NotFound):
        scope_of(street, "430121")
    with pytest.raises(NotAllowed):
        scope_of(Actor("sq", Role.APPLICANT, PLACE))


def test_punctuality_counts_by_office_and_kind(
    database: Database, keyring: Keyring, offices: dict[OfficeKind, int]
) -> None:
    for number in (1, 2, 3, 4, 5):
        started(database, keyring, K.ACCEPTANCE, offices[STREET], number=number)  # due 09-08
    started(database, keyring, K.COUNTY_PUBLICITY, offices[STREET])  # only waits: left out
    ends = {1: date(2026, 9, 3), 2: date(2026, 9, 8), 3: date(2026, 9, 10)}
    for number, day in ends.items():
        clock = standing_clock(at(day))
        with working(database.acts, system_actor(PLACE), clock, keyring) as work:
            service.stop(work, case(number), K.ACCEPTANCE)
    last = standing_clock(at(ends[3]))
    with working(database.acts, system_actor(PLACE), last, keyring) as work:
        service.void_all(work, case(5), "撤回")
    with database.reads() as session:
        days = date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 15)
        lines = punctuality(session, load_calendar(), PLACE, *days)
        none = punctuality(session, load_calendar(), PLACE, *days, offices=[-1])
    (line,) = lines
    assert (line.kind, line.on_time, line.late, line.overdue, line.open) == (
        K.ACCEPTANCE,
        2,
        1,
        1,
        0,
    )
    assert (line.total, line.percent, line.median) == (4, 50, 5)  # 2, 5 and 7 working days
    assert list(none) == []
    with database.reads() as session, pytest.raises(BadInput, match="早于"):
        punctuality(session, load_calendar(), PLACE, days[1], days[0], days[2])
