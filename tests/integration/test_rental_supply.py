"""Rental projects of Hanzhong: approvals, grants, filings, plans, listings.

HZR-2-2, HZR-2-3, HZR-5-1, HZR-6-3, HZR-8-1, HZR-10-1, HZR-12-1, HZR-14-1, HZR-15-1, HZR-18-5,
HZR-20-1, HZR-22-1, HZR-31-2, HZR-33-1, HZR-35-2.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.clocks import jobs as clocks
from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, MissingPolicyValue, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.policies.models import Amendment
from housing.policies.states import AmendmentState
from housing.rental_projects.supply import filing, money, queries, service
from housing.rental_projects.supply.filing import FirmStated
from housing.rental_projects.supply.models import Supply
from housing.rental_projects.supply.service import DEPARTMENTS, Approval, Offered, Stated
from housing.rental_projects.supply.words import Area, Fee, Investor, Raising, Trade, UnitForm
from tests.conftest import NOW
from tests.factories.stock import keep_units, unit_facts

HANTAI = "610702"
IN_TIME, LAPSED = date(2020, 9, 16), date(2020, 9, 17)
KINDS = (
    {"name": "公寓", "units": 40, "area": 4500, "is_rental": True},
    {"name": "商铺", "units": 6, "area": 8000, "is_rental": False},
)
PROJECT = Stated(
    "HZ01",
    "兴汉公寓",
    "汉房公司",
    Area.HANTAI,
    Raising.NEW_BUILD,
    Investor.PRIVATE,
    UnitForm.SUITE,
    KINDS,
    serviced=True,
)
APPROVAL = Approval("汉住发〔2020〕1号", IN_TIME, DEPARTMENTS, annotated=True, star_rating=3)
OFFERED = Offered("汉房公司", "公寓", 10, 4500, 2000, "汉台区天汉大道1号", "0916-2220000")
FIRM = FirmStated("汉房公司", Trade.RENTAL, Area.HANTAI, True, "备1", date(2026, 8, 1))


class City:
    """A county of Hanzhong with officers who act."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring

    def act(self, role: Role = Role.CENTRE, name: str = "") -> Any:
        actor = Actor(name or role.value, role, HANTAI)
        return working(self.database.acts, actor, standing_clock(NOW), self.keyring)

    def approved(self, **changes: Any) -> None:
        approval = changes.pop("approval", APPROVAL)
        with self.act() as work:
            service.declare(work, replace(PROJECT, **changes))
        with self.act(Role.COUNTY_HEAD) as work:
            service.approve(work, changes.get("code", "HZ01"), approval)


@pytest.fixture
def city(sqlite_database: Database, keyring: Keyring) -> City:
    return City(sqlite_database, keyring)


def test_grants_are_due_from_both_treasuries_a_month_after_acceptance(city: City) -> None:
    city.approved()
    with city.act() as work:
        made = money.accept(work, "HZ01", document="主体验收1号", on=date(2026, 7, 31))
        ids = [each.id for each in made]
    assert [(each.what, each.fen, each.due_on) for each in made] == [
        ("grant_city", 40 * 45 * 100 * 100, date(2026, 8, 31)),
        ("grant_county", 40 * 45 * 200 * 100, date(2026, 8, 31)),
    ]
    with city.database.reads() as session:
        assert len(queries.overdue(session, HANTAI, date(2026, 8, 31))) == 0
        assert len(queries.overdue(session, HANTAI, date(2026, 9, 1))) == 2
    with pytest.raises(BrokenRule, match="核算人以外"), city.act() as work:
        money.pay(work, ids[0], on=date(2026, 9, 1), document="凭证1")
    with city.act(Role.COUNTY_HEAD) as work:
        money.pay(work, ids[0], on=date(2026, 9, 1), document="凭证1")
    with pytest.raises(WrongState, match="已于 2026-09-01 支付"), city.act() as work:
        money.pay(work, ids[0], on=date(2026, 9, 1), document="凭证1")
    with city.database.reads() as session:
        (left,) = queries.overdue(session, HANTAI, date(2026, 9, 1))
        assert left[0].what == "grant_county"


def test_whoever_pays_is_reminded_and_what_is_late_comes_before_the_head(city: City) -> None:
    """HZR-18-5, HZR-27-5: a clock for each treasury and for the rest of a land price."""
    city.approved()
    with city.act() as work:
        made = money.accept(work, "HZ01", document="主体验收1号", on=date(2026, 7, 31))
        (_first, rest) = money.sell_land(work, "HZ01", price_fen=100, signed_on=date(2026, 8, 1))
        grant = made[0].id
    swept = clocks.sweep(city.database, city.keyring, standing_clock(NOW))
    assert (swept.reminded, swept.overdue) == (2, 2)
    with city.act(Role.COUNTY_HEAD) as work:
        late = money.pay(work, grant, on=date(2026, 9, 1), document="凭证1")
        case = work.session.get_one(Supply, late.supply_id).case
        (city_s, county_s, land) = running.of_case(work.session, case)
        assert (city_s.sub, city_s.outcome, city_s.rules) == (grant, Outcome.LATE, ["HZR-18-5"])
        assert (county_s.role, county_s.stopped_on) == (Role.PRICE_FINANCE, None)
        assert (land.sub, land.due_on, land.kind) == (rest.id, rest.due_on, ClockKind.LAND_BALANCE)
        assert rest.due_on == date(2027, 8, 2)  # The first is a Sunday.


