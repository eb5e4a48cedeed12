"""Entering a department's letter where it has not answered a recheck itself."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from housing.checks import on_paper, typed
from housing.checks import page_words as check_words
from housing.checks.faults import AnswerRefused
from housing.checks.layout import LAYOUTS
from housing.checks.models import CheckRequest
from housing.checks.people import unsealed
from housing.checks.shown import form_of
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.web import guards
from housing.web.acting import acting
from housing.web.citing import explained
from housing.web.errors import status_of
from housing.web.installation import installation

blueprint = Blueprint("rechecks_paper", __name__, template_folder="templates")


@blueprint.route("/desk/checks/<int:request_id>/paper", methods=["GET", "POST"])
@guards.requires(Permission.RECHECK_CASE)
def enter(request_id: int) -> ResponseReturnValue:
    """Show the department's own form, and take what its letter says."""
    with acting() as work:
        asked = on_paper.opened(work, request_id)
    names = [each.name for each in unsealed(installation().keyring, asked.people_sealed)]
    form, faults, status = FlaskForm(), dict[str, str](), 200
    texts = typed.blank_rows(LAYOUTS[asked.department], names)
    if request.method == "POST":
        texts = typed.compacted(asked.department, request.form)
    if "add" not in request.form and form.validate_on_submit():
        try:
            return _entered(asked, texts)
        except AnswerRefused as refused:
            faults, status = refused.fields, 400
        except HousingError as refused:
            form.form_errors.append(explained(refused))
            status = status_of(refused)
    answer = form_of(asked.department, names, texts, faults, request.form.get("add", ""))
    words = check_words.EVERYTHING
    page = render_template(
        "rechecks/paper.html", asked=asked, form=form, answer=answer, words=words
    )
    return page, status


def _entered(asked: CheckRequest, texts: dict[str, str]) -> ResponseReturnValue:
    with acting() as work:
        on_paper.enter(work, asked.id, typed.read(asked.department, texts))
    flash(_("已录入书面回函。"))
    if asked.case_kind == "recheck":
        return redirect(url_for("rechecks.show", recheck_id=asked.case_id))
    if asked.case_kind == "joint_review":
        return redirect(url_for("joint_reviews.show", review_id=asked.case_id))
    return redirect(url_for("rechecks.listing"))
