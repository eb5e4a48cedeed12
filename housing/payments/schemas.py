"""What the JSON interface says and takes about payments; money is fen."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.payments.words import Channel, LineFate
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


class PaymentSchema(Schema):
    """A payment that is taken."""

    fen = fields.Integer(required=True, validate=Range(1, 1_000_000_000))
    on = fields.Date(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    reference = fields.String(required=True, validate=_REFERENCE)
    payer = fields.String(load_default="", validate=Length(max=64))
    deposit = fields.Boolean(load_default=False)


class ReversalSchema(Schema):
    """Why a payment is undone."""

    reason = fields.String(required=True, validate=Length(1, 500))
    document = fields.String(load_default="", validate=Length(max=200))


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


class MatchSchema(Schema):
    """The lease that a waiting line belongs to."""

    number = fields.String(required=True, validate=Length(1, 32))
    deposit = fields.Boolean(load_default=False)
    note = fields.String(load_default="", validate=Length(max=200))
