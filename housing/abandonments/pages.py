"""Pages of abandonments: the officers' list, report and decision, and the household's words."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice

from housing.abandonments import queries, service
from housing.abandonments.forms import (
    ConfirmForm,
    ExcuseForm,
    ReportForm,
    ReverseForm,
    SetAsideForm,
    StatementForm,
)
from housing.abandonments.page_words import CASES, LISTS, STATES
from housing.abandonments.plan_cases import named_in
from housing.abandonments.terms import excuses
from housing.abandonments.words import RULES, AbandonmentCase
from housing.catalogue.articles import articles
from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.households import queries as households
from housing.policies.queries import book as values_in_force
from housing.policies.registry import load_registry
from housing.waitlist import queries as waitlist
from housing.waitlist.whose import entries_of_account
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.kept import kept
from housing.web.paging import ROWS, paged

blueprint = Blueprint("abandonments", __name__, template_folder="templates")
# Several forms stand on one page; the prefix keeps their fields apart.
FORMS: dict[str, type[FlaskForm]] = {
    "answer": StatementForm,
    "confirm": ConfirmForm,
    "excuse": ExcuseForm,
    "set_aside": SetAsideForm,
    "reverse": ReverseForm,
}


@blueprint.get("/desk/abandonments")
@guards.requires(Permission.SEE_ROUNDS)
def listing() -> ResponseReturnValue:
    """Show what waits for a decision, whose freeze runs, or all."""
    place, day = signed_in_actor().place, installation().clock.today()
    only = request.args.get("only", "reported")
    with reading() as session:
        paging = paged(queries.count(session, place, only, day))
        found = queries.page_of(session, place, only, day, paging.offset, ROWS)
        names = households.names(session, [each.household_id for each in found])
    return render_template(
        "abandonments/listing.html",
        found=found,
        names=names,
        paging=paging,
        only=only,
        lists=LISTS,
        today=day,
        **_words(),
    )


@blueprint.route("/desk/abandonments/new", methods=["GET", "POST"])
@guards.requires(Permission.REPORT_ABANDONMENT)
def new() -> ResponseReturnValue:
    """Report that a household gave up what a round gave it."""
    form = ReportForm()
    if request.method == "GET":
        form.number.data = request.args.get("number", "").replace("\0", "")

    def run(work: Work) -> None:
        entry = queries.entry_by_number(work.session, work.place, form.number.data or "")
        day: date = form.on.data or work.day
        service.report(
            work,
            entry,
            AbandonmentCase(form.kind.data),
            day,
            reason=form.reason.data or "",
            document=form.document.data or "",
            plan_cases=named_in(work.session, entry.round_code),
        )

    if form.validate_on_submit() and kept(form, run):
        flash(_("已报告，告知书已发出。"))
        may_see = signed_in_actor().may(Permission.SEE_ROUNDS)
        return redirect(url_for("abandonments.listing" if may_see else "abandonments.new"))
    page = render_template("abandonments/new.html", form=form)
    return page, 400 if request.method == "POST" else 200


@blueprint.get("/desk/abandonments/<int:abandonment_id>")
@guards.requires(Permission.SEE_ROUNDS)
def show(abandonment_id: int) -> ResponseReturnValue:
    """Show one report: what happened, what the household says, and the decision."""
    return _page(abandonment_id)


@blueprint.post("/desk/abandonments/<int:abandonment_id>/answer")
@guards.requires(Permission.REPORT_ABANDONMENT)
def answer(abandonment_id: int) -> ResponseReturnValue:
    """Keep what the household told an officer."""
    form = StatementForm(prefix="answer")
    return _act(
        abandonment_id,
        form,
        lambda work: service.answer(work, abandonment_id, form.statement.data or ""),
        _("已记录情况说明。"),
    )


@blueprint.post("/desk/abandonments/<int:abandonment_id>/confirm")
@guards.requires(Permission.DECIDE_CASE)
def confirm(abandonment_id: int) -> ResponseReturnValue:
    """Find that the household gave up."""
    form = ConfirmForm(prefix="confirm")
    return _act(
        abandonment_id,
        form,
        lambda work: service.confirm(work, abandonment_id, reasons=form.reasons.data or ""),
        _("已认定放弃，通知书已发出。"),
    )


@blueprint.post("/desk/abandonments/<int:abandonment_id>/excuse")
@guards.requires(Permission.DECIDE_CASE)
def excuse(abandonment_id: int) -> ResponseReturnValue:
    """Accept an excuse that the county's rule names."""
    form = _excuse_form(ExcuseForm(prefix="excuse"))
    return _act(
        abandonment_id,
        form,
        lambda work: service.excuse(
            work, abandonment_id, ground=form.ground.data or "", reasons=form.reasons.data or ""
        ),
        _("已认可正当理由，告知书已发出。"),
    )


