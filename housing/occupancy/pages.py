"""Pages of occupancy: every project beside its targets, and what is known of a project."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from housing.calendar import load_calendar
from housing.core.access.permissions import Permission
from housing.occupancy import page_words, queries, service
from housing.occupancy.forms import ProjectForm
from housing.occupancy.rules import targets
from housing.policies import queries as policies
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, offer_deeds, perform, status_of
from housing.web.installation import installation
from housing.web.limits import limiter

blueprint = Blueprint("occupancy", __name__, template_folder="templates")
DESCRIBE = Deed(
    "describe",
    Permission.KEEP_PROJECTS,
    ProjectForm,
    lambda work, form, code: service.describe(work, code, form.stated()),
    _l("已登记。"),
)


@blueprint.get("/desk/occupancy")
@guards.requires(Permission.SEE_ROUNDS)
def listing() -> ResponseReturnValue:
    """Show the projects beside their targets, and the counts made so far (HN 6)."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        book = policies.book(session)
        terms = queries.terms_of(book, place, day)
        projects = queries.projects(session, place)
        facts = {
            "counts": queries.counts(session, place),
            "at_risk": queries.at_risk(session, book, place, day),
        }
    calendar = load_calendar()
    rows = [
        (project, targets(calendar, project, terms, day) if terms else ()) for project in projects
    ]
    return render_template(
        "occupancy/listing.html", rows=rows, terms=terms, words=page_words, **facts
    )


@blueprint.get("/occupancy")
@guards.public
@limiter.limit("60/minute")
def public() -> ResponseReturnValue:
    """Show everybody how many flats of each estate are lived in, and what was counted (HN 6)."""
    place, day = installation().settings.place, installation().clock.today()
    with reading() as session:
        book = policies.book(session)
        facts = {
            "terms": queries.terms_of(book, place, day),
            "projects": queries.projects(session, place),
            "counts": queries.counts(session, place),
            "at_risk": {
                each.project.code: each.outlooks
                for each in queries.at_risk(session, book, place, day)
            },
        }
    return render_template("occupancy/public.html", words=page_words, day=day, **facts)


@blueprint.route("/desk/occupancy/<code>", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def project(code: str) -> ResponseReturnValue:
    """Show and keep what is known of a project."""
    form = ProjectForm()
    if perform(form, lambda work: DESCRIBE.run(work, form, code)):
        flash(DESCRIBE.told)
        return redirect(url_for("occupancy.listing"))
    place = signed_in_actor().place
    with reading() as session:
        found = queries.get(session, place, code)
        origin, programme = queries.words_of(session, place, code)
    if request.method == "GET":
        form.process(obj=found, origin=origin or None, programme=programme or None)
    page = render_template("occupancy/project.html", project=found, form=form)
    return page, status_of(form if form.errors else None)


offer_deeds(blueprint, "/desk/occupancy/<string:code>", (DESCRIBE,))
