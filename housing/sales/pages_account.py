"""Pages of the special account, of units' purchases, of complaints, and of the city's centre."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.sales import account, forms, forms_money, page_words, queries, service, typed
from housing.sales.models import SalePurchase
from housing.sales.states import SaleState
from housing.sales.words import BuyerCategory, Purpose
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
from housing.web.installation import installation
from housing.web.workbook import download, workbook

blueprint = Blueprint("sale_account", __name__, template_folder="templates")
P = Permission
COLUMNS = ("用途", "金额（元）", "收款单位", "说明", "依据", "住建同意", "财政同意", "支付日期")


USE_DEEDS = (
    Deed(
        "for_housing",
        P.DECIDE_SALE,
        forms.NoFieldsForm,
        lambda work, _form, use_id: service.approve_for_housing(work, use_id),
        _l("住建部门已同意。"),
        _l("住建部门同意"),
    ),
    Deed(
        "for_finance",
        P.APPROVE_PRICE,
        forms.NoFieldsForm,
        lambda work, _form, use_id: service.approve_for_finance(work, use_id),
        _l("财政部门已同意。"),
        _l("财政部门同意"),
    ),
    Deed(
        "pay",
        P.SELL_UNITS,
        forms.NoFieldsForm,
        lambda work, _form, use_id: service.pay_use(work, use_id),
        _l("已支付。"),
        _l("支付"),
    ),
    Deed(
        "refuse",
        P.SEE_LEDGER,
        forms.ReasonForm,
        lambda work, form, use_id: service.refuse_use(work, use_id, reason=form.reason.data),
        _l("不予同意。"),
        _l("不予同意"),
        is_grave=True,
    ),
)
PURCHASE_DEEDS = (
    Deed(
        "sign_all",
        P.SELL_UNITS,
        forms.DocumentForm,
        lambda work, form, purchase_id: service.sign_all(
            work, purchase_id, document=form.document.data
        ),
        _l("已全部签约。"),
        _l("全部签约"),
    ),
    Deed(
        "settle_all",
        P.SELL_UNITS,
        forms_money.SettleForm,
        lambda work, form, purchase_id: service.settle_all(
            work,
            purchase_id,
            form.amount.data,
            on=form.on.data,
            reference=form.reference.data,
        ),
        _l("已全额结算。"),
        _l("全额结算"),
        _l("单位集中购买按综合成本价一次全额结算。"),
    ),
)
#: The state of all dwellings of a purchase in which an act on them together is offered.
WHEN_ALL = {"sign_all": SaleState.PRICED, "settle_all": SaleState.CONTRACTED}
ANSWERS = (
    Deed(
        "answer",
        P.DECIDE_SALE,
        forms.WordsForm,
        lambda work, form, complaint_id: service.answer(work, complaint_id, words=form.words.data),
        _l("已答复。"),
        _l("答复"),
    ),
)


@blueprint.route("/desk/sale-account", methods=["GET", "POST"])
@guards.requires(P.SEE_LEDGER)
def home() -> ResponseReturnValue:
    """Show the special account of the place, its expenses and the year; ask for an expense."""
    form = forms_money.UseForm()
    if perform(form, lambda work: _asked(work, form)):
        flash(ASK.told)
        return redirect(url_for("sale_account.home"))
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        facts = {
            "balance": account.balance(session, place),
            "uses": account.uses(session, place),
            "report": account.report(session, place, day.year),
        }
    words = {"purposes": page_words.PURPOSES, "levels": page_words.LEVELS}
    return answer(form, "sales/account.html", **facts, **words)


@blueprint.get("/desk/sale-account.xlsx")
@guards.requires(P.SEE_LEDGER)
def export() -> Response:
    """Give the expenses of the special account as a sheet."""
    with reading() as session:
        found = account.uses(session, signed_in_actor().place)
    cells = [
        (
            str(page_words.PURPOSES[each.purpose]),
            yuan(Fen(each.fen)),
            each.payee,
            each.note,
            each.document,
            f"{each.housing_on or ''} {each.housing_by}",
            f"{each.finance_on or ''} {each.finance_by}",
            str(each.paid_on or each.refusal),
        )
        for each in found
    ]
    day = installation().clock.today()
    return download(workbook("出售资金专户", COLUMNS, cells), f"sale-account-{day}.xlsx")


@blueprint.get("/desk/sale-account/<int:use_id>")
@guards.requires(P.SEE_LEDGER)
def use(use_id: int) -> ResponseReturnValue:
    """Show one expense and what may be done."""
    return _use_page(None, use_id)


@blueprint.route("/desk/sale-purchases", methods=["GET", "POST"])
@guards.requires(P.SELL_UNITS)
def purchases() -> ResponseReturnValue:
    """List the purchases of units, and take a new one."""
    form, made = forms_money.PurchaseForm(), []
    if perform(form, lambda work: made.append(_opened(work, form).id)):
        flash(OPEN.told)
        return redirect(url_for("sale_account.purchase", purchase_id=made[0]))
    with reading() as session:
        found = queries.purchases(session, signed_in_actor().place)
    return answer(form, "sales/purchases.html", found=found)


@blueprint.get("/desk/sale-purchases/<int:purchase_id>")
@guards.requires(P.SELL_UNITS)
def purchase(purchase_id: int) -> ResponseReturnValue:
    """Show one purchase of a unit with its dwellings."""
    return _purchase(None, purchase_id)


@blueprint.get("/desk/sale-complaints")
@guards.requires(P.SEE_LEDGER)
def complaints() -> ResponseReturnValue:
    """List the complaints that wait for an answer, or all."""
    is_open = request.args.get("only", "open") == "open"
    with reading() as session:
        found = queries.complaints(session, signed_in_actor().place, is_open=is_open)
    words = {"kinds": page_words.COMPLAINTS, "is_open": is_open}
    return render_template("sales/complaints.html", found=found, **words)


@blueprint.get("/desk/sale-complaints/<int:complaint_id>")
@guards.requires(P.SEE_LEDGER)
def complaint(complaint_id: int) -> ResponseReturnValue:
    """Show one complaint and its answer."""
    return _complaint(None, complaint_id)


def _asked(work: Work, form: forms_money.UseForm) -> object:
    return service.ask_use(
        work,
        Purpose(form.purpose.data),
        form.amount.data or 0,
        payee=form.payee.data,
        document=form.document.data,
        note=form.note.data or "",
    )


def _opened(work: Work, form: forms_money.PurchaseForm) -> SalePurchase:
    return service.open_purchase(
        work,
        buyer=form.buyer.data,
        credit_code=form.credit_code.data,
        category=BuyerCategory(form.category.data),
        document=form.document.data,
        undertaking=form.undertaking.data,
        dwellings=typed.dwellings(form.dwellings.data),
    )


def _use_page(filled: FlaskForm | None, use_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = account.use(session, signed_in_actor().place, use_id)
    is_open = found.paid_on is None and found.refused_on is None
    page = render_template(
        "sales/use.html",
        use=found,
        acts=USE_DEEDS if is_open else (),
        forms=forms_of(USE_DEEDS, filled),
        refused=filled,
        purposes=page_words.PURPOSES,
    )
    return page, status_of(filled)


def _purchase(filled: FlaskForm | None, purchase_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.purchase(session, signed_in_actor().place, purchase_id)
        sales = queries.of_purchase(session, purchase_id)
    standing = {each.state for each in sales if each.counts}
    page = render_template(
        "sales/purchase.html",
        purchase=found,
        sales=sales,
        acts=[each for each in PURCHASE_DEEDS if standing == {WHEN_ALL[each.name]}],
        total=sum(each.price_fen or 0 for each in sales if each.counts),
        forms=forms_of(PURCHASE_DEEDS, filled),
        refused=filled,
        states=page_words.STATES,
    )
    return page, status_of(filled)


def _complaint(filled: FlaskForm | None, complaint_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.complaint(session, signed_in_actor().place, complaint_id)
    page = render_template(
        "sales/complaint.html",
        complaint=found,
        acts=ANSWERS if found.answered_on is None else (),
        forms=forms_of(ANSWERS, filled),
        refused=filled,
        kinds=page_words.COMPLAINTS,
    )
    return page, status_of(filled)


ASK = Deed(
    "ask",
    P.SELL_UNITS,
    forms_money.UseForm,
    _asked,
    _l("已申请，等待住建、财政两部门同意。"),
    _l("申请使用出售资金"),
)
OPEN = Deed(
    "open",
    P.SELL_UNITS,
    forms_money.PurchaseForm,
    _opened,
    _l("已受理单位集中购买。"),
    _l("受理单位集中购买"),
)
offer_deeds(blueprint, "/desk/sale-account", (ASK,))
offer_deeds(blueprint, "/desk/sale-purchases", (OPEN,))
add_deeds(blueprint, "/desk/sale-account/<int:use_id>", USE_DEEDS, _use_page, "use")
add_deeds(
    blueprint, "/desk/sale-purchases/<int:purchase_id>", PURCHASE_DEEDS, _purchase, "purchase"
)
add_deeds(blueprint, "/desk/sale-complaints/<int:complaint_id>", ANSWERS, _complaint, "complaint")
