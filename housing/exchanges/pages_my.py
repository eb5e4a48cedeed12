"""A tenant's own page: what is wanted instead of the flat at hand, and the answer to it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.exchanges import forms, service
from housing.exchanges.models import Exchange
from housing.exchanges.page_words import WORDS
from housing.exchanges.shown import Part, choices, of_own, parts, wished
from housing.leases.whose import own
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import perform, status_of

blueprint = Blueprint("my_exchanges", __name__, template_folder="templates")


@blueprint.route("/my/leases/<int:lease_id>/exchange", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def show(lease_id: int) -> ResponseReturnValue:
    """Say which flat would be better, see what became of it, and answer."""
    form = forms.WishForm()
    with reading() as session:
        held = choices(session, own(session, signed_in_actor(), lease_id).place)
    form.offer(*held)
    if perform(form, lambda work: service.wish(work, lease_id, form.told())):
        flash(_("已登记互换意愿，找到方案后会书面征求您的意见。"))
        return redirect(url_for("my_exchanges.show", lease_id=lease_id))
    return _page(form, lease_id)


@blueprint.post("/my/leases/<int:lease_id>/exchange/withdraw")
@guards.requires(Permission.APPLY)
def withdraw(lease_id: int) -> ResponseReturnValue:
    """Take the wish back."""
    form = forms.TokenForm()
    if perform(form, lambda work: service.withdraw_wish(work, lease_id)):
        flash(_("已撤回互换意愿。"))
        return redirect(url_for("my_exchanges.show", lease_id=lease_id))
    return _page(_empty(), lease_id, form)


@blueprint.post("/my/leases/<int:lease_id>/exchange/<int:exchange_id>/consent")
@guards.requires(Permission.APPLY)
def consent(lease_id: int, exchange_id: int) -> ResponseReturnValue:
    """Agree to a proposal."""
    form = forms.TokenForm()
    if perform(form, lambda work: service.consent(work, exchange_id, lease_id)):
        flash(_("您已同意互换，其他家庭都同意后送有关单位决定。"))
        return redirect(url_for("my_exchanges.show", lease_id=lease_id))
    return _page(_empty(), lease_id, form)


@blueprint.post("/my/leases/<int:lease_id>/exchange/<int:exchange_id>/decline")
@guards.requires(Permission.APPLY)
def decline(lease_id: int, exchange_id: int) -> ResponseReturnValue:
    """Do not agree to a proposal."""
    form = forms.ReasonForm(prefix="decline")
    reason = form.reason
    if perform(form, lambda work: service.decline(work, exchange_id, lease_id, reason=reason.data)):
        flash(_("已登记您不同意，您的互换意愿继续有效。"))
        return redirect(url_for("my_exchanges.show", lease_id=lease_id))
    return _page(_empty(), lease_id, form)


def _empty() -> forms.WishForm:
    form = forms.WishForm(formdata=None)
    form.offer([], [])
    return form


def _page(
    form: forms.WishForm, lease_id: int, refused: FlaskForm | None = None
) -> ResponseReturnValue:
    with reading() as session:
        lease = own(session, signed_in_actor(), lease_id)
        if refused is not None:
            form.offer(*choices(session, lease.place))
        wish, exchange = of_own(session, lease)
        facts = {
            "lease": lease,
            "wish": wished(session, lease.place, [wish])[0] if wish else None,
            "exchange": exchange,
            "part": _part(session, exchange, lease_id) if exchange else None,
            "refused": refused,
            "declining": refused
            if isinstance(refused, forms.ReasonForm)
            else forms.ReasonForm(formdata=None, prefix="decline"),
        }
    status = max(status_of(refused), status_of(form if form.errors else None))
    return render_template("exchanges/my_exchange.html", form=form, **facts, **WORDS), status


def _part(session: Session, exchange: Exchange, lease_id: int) -> Part:
    return next(each for each in parts(session, exchange) if each.member.lease_id == lease_id)
