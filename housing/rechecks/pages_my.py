"""A family's own pages: report a change, see its rechecks, ask for reconsideration."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError, NotFound
from housing.rechecks import queries, reconsidering, reporting, reports
from housing.rechecks.forms import OwnAskForm, ReportForm
from housing.rechecks.models import Recheck
from housing.rechecks.page_words import CHANGES, PURPOSES, REPORTS, STATES
from housing.rechecks.states import RecheckState
from housing.rechecks.words import Change
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.whose import entries_of_account, own_entry
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained

blueprint = Blueprint("my_rechecks", __name__, template_folder="templates")


@blueprint.route("/my/report-change", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def report() -> ResponseReturnValue:
    """Report what has changed; a person looks at it, and the place in the order is kept."""
    form = ReportForm()
    with reading() as session:
        waiting = _waiting(session)
    if waiting and form.validate_on_submit():
        try:
            return _reported(form, waiting)
        except HousingError as refused:
            form.form_errors.append(explained(refused))
    with reading() as session:
        sent = [each for entry in waiting for each in reports.of_entry(session, entry.id)]
    page = render_template(
        "rechecks/report.html",
        form=form,
        waiting=waiting,
        sent=sent,
        changes=CHANGES,
        report_states=REPORTS,
    )
    return page, 400 if form.errors else 200


@blueprint.get("/my/rechecks")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show the own rechecks: why, what was decided, until when to disagree."""
    with reading() as session:
        entries = entries_of_account(session, signed_in_actor().name)
        found = [each for entry in entries for each in queries.of_entry(session, entry.id)]
        until = {each.id: _until(session, each) for each in found}
    shown = [each for each in found if each.state is not RecheckState.VOID]
    return render_template(
        "rechecks/mine.html", rechecks=shown, until=until, states=STATES, purposes=PURPOSES
    )


@blueprint.route("/my/rechecks/<int:recheck_id>/reconsider", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def ask(recheck_id: int) -> ResponseReturnValue:
    """Say what one disagrees with; other people look at it again."""
    form = OwnAskForm()
    if form.validate_on_submit():
        try:
            with acting() as work:
                reconsidering.ask(work, recheck_id, form.reason.data)
            flash(_("已收到您的复核申请，结果会书面告知您。"))
            return redirect(url_for("my_rechecks.mine"))
        except NotFound:
            raise
        except HousingError as refused:
            form.form_errors.append(explained(refused))
    with reading() as session:
        recheck = queries.get(session, signed_in_actor().place, recheck_id)
        own_entry(session, signed_in_actor().name, recheck.entry_id)
        until = _until(session, recheck)
    page = render_template("rechecks/ask.html", recheck=recheck, until=until, form=form)
    return page, 400 if form.errors else 200


def _reported(form: ReportForm, waiting: list[WaitlistEntry]) -> ResponseReturnValue:
    chosen = request.form.get("entry", "")
    by_name = {str(each.id): each.id for each in waiting}
    entry_id = by_name.get(chosen, waiting[0].id)
    with acting() as work:
        kind, day = Change(form.kind.data), form.happened_on.data
        reporting.report(work, entry_id, kind, day, form.words.data)
    flash(_("已收到。工作人员会处理，处理结果可以在这里看到。"))
    return redirect(url_for("my_rechecks.report"))


def _waiting(session: Session) -> list[WaitlistEntry]:
    found = entries_of_account(session, signed_in_actor().name)
    return [each for each in found if each.closed_on is None]


def _until(session: Session, recheck: Recheck) -> object:
    """Until when the family may ask for reconsideration; None when it may not."""
    if recheck.state is not RecheckState.FAILED:
        return None
    window = clocks.open_clock(session, recheck.case, ClockKind.REVIEW_REQUEST)
    return window.due_on if window else None