def test_the_day_of_the_approval_decides_and_not_a_later_lapse(city: City) -> None:
    city.approved()
    with city.act() as work:
        relief = money.reckon_fee(work, "HZ01", Fee.INFRASTRUCTURE, 500_000_00)
        assert relief.payable_fen == 0
    with pytest.raises(BrokenRule, match="不得据以受理新的事项"):
        city.approved(code="HZ02", approval=replace(APPROVAL, on=LAPSED))


def test_a_renewed_basis_opens_new_projects(city: City) -> None:
    with city.act(Role.COUNTY_HEAD) as work:
        amendment = {
            "place": HANTAI,
            "parameter": "renewed_basis_hzr",
            "value": {"document": "汉政办发〔2026〕9号"},
            "first_day": date(2026, 1, 1),
            "document": "汉政办发〔2026〕9号",
            "source": "",
            "state": AmendmentState.APPROVED,
            "proposed_by": "a",
            "proposed_at": work.now,
            "decided_by": "b",
            "decided_at": work.now,
            "reason": "",
        }
        work.session.add(Amendment(**amendment))
    city.approved(approval=replace(APPROVAL, on=date(2026, 5, 6)))
    with city.act() as work:
        assert money.reckon_fee(work, "HZ01", Fee.LIGHTNING, 1000).payable_fen == 800
        assert filing.short_areas(work)[Area.HANTAI] == 0


def test_a_project_is_approved_by_three_departments_and_another_person(city: City) -> None:
    with city.act() as work:
        service.declare(work, PROJECT)
    two = replace(APPROVAL, departments=frozenset({"housing", "land"}))
    with pytest.raises(BrokenRule, match="三部门联合"), city.act(Role.COUNTY_HEAD) as work:
        service.approve(work, "HZ01", two)
    with pytest.raises(NotAllowed), city.act() as work:
        service.approve(work, "HZ01", APPROVAL)
    with (
        pytest.raises(BrokenRule, match="登记人以外"),
        city.act(Role.COUNTY_HEAD, "centre") as work,
    ):
        service.approve(work, "HZ01", APPROVAL)
    with pytest.raises(BrokenRule, match="三部门联合下达的项目批文"), city.act() as work:
        money.accept(work, "HZ01", document="验收", on=date(2026, 8, 1))
    with city.act(Role.COUNTY_HEAD) as work:
        service.approve(work, "HZ01", APPROVAL)
        service.commission(work, "HZ01", document="委托书1号")
    with pytest.raises(WrongState, match="不能再改"), city.act() as work:
        service.declare(work, replace(PROJECT, name="别的"))


def test_without_the_words_in_the_approval_no_grant_is_paid(city: City) -> None:
    city.approved(approval=replace(APPROVAL, annotated=False))
    with pytest.raises(BrokenRule, match="没有注明") as refused, city.act() as work:
        money.accept(work, "HZ01", document="验收", on=date(2026, 8, 1))
    assert refused.value.rules == ("HZR-15-1",)
    city.approved(code="HZ02", serviced=False)
    with city.act() as work:
        assert money.accept(work, "HZ02", document="验收", on=date(2026, 8, 1)) == []


def test_a_conversion_is_listed_after_its_papers_and_by_a_firm_on_file(city: City) -> None:
    city.approved(raising=Raising.CONVERSION)
    with city.act() as work:
        filing.file_firm(work, FIRM)
    with pytest.raises(BrokenRule, match="改建项目"), city.act() as work:
        service.publish(work, "HZ01", OFFERED)
    with city.act() as work:
        service.convert(
            work, "HZ01", conversion="改建批复2号", fitness="查验3号", fit_on=date(2026, 8, 9)
        )
        service.publish(work, "HZ01", OFFERED)
    with pytest.raises(BadInput, match="联系方式"), city.act() as work:
        service.publish(work, "HZ01", replace(OFFERED, contact=" "))
    with city.act(Role.COUNTY_HEAD) as work:
        filing.strike(work, "汉房公司", reason="停业")
    with pytest.raises(BrokenRule, match="没有备案") as refused, city.act() as work:
        service.publish(work, "HZ01", OFFERED)
    assert refused.value.rules == ("HZR-31-2",)
    with city.database.reads() as session:
        (row,) = queries.indicators(session, HANTAI)
    assert row == {"area": Area.HANTAI, "projects": 1, "approved": 1, "units": 40, "published": 10}


