"""The JSON of offers and re-offers."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.offers.queries import ONLY
from housing.offers.states import OfferState
from housing.web.api import PageArguments

_REASON, _PAPER = Length(1, 500), Length(1, 200)


class OffersArguments(PageArguments):
    """Which list: all, pending, due, late, signed (without keys) or ended."""

    which = fields.String(data_key="only", load_default="", validate=OneOf(ONLY))


class OfferSchema(Schema):
    """One flat offered to one household; `answer_by` is the last day to sign."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    round_code = fields.String(required=True)
    reoffer = fields.Integer(required=True)
    unit_code = fields.String(required=True)
    unit_class = fields.String(required=True)
    state = fields.Enum(OfferState, by_value=True, required=True)
    made_on = fields.Date(required=True)
    answer_by = fields.Date(required=True)
    provisional = fields.Boolean(required=True)
    accepted_on = fields.Date(required=True, allow_none=True)
    signed_on = fields.Date(required=True, allow_none=True)
    contract_document = fields.String(required=True)
    keys_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    end_reason = fields.String(required=True)


class OwnDeclineSchema(Schema):
    """Why a household gives up the flat that it was offered."""

    reason = fields.String(required=True, validate=_REASON)


class ExtensionSchema(Schema):
    """A later last day, by decision."""

    until = fields.Date(required=True)
    reason = fields.String(required=True, validate=_REASON)
    document = fields.String(required=True, validate=_PAPER)


class ReasonSchema(Schema):
    """Why, and on which paper."""

    reason = fields.String(required=True, validate=_REASON)
    document = fields.String(required=True, validate=_PAPER)


class AssignmentSchema(Schema):
    """A flat that came free and the household of the roll that it went to."""

    household = fields.String(required=True)
    stage = fields.Integer(required=True)
    unit_class = fields.String(required=True, data_key="class", attribute="class")
    unit = fields.String(required=True)


class ReofferSchema(Schema):
    """What came free at one time, and where it went; `to_stock`: nobody could live there."""

    number = fields.Integer(required=True)
    made_at = fields.AwareDateTime(required=True)
    units = fields.List(fields.String(), required=True)
    assignments = fields.List(fields.Nested(AssignmentSchema), required=True)
    to_stock = fields.List(fields.String(), required=True)
