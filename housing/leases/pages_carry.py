"""The page on which the tenants who lived there before are taken in from a sheet."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.leases import carrying, sheet
from housing.leases.forms import SheetForm
from housing.web import guards
from housing.web.acting import acting
from housing.web.deeds import attempt, status_of
from housing.web.language import said
from housing.web.workbook import download

blueprint = Blueprint("lease_sheets", __name__, template_folder="templates")
#: So many findings are written on one page.
MOST_SHOWN = 200


@blueprint.route("/desk/leases/carry", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_LEASES)
def carry() -> ResponseReturnValue:
    """Take a sheet whole, or show everything that is wrong in it."""
    form, report = SheetForm(), None
    if form.validate_on_submit():
        report = attempt(form, _carried)
    if report is not None and report.is_taken:
        flash(_("已导入 %(count)s 份原有租赁。", count=report.rows))
        return redirect(url_for("leases.listing"))
    findings = report.findings if report else ()
    told = [(each, said(each.text)) for each in findings[:MOST_SHOWN]]
    page = render_template("leases/carry.html", form=form, findings=told, count=len(findings))
    return page, 400 if findings else status_of(form if form.errors else None)


@blueprint.get("/desk/leases/carry.xlsx")
@guards.requires(Permission.KEEP_LEASES)
def blank() -> Response:
    """Give the empty sheet to fill in."""
    return download(sheet.template(), "leases.xlsx")


def _carried(form: SheetForm) -> carrying.Report:
    sent = form.file.data
    name, raw = sent.filename or "", sent.read()
    rows = sheet.read(name, raw)
    with acting() as work:
        return carrying.carry(work, name, raw, rows)
