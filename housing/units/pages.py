"""Officers' pages of the stock: the list of units, one unit, projects, and what stands empty."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from housing.core.access.permissions import Permission
from housing.units import queries, vacancy
from housing.units.export import COLUMNS, EMPTY_COLUMNS, MORE_COLUMNS, empty_row, export_row
from housing.units.page_words import STATES
from housing.units.queries import UnitFilter
from housing.units.states import UnitState
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.paging import ROWS, asked_page, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("units", __name__, template_folder="templates")


@blueprint.get("/desk/units")
@guards.requires(Permission.SEE_STOCK)
def listing() -> ResponseReturnValue:
    """Show the stock, narrowed and sorted as asked."""
    place, narrow, sort = signed_in_actor().place, _asked(), request.args.get("sort", "code")
    with reading() as session:
        offset = (asked_page() - 1) * ROWS
        total, units = queries.listed(session, place, narrow, sort, offset, ROWS)
        choices = {
            "projects": queries.projects(session, place),
            "classes": queries.classes(session, place),
            "counts": queries.count_by_state(session, place),
            "owners": queries.owners(session, place),
        }
    return render_template(
        "units/listing.html",
        units=units,
        paging=paged(total),
        narrow=narrow,
        kept=_kept(narrow),
        sort=sort,
        states=STATES,
        **choices,
    )


@blueprint.get("/desk/units.xlsx")
@guards.requires(Permission.SEE_STOCK)
def export() -> ResponseReturnValue:
    """Save the stock in the form in which it can be imported again."""
    place = signed_in_actor().place
    with reading() as session:
        _total, units = queries.listed(session, place, _asked(), "code", 0, None)
        projects = queries.projects(session, place)
    rows = [export_row(unit, projects[unit.project_code]) for unit in units]
    return download(workbook("房源表", COLUMNS + MORE_COLUMNS, rows), f"units-{place}.xlsx")


@blueprint.get("/desk/units/empty")
@guards.requires(Permission.SEE_STOCK)
def empty() -> ResponseReturnValue:
    """Show the units that stand empty now, the longest first."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        paging = paged(vacancy.count_empty(session, place))
        found = vacancy.empty_now(session, place, day, paging.offset, ROWS)
        projects = queries.projects(session, place)
    return render_template(
        "units/empty.html",
        found=found,
        paging=paging,
        projects=projects,
        states=STATES,
        first=day.replace(month=1, day=1),
        last=day,
    )


@blueprint.get("/desk/units/empty.xlsx")
@guards.requires(Permission.SEE_STOCK)
def empty_export() -> ResponseReturnValue:
    """Save the empty days of every unit in a period, by state; this year up to today by default."""
    place, day = signed_in_actor().place, installation().clock.today()
    first, last = sorted((_day("first", day.replace(month=1, day=1)), _day("last", day)))
    with reading() as session:
        projects = queries.projects(session, place)
        rows = [
            empty_row(each, projects[each.unit.project_code], first, last)
            for each in vacancy.empty_days(session, place, first, last)
        ]
    name = f"empty-{place}-{first}-{last}.xlsx"
    return download(workbook("空置天数", EMPTY_COLUMNS, rows), name)


@blueprint.get("/desk/projects")
@guards.requires(Permission.SEE_STOCK)
def projects() -> ResponseReturnValue:
    """Show the projects with their units by state."""
    place = signed_in_actor().place
    with reading() as session:
        found = queries.projects(session, place)
        counts = queries.count_by_project(session, place)
    return render_template("units/projects.html", projects=found, counts=counts, states=STATES)


@blueprint.get("/desk/projects/<code>")
@guards.requires(Permission.SEE_STOCK)
def project(code: str) -> ResponseReturnValue:
    """Show one project: its address, and its buildings with their units by state."""
    place = signed_in_actor().place
    with reading() as session:
        found = queries.project(session, place, code)
        buildings = queries.buildings(session, place, code)
    return render_template("units/project.html", project=found, buildings=buildings, states=STATES)


def _asked() -> UnitFilter:
    state = request.args.get("state", "")
    return UnitFilter(
        project=_word("project"),
        unit_class=_word("class"),
        state=state if state in set(UnitState) else "",
        words=_word("words").strip(),
        owner=_word("owner"),
        accessible=request.args.get("accessible") == "1",
    )


def _word(name: str) -> str:
    return request.args.get(name, "").replace("\0", "")


def _kept(narrow: UnitFilter) -> dict[str, str]:
    """Return what was asked as parts of an address, so that sorting and paging keep it."""
    held = {
        "project": narrow.project,
        "class": narrow.unit_class,
        "state": narrow.state,
        "words": narrow.words,
        "owner": narrow.owner,
        "accessible": "1" if narrow.accessible else "",
    }
    return {name: value for name, value in held.items() if value}


def _day(name: str, otherwise: date) -> date:
    """Return a day of the address; what is no day counts as not given."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
