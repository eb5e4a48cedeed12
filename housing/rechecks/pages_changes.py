"""Changes that households report: the officers' list, and a report taken at the counter."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.households import queries as households
from housing.rechecks import reporting, reports
from housing.rechecks.forms import HandleForm, ReportForm
from housing.rechecks.page_words import CHANGES, REPORTS
from housing.rechecks.words import Change, ReportState
from housing.waitlist import queries as entries_of
from housing.waitlist.queries import masked_names
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.deeds import Deed, offer_deeds
from housing.web.errors import status_of
from housing.web.paging import paged

blueprint = Blueprint("rechecks_changes", __name__, template_folder="templates")
ROWS = 50


@blueprint.get("/desk/changes")
@guards.requires(Permission.SEE_RECHECKS)
def listing() -> ResponseReturnValue:
    """List the reported changes, those that nobody has looked at first."""
    return _listing()


RECHECK = Deed(
    "recheck",
    Permission.RECHECK_CASE,
    HandleForm,
    lambda work, form, report_id: reporting.recheck(work, report_id, form.reason.data),
    _l("已开始复查，并向有关部门发出核查。"),
)
NOTE = Deed(
    "note",
    Permission.RECHECK_CASE,
    HandleForm,
    lambda work, form, report_id: reporting.note(work, report_id, form.reason.data),
    _l("已记录，不需要复查。"),
)
offer_deeds(blueprint, "/desk/changes/<int:report_id>", (RECHECK, NOTE))


@blueprint.post("/desk/changes/<int:report_id>/recheck")
@guards.requires(Permission.RECHECK_CASE)
def recheck(report_id: int) -> ResponseReturnValue:
    """Begin a recheck for a reported change."""
    return _handle(RECHECK, report_id)


@blueprint.post("/desk/changes/<int:report_id>/note")
@guards.requires(Permission.RECHECK_CASE)
def note(report_id: int) -> ResponseReturnValue:
    """Note that nothing follows from a reported change."""
    return _handle(NOTE, report_id)


@blueprint.route("/desk/waitlist/<int:entry_id>/change", methods=["GET", "POST"])
@guards.requires(Permission.CONFIRM_WISH)
def take(entry_id: int) -> ResponseReturnValue:
    """Take down what a household reports at the counter or by telephone."""
    form = ReportForm()
    if form.validate_on_submit():
        try:
            with acting() as work:
                kind, day = Change(form.kind.data), form.happened_on.data
                reporting.report(work, entry_id, kind, day, form.words.data)
            flash(_("已登记家庭报告的情况变化。"))
            return redirect(url_for("waitlist.show", entry_id=entry_id))
        except HousingError as refused:
            form.form_errors.append(explained(refused))
    with reading() as session:
        entry = entries_of.get(session, signed_in_actor().place, entry_id)
        names = households.names(session, [entry.household_id])
    page = render_template("rechecks/take.html", entry=entry, names=names, form=form)
    return page, 400 if form.errors else 200


def _handle(deed: Deed, report_id: int) -> ResponseReturnValue:
    form = HandleForm(prefix=f"r{report_id}")
    if not form.validate_on_submit():
        return _listing({report_id: form}), 400
    try:
        with acting() as work:
            deed.run(work, form, report_id=report_id)
    except HousingError as refused:
        form.form_errors.append(explained(refused))
        return _listing({report_id: form}), status_of(refused)
    flash(deed.told)
    return redirect(url_for("rechecks_changes.listing"))


def _listing(filled: dict[int, HandleForm] | None = None) -> str:
    only = request.args.get("only", ReportState.NEW.value)
    state = ReportState(only) if only in tuple(ReportState) else ReportState.NEW
    with reading() as session:
        place = signed_in_actor().place
        paging = paged(reports.count(session, place, state), ROWS)
        rows = reports.page_of(session, place, state, paging.offset, ROWS)
        names = masked_names(session, [row.entry_id for row in rows])
    forms = {each.id: HandleForm(formdata=None, prefix=f"r{each.id}") for each in rows}
    return render_template(
        "rechecks/changes.html",
        rows=rows,
        names=names,
        paging=paging,
        only=state,
        forms=forms | (filled or {}),
        changes=CHANGES,
        report_states=REPORTS,
    )
