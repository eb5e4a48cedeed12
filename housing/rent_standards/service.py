"""The rent of a unit on a day, by the standards of its place."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import object_session

from housing.core.errors import BrokenRule
from housing.policies.book import PolicyBook
from housing.policies.value import UNSTATED, PolicyValue
from housing.rent_standards import queries, rules
from housing.rent_standards.rules import OF_MARKET, Premises, Quote
from housing.rent_standards.words import GROUP_NAMES, rent_group_of
from housing.units.models import Project, Unit

__all__ = ["market_quote", "premises_of", "quote", "rent_group_of"]

STANDARD, MARKET = "rent_standard_by_class_and_tier", "market_rent_by_area"
STANDARD_RULES = ("HN-25-1", "HN-25-3")
MARKET_RULES = ("HN-25-2",)


def quote(book: PolicyBook, place: str, unit: Unit, rent_group: str, day: date) -> Quote:
    """Return the standard rent of `unit` for a tenant of `rent_group` on `day`.

    `rent_group` is what `rent_group_of` returns. Basis: HN 25 (HN-25-1).

    Raises:
        MissingPolicyValue: the place has no standard, no rate for the group, or no market rent.
        BrokenRule: the standard was set without the approval of the government (HN-25-3).
    """
    standard = book.value(STANDARD, place, day)
    market = book.find(MARKET, place, day)
    if market is None and OF_MARKET in standard.value:
        market = book.value(MARKET, place, day)
    _must_be_approved(unit, standard, market)
    found = rules.quote(
        standard.value, market.value if market else None, premises_of(unit), rent_group
    )
    first = f"{GROUP_NAMES.get(rent_group, rent_group)}，{_basis('租金标准', standard)}"
    return replace(
        found,
        cites=book.cited(STANDARD_RULES, place, day),
        lines=(first, *found.lines),
        provisional=standard.provisional,
    )


def market_quote(book: PolicyBook, place: str, unit: Unit, day: date) -> Quote:
    """Return the market rent of `unit` on `day`. Basis: HN 25, 33 (HN-25-2, HN-33-6).

    Raises:
        MissingPolicyValue: the place has no surveyed rent for the unit's area.
    """
    market = book.value(MARKET, place, day)
    _must_be_approved(unit, market)
    found = rules.market_quote(market.value, premises_of(unit))
    return replace(
        found,
        cites=book.cited(MARKET_RULES, place, day),
        lines=(_basis("市场租金参考", market), *found.lines),
        provisional=market.provisional,
    )


def _must_be_approved(unit: Unit, *values: PolicyValue | None) -> None:
    """A standard that nobody approved reckons no rent. Basis: HN 25 (HN-25-3)."""
    session = object_session(unit)
    for value in values:
        if value is None or session is None:
            continue
        if (amendment := queries.unapproved(session, value)) is not None:
            raise BrokenRule(
                f"自 {value.in_force_from} 起的 {value.parameter}（{amendment.document}）"
                "没有登记同级政府的批准文件，不能计租；请在租金标准页面登记"
                f" / {value.parameter} from {value.in_force_from} has no approval on file;"
                " enter it on the page of rent standards",
                rules=("HN-25-3",),
            )


def _basis(called: str, value: PolicyValue) -> str:
    since = "" if value.in_force_from == UNSTATED else f"自 {value.in_force_from} 起的"
    return f"{since}暂定{called}" if value.provisional else f"{since}{called}（{value.source}）"


def premises_of(unit: Unit) -> Premises:
    """Return what the reckoning needs of a unit; its street is that of its project."""
    session = object_session(unit)
    project = session.get(Project, (unit.place, unit.project_code)) if session else None
    return Premises(
        area=unit.area,
        unit_class=unit.unit_class,
        project_code=unit.project_code,
        street=project.street if project else "",
        standard_fen=unit.rent_fen,
    )
