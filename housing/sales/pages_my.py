"""A family's own purchase, and what anybody may ask or report about sold dwellings."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from housing.clocks.page_words import KIND_WORDS
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.core.work import Work, working
from housing.sales import forms, holding, own, page_words, queries, service
from housing.sales.deeds import WHEN
from housing.sales.pages import closed_because, undertaking_of
from housing.sales.words import BuyerCategory, Complaint
from housing.web import errors, guards, limits
from housing.web.acting import reading, signed_in_actor
from housing.web.citing import explained
from housing.web.deeds import (
    Deed,
    add_deeds,
    answer,
    forms_of,
    offer_deeds,
    perform,
    status_of,
)
from housing.web.installation import installation
from housing.web.typed_fields import line

blueprint = Blueprint("my_purchase", __name__, template_folder="templates")
FILING = "5 per minute; 20 per hour"


class ComplaintForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """What somebody reports."""

    kind = SelectField(_l("投诉的事项"), choices=forms.choices(page_words.COMPLAINTS))
    dwelling = line(_l("住房地址"), 200)
    words = TextAreaField(_l("具体情况"), forms.LONG, render_kw={"rows": 4})
    contact = StringField(_l("联系方式"), [Optional(), Length(max=64)])


class CertificateForm(FlaskForm):  # type: ignore[misc]
    """Which dwelling is asked about."""

    certificate = line(_l("不动产权证号"), 64)


@blueprint.route("/my/purchase", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show a family its purchases, and let it apply for the dwelling that it lives in."""
    form = forms.OwnApplyForm()
    if perform(form, lambda work: _apply(work, form)):
        flash(OWN.told)
        return redirect(url_for("my_purchase.mine"))
    actor = signed_in_actor()
    with reading() as session:
        facts = {
            "found": queries.of_account(session, actor.name),
            "unit": own.for_sale(session, actor),
            "undertaking": undertaking_of(actor.place),
        }
    words = {"states": page_words.STATES, "is_closed": closed_because(actor.place)}
    return answer(form, "sales/mine.html", **facts, **words)


@blueprint.get("/my/purchase/<int:sale_id>")
@guards.requires(Permission.APPLY)
def show(sale_id: int) -> ResponseReturnValue:
    """Show a family one purchase and what it may do."""
    return _page(None, sale_id)


DEEDS = (
    Deed(
        "withdraw",
        Permission.APPLY,
        forms.ReasonForm,
        lambda work, form, sale_id: service.withdraw(work, sale_id, reason=form.reason.data),
        _l("已撤回，不影响承租、租金和轮候。"),
        _l("撤回申请"),
    ),
    Deed(
        "intent",
        Permission.APPLY,
        forms.DocumentForm,
        lambda work, form, sale_id: service.offer_back(work, sale_id, document=form.document.data),
        _l("已申报，政府将答复是否按原出售价格回购。"),
        _l("申报拟上市交易"),
    ),
)


@blueprint.route("/sale-complaint", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(FILING, methods=["POST"])
def complain() -> ResponseReturnValue:
    """Take a complaint of anybody."""
    form, here = ComplaintForm(), installation()
    if form.validate_on_submit():
        actor = system_actor(here.settings.place)
        try:
            with working(here.database.acts, actor, here.clock, here.keyring) as work:
                number = _complained(work, form)
            return render_template("sales/complained.html", number=number)
        except HousingError as refusal:
            form.form_errors.append(explained(refusal))
            form.refused_with = errors.status_of(refusal)
    return answer(form, "sales/complain.html")


@blueprint.route("/sale-lock", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(limits.LOOK_UP, methods=["POST"])
def lock() -> ResponseReturnValue:
    """Tell a registry, a broker or a buyer whether a dwelling may be traded."""
    form, here, asked = CertificateForm(), installation(), {}
    if form.validate_on_submit():
        asked = {"certificate": form.certificate.data, "refusal": "", "known": False}
        with reading() as session:
            try:
                place, day = here.settings.place, here.clock.today()
                sale = holding.may_trade(session, place, form.certificate.data, day)
                asked["known"] = sale is not None
            except HousingError as refusal:
                asked["refusal"] = explained(refusal)
    return answer(form, "sales/lock.html", asked=asked)


def _apply(work: Work, form: forms.OwnApplyForm) -> object:
    return own.apply(
        work,
        BuyerCategory(form.category.data),
        employer=form.employer.data or "",
        phone=form.phone.data or "",
    )


def _complained(work: Work, form: ComplaintForm) -> int:
    kind = Complaint(form.kind.data)
    return service.complain(
        work,
        kind,
        dwelling=form.dwelling.data or "",
        words=form.words.data or "",
        contact=form.contact.data or "",
    ).id


def _page(filled: FlaskForm | None, sale_id: int) -> ResponseReturnValue:
    with reading() as session:
        sale = own.sale(session, signed_in_actor(), sale_id)
        facts = {
            "clocks": queries.clocks(session, sale),
            "misuses": queries.misuses(session, sale.id),
        }
    words = {"next": page_words.NEXT, "misuse_words": page_words.MISUSES}
    page = render_template(
        "sales/my_sale.html",
        sale=sale,
        acts=[each for each in DEEDS if sale.state in WHEN[each.name]],
        forms=forms_of(DEEDS, filled),
        refused=filled,
        states=page_words.STATES,
        clock_words=KIND_WORDS,
        **facts,
        **words,
    )
    return page, status_of(filled)


OWN = Deed(
    "apply",
    Permission.APPLY,
    forms.OwnApplyForm,
    _apply,
    _l("已提交。住房保障中心审定后书面告知；签约之前可以随时撤回。"),
    _l("申请购买现在承租的住房"),
)
offer_deeds(blueprint, "/my/purchase", (OWN,))
add_deeds(blueprint, "/my/purchase/<int:sale_id>", DEEDS, _page, "show")
