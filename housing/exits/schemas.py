"""The JSON of exits."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from housing.exits.page_words import LISTS
from housing.exits.states import ExitState, Trigger
from housing.exits.words import Judgment
from housing.web.api import PageArguments


class ExitsArguments(PageArguments):
    """Which list."""

    which = fields.String(
        data_key="only", load_default="", validate=OneOf([key for key, _words in LISTS])
    )


class ExitSchema(Schema):
    """A case: trigger, decision, delivery, relocation, market rent, lawsuit, end."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    lease_id = fields.Integer(required=True, allow_none=True)
    household_id = fields.Integer(required=True)
    trigger = fields.Enum(Trigger, by_value=True, required=True)
    state = fields.Enum(ExitState, by_value=True, required=True)
    opened_on = fields.Date(required=True)
    opened_by = fields.String(required=True)
    reason = fields.String(required=True)
    document = fields.String(required=True)
    review_id = fields.Integer(required=True, allow_none=True)
    decision = fields.String(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decision_reason = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)
    delivered_on = fields.Date(required=True, allow_none=True)
    relocate_until = fields.Date(required=True, allow_none=True)
    market_from = fields.Date(required=True, allow_none=True)
    habitable = fields.Boolean(required=True, allow_none=True)
    sued_on = fields.Date(required=True, allow_none=True)
    court = fields.String(required=True)
    court_number = fields.String(required=True)
    judgment = fields.Enum(Judgment, by_value=True, required=True, allow_none=True)
    asked_on = fields.Date(required=True, allow_none=True)
    reviewed_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
