"""What the JSON interface says about subsidies; money is fen, months are their first days."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from housing.subsidies.queries import ONLY
from housing.subsidies.states import EntitlementState, ListState
from housing.web.api import PageArguments


class SubsidiesArguments(PageArguments):
    """Which entitlements."""

    which = fields.String(load_default="", validate=OneOf(ONLY))


class AmountSchema(Schema):
    """What is paid a month from one month on, and how it was reckoned."""

    from_month = fields.Date(required=True)
    monthly_fen = fields.Integer(required=True)
    reckoning = fields.Dict(required=True)
    reason = fields.String(required=True)
    approved = fields.Boolean(required=True, allow_none=True)


class EntitlementSchema(Schema):
    """The claim of one household to the subsidy."""

    id = fields.Integer(required=True)
    entry_number = fields.String(required=True)
    state = fields.Enum(EntitlementState, by_value=True, required=True)
    from_month = fields.Date(required=True)
    until_month = fields.Date(required=True, allow_none=True)
    account_end = fields.String(required=True)
    amounts = fields.List(fields.Nested(AmountSchema), required=True)


class SubsidyListSchema(Schema):
    """One list of payments."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    month = fields.Date(required=True)
    state = fields.Enum(ListState, by_value=True, required=True)
    lines_count = fields.Integer(required=True)
    total_fen = fields.Integer(required=True)
    approved_on = fields.Date(required=True, allow_none=True)
    paid_on = fields.Date(required=True, allow_none=True)


class SubsidyLineSchema(Schema):
    """What one household is paid by a list; of the account only the end is told."""

    id = fields.Integer(required=True)
    entitlement_id = fields.Integer(required=True)
    fen = fields.Integer(required=True)
    withheld_fen = fields.Integer(required=True)
    months = fields.List(fields.List(fields.Raw()), required=True)
    account_end = fields.String(required=True)
    returned_on = fields.Date(required=True, allow_none=True)


class ToReckonSchema(Schema):
    """An entry whose subsidy nobody has reckoned yet."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    closed_on = fields.Date(required=True, allow_none=True)
