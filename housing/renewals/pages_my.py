"""A tenant's own page of renewal: until when to ask, asking, how it stands, withdrawing."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.errors import MissingPolicyValue
from housing.core.work import Work
from housing.leases.models import Lease
from housing.leases.queries import sign_by
from housing.leases.whose import own
from housing.policies.queries import book as values_in_force
from housing.renewals import queries, service
from housing.renewals.acting import LEAD
from housing.renewals.forms import OwnApplyForm, ReasonForm
from housing.renewals.models import Renewal
from housing.renewals.page_words import STATES
from housing.renewals.rules import Term
from housing.renewals.states import UNDECIDED
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, answer, attempt, offer_deeds, perform
from housing.web.installation import installation

blueprint = Blueprint("my_renewals", __name__, template_folder="templates")


@blueprint.route("/my/leases/<int:lease_id>/renew", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def renew(lease_id: int) -> ResponseReturnValue:
    """Ask for the renewal of the own lease, and see how it stands."""
    form = OwnApplyForm()
    if form.validate_on_submit() and attempt(form, _applied, lease_id):
        flash(_("已收到您的续租申请，结果会书面告知您。"))
        return redirect(url_for("my_renewals.renew", lease_id=lease_id))
    return _page(lease_id, form, ReasonForm(formdata=None, prefix="withdraw"))


@blueprint.post("/my/leases/<int:lease_id>/renew/withdraw")
@guards.requires(Permission.APPLY)
def withdraw(lease_id: int) -> ResponseReturnValue:
    """Withdraw the application that waits."""
    form = ReasonForm(prefix="withdraw")
    if perform(form, lambda work: _withdraw(work, form, lease_id)):
        flash(_("已撤回续租申请。"))
        return redirect(url_for("my_renewals.renew", lease_id=lease_id))
    return _page(lease_id, OwnApplyForm(formdata=None), form)


def _page(lease_id: int, form: OwnApplyForm, leaving: ReasonForm) -> ResponseReturnValue:
    day = installation().clock.today()
    with reading() as session:
        lease = own(session, signed_in_actor(), lease_id)
        held = queries.of_lease(session, lease.id)
        term = _term(session, lease)
        following = [each.successor_id for each in held if each.successor_id]
        facts = {"lease": lease, "held": held, "term": term, "today": day}
        facts["sign_by"] = sign_by(session, following)
    waits = next((each for each in held if each.state in UNDECIDED), None)
    refused = leaving if leaving.errors else form
    return answer(
        refused,
        "renewals/mine.html",
        asking=form,
        leaving=leaving,
        waits=waits,
        states=STATES,
        **facts,
    )


def _term(session: Session, lease: Lease) -> Term | None:
    day = installation().clock.today()
    try:
        value = values_in_force(session).value(LEAD, lease.place, day)
    except MissingPolicyValue:
        return None
    return Term(lease.ends_on, int(value.value))


def _applied(form: OwnApplyForm, lease_id: int) -> Renewal:
    with acting() as work:
        return service.apply(work, lease_id, months=form.months.data, words=form.words.data or "")


def _withdraw(work: Work, form: FlaskForm, lease_id: int) -> Renewal:
    lease = own(work.session, work.actor, lease_id)
    waits = queries.undecided_of(work.session, lease.id)
    return service.withdraw(work, waits.id if waits else 0, reason=form.reason.data)


WITHDRAW = Deed("withdraw", Permission.APPLY, ReasonForm, _withdraw, _l("已撤回续租申请。"))
offer_deeds(blueprint, "/my/leases/<int:lease_id>/renew", [WITHDRAW])
