"""Pages of rental projects: list, one project, declaring, certifying and publishing."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.rental_projects import service, shown
from housing.rental_projects.forms import ListingForm, ProjectForm, RecognitionForm
from housing.rental_projects.page_words import MARKS, OUTCOMES, columns
from housing.rental_projects.shown import Shown
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.kept import kept
from housing.web.workbook import download, workbook

blueprint = Blueprint("rental_projects", __name__, template_folder="templates")


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"outcomes": OUTCOMES, "marks": MARKS}


@blueprint.get("/desk/rental-projects")
@guards.requires(Permission.SEE_STOCK)
def listing() -> ResponseReturnValue:
    """Show the projects with their certificates and how they stand to the standards."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        found = shown.all_shown(session, place, day)
        concerned = shown.concerns(session, place)
    return render_template("rental_projects/listing.html", found=found, concerned=concerned)


@blueprint.get("/desk/rental-projects.xlsx")
@guards.requires(Permission.SEE_STOCK)
def exported() -> ResponseReturnValue:
    """Hand out the projects as a workbook, one row a layout."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        found = shown.all_shown(session, place, day)
    made = workbook(_("租赁住房项目"), columns(), shown.sheet(found))
    return download(made, f"rental-projects-{place}.xlsx")


@blueprint.get("/desk/rental-projects/<code>")
@guards.requires(Permission.SEE_STOCK)
def show(code: str) -> ResponseReturnValue:
    """Show one project, its findings, its certificate and what was published of it."""
    return _page(code)


@blueprint.route("/desk/rental-projects/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def new() -> ResponseReturnValue:
    """Declare a project."""
    return _declared(ProjectForm(), _("登记租赁住房项目"))


@blueprint.route("/desk/rental-projects/<code>/edit", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def edit(code: str) -> ResponseReturnValue:
    """Change a project that is not recognised yet."""
    project = _found(code).project
    form = ProjectForm(data=shown.typed(project))
    form.code.data, form.code.render_kw = project.code, {"readonly": True}
    return _declared(form, _("更改租赁住房项目"))


@blueprint.post("/desk/rental-projects/<code>/recognition")
@guards.requires(Permission.RECOGNISE_PROJECT)
def recognise(code: str) -> ResponseReturnValue:
    """Certify a project."""
    form = RecognitionForm(prefix="recognise")

    def run(work: Work) -> None:
        service.recognise(work, code, form.number.data or "", form.reason.data or "")

    return _done(code, form, run, _("已认定。"))


@blueprint.post("/desk/rental-projects/<code>/listings")
@guards.requires(Permission.KEEP_PROJECTS)
def publish(code: str) -> ResponseReturnValue:
    """Publish the units of one layout."""
    form = _listing_form(_found(code), ListingForm(prefix="listing"))

    def run(work: Work) -> None:
        service.publish_listing(work, code, form.layout.data, form.stated())

    return _done(code, form, run, _("已发布。"))


def _declared(form: ProjectForm, title: str) -> ResponseReturnValue:
    if form.validate_on_submit() and kept(form, _keeping(form)):
        flash(_("已登记。"))
        return redirect(url_for("rental_projects.show", code=form.stated().code))
    form.offer_rows()
    page = render_template("rental_projects/edit.html", form=form, title=title)
    return page, 400 if request.method == "POST" else 200


def _keeping(form: ProjectForm) -> Callable[[Work], object]:
    return lambda work: service.keep_project(work, form.stated())


def _done(
    code: str, form: FlaskForm, run: Callable[[Work], object], told: str
) -> ResponseReturnValue:
    if form.validate_on_submit() and kept(form, run):
        flash(told)
        return redirect(url_for("rental_projects.show", code=code))
    return _page(code, form), 400


def _found(code: str) -> Shown:
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        return shown.one_shown(session, place, code, day)


def _listing_form(found: Shown, form: ListingForm) -> ListingForm:
    names = [str(layout["name"]) for layout in found.project.layouts]
    form.layout.choices = [SelectChoice(name, name) for name in names]
    return form


def _page(code: str, refused: FlaskForm | None = None) -> str:
    """Show a project; `refused` is the form of the act that was refused, as it was typed."""
    found = _found(code)
    listing_form = refused if isinstance(refused, ListingForm) else None
    recognition = refused if isinstance(refused, RecognitionForm) else None
    return render_template(
        "rental_projects/show.html",
        found=found,
        listing_form=listing_form
        or _listing_form(found, ListingForm(formdata=None, prefix="listing")),
        recognition_form=recognition or RecognitionForm(formdata=None, prefix="recognise"),
    )
