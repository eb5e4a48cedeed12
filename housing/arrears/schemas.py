"""What the JSON interface says about arrears; money is fen."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from housing.arrears.states import ArrearsAct, ArrearsState
from housing.web.api import PageArguments

_STATES = ["", *(each.value for each in ArrearsState)]


class ArrearsArguments(PageArguments):
    """Which cases: of one state, or that owe at least so many months."""

    state = fields.String(load_default="", validate=OneOf(_STATES))
    months = fields.Integer(load_default=0, validate=Range(0, 600))


class StepSchema(Schema):
    """One thing done in a case."""

    act = fields.Enum(ArrearsAct, by_value=True, required=True)
    on = fields.Date(required=True)
    owed_fen = fields.Integer(required=True)
    months = fields.Integer(required=True)
    note = fields.String(required=True)
    document = fields.String(required=True)


class ArrearsSchema(Schema):
    """One case of rent that is owed."""

    id = fields.Integer(required=True)
    lease_id = fields.Integer(required=True)
    lease_number = fields.String(required=True)
    state = fields.Enum(ArrearsState, by_value=True, required=True)
    owed_fen = fields.Integer(required=True)
    oldest = fields.String(required=True)
    months = fields.Integer(required=True)
    opened_on = fields.Date(required=True)
    settled_on = fields.Date(required=True, allow_none=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
