"""Officers' pages of rechecks: the work list, one screen a recheck, passing several at once."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.checks.page_words import STATES as CHECK_STATES
from housing.confirmations import pages as confirming
from housing.confirmations.forms import SilentForm
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.core.work import Work
from housing.households import queries as households
from housing.letters.page_words import KINDS as LETTERS
from housing.rechecks import queries, reconsidering, reporting, reports, service
from housing.rechecks.forms import (
    AskForm,
    BatchForm,
    BeginForm,
    FailForm,
    PassForm,
    ReconsiderForm,
)
from housing.rechecks.page_words import CHANGES, LISTS, PURPOSES, REPORTS, STATES, VERDICTS
from housing.rechecks.states import Purpose
from housing.rechecks.view import recheck_view
from housing.rechecks.words import ReportState
from housing.waitlist import queries as entries_of
from housing.waitlist.queries import masked_names
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.deeds import Deed, offer_deeds
from housing.web.errors import status_of
from housing.web.installation import installation
from housing.web.paging import paged

blueprint = Blueprint("rechecks", __name__, template_folder="templates")
ROWS = 50
# Several forms stand on one page; the prefix keeps their fields apart.
FORMS: dict[str, type[FlaskForm]] = {
    "pass": PassForm,
    "fail": FailForm,
    "ask": AskForm,
    "reconsider": ReconsiderForm,
}


@blueprint.get("/desk/rechecks")
@guards.requires(Permission.SEE_RECHECKS)
def listing() -> ResponseReturnValue:
    """List rechecks, the soonest due first."""
    wanted, place = _wanted(), signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count(session, place, wanted), ROWS)
        rows = queries.page_of(session, place, wanted, paging.offset, ROWS)
        names = masked_names(session, [row.entry_id for row in rows])
        new_reports = reports.count(session, place, ReportState.NEW)
    return render_template(
        "rechecks/listing.html",
        rows=rows,
        names=names,
        paging=paging,
        wanted=wanted,
        new_reports=new_reports,
        today=installation().clock.today(),
        **_words(),
    )


@blueprint.get("/desk/rechecks/<int:recheck_id>")
@guards.requires(Permission.SEE_RECHECKS)
def show(recheck_id: int) -> ResponseReturnValue:
    """Show a recheck: why, what departments answered, the findings, what may be done."""
    return _page(recheck_id)


@blueprint.route("/desk/waitlist/<int:entry_id>/recheck", methods=["GET", "POST"])
@guards.requires(Permission.RECHECK_CASE)
def begin(entry_id: int) -> ResponseReturnValue:
    """Begin a recheck of a household whose circumstances have changed."""
    form = BeginForm()
    if form.validate_on_submit():
        try:
            return _begun(entry_id, form)
        except HousingError as refused:
            form.form_errors.append(explained(refused))
    with reading() as session:
        entry = entries_of.get(session, signed_in_actor().place, entry_id)
        names = households.names(session, [entry.household_id])
    page = render_template("rechecks/begin.html", entry=entry, names=names, form=form)
    return page, 400 if form.errors else 200


AFTER_SILENCE = Deed(
    "recheck",
    Permission.RECHECK_CASE,
    SilentForm,
    lambda work, form, confirmation_id: reporting.after_silence(
        work, confirmation_id, form.reason.data
    ),
    _l("已开始复查，并向有关部门发出核查。"),
)
offer_deeds(blueprint, confirming.ADDRESS, (AFTER_SILENCE,))


@blueprint.post(f"{confirming.ADDRESS}/recheck")
@guards.requires(Permission.RECHECK_CASE)
def after_silence(confirmation_id: int) -> ResponseReturnValue:
    """Begin a recheck of a household that nobody reached: a person's judgement."""
    return confirming.done(AFTER_SILENCE, SilentForm(prefix="silent"), confirmation_id)


@blueprint.post("/desk/rechecks/<int:recheck_id>/pass")
@guards.requires(Permission.SEE_RECHECKS)
def pass_(recheck_id: int) -> ResponseReturnValue:
    """Find that the household still qualifies."""
    form = PassForm(prefix="pass")
    return _act(
        recheck_id,
        form,
        lambda work: service.decide(
            work, recheck_id, passed=True, reasons=form.reasons.data.splitlines()
        ),
        _("已认定仍符合条件。"),
    )


@blueprint.post("/desk/rechecks/<int:recheck_id>/fail")
@guards.requires(Permission.DECIDE_CASE)
def fail(recheck_id: int) -> ResponseReturnValue:
    """Find that it does not; the household is told in writing."""
    form = FailForm(prefix="fail")
    return _act(
        recheck_id,
        form,
        lambda work: service.decide(
            work,
            recheck_id,
            passed=False,
            reasons=form.reasons.data.splitlines(),
            conditions=form.conditions.data or (),
        ),
        _("已认定不再符合条件。"),
    )


