"""Pages of enterprises, purchases weighed, filed leases and published rent levels."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.households.masking import masked_name
from housing.rental_projects import leases, queries, service
from housing.rental_projects.forms import CandidateForm, EnterpriseForm, LeaseForm, LevelsForm
from housing.rental_projects.page_words import MARKS, OUTCOMES
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.kept import kept
from housing.web.paging import paged

blueprint = Blueprint("rental_market", __name__, template_folder="templates")
ROWS = 50


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"outcomes": OUTCOMES, "marks": MARKS}


@blueprint.get("/desk/rental-enterprises")
@guards.requires(Permission.KEEP_PROJECTS)
def enterprises() -> ResponseReturnValue:
    """Show the enterprises beside their scale (OD-4-3-3)."""
    with reading() as session:
        found = queries.enterprises(session, signed_in_actor().place)
    return render_template("rental_projects/enterprises.html", found=found)


@blueprint.route("/desk/rental-enterprises/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def declare() -> ResponseReturnValue:
    """Keep what an enterprise declares."""
    form = EnterpriseForm()

    def run(work: Work) -> None:
        service.keep_enterprise(work, form.stated())

    return _asked(form, run, _("登记租赁企业"), "rental_market.enterprises")


@blueprint.get("/desk/acquisition-candidates")
@guards.requires(Permission.KEEP_PROJECTS)
def candidates() -> ResponseReturnValue:
    """Show what was weighed, and the demand it is weighed against (OD-4-1-1, OD-4-1-2)."""
    place = signed_in_actor().place
    with reading() as session:
        found, demand = queries.candidates(session, place), queries.demand(session, place)
    return render_template("rental_projects/candidates.html", found=found, demand=demand)


@blueprint.route("/desk/acquisition-candidates/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def weigh() -> ResponseReturnValue:
    """Weigh a project that might be bought."""
    form = CandidateForm()

    def run(work: Work) -> None:
        service.weigh(work, form.stated())

    return _asked(form, run, _("测算拟收购项目"), "rental_market.candidates")


@blueprint.get("/desk/rental-leases")
@guards.requires(Permission.KEEP_PROJECTS)
def filed() -> ResponseReturnValue:
    """Show the filed leases, the latest first, and the rent levels (OD-4-3-5, OD-4-3-7)."""
    return _leases(LevelsForm(formdata=None))


@blueprint.route("/desk/rental-leases/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def file() -> ResponseReturnValue:
    """File a lease of two parties in their real names."""
    form = LeaseForm()

    def run(work: Work) -> None:
        leases.file_lease(work, form.stated())

    return _asked(form, run, _("备案租赁合同"), "rental_market.filed")


@blueprint.post("/desk/rental-leases/levels")
@guards.requires(Permission.KEEP_PROJECTS)
def publish_levels() -> ResponseReturnValue:
    """Publish the rents of the leases that were signed since a day."""
    form = LevelsForm()

    def run(work: Work) -> None:
        leases.publish_levels(work, form.first())

    if form.validate_on_submit() and kept(form, run):
        flash(_("已公布租金水平。"))
        return redirect(url_for("rental_market.filed"))
    return _leases(form), 400


def _asked(
    form: FlaskForm, run: Callable[[Work], object], title: str, endpoint: str
) -> ResponseReturnValue:
    if form.validate_on_submit() and kept(form, run):
        flash(_("已登记。"))
        return redirect(url_for(endpoint))
    facts = {"form": form, "title": title, "leads_to": endpoint}
    page = render_template("rental_projects/form.html", **facts)
    return page, 400 if request.method == "POST" else 200


def _leases(form: LevelsForm) -> str:
    place = signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count_leases(session, place), ROWS)
        found = queries.leases(session, place, paging.offset, paging.rows)
        levels = leases.reports(session, place)
    return render_template(
        "rental_projects/leases.html",
        found=found,
        paging=paging,
        levels=levels,
        form=form,
        masked_name=masked_name,
    )
