"""Pages on which the stock is kept: one unit with its acts, a new unit, a project."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.core.work import Work
from housing.units import by_hand, keeping, queries, service, vacancy
from housing.units.forms import ActForm, ProjectForm, UnitForm
from housing.units.models import Unit
from housing.units.page_words import ACTS, STATES
from housing.units.pages import blueprint
from housing.units.states import UnitAct
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, offer_deeds
from housing.web.kept import kept

__all__ = ["blueprint"]


@blueprint.get("/desk/units/<int:unit_id>")
@guards.requires(Permission.SEE_STOCK)
def show(unit_id: int) -> ResponseReturnValue:
    """Show one unit: what is on file of it, its history, and what may be done."""
    return _page(unit_id)


@blueprint.post("/desk/units/<int:unit_id>/<act>")
@guards.requires(Permission.KEEP_STOCK)
def move(unit_id: int, act: str) -> ResponseReturnValue:
    """Do one act on a unit by hand, with a reason."""
    if act not in service.BY_HAND:
        raise NotFound("没有这一项办理 / there is no such act")
    done, form = UnitAct(act), ActForm(prefix=act)

    def run(work: Work) -> None:
        given = {"reason": form.reason.data or "", "document": form.document.data or ""}
        by_hand.move(work, unit_id, done, **given)

    if form.validate_on_submit() and kept(form, run):
        flash(_("已登记：%(act)s。", act=ACTS[done]))
        return redirect(url_for("units.show", unit_id=unit_id))
    return _page(unit_id, done, form), 400


@blueprint.route("/desk/units/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_STOCK)
def new() -> ResponseReturnValue:
    """Put a new unit on file."""
    form = _unit_form()
    return _asked(form, lambda work: _add(work, form), _("登记房源"))


@blueprint.route("/desk/units/<int:unit_id>/edit", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_STOCK)
def edit(unit_id: int) -> ResponseReturnValue:
    """Change what is on file of a unit."""
    with reading() as session:
        unit = queries.by_id(session, signed_in_actor().place, unit_id)
    form = _unit_form(keeping.described_of(unit))
    act = partial(_change, form=form, unit_id=unit_id)
    return _asked(form, act, _("更改房源情况"), unit_id)


@blueprint.route("/desk/projects/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_STOCK)
def new_project() -> ResponseReturnValue:
    """Put a project on file."""
    return _project(ProjectForm(), _("登记项目"))


@blueprint.route("/desk/projects/<code>/edit", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_STOCK)
def edit_project(code: str) -> ResponseReturnValue:
    """Change name, street and address of a project."""
    with reading() as session:
        found = queries.project(session, signed_in_actor().place, code)
    form = ProjectForm(obj=found)
    form.code.data, form.code.render_kw = found.code, {"readonly": True}
    return _project(form, _("更改项目"))


def _page(unit_id: int, refused: UnitAct | None = None, form: ActForm | None = None) -> str:
    """The page of a unit; `form` is the one of the act that was refused, as it was typed."""
    actor = signed_in_actor()
    with reading() as session:
        unit = queries.by_id(session, actor.place, unit_id)
        project = queries.project(session, actor.place, unit.project_code)
        spells = vacancy.spells_of(session, unit_id)
        tenancy = by_hand.tenancy_of(session, unit_id)
    possible = by_hand.acts_from(unit.state, tenancy)
    forms = {
        act: form if act is refused else ActForm(formdata=None, prefix=act) for act in possible
    }
    return render_template(
        "units/show.html",
        unit=unit,
        project=project,
        spells=spells,
        forms=forms if actor.may(Permission.KEEP_STOCK) else {},
        held=unit.state in service.HELD,
        tenancy=tenancy,
        refused=form if refused not in possible else None,
        acts=ACTS,
        states=STATES,
    )


def _unit_form(described: object = None) -> UnitForm:
    form = UnitForm(obj=described)
    with reading() as session:
        found = queries.projects(session, signed_in_actor().place)
    form.project_code.choices = [
        SelectChoice(code, f"{code} {project.name}") for code, project in found.items()
    ]
    return form


def _asked(
    form: UnitForm, run: Callable[[Work], object], title: str, unit_id: int | None = None
) -> ResponseReturnValue:
    if form.validate_on_submit() and kept(form, run):
        flash(_("已登记。"))
        if unit_id is not None:
            return redirect(url_for("units.show", unit_id=unit_id))
        return redirect(url_for("units.listing", words=form.code.data))
    page = render_template("units/edit.html", form=form, title=title, unit_id=unit_id)
    return page, 400 if request.method == "POST" else 200


def _project(form: ProjectForm, title: str) -> ResponseReturnValue:
    if form.validate_on_submit() and kept(form, lambda work: _keep_project(work, form)):
        flash(_("已登记。"))
        return redirect(url_for("units.project", code=form.code.data))
    page = render_template("units/project_edit.html", form=form, title=title)
    return page, 400 if request.method == "POST" else 200


def _add(work: Work, form: UnitForm) -> Unit:
    return keeping.add(work, form.described(), document=form.document.data or "")


def _change(work: Work, form: UnitForm, unit_id: int) -> Unit:
    given = {"reason": form.reason.data or "", "document": form.document.data or ""}
    return keeping.change(work, unit_id, form.described(), **given)


def _keep_project(work: Work, form: ProjectForm) -> None:
    keeping.keep_project(
        work,
        form.code.data or "",
        name=form.name.data or "",
        street=form.street.data or "",
        address=form.address.data or "",
        document=form.document.data or "",
    )


_KEPT, _KEEPS = _l("已登记。"), Permission.KEEP_STOCK
NEW = Deed("new", _KEEPS, UnitForm, _add, _KEPT, _l("登记房源"))
EDIT = Deed("edit", _KEEPS, UnitForm, _change, _KEPT, _l("更改房源情况"))
PROJECT = Deed("keep", _KEEPS, ProjectForm, _keep_project, _KEPT, _l("登记项目"))
offer_deeds(blueprint, "/desk/units", (NEW,))
offer_deeds(blueprint, "/desk/units/<int:unit_id>", (EDIT,))
offer_deeds(blueprint, "/desk/projects", (PROJECT,))
