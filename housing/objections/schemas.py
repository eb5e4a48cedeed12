"""The JSON of objections; who objects leaves by it only where the register keeps who looked."""

from marshmallow import Schema, fields
from marshmallow.validate import Length

from housing.objections.rules import LEAST_TEXT, MOST_NAME, MOST_TEXT
from housing.objections.states import ObjectionState


class ObjectionFilingSchema(Schema):
    """An objection as it is filed; `notice` is the key in the notice's address."""

    notice = fields.String(required=True, validate=Length(16, 16))
    name = fields.String(required=True, validate=Length(1, MOST_NAME))
    contact = fields.String(required=True, validate=Length(4, 120))
    text = fields.String(required=True, validate=Length(LEAST_TEXT, MOST_TEXT))


class ObjectionReceiptSchema(Schema):
    """The receipt of an objection."""

    receipt = fields.String(required=True)
    due_on = fields.Date(required=True, attribute="objection.due_on")


class ObjectionStatusArguments(Schema):
    """What shows that it is one's own objection: the last four characters of the contact."""

    contact_tail = fields.String(required=True, validate=Length(4, 4))


class ObjectionStatusSchema(Schema):
    """What became of an objection."""

    state = fields.Enum(ObjectionState, by_value=True, required=True)
    filed_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    decided_at = fields.DateTime(required=True, allow_none=True)
    reason = fields.String(required=True)


class ObjectionDecisionSchema(Schema):
    """Upheld or not, and why."""

    upheld = fields.Boolean(required=True)
    reason = fields.String(required=True, validate=Length(1, 2000))


class ObjectionSchema(ObjectionStatusSchema):
    """An objection as officers list it."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    case_kind = fields.String(required=True)
    case_number = fields.String(required=True)


class ObjectorSchema(Schema):
    """Who objects, and how to reach them."""

    name = fields.String(required=True)
    contact = fields.String(required=True)
