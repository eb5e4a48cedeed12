"""JSON interface of accounts and sheets of banks, of refunds, and of orders to the fund."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage

from housing.core.access.permissions import Permission
from housing.payments import fund_queries, queries, service
from housing.payments.fund_models import FundOrder
from housing.payments.importing import Taken
from housing.payments.models import BankAccount, BankLine, BankSheet, Refund
from housing.payments.schemas import (
    BankAccountSchema,
    BankLineSchema,
    BankSheetSchema,
    FundOrderSchema,
    OrderLineSchema,
    RefundsArguments,
    RefundSchema,
    SheetFileSchema,
    TakenSchema,
)
from housing.payments.states import RefundState
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("money", __name__, description="银行流水、退款、公积金划转 / banks and refunds")
P = Permission


@guards.requires(P.KEEP_RENT)
@api.route("/bank-accounts")
@api.response(200, BankAccountSchema(many=True))
def accounts() -> Sequence[BankAccount]:
    """Return the accounts that rent is paid into."""
    with reading() as session:
        return queries.bank_accounts(session, signed_in_actor().place)


@guards.requires(P.KEEP_RENT)
@api.route("/bank-sheets")
@api.response(200, BankSheetSchema(many=True))
def sheets() -> Sequence[BankSheet]:
    """Return the last sheets that were taken, the newest first."""
    with reading() as session:
        return queries.sheets(session, signed_in_actor().place)


@guards.requires(P.KEEP_RENT)
@api.route("/bank-accounts/<int:account_id>/sheets", methods=["POST"])
@api.arguments(SheetFileSchema, location="files")
@api.response(200, TakenSchema)
def take(files: dict[str, FileStorage], account_id: int) -> Taken:
    """Take a sheet of a bank as multipart/form-data; one taken before changes nothing."""
    sent = files["file"]
    with acting() as work:
        return service.take_sheet(work, account_id, sent.filename or "", sent.read())


@guards.requires(P.KEEP_RENT)
@api.route("/bank-lines/<int:line_id>")
@api.response(200, BankLineSchema)
def line(line_id: int) -> BankLine:
    """Return one line of a sheet."""
    with reading() as session:
        return queries.line(session, signed_in_actor().place, line_id)


@guards.requires(P.SEE_LEDGER)
@api.route("/refunds")
@api.arguments(RefundsArguments, location="query")
@api.response(200, page_of(RefundSchema))
def refunds(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of refunds, the newest first."""
    place = signed_in_actor().place
    state = RefundState(asked["state"]) if asked["state"] else None
    with reading() as session:
        paging = paging_of(asked, queries.count_refunds(session, place, state))
        found = queries.refunds(session, place, state, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(P.SEE_LEDGER)
@api.route("/refunds/<int:refund_id>")
@api.response(200, RefundSchema)
def refund(refund_id: int) -> Refund:
    """Return one refund."""
    with reading() as session:
        return queries.refund(session, signed_in_actor().place, refund_id)


@guards.requires(P.KEEP_RENT)
@api.route("/fund-orders")
@api.response(200, FundOrderSchema(many=True))
def orders() -> Sequence[FundOrder]:
    """Return the last orders to the provident fund, the newest first."""
    with reading() as session:
        return fund_queries.orders(session, signed_in_actor().place)


@guards.requires(P.KEEP_RENT)
@api.route("/fund-orders/<int:order_id>/lines")
@api.response(200, OrderLineSchema(many=True))
def order_lines(order_id: int) -> Sequence[object]:
    """Return the lines of an order by lease: what is asked for, and what the fund paid."""
    with reading() as session:
        made = fund_queries.order(session, signed_in_actor().place, order_id)
        return fund_queries.order_lines(session, made.id)
