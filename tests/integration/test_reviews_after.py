"""After the decision: publicity, objections, registration, refusal, reconsideration, filing."""

from pathlib import Path
from typing import Any

import pytest

from housing.applications import service as applications
from housing.applications.states import ApplicationState as S
from housing.checks import queries as checks
from housing.checks.states import OPEN
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.households import queries as households
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.notices import queries as notices
from housing.objections import service as objections
from housing.reviews import (
    county,
    filing,
    jobs,
    objecting,
    parks,
    queries,
    reconsidering,
    registering,
    street,
)
from housing.reviews.words import DecisionStage, FilingKind, Outcome
from tests.conftest import PLACE
from tests.factories.applications import FAMILY, open_counter
from tests.factories.reviews import HEAD, SECOND_HEAD, Desk
from tests.refusing import breaks

RICH: dict[str, Any] = {"civil_affairs": {"income_fen": 900000, "income_band": "above"}}
PREFECTURE = "430100"


@pytest.fixture
def desk(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officers of a county."""
    return Desk(open_counter(sqlite_database, keyring, tmp_path))


def run(desk: Desk) -> jobs.Report:
    """Run the job of the night."""
    counter = desk.counter
    return jobs.after_publicity(counter.database, counter.keyring, standing_clock(counter.now))


def object_to(desk: Desk, case: Any) -> int:
    """File an objection to the notice that is up, as anybody; return its id."""
    with desk.counter.database.reads() as session:
        held = [n for n in notices.of_case(session, case.case) if n.ends_on and not n.withdrawn_at]
    with desk.counter.work(system_actor(PLACE)) as work:
        filed = objections.file_objection(
            work, held[-1].id, name="钱邻居", contact="13900003333", text="他家在邻县有一套房子"
        )
        return filed.objection.id


def refused(desk: Desk, **options: Any) -> Any:
    """Return a case that was refused for its income."""
    return desk.decided(Outcome.UNQUALIFIED, answers=RICH, **options)


def test_registration_waits_for_publicity_objections_and_the_filing(desk: Desk) -> None:
    """HN-15-6, HN-15-9, HN-15-10."""
    case = desk.decided()
    with desk.counter.database.reads() as session:
        clock = clocks.open_clock(session, case.case, ClockKind.COUNTY_PUBLICITY)
        up = notices.of_case(session, case.case)[-1]
    assert clock is not None
    assert (clock.period, clock.measure.value, up.ends_on) == (7, "calendar_day", clock.due_on)
    with pytest.raises(BrokenRule, match="公示至"), desk.act(Role.CENTRE) as work:
        registering.register(work, case.id)
    objection = object_to(desk, case)
    desk.until_notice_ends(case)
    with pytest.raises(BrokenRule, match="1 件异议"), desk.act(Role.CENTRE) as work:
        registering.register(work, case.id)
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        objecting.decide(work, objection, False, "邻县无其房产，登记机构已核实")
    with pytest.raises(BrokenRule, match="备案"), desk.act(Role.CENTRE) as work:
        registering.register(work, case.id)
    desk.filed(case)
    with desk.act(Role.CENTRE) as work:
        registering.register(work, case.id)
    assert desk.case(case.id).state is S.REGISTERED


def test_the_nights_job_forwards_registers_and_does_nothing_twice(desk: Desk) -> None:
    """HN-15-4, HN-15-10: by date, so that a missed night is caught up."""
    case = desk.at_street()
    assert run(desk).done == []
    desk.until_notice_ends(case)
    assert run(desk).done == [case.id]
    assert desk.case(case.id).state is S.FORWARDED
    with desk.act(Role.COUNTY_REVIEWER) as work:
        county.receive(work, case.id)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        county.recheck(work, case.id, Outcome.QUALIFIED, "材料齐全")
    desk.answer_all(case.id)
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        county.decide(work, case.id, Outcome.QUALIFIED, "符合")
    desk.pass_days(20)
    report = run(desk)
    assert report.done == []
    assert "备案" in report.waiting[0][1]  # Not yet filed with the prefecture: said, not lost.
    desk.filed(case)
    assert run(desk).done == [case.id]
    assert run(desk) == jobs.Report()
    with desk.counter.database.reads() as session:
        assert households.of_application(session, case.id) is not None
        assert verify(session, PLACE).faults == ()


def test_an_objection_upheld_at_the_street_sends_the_file_back_to_be_surveyed(desk: Desk) -> None:
    """HN-15-3."""
    case = desk.at_street()
    objection = object_to(desk, case)
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        objecting.decide(work, objection, True, "邻县确有房产，应重新调查")
    assert desk.case(case.id).state is S.INVESTIGATED
    with desk.counter.database.reads() as session:
        assert all(each.withdrawn_at for each in notices.of_case(session, case.case))
    with breaks("HN-15-2"), desk.act(Role.STREET) as work:
        street.publish_at_street(work, case.id, Outcome.UNQUALIFIED, "不符合")
    with desk.act(Role.COMMUNITY) as work:
        street.investigate(work, case.id, desk.survey(desk.case(case.id)))
    desk.pass_days(1)
    with desk.act(Role.STREET) as work:
        street.publish_at_street(work, case.id, Outcome.UNQUALIFIED, "邻县有房")
    assert desk.case(case.id).state is S.STREET_PUBLIC


def test_an_objection_upheld_at_the_county_ends_in_a_written_refusal(desk: Desk) -> None:
    """HN-15-10, HN-15-12."""
    case = desk.decided()
    objection = object_to(desk, case)
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        objecting.decide(work, objection, True, "邻县有一套 90 平方米住房")
    case = desk.case(case.id)
    assert case.state is S.REFUSED
    assert case.refusal_reasons == [{"rule": "HN-15-10", "text": "邻县有一套 90 平方米住房"}]
    with desk.counter.database.reads() as session:
        held = letters.of_case(session, case.case)
        texts = [letters.text(each, desk.counter.keyring) for each in held]
        assert [each.outcome for each in queries.decisions(session, case.id)] == [
            Outcome.QUALIFIED,
            Outcome.UNQUALIFIED,
        ]
    assert "邻县有一套 90 平方米住房" in texts[-1]


def test_a_refusal_gives_reasons_and_the_last_day_to_disagree(desk: Desk) -> None:
    """HN-15-12, HN-15-13."""
    case = refused(desk)
    with desk.counter.database.reads() as session:
        (letter,) = [
            each for each in letters.of_case(session, case.case) if each.kind is LetterKind.REFUSAL
        ]
        clock = clocks.open_clock(session, case.case, ClockKind.REVIEW_REQUEST)
    assert clock is not None
    text = letters.text(letter, desk.counter.keyring)
    assert "收入" in text
    assert f"{clock.due_on.year}年{clock.due_on.month}月{clock.due_on.day}日" in text
    assert {"HN-15-12", "HN-15-13", "HN-12-4"} <= set(letter.cites)
    assert case.refusal_reasons[0]["rule"] == "HN-12-4"


def test_reconsideration_asks_the_departments_again_and_other_people_decide(desk: Desk) -> None:
    """HN-15-13, HN-15-14."""
    case = refused(desk)
    other = Actor("sq0000000007", Role.APPLICANT, PLACE)
    with pytest.raises(NotFound), desk.counter.work(other) as work:
        reconsidering.ask(work, case.id, "不服")
    with pytest.raises(BadInput, match="不能为空"), desk.act(Role.APPLICANT, FAMILY) as work:
        reconsidering.ask(work, case.id, " ")
    with desk.act(Role.APPLICANT, FAMILY) as work:
        reconsidering.ask(work, case.id, "九月起已失业，收入核定有误")
    assert desk.case(case.id).state is S.RECONSIDERING
    with desk.counter.database.reads() as session:
        clock = clocks.open_clock(session, case.case, ClockKind.RECONSIDERATION)
        again = [each for each in checks.of_case(session, case.case) if each.state in OPEN]
    assert clock is not None
    assert (clock.period, clock.measure.value) == (15, "working_day")
    assert len(again) == 3
    with breaks("HN-15-8"), desk.act(Role.COUNTY_HEAD, SECOND_HEAD) as w:
        reconsidering.reconsider(w, case.id, Outcome.QUALIFIED, "收入已核实")
    desk.answer_all(case.id)
    with pytest.raises(BrokenRule, match="另一人"), desk.act(Role.COUNTY_HEAD, HEAD) as work:
        reconsidering.reconsider(work, case.id, Outcome.QUALIFIED, "收入已核实")
    with desk.act(Role.COUNTY_HEAD, SECOND_HEAD) as work:
        decision = reconsidering.reconsider(work, case.id, Outcome.QUALIFIED, "收入已核实")
    assert decision.stage is DecisionStage.RECONSIDERATION
    assert desk.case(case.id).state is S.COUNTY_PUBLIC
    with desk.counter.database.reads() as session:
        kinds = [each.kind for each in letters.of_case(session, case.case)]
    assert kinds[-2:] == [LetterKind.RECONSIDERATION_RESULT, LetterKind.QUALIFIED]


def test_a_refusal_that_is_upheld_lets_the_family_go(desk: Desk) -> None:
    """HN-15-14."""
    case = refused(desk)
    with pytest.raises(BadInput, match="来函"), desk.act(Role.COUNTY_REVIEWER) as work:
        reconsidering.ask(work, case.id, "不服")
    with desk.act(Role.COUNTY_REVIEWER) as work:
        reconsidering.ask(work, case.id, "不服", "来函 7 号")
    desk.answer_all(case.id, **RICH)
    with desk.act(Role.COUNTY_HEAD, SECOND_HEAD) as work:
        reconsidering.reconsider(work, case.id, Outcome.UNQUALIFIED, "收入仍高于标准")
    case = desk.case(case.id)
    assert case.state is S.REFUSED_FINAL
    assert not any(member.live for member in case.members)


def test_a_refusal_stands_when_nobody_asks_in_time(desk: Desk) -> None:
    """HN-15-13: asked for late it is refused in words; the job closes it, once."""
    case = refused(desk)
    with breaks("HN-15-13"), desk.counter.work(system_actor(PLACE)) as w:
        reconsidering.let_stand(w, case.id)
    desk.pass_days(40)
    with pytest.raises(BrokenRule, match="已经过期"), desk.act(Role.APPLICANT, FAMILY) as work:
        reconsidering.ask(work, case.id, "不服")
    assert run(desk).done == [case.id]
    assert desk.case(case.id).state is S.REFUSED_FINAL
    assert run(desk) == jobs.Report()


def test_a_list_is_filed_once_and_received_by_the_prefecture(desk: Desk) -> None:
    """HN-15-6: no approval; the decision does not wait for it."""
    case = desk.rechecked()
    with desk.counter.database.reads() as session:
        assert clocks.open_clock(session, case.case, ClockKind.PREFECTURE_FILING) is not None
        assert [each.id for each in queries.to_be_filed(session, PLACE)] == [case.id]
    desk.filed(case)
    with desk.counter.database.reads() as session:
        assert clocks.open_clock(session, case.case, ClockKind.PREFECTURE_FILING) is None
        assert queries.to_be_filed(session, PLACE) == []
        (made,) = queries.filings(session, desk.person(Role.COUNTY_REVIEWER))
        (line,) = queries.filed_cases(session, made.id)
    assert line.line["opinion"] == "qualified"
    with pytest.raises(WrongState, match="已经报备"), desk.act(Role.COUNTY_REVIEWER) as work:
        filing.file_with_prefecture(work, [case.id])
    with pytest.raises(NotAllowed), desk.act(Role.COUNTY_REVIEWER) as work:
        filing.receive(work, made.id, "备 1 号")
    kind = OfficeKind.PREFECTURE_DEPARTMENT
    clerk = Actor("shizhou", Role.PREFECTURE, PREFECTURE, desk.counter.offices[kind], kind)
    with desk.counter.work(clerk) as work:
        filing.receive(work, made.id, "备 1 号")
    with pytest.raises(WrongState, match="shizhou"), desk.counter.work(clerk) as work:
        filing.receive(work, made.id, "备 2 号")


def test_a_park_reviews_registers_and_files_its_list(desk: Desk) -> None:
    """HN-15-15, HN-15-16."""
    case = desk.in_park()
    assert case.state is S.PARK_REVIEW
    desk.answer_all(case.id)
    with pytest.raises(BrokenRule, match="另一人"), desk.act(Role.PARK) as work:
        parks.decide(work, case.id, Outcome.QUALIFIED, "符合")
    with desk.act(Role.PARK, "second") as work:
        decision = parks.decide(work, case.id, Outcome.QUALIFIED, "符合")
    assert decision.stage is DecisionStage.PARK
    assert desk.case(case.id).state is S.PARK_REGISTERED
    with desk.act(Role.PARK) as work:
        made = filing.file_park_list(work, [case.id])
    assert made.kind is FilingKind.PARK
    assert desk.case(case.id).state is S.FILED
    with desk.act(Role.COUNTY_REVIEWER) as work:
        filing.receive(work, made.id, "园备 1 号")
    with desk.counter.database.reads() as session:
        assert households.of_application(session, case.id) is not None


def test_a_park_refuses_in_writing_and_the_county_reconsiders(desk: Desk) -> None:
    """HN-15-12, HN-15-15."""
    case = desk.in_park()
    desk.answer_all(case.id, **RICH)
    with desk.act(Role.PARK, "second") as work:
        parks.decide(work, case.id, Outcome.UNQUALIFIED, "收入高于标准")
    assert desk.case(case.id).state is S.REFUSED
    with desk.counter.database.reads() as session:
        kinds = [each.kind for each in letters.of_case(session, case.case)]
        clock = clocks.open_clock(session, case.case, ClockKind.REVIEW_REQUEST)
    assert kinds[-1] is LetterKind.REFUSAL
    assert clock is not None
    assert clock.office_id == desk.counter.offices[OfficeKind.HOUSING_DEPARTMENT]


def test_a_withdrawn_case_asks_nobody_any_more_and_stays_up_nowhere(desk: Desk) -> None:
    """HN-14-4: what was asked for a case that is no more is taken back."""
    case = desk.at_street()
    with desk.act(Role.APPLICANT, FAMILY) as work:
        applications.withdraw(work, case.id, "已购房")
    counter = desk.counter
    clock = standing_clock(counter.now)
    assert jobs.tie_up(counter.database, counter.keyring, clock).done == [case.id]
    with counter.database.reads() as session:
        assert not [each for each in checks.of_case(session, case.case) if each.state in OPEN]
        assert all(each.withdrawn_at for each in notices.of_case(session, case.case))
    assert jobs.tie_up(counter.database, counter.keyring, clock) == jobs.Report()
