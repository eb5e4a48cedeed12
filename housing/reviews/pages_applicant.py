"""The applicant's own page of the review: asking for reconsideration (HN 15)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from housing.applications.queries import get
from housing.applications.rights import must_see
from housing.applications.states import ApplicationState
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.reviews import reconsidering
from housing.reviews.doing import refuse
from housing.reviews.forms import ActForm
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.installation import installation

blueprint = Blueprint("reconsiderations", __name__, template_folder="templates")


class AskForm(ActForm):
    """What the applicant disagrees with."""

    reason = TextAreaField(
        _l("您不同意什么，为什么"),
        [InputRequired(_l("此项必须填写。")), Length(max=2000)],
        render_kw={"rows": 5},
    )


@blueprint.route("/my/<int:application_id>/reconsider", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def ask(application_id: int) -> ResponseReturnValue:
    """Show why it was refused and until when to disagree, and take the request."""
    form = AskForm()
    if form.validate_on_submit():
        try:
            with acting() as work:
                reconsidering.ask(work, application_id, form.reason.data, version=form.seen)
            flash(_("已收到您的复核申请，结果会书面告知您。"))
            return redirect(url_for("applications.show", application_id=application_id))
        except HousingError as refused:
            refuse(form, refused)
    return _page(application_id, form)


def _page(application_id: int, form: AskForm) -> ResponseReturnValue:
    with reading() as session:
        application = get(session, application_id)
        must_see(signed_in_actor(), application)
        clock = clocks.open_clock(session, application.case, ClockKind.REVIEW_REQUEST)
    form.version.data = application.version
    day = installation().clock.today()
    may_ask = application.state is ApplicationState.REFUSED and clock and day <= clock.due_on
    page = render_template(
        "reviews/ask.html", application=application, form=form, clock=clock, may_ask=may_ask
    )
    return page, getattr(form, "refused_with", 400) if form.errors else 200
