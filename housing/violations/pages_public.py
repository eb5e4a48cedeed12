"""What everybody may do: report a misuse, and see in which buildings public rental housing lies."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.actor import system_actor
from housing.core.work import working
from housing.violations import queries_beside as queries
from housing.violations import reporting
from housing.violations.forms import PublicReportForm
from housing.violations.words import Category
from housing.web import guards, limits
from housing.web.acting import reading
from housing.web.deeds import answer, attempt
from housing.web.installation import installation
from housing.web.workbook import download, workbook

blueprint = Blueprint("violations_public", __name__, template_folder="templates")
#: Of one address: somebody reports a neighbour, not a street.
REPORTING = "5 per hour; 20 per day"
COLUMNS = ("小区", "街道（镇乡）", "地址", "楼栋", "套数")


@blueprint.route("/report-misuse", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(REPORTING, methods=["POST"])
def report() -> ResponseReturnValue:
    """Take a report of anybody; nobody has to say who they are."""
    form = PublicReportForm()
    if form.validate_on_submit() and (number := attempt(form, _reported)):
        flash(_("已收到，编号 %(number)s。留下手机号的，处理结果会以短信告知。", number=number))
        return redirect(url_for("violations_public.report"))
    return answer(form, "violations/report_public.html")


@blueprint.get("/public-rental-addresses")
@guards.public
@limits.limiter.limit(limits.READING)
def addresses() -> ResponseReturnValue:
    """Show every building with public rental housing: brokers may not deal in these."""
    with reading() as session:
        found = queries.addresses(session, installation().settings.place)
    return render_template("violations/addresses.html", found=found)


@blueprint.get("/public-rental-addresses.xlsx")
@guards.public
@limits.limiter.limit(limits.READING)
def addresses_sheet() -> Response:
    """Give the same list as a sheet, for listing platforms."""
    with reading() as session:
        found = queries.addresses(session, installation().settings.place)
    rows = [(x.project, x.street, x.address, x.building, x.units) for x in found]
    return download(workbook("公共租赁住房楼栋", COLUMNS, rows), "public-rental-addresses.xlsx")


def _reported(form: PublicReportForm) -> str:
    here = installation()
    actor = system_actor(here.settings.place)
    with working(here.database.acts, actor, here.clock, here.keyring) as work:
        made = reporting.report(
            work,
            Category(form.category.data),
            address=form.address.data,
            what=form.what.data,
            happened_on=form.happened_on.data,
            name=form.name.data or "",
            phone=form.phone.data or "",
        )
        return made.number
