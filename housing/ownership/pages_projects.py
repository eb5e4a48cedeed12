"""Ownership of a whole project: all its units at once, and the facilities planned with it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.ownership import forms, queries, service
from housing.ownership.page_words import WORDS
from housing.units import queries as units
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, forms_of, perform, status_of

blueprint = Blueprint("project_ownership", __name__, template_folder="templates")
P = Permission
DEEDS = (
    Deed(
        "keep_facility",
        P.KEEP_STOCK,
        forms.FacilityForm,
        lambda work, form, code: service.keep_facility(
            work,
            code,
            name=form.name.data,
            planned_use=form.planned_use.data,
            document=form.document.data,
        ),
        _l("已登记配套设施。"),
        _l("登记配套设施"),
        _l("登记后规划用途即锁定。"),
    ),
    Deed(
        "change_facility",
        P.DECIDE_TENANCY,
        forms.PlannedUseForm,
        lambda work, form, code, facility_id: service.change_facility(
            work,
            code,
            facility_id,
            planned_use=form.planned_use.data,
            legal_basis=form.legal_basis.data,
            document=form.document.data,
        ),
        _l("已登记改变规划用途的决定。"),
        _l("批准改变规划用途"),
        _l("产权单位和运营机构不能改变规划用途；只有县级依法决定后才能登记。"),
        is_grave=True,
        within="facilities/<int:facility_id>/",
    ),
)


@blueprint.route("/desk/projects/<string:code>/ownership", methods=["GET", "POST"])
@guards.requires(P.SEE_STOCK)
def show(code: str) -> ResponseReturnValue:
    """Show a project's facilities; record whose its units are, all at once."""
    form, kept = forms.TitleForm(), []
    if perform(form, lambda work: kept.append(service.keep_project(work, code, form.facts()))):
        flash(_("已登记 %(units)s 套的产权。", units=kept[0]))
        return redirect(url_for("project_ownership.show", code=code))
    return _page(None, code, form)


def _page(
    filled: FlaskForm | None, code: str, form: forms.TitleForm | None = None
) -> ResponseReturnValue:
    place = signed_in_actor().place
    with reading() as session:
        found = queries.facilities(session, place, code)
        facts = {
            "project": units.project(session, place, code),
            "missing": queries.count_untitled(session, place, code),
            "facilities": found,
            "changes": queries.facility_changes(session, [each.id for each in found]),
        }
    form = form or forms.TitleForm(formdata=None)
    acts = {each.name: each for each in DEEDS}
    words = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled}
    status = max(status_of(filled), status_of(form if form.errors else None))
    page = render_template("ownership/project.html", form=form, **facts, **words, **WORDS)
    return page, status


add_deeds(blueprint, "/desk/projects/<string:code>/ownership", DEEDS, _page, "show")
