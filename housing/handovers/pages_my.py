"""A tenant's own page of giving the flat back: how it stands, the settlement, an objection."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.handovers import queries, service
from housing.handovers.forms import ObjectForm
from housing.handovers.pages import WORDS
from housing.handovers.shown import whole
from housing.leases import whose
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import answer, attempt
from housing.web.installation import installation

blueprint = Blueprint("my_handovers", __name__, template_folder="templates")


@blueprint.route("/my/leases/<int:lease_id>/handover", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def show(lease_id: int) -> ResponseReturnValue:
    """Show a tenant how the flat is handed back, and take an objection to the settlement."""
    form, day = ObjectForm(), installation().clock.today()
    if form.validate_on_submit() and attempt(form, _objected, lease_id):
        flash(_("已收到您的异议，将由其他人员复查后书面答复。"))
        return redirect(url_for("my_handovers.show", lease_id=lease_id))
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        held = queries.of_lease(session, lease_id)
        each = whole(session, held, day) if held else None
    return answer(form, "handovers/mine.html", each=each, lease=lease, today=day, **WORDS)


def _objected(form: ObjectForm, lease_id: int) -> bool:
    with acting() as work:
        held = queries.of_lease(work.session, lease_id)
        if held is None:
            raise NotFound("没有正在办理的退房 / no handover runs")
        service.object_to(work, held.id, form.statement.data)
    return True
