"""What the JSON interface says and takes about payments; money is fen."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.payments.states import OrderState, RefundState
from housing.payments.words import Channel, LineFate, RefundSource
from housing.web.api import PageArguments

_REFERENCE = Length(1, 96)


class ReceiptSchema(Schema):
    """One payment for one lease."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    lease_id = fields.Integer(required=True)
    on = fields.Date(required=True)
    fen = fields.Integer(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    reference = fields.String(required=True)
    parts = fields.List(fields.List(fields.Raw()), required=True)
    reversed_on = fields.Date(required=True, allow_none=True)
    reversal = fields.String(required=True)


class LinesArguments(PageArguments):
    """Which lines of sheets."""

    fate = fields.String(load_default="waiting", validate=OneOf([each.value for each in LineFate]))


class BankLineSchema(Schema):
    """A line of a bank sheet; payer and remark are shown on its page only."""

    id = fields.Integer(required=True)
    bank_account_id = fields.Integer(required=True)
    serial = fields.String(required=True)
    on = fields.Date(required=True)
    fen = fields.Integer(required=True)
    fate = fields.Enum(LineFate, by_value=True, required=True)
    lease_id = fields.Integer(required=True, allow_none=True)


class BankAccountSchema(Schema):
    """An account that rent is paid into; of its number only the end is told."""

    id = fields.Integer(required=True)
    bank = fields.String(required=True)
    holder = fields.String(required=True)
    number_end = fields.String(required=True)
    owner = fields.String(required=True)


class BankSheetSchema(Schema):
    """One sheet of a bank: how many lines were new, known already, and matched."""

    id = fields.Integer(required=True)
    bank_account_id = fields.Integer(required=True)
    file_name = fields.String(required=True)
    sha256 = fields.String(required=True)
    added = fields.Integer(required=True)
    known = fields.Integer(required=True)
    outgoing = fields.Integer(required=True)
    matched = fields.Integer(required=True)
    fen = fields.Integer(required=True)
    taken_at = fields.DateTime(required=True)


class SheetFileSchema(Schema):
    """The sheet as the bank gives it, in a multipart/form-data request."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class TakenSchema(Schema):
    """What came of a sheet; `already`: it was taken before, and nothing has changed."""

    already = fields.Boolean(required=True)
    added = fields.Integer(required=True)
    known = fields.Integer(required=True)
    matched = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    outgoing = fields.Integer(required=True)


class RefundsArguments(PageArguments):
    """Which refunds: of one state, or all."""

    state = fields.String(
        load_default="", validate=OneOf(["", *(each.value for each in RefundState)])
    )


class RefundSchema(Schema):
    """One refund; of the account only the end is told."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    source = fields.Enum(RefundSource, by_value=True, required=True)
    state = fields.Enum(RefundState, by_value=True, required=True)
    lease_id = fields.Integer(required=True, allow_none=True)
    bank_line_id = fields.Integer(required=True, allow_none=True)
    fen = fields.Integer(required=True)
    account_end = fields.String(required=True)
    reason = fields.String(required=True)
    document = fields.String(required=True)
    proposed_on = fields.Date(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    decision = fields.String(required=True)
    paid_on = fields.Date(required=True, allow_none=True)


class FundOrderSchema(Schema):
    """The order of a month to the provident fund."""

    id = fields.Integer(required=True)
    month = fields.Date(required=True)
    state = fields.Enum(OrderState, by_value=True, required=True)
    lines_count = fields.Integer(required=True)
    total_fen = fields.Integer(required=True)
    sent_on = fields.Date(required=True, allow_none=True)
    settled_on = fields.Date(required=True, allow_none=True)


class OrderLineSchema(Schema):
    """One line of an order; `paid_fen` is none until the fund has answered."""

    id = fields.Integer(required=True)
    lease_id = fields.Integer(required=True)
    fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True, allow_none=True)
    answer = fields.String(required=True)
