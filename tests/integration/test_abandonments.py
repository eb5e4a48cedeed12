"""Giving up an allocation: report, answer, decision by another person, freeze and its end."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.abandonments import jobs, queries, service
from housing.abandonments.models import Abandonment
from housing.abandonments.states import AbandonmentState
from housing.abandonments.words import AbandonmentCase
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import day_of, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.letters.models import Letter
from housing.letters.queries import text as letter_text
from housing.waitlist import queries as waitlist
from housing.waitlist import service as entries
from housing.waitlist import taking_part
from housing.waitlist.states import EntryAct, EntryState
from tests.conftest import NOW, PLACE, actor
from tests.integration.giving_up import CENTRE, HEAD, REVIEWER, ROUND, GivingUp
from tests.refusing import breaks

CASE = AbandonmentCase
TODAY = day_of(NOW)
SENT = "UPDATE deliveries SET state = 'sent', sent_at = due_at, via = 'hand'"


@pytest.fixture
def county(database: Database, keyring: Keyring) -> GivingUp:
    return GivingUp(database, keyring)


@pytest.fixture
def small(sqlite_database: Database, keyring: Keyring) -> GivingUp:
    """The same, where the engine of the database does not matter."""
    return GivingUp(sqlite_database, keyring)


def _letters(county: GivingUp) -> list[str]:
    with county.database.reads() as session:
        found = session.scalars(select(Letter).order_by(Letter.id))
        return [letter_text(each, county.keyring) for each in found]


def test_a_report_alone_changes_nothing(county: GivingUp) -> None:
    """HN-22-1, HN-22-6: the household is told and can answer before anything follows."""
    entry_id = county.allotted(1)[0]
    made = county.reported(entry_id, CASE.NOT_SIGNED)
    assert made.statement_until == date(2026, 9, 8)  # five working days
    assert county.entry(entry_id).state is EntryState.ALLOTTEE
    (letter,) = _letters(county)
    assert "已选房但未在规定时间内签订合同" in letter
    assert "2026年9月8日前" in letter
    with county.database.reads() as session:
        (clock,) = clocks.of_case(session, made.case)
        assert clock.kind is ClockKind.ABANDONMENT_STATEMENT
        assert clock.due_on == made.statement_until
        assert queries.frozen_until(session, [made.people[0].identity_index], TODAY) is None
    with pytest.raises(WrongState, match="已有待认定"):
        county.reported(entry_id)


def test_confirmed_by_another_person_it_freezes_for_two_years(county: GivingUp) -> None:
    """HN-22-1, HN-22-2, HN-22-5: out of the round, frozen from the day of the event."""
    entry_id, other = county.allotted(1, 2, registered_on=date(2026, 6, 1))
    made = county.confirmed(entry_id)
    assert (made.frozen_until, made.must_reapply) == (date(2028, 9, 1), False)
    entry = county.entry(entry_id)
    assert (entry.state, entry.round_code) == (EntryState.FROZEN, None)
    assert county.entry(other).round_code == ROUND
    assert {"HN-22-1", "HN-22-2", "HN-22-3", "HN-22-5"} <= set(made.cites)
    assert [row[:2] for row in made.terms][::2] == [
        ["abandonment_freeze", "2 年"],
        ["abandonment_reapply_reading", "照常计算"],
    ]
    told = _letters(county)[-1]
    assert "2028年9月1日以前（含当日）不再安排配租" in told
    assert "恢复轮候，原登记日期不变" in told
    assert "申请复核" in told
    assert "第二十二条" in told
    with county.database.reads() as session:
        (clock,) = clocks.of_case(session, made.case)
        assert clock.outcome is not None
        assert verify(session, PLACE).faults == ()


@pytest.mark.parametrize(
    ("kind", "rule", "selected"),
    [
        (CASE.GAVE_UP_CHOICE, "HN-22-5", False),
        (CASE.NOT_SIGNED, "HN-22-6", True),
        (CASE.NOT_MOVED_IN, "HN-22-7", True),
    ],
)
def test_each_case_cites_its_own_item(
    small: GivingUp, kind: AbandonmentCase, rule: str, selected: bool
) -> None:
    """HN-22-5, HN-22-6, HN-22-7: chosen and given up, not signed, signed and not moved in."""
    entry_id = small.allotted(1)[0]
    if selected:
        with small.act(CENTRE) as work:
            entry = waitlist.get(work.session, PLACE, entry_id)
            entries.move(work, entry, EntryAct.SELECT, Tag.ENTRY_HOUSED, "选房")
    made = small.confirmed(entry_id, kind=kind)
    assert rule in made.cites
    assert small.entry(entry_id).state is EntryState.FROZEN


def test_the_freeze_follows_the_person_until_its_last_day(county: GivingUp) -> None:
    """HN-22-2, HN-22-3: one read for a household, and one for a whole roll."""
    made = county.confirmed(county.allotted(1, registered_on=date(2026, 6, 1))[0])
    person = made.people[0].identity_index
    with county.database.reads() as session:
        assert queries.frozen_until(session, [person, "x"], date(2028, 9, 1)) == made.frozen_until
        assert queries.frozen_until(session, [person], date(2028, 9, 2)) is None
        assert queries.frozen_until(session, [], TODAY) is None
        assert queries.frozen(session, PLACE, TODAY) == {person: made.frozen_until}
        assert queries.frozen(session, "610702", TODAY) == {}
        assert queries.frozen(session, PLACE, date(2028, 9, 2)) == {}


def test_the_next_day_the_entry_waits_again(county: GivingUp) -> None:
    """HN-22-2: released on the day after the last, by a job that may run late or twice."""
    entry_id = county.allotted(1, registered_on=date(2026, 6, 1))[0]
    county.confirmed(entry_id)
    assert _swept(county, date(2028, 9, 1)) == 0
    assert county.entry(entry_id).state is EntryState.FROZEN
    assert _swept(county, date(2028, 9, 2)) == 1
    assert _swept(county, date(2028, 9, 3)) == 0
    entry = county.entry(entry_id)
    assert (entry.state, entry.registered_on) == (EntryState.WAITING, date(2026, 6, 1))
    assert "恢复轮候" in _letters(county)[-1]


def test_after_three_years_the_entry_lapses_and_the_letters_say_so(county: GivingUp) -> None:
    """HN-22-3: who gave up a year or more after registration has to apply anew."""
    entry_id = county.allotted(1, registered_on=date(2025, 6, 1))[0]
    made = county.confirmed(entry_id)
    assert made.must_reapply is True
    assert "须重新申请" in _letters(county)[-1]
    assert _swept(county, date(2028, 9, 2)) == 1
    entry = county.entry(entry_id)
    assert entry.state is EntryState.LAPSED
    assert entry.closed_on is not None
    assert "请重新申请" in _letters(county)[-1]
    with county.database.reads() as session:
        assert waitlist.live_of(session, entry.household_id) is None


def test_the_subsidy_stays_possible_during_the_freeze(small: GivingUp) -> None:
    """HN-22-2, HN-18-2: a frozen rescue household is owed the subsidy, and stays frozen."""
    entry_id = small.allotted(1)[0]
    made = small.confirmed(entry_id)
    with small.act(CENTRE) as work:
        entry = waitlist.get(work.session, PLACE, entry_id)
        entries.move(work, entry, EntryAct.SUBSIDISE, Tag.ENTRY_HOUSED, "应保尽保")
        entries.leave(work, entry, "应保尽保")
    assert _swept(small, date(2028, 9, 2)) == 1
    assert small.entry(entry_id).state is EntryState.SUBSIDISED
    with small.database.reads() as session:
        person = made.people[0].identity_index
        assert queries.frozen_until(session, [person], date(2028, 9, 1)) == made.frozen_until


def test_the_household_is_heard_before_the_decision(small: GivingUp) -> None:
    """HN-22-1: not before the last day for its statement, unless it has spoken."""
    first, second = small.allotted(1, 2)
    made, other = small.reported(first), small.reported(second)
    with breaks("HN-22-1"), small.act(HEAD) as work:
        service.confirm(work, made.id, reasons="已放弃")
    with small.act(CENTRE) as work:
        service.answer(work, made.id, "当天陪家人住院，电话说明")
    with small.act(HEAD) as work:
        service.confirm(work, made.id, reasons="没有住院证明")
    small.later(8)
    with pytest.raises(WrongState, match="期限"), small.act(CENTRE) as work:
        service.answer(work, other.id, "太晚了")
    with pytest.raises(WrongState, match="已有认定结果"), small.act(CENTRE) as work:
        service.answer(work, made.id, "再说一次")


def test_the_time_for_a_statement_passes(small: GivingUp) -> None:
    """HN-22-1: nobody is late with it; the report can be decided from the next day on."""
    made = small.reported(small.allotted(1)[0])
    assert _swept(small, made.statement_until) == 0
    with small.database.reads() as session:
        assert clocks.of_case(session, made.case)[0].stopped_on is None
    _swept(small, date(2026, 9, 9))
    with small.database.reads() as session:
        (clock,) = clocks.of_case(session, made.case)
        assert clock.outcome is Outcome.PASSED
    small.later(9)
    with small.act(HEAD) as work:
        assert service.confirm(work, made.id, reasons="有签字的声明").frozen_until


def test_an_excuse_needs_a_ground_of_the_county(county: GivingUp) -> None:
    """HN-22-1: only a dated county rule excuses; then the household waits on, unharmed."""
    entry_id = county.allotted(1)[0]
    made = county.reported(entry_id)
    with breaks("HN-22-1"), county.act(HEAD) as work:
        service.excuse(work, made.id, ground="weather", reasons="下雨")
    with county.act(HEAD) as work:
        service.excuse(work, made.id, ground="illness", reasons="有住院证明")
    entry = county.entry(entry_id)
    assert (entry.state, entry.round_code) == (EntryState.WAITING, None)
    told = _letters(county)[-1]
    assert "有正当理由（家庭成员因重病住院），不视同放弃" in told
    with county.database.reads() as session:
        assert queries.frozen(session, PLACE, TODAY) == {}
        assert clocks.of_case(session, made.case)[0].outcome is not Outcome.VOID


def test_what_did_not_happen_leaves_the_allocation(small: GivingUp) -> None:
    """HN-22-1."""
    entry_id = small.allotted(1)[0]
    made = small.reported(entry_id)
    with small.act(HEAD) as work:
        decided = service.set_aside(work, made.id, reasons="签到表有其签名")
    assert decided.state is AbandonmentState.VOID
    entry = small.entry(entry_id)
    assert (entry.state, entry.round_code) == (EntryState.ALLOTTEE, ROUND)
    assert "资格不受影响" in _letters(small)[-1]
    with pytest.raises(WrongState, match="不成立"), small.act(HEAD) as work:
        service.confirm(work, made.id, reasons="改变主意")


def test_a_finding_is_reversed_on_review(county: GivingUp) -> None:
    """HN-22-1, HN-15-14: what was decided stays readable; the household waits again."""
    entry_id = county.allotted(1)[0]
    made = county.confirmed(entry_id)
    with pytest.raises(BadInput, match="不能为空"), county.act(HEAD) as work:
        service.reverse(work, made.id, reasons=" ")
    for who in (CENTRE, REVIEWER):
        with pytest.raises(NotAllowed), county.act(who) as work:
            service.reverse(work, made.id, reasons="有新的证明")
    with county.act(HEAD) as work:
        reversed_one = service.reverse(work, made.id, reasons="补交了住院证明")
    assert reversed_one.frozen_until == made.frozen_until
    assert county.entry(entry_id).state is EntryState.WAITING
    told = _letters(county)[-1]
    assert "恢复轮候，原登记日期不变" in told
    with county.database.reads() as session:
        assert queries.frozen(session, PLACE, TODAY) == {}
        assert verify(session, PLACE).faults == ()
    assert _swept(county, date(2028, 9, 2)) == 0
    with pytest.raises(WrongState, match="认定已撤销"), county.act(HEAD) as work:
        service.reverse(work, made.id, reasons="再撤销一次")


def test_nobody_is_frozen_for_a_round_that_was_none(small: GivingUp) -> None:
    """HN-21-7, HN-22-1: an annulled round takes its reports and its freezes with it."""
    first, second, third = small.allotted(1, 2, 3)
    small.confirmed(first)
    reported = small.reported(second)
    excused = small.reported(third)
    with small.act(HEAD) as work:
        service.excuse(work, excused.id, ground="illness", reasons="有住院证明")
    with pytest.raises(NotAllowed), small.act(CENTRE) as work:
        service.drop_round(work, ROUND, reason="轮次作废")
    with small.act(HEAD) as work:
        held = waitlist.get(work.session, PLACE, second).household_id
        taking_part.let_go(work, [held], ROUND, left_out=False)
        assert service.drop_round(work, ROUND, reason="轮次作废") == 2
        assert service.drop_round(work, ROUND, reason="轮次作废") == 0
    states = [small.entry(each).state for each in (first, second, third)]
    assert states == [EntryState.WAITING] * 3
    with small.database.reads() as session:
        assert queries.get(session, PLACE, reported.id).state is AbandonmentState.VOID
        assert queries.frozen(session, PLACE, TODAY) == {}


def test_not_coming_counts_only_where_time_and_place_had_arrived(small: GivingUp) -> None:
    """HN-22-4: the letter with time and place must have been delivered."""
    first = small.allotted(1)[0]
    made = small.reported(first, CASE.NOT_ATTENDED, document="口头通知")
    small.later(30)
    with breaks("HN-22-4"), small.act(HEAD) as work:
        service.confirm(work, made.id, reasons="未到场")
    with small.act(HEAD) as work:
        service.set_aside(work, made.id, reasons="没有送达记录")
    with small.database.reads() as session:
        told = session.scalars(select(Letter).order_by(Letter.id)).first()
        assert told is not None
    again = small.reported(first, CASE.NOT_ATTENDED, document=told.number)
    small.later(30)
    with breaks("HN-22-4"), small.act(HEAD) as work:
        service.confirm(work, again.id, reasons="未到场")
    with small.database.acts() as session, session.begin():
        session.execute(text(SENT))
    with small.act(HEAD) as work:
        assert service.confirm(work, again.id, reasons="未到场").cites[-1] == "HN-22-4"


def test_other_cases_count_only_when_the_plan_names_them(small: GivingUp) -> None:
    """HN-22-8."""
    entry_id = small.allotted(1)[0]
    with breaks("HN-22-8"):
        small.reported(entry_id, CASE.OTHER, reason="到场而不选")
    with breaks("HN-22-8"):
        small.reported(entry_id, CASE.OTHER, reason="到场而不选", plan_cases=["拒不签到"])
    made = small.reported(
        entry_id, CASE.OTHER, reason="到场而不选：第3轮叫号后离场", plan_cases=["到场而不选"]
    )
    assert made.kind is CASE.OTHER


def test_rights_and_two_people(small: GivingUp) -> None:
    """HN-22-1: whoever reports never decides, not even with the right to."""
    first, second = small.allotted(1, 2)
    for role in (Role.STREET, Role.AUDITOR, Role.COUNTY_HEAD):
        with pytest.raises(NotAllowed):
            small.reported(first, who=actor(role))
    made = small.reported(first)
    for who in (CENTRE, REVIEWER, actor(Role.AUDITOR)):
        with pytest.raises(NotAllowed), small.act(who) as work:
            service.set_aside(work, made.id, reasons="不成立")
    by_job = small.reported(second, CASE.NOT_SIGNED, who=system_actor(PLACE))
    assert by_job.reported_by == "system"
    with (
        pytest.raises(NotAllowed, match="两个人"),
        small.act(actor(Role.COUNTY_HEAD, "system")) as w,
    ):
        service.set_aside(w, by_job.id, reasons="不成立")
    with pytest.raises(NotAllowed), small.act(actor(Role.APPLICANT, "sq1")) as work:
        service.answer(work, made.id, "不是我家的事")


def test_a_report_needs_an_allocation_evidence_and_a_day_that_was(small: GivingUp) -> None:
    """HN-22-1."""
    entry_id = small.allotted(1)[0]
    for given in ({"reason": " "}, {"document": ""}):
        with pytest.raises(BadInput, match="不能为空"):
            small.reported(entry_id, **given)
    for day in (date(2026, 9, 2), date(2025, 5, 31)):
        with pytest.raises(BadInput, match="发生日期"):
            small.reported(entry_id, on=day)
    small.confirmed(entry_id)
    with pytest.raises(WrongState, match="不能“放弃”"):
        small.reported(entry_id)


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE abandonments SET decided_by = reported_by", "decided_whole|two_people"),
        ("UPDATE abandonments SET kind = 'sixth'", "kind_known"),
        ("UPDATE abandonments SET document = ''", "with_evidence"),
        ("UPDATE abandonments SET state = 'confirmed'", "decided_whole|frozen_if_confirmed"),
        ("UPDATE abandonments SET frozen_until = happened_on", "frozen"),
        ("UPDATE abandonments SET statement = 'x'", "statement_dated"),
        ("DELETE FROM abandonments", "never removed|FOREIGN KEY|foreign key"),
    ],
)
def test_the_database_refuses_nonsense(county: GivingUp, statement: str, refused: str) -> None:
    """HN-22-1: a decision without a decider, a day and a reason does not exist."""
    county.reported(county.allotted(1)[0])
    with county.database.acts() as session, pytest.raises(DatabaseError, match=refused):
        session.execute(text(statement))


def test_a_second_report_beside_an_open_one_is_refused_by_the_database(county: GivingUp) -> None:
    """HN-22-1."""
    made = county.reported(county.allotted(1)[0])
    columns = ", ".join(each.name for each in Abandonment.__table__.columns if each.name != "id")
    copy = f"INSERT INTO abandonments ({columns}) SELECT {columns} FROM abandonments"
    with county.database.acts() as session, pytest.raises(IntegrityError):
        session.execute(text(f"{copy} WHERE id = {made.id}"))


def test_a_decided_abandonment_never_changes(county: GivingUp) -> None:
    """HN-22-2."""
    county.confirmed(county.allotted(1)[0])
    for change in ("frozen_until = '2026-12-31'", "reasons = 'x'", "state = 'void'"):
        with county.database.acts() as session, pytest.raises(DatabaseError):
            session.execute(text(f"UPDATE abandonments SET {change}"))


def _swept(county: GivingUp, day: date) -> int:
    clock = standing_clock(datetime.combine(day, time(1), UTC))
    return jobs.sweep(county.database, county.keyring, clock)