def test_firms_are_on_file_once_and_late_ones_are_marked(city: City) -> None:
    with city.act() as work:
        in_time = filing.file_firm(work, replace(FIRM, began_on=date(2026, 8, 2)))
        late = filing.file_firm(
            work, replace(FIRM, firm="迟到公司", number="备2", began_on=date(2026, 8, 1))
        )
        assert (in_time.late, late.late) == (False, True)
    with pytest.raises(WrongState, match="已备案（备1）"), city.act() as work:
        filing.file_firm(work, replace(FIRM, number="备3"))


def test_each_area_counts_its_state_enterprises_that_run_a_project(city: City) -> None:
    city.approved()
    with city.act() as work:
        filing.file_firm(work, FIRM)
        assert queries.state_firms(work.session, HANTAI) == {}
        money.accept(work, "HZ01", document="验收", on=date(2026, 8, 1))
        assert queries.state_firms(work.session, HANTAI) == {Area.HANTAI: 1}
    with pytest.raises(MissingPolicyValue), city.act() as work:
        filing.short_areas(work)  # The measures have lapsed, and with them the target.


def test_a_plan_is_reviewed_by_two_departments_before_it_is_approved(city: City) -> None:
    with city.act() as work:
        plan = filing.draft_plan(
            work,
            title="租赁住房建设规划",
            from_year=2026,
            to_year=2030,
            demand={Area.HANTAI: 800, Area.MIAN: 0},
            basis="轮候家庭 312 户，备案租赁 488 件",
        )
        assert plan.demand == {"hantai": 800}
        filing.review_plan(work, plan.id, department="planning", document="联审1号")
    with pytest.raises(BrokenRule, match="联审"), city.act(Role.COUNTY_HEAD) as work:
        filing.approve_plan(work, plan.id, document="政府批复1号")
    with city.act() as work:
        filing.review_plan(work, plan.id, department="land", document="联审2号")
    with city.act(Role.COUNTY_HEAD) as work:
        assert filing.approve_plan(work, plan.id, document="政府批复1号").approved_on is not None


def test_land_is_paid_in_two_parts_from_forty_units_on(city: City) -> None:
    city.approved()
    with city.act() as work:
        made = money.sell_land(work, "HZ01", price_fen=1000, signed_on=date(2026, 3, 1))
    assert [(x.what, x.fen, str(x.due_on)) for x in made] == [
        ("land_first", 500, "2026-03-01"),
        ("land_rest", 500, "2027-03-01"),
    ]
    small = ({**KINDS[0], "units": 39},)
    city.approved(code="HZ02", kinds=small)
    with city.act() as work:
        made = money.sell_land(work, "HZ02", price_fen=1000, signed_on=date(2026, 3, 1))
    assert [(x.what, x.fen) for x in made] == [("land_first", 1000)]


def test_the_platform_hears_of_vacant_public_flats_and_never_of_serviced_apartments(
    city: City,
) -> None:
    city.approved()
    with city.act() as work:
        keep_units(work, unit_facts(1), unit_facts(2))
        found = queries.vacancies(work.session, HANTAI)
    assert sum(row["units"] for row in found) == 2
    assert "兴汉公寓" not in {row["name"] for row in found}


def test_a_place_without_the_measures_declares_nothing_under_them(
    sqlite_database: Database, keyring: Keyring
) -> None:
    actor = Actor("centre", Role.CENTRE, "430199")
    with (
        pytest.raises(BrokenRule, match="本地没有这一办法"),
        working(sqlite_database.acts, actor, standing_clock(NOW), keyring) as work,
    ):
        service.declare(work, PROJECT)


def test_the_database_keeps_what_was_approved_and_paid(
    database: Database, keyring: Keyring
) -> None:
    city = City(database, keyring)
    city.approved()
    with city.act() as work:
        money.accept(work, "HZ01", document="验收", on=date(2026, 8, 1))
    for change, refused in (
        ("UPDATE supplies SET area = 'mian'", "what was approved of a project never changes"),
        ("UPDATE supplies SET approved_by = kept_by", "two_people"),
        ("UPDATE supplies SET accepted_on = NULL, acceptance = '', approved_on = NULL", "approved"),
        ("UPDATE supply_dues SET fen = 1", "what was paid never changes"),
        ("UPDATE supply_dues SET paid_on = '2026-09-01'", "paid_whole"),
        ("DELETE FROM supply_dues", "what is due is never removed"),
    ):
        with pytest.raises(DatabaseError, match=refused), city.act() as work:
            work.session.execute(text(change))
