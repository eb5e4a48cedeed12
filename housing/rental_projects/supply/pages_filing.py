"""Pages of firms on file, of plans, and of how each area stands."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.rental_projects import queries as market
from housing.rental_projects.supply import filing, queries
from housing.rental_projects.supply.filing import FirmStated
from housing.rental_projects.supply.forms import (
    FirmForm,
    PaperForm,
    PlanDemandForm,
    ReviewForm,
    StrikeForm,
)
from housing.rental_projects.supply.models import FirmFiling, SupplyPlan
from housing.rental_projects.supply.page_words import WORDS
from housing.rental_projects.supply.words import Area, Trade
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import (
    Deed,
    add_deeds,
    answer,
    forms_of,
    offer_deeds,
    perform,
    status_of,
)

blueprint = Blueprint("supply_filing", __name__, template_folder="../templates")


@blueprint.route("/desk/supply-firms", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def firms() -> ResponseReturnValue:
    """Show the firms on file and how many state-owned ones each area has; take a filing."""
    form = FirmForm()
    if perform(form, lambda work: FILE.run(work, form)):
        flash(FILE.told)
        return redirect(url_for("supply_filing.firms"))
    place = signed_in_actor().place
    with reading() as session:
        facts = {
            "found": queries.filings(session, place),
            "state_firms": queries.state_firms(session, place),
        }
    return answer(form, "supply/firms.html", **facts, **WORDS)


@blueprint.route("/desk/supply-firms/strike", methods=["GET", "POST"])
@guards.requires(Permission.RECOGNISE_PROJECT)
def strike() -> ResponseReturnValue:
    """Strike a firm off."""
    form = StrikeForm()
    if perform(form, lambda work: STRIKE.run(work, form)):
        flash(STRIKE.told)
        return redirect(url_for("supply.listing"))
    return answer(form, "supply/strike.html")


@blueprint.get("/desk/supply-plans")
@guards.requires(Permission.SEE_STOCK)
def plans() -> ResponseReturnValue:
    """Show the plans with their reviews and approvals."""
    return _plans_page(None)


@blueprint.route("/desk/supply-plans/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def new_plan() -> ResponseReturnValue:
    """Draft a plan, beside the families that wait."""
    form = PlanDemandForm()
    if perform(form, lambda work: DRAFT.run(work, form)):
        flash(DRAFT.told)
        return redirect(url_for("supply_filing.plans"))
    with reading() as session:
        waiting = market.demand(session, signed_in_actor().place)
    return answer(form, "supply/new_plan.html", waiting=waiting, areas=WORDS["areas"])


def _filed(work: Work, form: FirmForm) -> FirmFiling:
    began_on: date = form.began_on.data or date.max
    stated = FirmStated(
        form.firm.data,
        Trade(form.trade.data),
        Area(form.area.data),
        bool(form.state_owned.data),
        form.number.data,
        began_on,
    )
    return filing.file_firm(work, stated)


def _drafted(work: Work, form: FlaskForm) -> SupplyPlan:
    return filing.draft_plan(
        work,
        title=form.title.data,
        from_year=form.from_year.data,
        to_year=form.to_year.data,
        demand={area: form[f"demand_{area.value}"].data or 0 for area in Area},
        basis=form.basis.data,
    )


FILE = Deed(
    "file", Permission.KEEP_PROJECTS, FirmForm, _filed, _l("已备案。"), _l("企业、机构备案")
)
STRIKE = Deed(
    "strike",
    Permission.RECOGNISE_PROJECT,
    StrikeForm,
    lambda work, form: filing.strike(work, form.firm.data, reason=form.reason.data),
    _l("已撤销备案。"),
    _l("撤销备案"),
)
DRAFT = Deed(
    "draft",
    Permission.KEEP_PROJECTS,
    PlanDemandForm,
    _drafted,
    _l("已起草规划。"),
    _l("起草建设规划"),
)
DEEDS = (
    Deed(
        "review_plan",
        Permission.KEEP_PROJECTS,
        ReviewForm,
        lambda work, form, plan_id: filing.review_plan(
            work, plan_id, department=form.department.data, document=form.document.data
        ),
        _l("已登记联审意见。"),
        _l("登记部门联审"),
        within="<int:plan_id>/",
    ),
    Deed(
        "approve_plan",
        Permission.RECOGNISE_PROJECT,
        PaperForm,
        lambda work, form, plan_id: filing.approve_plan(work, plan_id, document=form.document.data),
        _l("已登记批准。"),
        _l("登记政府批准"),
        within="<int:plan_id>/",
    ),
)


def _plans_page(filled: FlaskForm | None, **_numbers: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.plans(session, signed_in_actor().place)
    acts = {each.name: each for each in DEEDS}
    shown = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled}
    return render_template("supply/plans.html", found=found, **shown, **WORDS), status_of(filled)


offer_deeds(blueprint, "/desk/supply-firms", (FILE, STRIKE))
offer_deeds(blueprint, "/desk/supply-plans", (DRAFT,))
add_deeds(blueprint, "/desk/supply-plans", DEEDS, _plans_page, "plans")