@blueprint.post("/desk/abandonments/<int:abandonment_id>/set-aside")
@guards.requires(Permission.DECIDE_CASE)
def set_aside(abandonment_id: int) -> ResponseReturnValue:
    """Find that it did not happen."""
    form = SetAsideForm(prefix="set_aside")
    return _act(
        abandonment_id,
        form,
        lambda work: service.set_aside(work, abandonment_id, reasons=form.reasons.data or ""),
        _("已认定不成立，告知书已发出。"),
    )


@blueprint.post("/desk/abandonments/<int:abandonment_id>/reverse")
@guards.requires(Permission.DECIDE_CASE)
def reverse(abandonment_id: int) -> ResponseReturnValue:
    """Reverse a finding on review."""
    form = ReverseForm(prefix="reverse")
    return _act(
        abandonment_id,
        form,
        lambda work: service.reverse(work, abandonment_id, reasons=form.reasons.data or ""),
        _("已撤销认定，告知书已发出。"),
    )


@blueprint.get("/my/abandonments")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show a family what was reported about it, and let it answer."""
    return _my_page()


@blueprint.post("/my/abandonments/<int:abandonment_id>/answer")
@guards.requires(Permission.APPLY)
def my_answer(abandonment_id: int) -> ResponseReturnValue:
    """Keep the family's own words."""
    form = StatementForm(prefix=f"own{abandonment_id}")

    def run(work: Work) -> None:
        service.answer(work, abandonment_id, form.statement.data or "")

    if form.validate_on_submit() and kept(form, run):
        flash(_("已收到您的说明。"))
        return redirect(url_for("abandonments.mine"))
    return _my_page(abandonment_id, form), 400


def _act(
    abandonment_id: int, form: FlaskForm, run: Callable[[Work], object], told: str
) -> ResponseReturnValue:
    if form.validate_on_submit() and kept(form, run):
        flash(told)
        return redirect(url_for("abandonments.show", abandonment_id=abandonment_id))
    return _page(abandonment_id, form), 400


def _page(abandonment_id: int, filled: FlaskForm | None = None) -> str:
    """The page of one report; `filled` is the form that was refused, with what was typed."""
    forms = {
        prefix: filled if isinstance(filled, kind) else kind(formdata=None, prefix=prefix)
        for prefix, kind in FORMS.items()
    }
    _excuse_form(forms["excuse"])
    actor = signed_in_actor()
    with reading() as session:
        found = queries.get(session, actor.place, abandonment_id)
        entry = waitlist.get(session, actor.place, found.entry_id)
        names = households.names(session, [found.household_id])
        told = found.kind is not AbandonmentCase.NOT_ATTENDED or queries.was_delivered(
            session, actor.place, found.document
        )
    return render_template(
        "abandonments/show.html",
        found=found,
        entry=entry,
        name=names[found.household_id],
        told=told,
        today=installation().clock.today(),
        forms=forms,
        rule=RULES[found.kind],
        cites=articles(found.cites),
        titles={name: load_registry().get(name).title for name, _value, _source in found.terms},
        **_words(),
    )


def _excuse_form(form: FlaskForm) -> FlaskForm:
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        known = excuses(values_in_force(session), place, day)
    form.ground.choices = [SelectChoice(key, title) for key, title in known.items()]
    return form


def _my_page(answered: int = 0, form: StatementForm | None = None) -> str:
    with reading() as session:
        entries = entries_of_account(session, signed_in_actor().name)
        found = queries.of_entries(session, [entry.id for entry in entries])
    forms = {
        each.id: form
        if form is not None and each.id == answered
        else StatementForm(formdata=None, prefix=f"own{each.id}")
        for each in found
    }
    return render_template(
        "abandonments/mine.html",
        found=found,
        forms=forms,
        refused=form if answered not in forms else None,
        today=installation().clock.today(),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {"cases": CASES, "states": STATES}
