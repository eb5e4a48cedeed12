"""The JSON of repairs; money is fen."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.repairs.queries import ONLY
from housing.repairs.states import RepairState
from housing.repairs.words import Payer, Trouble
from housing.web.api import PageArguments

_TEXT = Length(1, 1000)


class RepairsArguments(PageArguments):
    """Which list: all, requested, late, assigned, done or over."""

    which = fields.String(data_key="only", load_default="", validate=OneOf(ONLY))


class RepairSchema(Schema):
    """One repair; `respond_by` is the last day of the answer."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    unit_code = fields.String(required=True)
    lease_id = fields.Integer(required=True, allow_none=True)
    trouble = fields.Enum(Trouble, by_value=True, required=True)
    urgent = fields.Boolean(required=True)
    description = fields.String(required=True)
    state = fields.Enum(RepairState, by_value=True, required=True)
    requested_on = fields.Date(required=True)
    respond_by = fields.Date(required=True)
    assigned_to = fields.String(required=True)
    visit_on = fields.Date(required=True, allow_none=True)
    done_on = fields.Date(required=True, allow_none=True)
    outcome = fields.String(required=True)
    cost_fen = fields.Integer(required=True)
    payer = fields.Enum(Payer, by_value=True, required=True)


class OwnRequestSchema(Schema):
    """What is broken in one's own flat."""

    trouble = fields.Enum(Trouble, by_value=True, required=True)
    description = fields.String(required=True, validate=_TEXT)
    urgent = fields.Boolean(load_default=False)


class RequestSchema(OwnRequestSchema):
    """What is broken in which flat."""

    unit_id = fields.Integer(required=True, strict=True, validate=Range(1, 2**31 - 1))


class UnitCostSchema(Schema):
    """What the repairs of one flat cost in a year."""

    unit_id = fields.Integer(required=True)
    unit_code = fields.String(required=True)
    repairs = fields.Integer(required=True)
    fen = fields.Integer(required=True)
