"""Officers' pages of the stock: a list to filter, sort and export."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from housing.core.access.permissions import Permission
from housing.units import queries
from housing.units.export import COLUMNS, export_row
from housing.units.page_words import STATES
from housing.units.queries import UnitFilter
from housing.units.states import UnitState
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.paging import ROWS, asked_page, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("units", __name__, template_folder="templates")


@blueprint.get("/desk/units")
@guards.requires(Permission.SEE_ROUNDS)
def listing() -> ResponseReturnValue:
    """Show the stock, narrowed and sorted as asked."""
    place, narrow, sort = signed_in_actor().place, _asked(), request.args.get("sort", "code")
    with reading() as session:
        offset = (asked_page() - 1) * ROWS
        total, units = queries.listed(session, place, narrow, sort, offset, ROWS)
        projects = queries.projects(session, place)
        classes = queries.classes(session, place)
        counts = queries.count_by_state(session, place)
    return render_template(
        "units/listing.html",
        units=units,
        paging=paged(total),
        narrow=narrow,
        sort=sort,
        projects=projects,
        classes=classes,
        counts=counts,
        states=STATES,
    )


@blueprint.get("/desk/units.xlsx")
@guards.requires(Permission.SEE_ROUNDS)
def export() -> ResponseReturnValue:
    """Save the stock in the form in which it can be imported again."""
    place = signed_in_actor().place
    with reading() as session:
        _, units = queries.listed(session, place, _asked(), "code", 0, None)
        projects = queries.projects(session, place)
    rows = [export_row(unit, projects[unit.project_code]) for unit in units]
    return download(workbook("房源表", COLUMNS, rows), f"units-{place}.xlsx")


def _asked() -> UnitFilter:
    state = request.args.get("state", "")
    return UnitFilter(
        project=request.args.get("project", "").replace("\0", ""),
        unit_class=request.args.get("class", "").replace("\0", ""),
        state=state if state in set(UnitState) else "",
        words=request.args.get("words", "").replace("\0", "").strip(),
    )
