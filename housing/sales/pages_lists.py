"""Pages of what may be sold and at which price: lists of dwellings, prices, construction money."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.sales import forms, forms_money, listings, page_words, queries, service
from housing.sales.approving import Papers
from housing.sales.models import SaleBatch
from housing.sales.pages import closed_because
from housing.sales.words import PriceBasis, SubsidyLevel
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import (
    Deed,
    add_deeds,
    answer,
    forms_of,
    offer_deeds,
    perform,
    status_of,
)

blueprint = Blueprint("sale_lists", __name__, template_folder="templates")
P = Permission


@blueprint.route("/desk/sale-batches", methods=["GET", "POST"])
@guards.requires(P.SEE_LEDGER)
def batches() -> ResponseReturnValue:
    """List what was put up for sale, and put up more."""
    form, made = forms.BatchForm(), []
    if perform(form, lambda work: made.append(_prepared(work, form).id)):
        flash(PREPARE.told)
        return redirect(url_for("sale_lists.batch", batch_id=made[0]))
    with reading() as session:
        found = listings.batches(session, signed_in_actor().place)
    facts = {
        "states": page_words.BATCH_STATES,
        "is_closed": closed_because(signed_in_actor().place),
    }
    return answer(form, "sales/batches.html", found=found, **facts)


@blueprint.get("/desk/sale-batches/<int:batch_id>")
@guards.requires(P.SEE_LEDGER)
def batch(batch_id: int) -> ResponseReturnValue:
    """Show one list of dwellings and what may be decided."""
    return _batch(None, batch_id)


@blueprint.get("/desk/sale-prices")
@guards.requires(P.SEE_LEDGER)
def prices() -> ResponseReturnValue:
    """List prices and construction money, and propose or enter more."""
    return _prices(None)


def _prepared(work: Work, form: forms.BatchForm) -> SaleBatch:
    papers = Papers(form.policy.data or "", form.government.data or "", form.disposal.data or "")
    codes = form.codes.data.replace("，", " ").replace(",", " ").split()
    return service.prepare_batch(work, form.title.data, codes, papers)


PREPARE = Deed(
    "prepare",
    P.SELL_UNITS,
    forms.BatchForm,
    _prepared,
    _l("已拟定，等待批准。"),
    _l("拟定出售批次"),
)
BATCH_DEEDS = (
    Deed(
        "approve",
        P.DECIDE_SALE,
        forms.ApproveBatchForm,
        lambda work, form, batch_id: service.approve_batch(
            work,
            batch_id,
            department=form.department.data,
            document=form.document.data,
            extra_units=form.extra_units.data or 0,
            exception=form.exception.data or "",
        ),
        _l("已批准出售。"),
        _l("批准出售"),
        _l("由拟定人以外的另一人办理；超出本地出售比例的，须附例外决定。"),
    ),
    Deed(
        "reject",
        P.DECIDE_SALE,
        forms.ReasonForm,
        lambda work, form, batch_id: service.reject_batch(work, batch_id, reason=form.reason.data),
        _l("不予批准。"),
        _l("不予批准"),
        is_grave=True,
    ),
)
PRICE_DEEDS = (
    Deed(
        "appraisal",
        P.SELL_UNITS,
        forms.AppraisalForm,
        lambda work, form: service.propose_appraisal(
            work,
            form.project_code.data,
            form.structure.data or "",
            appraiser=form.appraiser.data,
            comparable=form.comparable.data,
            appraisal_fen_per_m2=form.appraisal.data,
            valued_on=form.valued_on.data,
            document=form.document.data,
        ),
        _l("已拟定价格，等待物价和住房保障部门审定。"),
        _l("按评估价拟定价格"),
        _l("按本地规定的幅度下浮；政府全额投资的住房适用。"),
    ),
    Deed(
        "other_price",
        P.SELL_UNITS,
        forms.OtherPriceForm,
        lambda work, form: service.propose(
            work,
            form.project_code.data,
            form.structure.data or "",
            PriceBasis(form.basis.data),
            fen_per_m2=form.price.data,
            valued_on=form.valued_on.data,
            document=form.document.data,
        ),
        _l("已拟定价格，等待物价和住房保障部门审定。"),
        _l("按成本、政策或者资产处置拟定价格"),
    ),
    Deed(
        "subsidy",
        P.APPROVE_PRICE,
        forms_money.SubsidyForm,
        lambda work, form: service.enter_subsidy(
            work,
            form.project_code.data,
            SubsidyLevel(form.level.data),
            form.amount.data,
            document=form.document.data,
        ),
        _l("已登记。"),
        _l("登记建设补助资金"),
        _l("出售时按建筑面积收回，直至收回全部补助。"),
    ),
)
APPROVALS = (
    Deed(
        "as_price",
        P.APPROVE_PRICE,
        forms.DocumentForm,
        lambda work, form, price_id: service.approve_as_price_authority(
            work, price_id, document=form.document.data
        ),
        _l("物价部门已审定。"),
        _l("物价部门审定"),
    ),
    Deed(
        "as_housing",
        P.DECIDE_SALE,
        forms.DocumentForm,
        lambda work, form, price_id: service.approve_as_housing_authority(
            work, price_id, document=form.document.data
        ),
        _l("住房保障部门已审定。"),
        _l("住房保障部门审定"),
    ),
)


def _batch(filled: FlaskForm | None, batch_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = listings.batch(session, signed_in_actor().place, batch_id)
        listed = listings.listed(session, batch_id)
    page = render_template(
        "sales/batch.html",
        batch=found,
        listed=listed,
        acts=BATCH_DEEDS if found.decided_on is None else (),
        forms=forms_of(BATCH_DEEDS, filled),
        refused=filled,
        states=page_words.BATCH_STATES,
        investments=page_words.INVESTMENTS,
        sale_states=page_words.STATES,
    )
    return page, status_of(filled)


def _prices(filled: FlaskForm | None) -> ResponseReturnValue:
    with reading() as session:
        found = listings.prices(session, signed_in_actor().place)
        money = queries.subsidies_of_place(session, signed_in_actor().place)
    page = render_template(
        "sales/prices.html",
        found=found,
        subsidies=money,
        acts=PRICE_DEEDS,
        forms=forms_of(PRICE_DEEDS, filled),
        refused=filled,
        bases=page_words.BASES,
        levels=page_words.LEVELS,
    )
    return page, status_of(filled)


@blueprint.get("/desk/sale-prices/<int:price_id>")
@guards.requires(P.SEE_LEDGER)
def price(price_id: int) -> ResponseReturnValue:
    """Show one price and who approved it."""
    return _price(None, price_id)


def _price(filled: FlaskForm | None, price_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = listings.price(session, signed_in_actor().place, price_id)
    done = {"as_price": found.price_on, "as_housing": found.housing_on}
    page = render_template(
        "sales/price.html",
        price=found,
        acts=[each for each in APPROVALS if done[each.name] is None],
        forms=forms_of(APPROVALS, filled),
        refused=filled,
        bases=page_words.BASES,
    )
    return page, status_of(filled)


offer_deeds(blueprint, "/desk/sale-batches", (PREPARE,))
add_deeds(blueprint, "/desk/sale-batches/<int:batch_id>", BATCH_DEEDS, _batch, "batch")
add_deeds(blueprint, "/desk/sale-prices", PRICE_DEEDS, _prices, "prices")
add_deeds(blueprint, "/desk/sale-prices/<int:price_id>", APPROVALS, _price, "price")