@blueprint.post("/desk/rechecks/<int:recheck_id>/ask")
@guards.requires(Permission.RECHECK_CASE)
def ask(recheck_id: int) -> ResponseReturnValue:
    """Take a household's letter that asks for reconsideration."""
    form = AskForm(prefix="ask")
    return _act(
        recheck_id,
        form,
        lambda work: reconsidering.ask(work, recheck_id, form.reason.data, form.document.data),
        _("已登记复核申请，并重新发出部门核查。"),
    )


@blueprint.post("/desk/rechecks/<int:recheck_id>/reconsider")
@guards.requires(Permission.DECIDE_CASE)
def reconsider(recheck_id: int) -> ResponseReturnValue:
    """Decide again; the household is told in writing."""
    form = ReconsiderForm(prefix="reconsider")
    return _act(
        recheck_id,
        form,
        lambda work: reconsidering.reconsider(
            work,
            recheck_id,
            in_favour=form.outcome.data == "in_favour",
            reasons=form.reasons.data.splitlines(),
        ),
        _("复核结果已作出，通知书已发出。"),
    )


@blueprint.post("/desk/rechecks/batch")
@guards.requires(Permission.SEE_RECHECKS)
def batch() -> ResponseReturnValue:
    """Show which of the chosen rechecks can be passed, and pass them when asked to."""
    form = BatchForm()
    sent = request.form.getlist("recheck")[:ROWS]
    ids = [int(each) for each in sent if each.isdecimal() and len(each) < 10]
    if "go" in request.form and form.validate_on_submit():
        try:
            with acting() as work:
                passed = service.decide_many(work, ids, reason=form.reason.data)
            flash(_("已认定 %(count)s 户仍符合条件。", count=len(passed)))
            return redirect(url_for("rechecks.listing", only="answered"))
        except HousingError as refused:
            form.form_errors.append(explained(refused))
    return _preview(ids, form)


def _preview(ids: list[int], form: FlaskForm) -> ResponseReturnValue:
    if "go" not in request.form:
        form = BatchForm(formdata=None)
        form.reason.data = service.PASSED_ALL
    with reading() as session:
        rows = queries.of_ids(session, signed_in_actor().place, ids)
        names = masked_names(session, [row.entry_id for row in rows])
    page = render_template("rechecks/batch.html", rows=rows, names=names, form=form, **_words())
    return page, 400 if form.errors else 200


def _begun(entry_id: int, form: BeginForm) -> ResponseReturnValue:
    with acting() as work:
        entry = entries_of.get(work.session, work.place, entry_id)
        made = service.begin(
            work,
            entry,
            Purpose.CHANGE,
            reason=form.reason.data,
            document=form.document.data or "",
        )
    flash(_("已开始复查，并向有关部门发出核查。"))
    return redirect(url_for("rechecks.show", recheck_id=made.id))


def _act(
    recheck_id: int, form: FlaskForm, run: Callable[[Work], object], told: str
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(recheck_id, form), 400
    try:
        with acting() as work:
            run(work)
    except HousingError as refused:
        form.form_errors.append(explained(refused))
        return _page(recheck_id, form), status_of(refused)
    flash(told)
    return redirect(url_for("rechecks.show", recheck_id=recheck_id))


def _page(recheck_id: int, filled: FlaskForm | None = None) -> str:
    """The page of one recheck; `filled` is the form that was refused, with what was typed."""
    forms = {
        prefix: filled if isinstance(filled, kind) else kind(formdata=None, prefix=prefix)
        for prefix, kind in FORMS.items()
    }
    here = installation()
    with reading() as session:
        view = recheck_view(session, here.keyring, signed_in_actor(), recheck_id)
    return render_template(
        "rechecks/show.html", view=view, forms=forms, today=here.clock.today(), **_words()
    )


def _wanted() -> queries.Wanted:
    only, purpose = request.args.get("only", ""), request.args.get("purpose", "")
    return queries.Wanted(
        only=only if only in queries.STATES else "",
        purpose=Purpose(purpose) if purpose in tuple(Purpose) else None,
        round_code=request.args.get("round", "")[:64],
    )


def _words() -> dict[str, object]:
    return {
        "states": STATES,
        "purposes": PURPOSES,
        "lists": LISTS,
        "verdicts": VERDICTS,
        "changes": CHANGES,
        "report_states": REPORTS,
        "check_states": CHECK_STATES,
        "letter_kinds": LETTERS,
    }
