"""Pages of plans: the public one with its list of units, and the draft that officers write."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput, BrokenRule, Conflict, WrongState
from housing.plans import queries, service
from housing.plans.content import content_bytes
from housing.plans.export import COLUMNS, export_row
from housing.plans.forms import OutForm, PlanForm
from housing.plans.models import Plan
from housing.plans.page_words import GROUPS, MECHANISMS, STATES
from housing.plans.rules import classes_of
from housing.plans.shown import chosen_units, draft_page
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.limits import limiter
from housing.web.workbook import download, workbook

blueprint = Blueprint("plans", __name__, template_folder="templates")


@blueprint.get("/plans")
@guards.public
def listing() -> ResponseReturnValue:
    """Show every plan that was made public, the newest first."""
    here = installation()
    with reading() as session:
        found = queries.all_public(session, here.settings.place)
    return render_template(
        "plans/listing.html", plans=found, today=here.clock.today(), states=STATES
    )


@blueprint.get("/plans/<round_code>")
@guards.public
def show(round_code: str) -> ResponseReturnValue:
    """Show a public plan: its eight items and what follows from them."""
    with reading() as session:
        plan = queries.public(session, round_code)
        units = queries.units_of(session, plan.round_id, with_withdrawn=True)
    left = [each for each in units if each.withdrawn_on is None]
    return render_template(
        "plans/show.html",
        plan=plan,
        classes=classes_of(left),
        out=[each for each in units if each.withdrawn_on is not None],
        open=plan.opens_for_registration(installation().clock.today()),
        **_words(),
    )


@blueprint.get("/plans/<round_code>/units.xlsx")
@guards.public
@limiter.limit("60/minute")
def units(round_code: str) -> ResponseReturnValue:
    """Save the units of a public plan as a workbook."""
    with reading() as session:
        plan = queries.public(session, round_code)
        rows = [export_row(each) for each in queries.units_of(session, plan.round_id)]
    return download(workbook("房源", COLUMNS, rows), f"plan-{plan.round_code}.xlsx")


@blueprint.get("/plans/<round_code>/plan.json")
@guards.public
@limiter.limit("60/minute")
def content(round_code: str) -> ResponseReturnValue:
    """Save the published content in the bytes whose fingerprint stands on the page."""
    with reading() as session:
        plan = queries.public(session, round_code)
        units = queries.units_of(session, plan.round_id, with_withdrawn=True)
        raw = content_bytes(plan, units)
    return Response(raw, mimetype="application/json")


@blueprint.get("/desk/plans")
@guards.requires(Permission.SEE_ROUNDS)
def desk() -> ResponseReturnValue:
    """Show the drafts of the county and its public plans."""
    place = signed_in_actor().place
    with reading() as session:
        found = [*queries.drafts(session, place), *queries.all_public(session, place)]
    return render_template("plans/desk.html", plans=found, states=STATES)


@blueprint.get("/desk/plans/<int:round_id>")
@guards.requires(Permission.SEE_ROUNDS)
def edit(round_id: int) -> ResponseReturnValue:
    """Show a draft to be written, or what became of it."""
    return _page(round_id)


@blueprint.post("/desk/plans/<int:round_id>")
@guards.requires(Permission.DRAFT_PLAN)
def change(round_id: int) -> ResponseReturnValue:
    """Write the draft."""
    form = PlanForm()
    if not form.validate_on_submit():
        return _page(round_id, form), 400
    try:
        with acting() as work:
            ids = chosen_units(work.session, work.place, round_id, form)
            service.change(work, round_id, form.facts(), ids, int(form.version.data or 0))
    except (BadInput, BrokenRule, WrongState, Conflict) as error:
        form.form_errors.append(explained(error))
        return _page(round_id, form), 409 if isinstance(error, Conflict) else 400
    flash(_("方案已保存。"))
    return redirect(url_for("plans.edit", round_id=round_id))


@blueprint.post("/desk/plans/<int:round_id>/units/out")
@guards.requires(Permission.PUBLISH_ROUND)
def take_out(round_id: int) -> ResponseReturnValue:
    """Take a unit out of a public plan."""
    form = OutForm(prefix="out")
    if not form.validate_on_submit():
        return _page(round_id, out=form), 400
    try:
        with acting() as work:
            service.take_unit_out(work, round_id, form.unit_code.data or "", form.reason.data)
    except (BadInput, WrongState) as error:
        form.form_errors.append(explained(error))
        return _page(round_id, out=form), 400
    flash(_("已移出，新的公告已发布。"))
    return redirect(url_for("plans.edit", round_id=round_id))


def _page(round_id: int, form: PlanForm | None = None, out: OutForm | None = None) -> str:
    place = signed_in_actor().place
    with reading() as session:
        plan: Plan = queries.get(session, place, round_id)
        held = draft_page(session, plan, form)
    out = out or OutForm(formdata=None, prefix="out")
    out.unit_code.choices = [each.unit_code for each in held.units if not each.withdrawn_on]
    return render_template("plans/edit.html", plan=plan, held=held, out=out, **_words())


def _words() -> dict[str, object]:
    return {"states": STATES, "mechanisms": MECHANISMS, "groups": GROUPS}
