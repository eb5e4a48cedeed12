"""The counties side by side, for the departments above them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.desk import counties
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.workbook import download, workbook

blueprint = Blueprint("counties", __name__, template_folder="templates")


@blueprint.get("/desk/counties")
@guards.requires(Permission.SEE_CLOCKS)
def listing() -> ResponseReturnValue:
    """Show how the counties of one's area stand; a county's own officer sees that county."""
    with reading() as session:
        found, idle = counties.of_area(session, signed_in_actor(), installation().clock.today())
    return render_template("desk/counties.html", counties=found, idle=idle)


@blueprint.get("/desk/counties.xlsx")
@guards.requires(Permission.SEE_CLOCKS)
def exported() -> ResponseReturnValue:
    """Hand out the same as a workbook."""
    actor, day = signed_in_actor(), installation().clock.today()
    with reading() as session:
        found, _idle = counties.of_area(session, actor, day)
    made = workbook(_("各县市区"), _columns(), counties.sheet(found))
    return download(made, f"{actor.place}-{day}.xlsx")


def _columns() -> list[str]:
    return [
        _("代码"),
        _("县市区"),
        _("在办时限"),
        _("超期时限"),
        _("按时率（百分数）"),
        _("房源（套）"),
        _("入住率（百分数）"),
        _("未设定的参数"),
    ]
