"""What an employer or a park sees of the flats that it built, or that were passed to it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from housing.core.access.permissions import Permission
from housing.offices import queries as offices
from housing.own_stock import queries
from housing.own_stock.models import OwnStock
from housing.own_stock.page_words import KINDS, OUTLETS
from housing.own_stock.pages import blueprint
from housing.units import queries as stock_of_units
from housing.units.export import COLUMNS, MORE_COLUMNS, export_row
from housing.units.models import Unit
from housing.units.page_words import STATES
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.paging import paged
from housing.web.workbook import download, workbook

__all__ = ["blueprint"]


@blueprint.get("/own-stock")
@guards.requires(Permission.SEE_OWN_STOCK)
def own() -> ResponseReturnValue:
    """Show the flats of the office one works in, and what is left over among them."""
    actor, here = signed_in_actor(), installation()
    with reading() as session:
        office = offices.get(session, actor.office)
        name = office.name if office else ""
        stock = queries.running(session, actor.place, name)
        units = queries.owned_or_kept(session, actor.place, name)
        transfers = queries.transfers_of(session, stock.id) if stock else ()
        projects = stock_of_units.projects(session, actor.place)
    paging = paged(len(units))
    return render_template(
        "own_stock/own.html",
        name=name,
        stock=stock,
        counts=_counts(units),
        units=units[paging.offset : paging.last],
        left=_left(stock, units),
        paging=paging,
        transfers=transfers,
        projects=projects,
        today=here.clock.today(),
        kinds=KINDS,
        outlets=OUTLETS,
        states=STATES,
    )


@blueprint.get("/own-stock.xlsx")
@guards.requires(Permission.SEE_OWN_STOCK)
def own_export() -> ResponseReturnValue:
    """Save the flats of the office one works in."""
    actor = signed_in_actor()
    with reading() as session:
        office = offices.get(session, actor.office)
        units = queries.owned_or_kept(session, actor.place, office.name if office else "")
        projects = stock_of_units.projects(session, actor.place)
    rows = [export_row(unit, projects[unit.project_code]) for unit in units]
    return download(workbook("房源表", COLUMNS + MORE_COLUMNS, rows), "own-stock.xlsx")


def _counts(units: list[Unit]) -> dict[object, int]:
    counts: dict[object, int] = {}
    for unit in units:
        counts[unit.state] = counts.get(unit.state, 0) + 1
    return counts


def _left(stock: OwnStock | None, units: list[Unit]) -> int:
    """How many flats wait to be transferred."""
    if stock is None or stock.surplus_since is None:
        return 0
    return sum(unit.keeper == stock.owner and unit.state == "vacant" for unit in units)
