"""Reports, brokers, consents, absences and idle flats: HN-32-1, HN-32-2, HN-34-8, HN-36-1."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.exits.states import Trigger
from housing.inspections.models import Inspection, InspectionFinding
from housing.inspections.states import InspectionState
from housing.inspections.words import Answered, Finding, NextStep, Purpose
from housing.letters import queries as letters
from housing.letters.models import Letter
from housing.violations import absences, decorating, idling, jobs, reporting, service
from housing.violations import queries_beside as beside
from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.words import Category, ViolationKind
from tests.conftest import NOW, PLACE, actor
from tests.factories.violations import OPERATOR, REVIEWER, SECOND, TODAY, Tenancy

MARCH = date(2026, 3, 1)


@pytest.fixture
def home(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Tenancy:
    return Tenancy(sqlite_database, keyring, tmp_path)


def empty_visit(home: Tenancy, on: date, number: str) -> int:
    """Keep a visit that found nobody living there; return its finding."""
    with home.on(TODAY) as work:
        visit = Inspection(
            place=PLACE,
            number=number,
            lease_id=home.lease.id,
            lease_number=home.lease.number,
            unit_id=home.lease.unit_id,
            unit_code="P01-000001",
            purpose=Purpose.PLANNED,
            state=InspectionState.MADE,
            planned_on=on,
            planned_by="yunying",
            made_on=on,
            made_by="yunying",
            answered=Answered.NOBODY,
            meters={},
            findings=[
                InspectionFinding(
                    kind=Finding.EMPTY, detail="没有居住迹象", next_step=NextStep.VIOLATION
                )
            ],
        )
        work.session.add(visit)
        work.session.flush()
        return visit.findings[0].id


def reported(home: Tenancy, category: Category) -> int:
    with home.on(TODAY, OPERATOR) as work:
        return reporting.report(work, category, address="1栋301", what="门口有中介照片").id


def test_a_broker_is_referred_by_letter_and_never_made_a_case(home: Tenancy) -> None:
    key = reported(home, Category.BROKER)
    lease = home.lease.number
    with home.on(TODAY) as work, pytest.raises(BrokenRule, match="移送") as refused:
        reporting.open_from(work, key, lease, ViolationKind.SUBLET, facts="x", reasons="x")
    assert refused.value.rules == ("HN-36-1",)
    with home.on(TODAY) as work:
        found = reporting.refer(work, key, to="市场监督管理局", reasons="经纪业务")
    assert (found.state, found.referred_to) == (ReportState.REFERRED, "市场监督管理局")
    with home.database.reads() as session:
        told = letters.of_case(session, found.case)
        assert "门口有中介照片" in letters.text(told[0], home.keyring)
        assert told[0].cites == ["HN-36-1"]
    with home.on(TODAY) as work, pytest.raises(WrongState, match="已移送"):
        reporting.drop(work, key, reasons="x")


def test_a_sale_becomes_a_case_only_as_subletting_or_change_of_use(home: Tenancy) -> None:
    key = reported(home, Category.SOLD)
    lease = home.lease.number
    with home.on(TODAY) as work, pytest.raises(BrokenRule, match="违规使用") as refused:
        reporting.open_from(work, key, lease, ViolationKind.LENT, facts="x", reasons="x")
    assert refused.value.rules == ("HN-32-1", "HN-33-2")
    with home.on(TODAY) as work, pytest.raises(BadInput, match="ZL-0"):
        reporting.open_from(work, key, "ZL-0", ViolationKind.SUBLET, facts="x", reasons="收租")
    with home.on(TODAY) as work:
        kind = ViolationKind.SUBLET
        made = reporting.open_from(work, key, lease, kind, facts="收取租金", reasons="实为收租")
        found = beside.report_of_case(work.session, made.id)
        assert found is not None
        assert (found.state, found.category) == (ReportState.OPENED, Category.SOLD)


def test_misuse_that_is_no_act_to_rectify_becomes_an_exit_case(home: Tenancy) -> None:
    key = reported(home, Category.SOLD)
    with home.on(TODAY) as work:
        made = reporting.as_exit(work, key, home.lease.number, facts="收取卖房款")
    assert (made.trigger, made.lease_id) == (Trigger.MISUSE, home.lease.id)
    with home.database.reads() as session:
        found = beside.report(session, PLACE, key)
    assert (found.state, made.number in found.referred_to) == (ReportState.REFERRED, True)
    broker = reported(home, Category.BROKER)
    with home.on(TODAY) as work, pytest.raises(BrokenRule, match="移送"):
        reporting.as_exit(work, broker, home.lease.number, facts="x")


def test_whoever_leaves_a_phone_is_told_and_nobody_is_named_to_the_tenant(home: Tenancy) -> None:
    with home.on(TODAY, actor(Role.COUNTY_HEAD)) as work:
        kept = reporting.report(
            work,
            Category.LENT,
            address="1栋301",
            what="借给别人",
            name="王五",
            phone="138 0013 8000",
        )
        assert kept.reported_by == ""
    with home.on(TODAY) as work:
        reporting.drop(work, kept.id, reasons="是承租人的父母，王五反映有误")
    with home.database.reads() as session:
        told = letters.of_case(session, kept.case)
        text = letters.text(told[0], home.keyring)
    assert "不予立案" in text
    assert "父母" not in text
    with home.on(TODAY, OPERATOR) as work, pytest.raises(NotAllowed):
        reporting.reveal(work, kept.id)


def test_what_a_visit_found_becomes_one_report(home: Tenancy) -> None:
    key = empty_visit(home, date(2026, 8, 1), "XC1")
    with home.on(TODAY) as work:
        made = reporting.report_of_visit(work, key, Category.IDLE)
    assert (made.what, made.lease_id) == ("XC1：没有居住迹象", home.lease.id)
    with home.on(TODAY) as work, pytest.raises(WrongState):
        reporting.report_of_visit(work, key, Category.IDLE)


def test_a_consent_defends_works_unless_they_go_beyond_it(home: Tenancy) -> None:
    days = {"works_from": TODAY, "works_until": TODAY + timedelta(days=5)}
    with home.on(TODAY, home.tenant) as work:
        asked = decorating.ask(work, home.lease.id, scope="卫生间装扶手", **days)
    with home.on(TODAY, OPERATOR) as work, pytest.raises(BadInput, match="恢复原状"):
        decorating.decide(work, asked.id, is_granted=True, reasons="可以")
    with home.on(TODAY, OPERATOR) as work:
        given = decorating.decide(
            work, asked.id, is_granted=True, reasons="可以", restoration="退房时拆除"
        )
    assert given.state is ConsentState.GRANTED
    with home.on(TODAY) as work:
        case = service.open_case(
            work, home.lease.id, ViolationKind.DECORATED, facts="拆墙", happened_on=TODAY
        )
        service.notify(work, case.id)
        home.id = case.id
        home.keep_evidence(work)
    with home.on(TODAY, home.tenant) as work:
        service.state(work, case.id, "有同意书")
    with home.on(TODAY) as work, pytest.raises(BrokenRule, match=given.number) as refused:
        service.find(work, case.id, finding="拆墙")
    assert refused.value.rules == ("HN-32-2",)
    with home.on(TODAY) as work:
        found = service.find(work, case.id, finding="拆墙", beyond_consent="同意的只是扶手")
    assert "同意的只是扶手" in found.finding


def test_a_request_is_answered_by_another_and_can_be_taken_back(home: Tenancy) -> None:
    days = {"works_from": TODAY, "works_until": TODAY}
    with home.on(TODAY, OPERATOR) as work:
        asked = decorating.ask(work, home.lease.id, scope="换灯", **days)
    with home.on(TODAY, OPERATOR) as work, pytest.raises(NotAllowed, match="两个人"):
        decorating.decide(work, asked.id, is_granted=False, reasons="不同意")
    with home.on(TODAY, home.tenant) as work:
        assert decorating.withdraw(work, asked.id).state is ConsentState.WITHDRAWN
        with pytest.raises(BadInput, match="先取得同意"):
            decorating.ask(
                work,
                home.lease.id,
                scope="换灯",
                works_from=TODAY - timedelta(days=1),
                works_until=TODAY,
            )


def test_an_idle_flat_is_warned_of_twice_and_becomes_a_case_after_six_months(
    home: Tenancy,
) -> None:
    empty_visit(home, TODAY, "XC1")
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2), date(2027, 2, 1))
    warned = []
    for day in days:
        clock = standing_clock(NOW.replace(year=day.year, month=day.month, day=day.day))
        warned.append(jobs.sweep(home.database, home.keyring, clock).warned)
    assert warned == [0, 1, 0, 1]
    with home.database.reads() as session:
        kinds = list(session.scalars(select(Letter.kind).order_by(Letter.id)))
    assert [each.value for each in kinds] == ["idle_warning", "idle_warning"]
    with home.on(date(2027, 2, 28)) as work, pytest.raises(BrokenRule, match="2027-03-01"):
        service.open_case(work, home.lease.id, ViolationKind.IDLE, facts="无人居住")
    with home.on(date(2027, 3, 1)) as work:
        made = service.open_case(work, home.lease.id, ViolationKind.IDLE, facts="无人居住")
    assert made.happened_on == TODAY


def test_an_accepted_absence_is_no_idleness_and_another_person_accepts_it(home: Tenancy) -> None:
    empty_visit(home, MARCH, "XC1")
    with home.on(TODAY) as work:
        assert idling.must_be_idle(work, home.lease).months == 6
    with home.on(TODAY, home.tenant) as work:
        told = absences.tell(
            work, home.lease.id, from_on=MARCH, until_on=date(2026, 7, 1), reason="住院"
        )
        with pytest.raises(BadInput, match="先后"):
            absences.tell(work, home.lease.id, from_on=TODAY, until_on=MARCH, reason="x")
    with home.on(TODAY) as work:
        assert idling.idle(work, home.lease) is not None  # Told is not yet accepted.
        accepted = absences.decide(work, told.id, is_accepted=True, decision="有证明")
        assert accepted.state is AbsenceState.ACCEPTED
        assert idling.idle(work, home.lease) is None
        with pytest.raises(BrokenRule, match="外出理由已认可"):
            service.open_case(work, home.lease.id, ViolationKind.IDLE, facts="x")
    with home.on(TODAY, SECOND) as work, pytest.raises(WrongState):
        absences.decide(work, told.id, is_accepted=False, decision="x")


def test_rooms_are_never_published(home: Tenancy) -> None:
    with home.on(TODAY, REVIEWER) as work:
        (row,) = beside.addresses(work.session, PLACE)
    assert (row.project, row.building, row.units) == ("望麓新苑", "1栋", 1)
    assert not hasattr(row, "room")
