"""Reads of rental housing under the measures, and the values that held at an approval."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.policies.book import PolicyBook
from housing.rental_projects.supply.models import (
    FeeRelief,
    FirmFiling,
    Supply,
    SupplyDue,
    SupplyListing,
    SupplyPlan,
)
from housing.rental_projects.supply.rules import HUNDRED, FeeTerms, GrantTerms, Kind
from housing.rental_projects.supply.words import Area, Fee, Trade
from housing.units.models import Project, Unit
from housing.units.states import UnitState
from housing.units.words import Programme

INSTRUMENT = "HZR"


def concerns(book: PolicyBook, place: str) -> bool:
    """Return whether the measures govern the place, in force or not."""
    return any(own.id == INSTRUMENT for own in book.governing(place))


def get(session: Session, place: str, code: str, *, lock: bool = False) -> Supply:
    """Return a project.

    Raises:
        NotFound: the place has none of that code.
    """
    wanted = select(Supply).where(Supply.place == place, Supply.code == code)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有租赁住房项目“{code}” / there is no rental project '{code}'")
    return found


def find(session: Session, place: str, code: str) -> Supply | None:
    """Return a project, or None."""
    return session.scalars(
        select(Supply).where(Supply.place == place, Supply.code == code)
    ).one_or_none()


def all_of(session: Session, place: str) -> Sequence[Supply]:
    """Return the projects of a place by code."""
    return session.scalars(select(Supply).where(Supply.place == place).order_by(Supply.code)).all()


def kinds_of(supply: Supply) -> list[Kind]:
    """Return the units of a project as the rules read them."""
    return [Kind(row["units"], row["area"], bool(row["is_rental"])) for row in supply.kinds]


def dues_of(session: Session, supply_id: int) -> Sequence[SupplyDue]:
    """Return what is or was to be paid for a project, by day."""
    return session.scalars(
        select(SupplyDue)
        .where(SupplyDue.supply_id == supply_id)
        .order_by(SupplyDue.due_on, SupplyDue.id)
    ).all()


def due(session: Session, place: str, due_id: int) -> SupplyDue:
    """Return one thing to be paid.

    Raises:
        NotFound: the place has none of that number.
    """
    found = session.get(SupplyDue, due_id, with_for_update=True)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {due_id} 笔应付款 / there is nothing of number {due_id} to pay")
    return found


def overdue(session: Session, place: str, day: date) -> list[tuple[SupplyDue, Supply]]:
    """Return what should have been paid before `day`, the oldest first. Basis: HZR 18."""
    rows = session.execute(
        select(SupplyDue, Supply)
        .join(Supply, Supply.id == SupplyDue.supply_id)
        .where(SupplyDue.place == place, SupplyDue.paid_on.is_(None), SupplyDue.due_on < day)
        .order_by(SupplyDue.due_on, SupplyDue.id)
    )
    return [(found, supply) for found, supply in rows]


def reliefs_of(session: Session, supply_id: int) -> Sequence[FeeRelief]:
    """Return the fees of a project as they were reckoned."""
    return session.scalars(
        select(FeeRelief).where(FeeRelief.supply_id == supply_id).order_by(FeeRelief.id)
    ).all()


def listings_of(session: Session, supply_id: int) -> Sequence[SupplyListing]:
    """Return what was published of a project, the latest first."""
    return session.scalars(
        select(SupplyListing)
        .where(SupplyListing.supply_id == supply_id)
        .order_by(SupplyListing.id.desc())
    ).all()


def plans(session: Session, place: str) -> Sequence[SupplyPlan]:
    """Return the plans of a place, the latest first."""
    return session.scalars(
        select(SupplyPlan).where(SupplyPlan.place == place).order_by(SupplyPlan.from_year.desc())
    ).all()


def plan(session: Session, place: str, plan_id: int) -> SupplyPlan:
    """Return one plan.

    Raises:
        NotFound: the place has none of that number.
    """
    found = session.get(SupplyPlan, plan_id, with_for_update=True)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {plan_id} 号规划 / there is no plan {plan_id}")
    return found


def filings(session: Session, place: str) -> Sequence[FirmFiling]:
    """Return the firms on file, struck ones too, by name."""
    return session.scalars(
        select(FirmFiling).where(FirmFiling.place == place).order_by(FirmFiling.firm)
    ).all()


def filing_of(session: Session, place: str, firm: str) -> FirmFiling | None:
    """Return the filing of a firm that stands, whatever its trade."""
    return session.scalars(
        select(FirmFiling)
        .where(FirmFiling.place == place, FirmFiling.firm == firm, FirmFiling.struck_on.is_(None))
        .order_by(FirmFiling.id)
        .limit(1)
    ).one_or_none()


def state_firms(session: Session, place: str) -> dict[Area, int]:
    """Return how many filed state-owned rental enterprises run a project, by area.

    One runs a project when its main structure was accepted. Basis: HZR 20 (HZR-20-1).
    """
    running = select(Supply.firm).where(Supply.place == place, Supply.accepted_on.is_not(None))
    rows = session.execute(
        select(FirmFiling.area, func.count(func.distinct(FirmFiling.firm)))
        .where(
            FirmFiling.place == place,
            FirmFiling.trade == Trade.RENTAL,
            FirmFiling.state_owned.is_(True),
            FirmFiling.struck_on.is_(None),
            FirmFiling.firm.in_(running),
        )
        .group_by(FirmFiling.area)
    )
    return {area: int(count) for area, count in rows}


def vacancies(session: Session, place: str) -> list[dict[str, Any]]:
    """Return vacant public rental flats by estate and layout, for the city's platform.

    Basis: HZR 22 (HZR-22-1).
    """
    rows = session.execute(
        select(Project.code, Project.name, Project.street, Unit.layout, func.count(Unit.id))
        .join(Unit, (Unit.place == Project.place) & (Unit.project_code == Project.code))
        .where(
            Unit.place == place,
            Unit.state == UnitState.VACANT,
            Unit.programme == Programme.AFFORDABLE,
        )
        .group_by(Project.code, Project.name, Project.street, Unit.layout)
        .order_by(Project.code, Unit.layout)
    )
    names = ("code", "name", "street", "layout", "units")
    return [dict(zip(names, row, strict=True)) for row in rows]


def indicators(session: Session, place: str) -> list[dict[str, Any]]:
    """Return projects, units for letting and published units by area. Basis: HZR 22 (HZR-22-1)."""
    found: dict[Area, Counter[str]] = {}
    sums_of = select(SupplyListing.supply_id, func.sum(SupplyListing.units))
    rows = session.execute(sums_of.group_by(SupplyListing.supply_id))
    published = {supply_id: int(units) for supply_id, units in rows}
    for supply in all_of(session, place):
        sums = found.setdefault(supply.area, Counter())
        sums["projects"] += 1
        sums["approved"] += supply.approved_on is not None
        sums["units"] += sum(kind.units for kind in kinds_of(supply) if kind.is_rental)
        sums["published"] += published.get(supply.id, 0)
    return [{"area": area, **sums} for area, sums in sorted(found.items())]


def grant_terms(book: PolicyBook, place: str, day: date) -> GrantTerms:
    """Return the rates of a grant on the day on which a project was approved.

    Raises:
        MissingPolicyValue: the measures were not in force on that day.
    """

    def number(name: str) -> int:
        return int(book.value(name, place, day, INSTRUMENT).value)

    return GrantTerms(
        city=number("city_subsidy_rate"),
        county=number("county_subsidy_rate"),
        binjiang=number("binjiang_subsidy_rate"),
        area_cap=number("subsidy_area_cap"),
        areas=tuple(book.value("city_subsidy_areas", place, day, INSTRUMENT).value),
    )


def fee_terms(book: PolicyBook, place: str, day: date) -> FeeTerms:
    """Return what is still paid of each fee on the day on which a project was approved.

    Raises:
        MissingPolicyValue: the measures were not in force on that day.
    """

    def number(name: str) -> int:
        return int(book.value(name, place, day, INSTRUMENT).value)

    halved = book.value("halved_fees", place, day, INSTRUMENT).value
    percent = {Fee(name): number("halved_fee_rate") for name in halved}
    percent[Fee.INFRASTRUCTURE] = number("infrastructure_fee_rate")
    percent[Fee.LIGHTNING] = HUNDRED - number("lightning_fee_reduction")
    return FeeTerms(number("fee_relief_min_units"), percent)


def grade_min(book: PolicyBook, place: str, day: date) -> int:
    """Return how many A a scenic site must have. Basis: HZR 3 (HZR-3-1)."""
    grades = book.value("scenic_grade_min", place, day, INSTRUMENT).value
    return min(int(str(grade).rstrip("A")) for grade in grades)
