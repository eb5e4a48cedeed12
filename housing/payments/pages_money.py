"""Officers' pages of refunds and of monthly orders to the provident fund."""

import re
from decimal import Decimal

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.leases import queries as leases
from housing.payments import fund_queries, queries, service
from housing.payments.forms import DecideForm, MonthForm, PaidForm, SettleForm, TokenForm
from housing.payments.page_words import ORDER_STATES, REFUND_STATES, SOURCES
from housing.payments.states import OrderState, RefundState
from housing.subsidies.forms import month_day
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, offer_deeds, status_of
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

refunds = Blueprint("refunds", __name__, template_folder="templates")
fund = Blueprint("fund_orders", __name__, template_folder="templates")
COLUMNS = ("行号", "缴存人", "公积金账号", "租赁合同编号", "月份", "划转金额（元）")
_SHORT = re.compile(r"(\d{1,9})[ ,，]+(\d{1,7}(?:\.\d{1,2})?)")


@refunds.get("/desk/refunds")
@guards.requires(Permission.SEE_LEDGER)
def listing() -> ResponseReturnValue:
    """List refunds; first those that wait for approval."""
    only, place = request.args.get("only", "proposed"), signed_in_actor().place
    state = RefundState(only) if only in set(RefundState) else None
    with reading() as session:
        paging = paged(queries.count_refunds(session, place, state), ROWS)
        found = queries.refunds(session, place, state, paging.offset, ROWS)
    words = {"states": REFUND_STATES, "sources": SOURCES, "only": only}
    return render_template("payments/refunds.html", found=found, paging=paging, **words)


@refunds.get("/desk/refunds/<int:refund_id>")
@guards.requires(Permission.SEE_LEDGER)
def show(refund_id: int) -> ResponseReturnValue:
    """Show one refund and what may be done."""
    return _refund_page(None, refund_id)


REFUND_DEEDS = (
    Deed(
        "approve",
        Permission.APPROVE_PRICE,
        DecideForm,
        lambda w, f, refund_id: service.decide_refund(
            w, refund_id, approved=True, reason=f.reason.data
        ),
        _l("已审定。"),
        _l("审定退款"),
    ),
    Deed(
        "refuse",
        Permission.APPROVE_PRICE,
        DecideForm,
        lambda w, f, refund_id: service.decide_refund(
            w, refund_id, approved=False, reason=f.reason.data
        ),
        _l("已记录不同意。"),
        _l("不同意退款"),
        is_grave=True,
    ),
    Deed(
        "pay",
        Permission.KEEP_RENT,
        PaidForm,
        lambda w, f, refund_id: service.pay_refund(
            w, refund_id, on=f.on.data, document=f.document.data
        ),
        _l("已登记付款。"),
        _l("登记已付款"),
    ),
)


def _refund_page(filled: FlaskForm | None, refund_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.refund(session, signed_in_actor().place, refund_id)
        lease = leases.of_ids(session, [found.lease_id or 0]).get(found.lease_id or 0)
    forms = {"forms": forms_of(REFUND_DEEDS, filled), "acts": {e.name: e for e in REFUND_DEEDS}}
    words = {"states": REFUND_STATES, "sources": SOURCES, "refused": filled}
    page = render_template("payments/refund.html", found=found, lease=lease, **forms, **words)
    return page, status_of(filled)


add_deeds(refunds, "/desk/refunds/<int:refund_id>", REFUND_DEEDS, _refund_page, "show")


@fund.route("/desk/fund-orders", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_RENT)
def orders() -> ResponseReturnValue:
    """List the orders to the provident fund, and prepare that of a month."""
    form = MonthForm()
    if form.validate_on_submit() and (made := attempt(form, _prepared)):
        flash(_("划转指令已编制。"))
        return redirect(url_for("fund_orders.order", order_id=made))
    with reading() as session:
        found = fund_queries.orders(session, signed_in_actor().place)
    return answer(form, "payments/orders.html", found=found, states=ORDER_STATES)


@fund.get("/desk/fund-orders/<int:order_id>")
@guards.requires(Permission.KEEP_RENT)
def order(order_id: int) -> ResponseReturnValue:
    """Show one order with its lines and what may be done."""
    return _order_page(None, order_id)


@fund.post("/desk/fund-orders/<int:order_id>/file.xlsx")
@guards.requires(Permission.KEEP_RENT)
def file(order_id: int) -> Response:
    """Give the instruction file for the fund; the first time the order counts as sent."""
    with acting() as work:
        made = fund_queries.order(work.session, work.place, order_id)
        raw = workbook(f"公积金划转 {made.month:%Y-%m}", COLUMNS, _cells(work, order_id))
        if made.state is OrderState.PREPARED:
            service.send_order(work, order_id, raw)
    return download(raw, f"fund-{made.month:%Y-%m}.xlsx")


def _prepare(work: Work, form: FlaskForm) -> int:
    return service.prepare_order(work, month_day(form.month.data)).id


def _prepared(form: FlaskForm) -> int:
    with acting() as work:
        return _prepare(work, form)


def _cells(work: Work, order_id: int) -> list[tuple[str, ...]]:
    made = fund_queries.order(work.session, work.place, order_id)
    return [
        (
            str(line.id),
            agreement.holder,
            work.keyring.unseal(agreement.account_sealed),
            lease.number,
            f"{made.month:%Y-%m}",
            yuan(Fen(line.fen)),
        )
        for line, agreement, lease in fund_queries.told_lines(work.session, order_id)
    ]


def _settle(work: Work, form: FlaskForm, order_id: int) -> object:
    short = {}
    for line in (each.strip() for each in (form.short.data or "").splitlines()):
        found = _SHORT.fullmatch(line)
        if line and found is None:
            raise BadInput(
                f"未足额的行：“{line}”看不懂，请按“行号 实划金额”填写"
                f" / short lines: “{line}” is not a line number and an amount"
            )
        if found:
            short[int(found[1])] = int(Decimal(found[2]) * 100)
    return service.settle_order(work, order_id, short, on=form.on.data, answer=form.answer.data)


ORDER_DEEDS = (
    Deed(
        "settle",
        Permission.KEEP_RENT,
        SettleForm,
        _settle,
        _l("划转结果已登记，各租约已入账。"),
        _l("登记划转结果"),
        _l("没有列出的行按足额划转入账；合计到账后在银行流水中核销。"),
    ),
    Deed(
        "drop",
        Permission.KEEP_RENT,
        TokenForm,
        lambda w, _f, order_id: service.drop_order(w, order_id),
        _l("指令已作废。"),
        _l("作废指令"),
        is_grave=True,
    ),
)


def _order_page(filled: FlaskForm | None, order_id: int) -> ResponseReturnValue:
    with reading() as session:
        made = fund_queries.order(session, signed_in_actor().place, order_id)
        rows = fund_queries.told_lines(session, order_id)
    forms = {"forms": forms_of(ORDER_DEEDS, filled), "acts": {e.name: e for e in ORDER_DEEDS}}
    facts = {"made": made, "rows": rows, "states": ORDER_STATES, "refused": filled}
    page = render_template("payments/order.html", token=TokenForm(formdata=None), **facts, **forms)
    return page, status_of(filled)


add_deeds(fund, "/desk/fund-orders/<int:order_id>", ORDER_DEEDS, _order_page, "order")
PREPARE = Deed("prepare", Permission.KEEP_RENT, MonthForm, _prepare, _l("划转指令已编制。"))
offer_deeds(fund, "/desk/fund-orders", [PREPARE])
