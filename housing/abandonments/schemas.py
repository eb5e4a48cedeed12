"""The JSON of abandonments."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.abandonments.page_words import LISTS
from housing.abandonments.states import AbandonmentState
from housing.abandonments.words import AbandonmentCase
from housing.web.api import PageArguments

_TEXT = Length(1, 2000)


class AbandonmentsArguments(PageArguments):
    """Which list: reported, frozen, or all."""

    which = fields.String(
        data_key="only",
        load_default="reported",
        validate=OneOf([key for key, _words in LISTS]),
    )


class AbandonmentSchema(Schema):
    """A report, what the household says, what was decided, and the freeze that followed."""

    id = fields.Integer(required=True)
    entry_id = fields.Integer(required=True)
    entry_number = fields.String(required=True)
    round_code = fields.String(required=True)
    kind = fields.Enum(AbandonmentCase, by_value=True, required=True, data_key="case")
    happened_on = fields.Date(required=True)
    reason = fields.String(required=True)
    document = fields.String(required=True)
    reported_by = fields.String(required=True)
    reported_on = fields.Date(required=True)
    statement_until = fields.Date(required=True)
    statement = fields.String(required=True)
    state = fields.Enum(AbandonmentState, by_value=True, required=True)
    excuse = fields.String(required=True)
    decided_by = fields.String(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    reasons = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)
    frozen_until = fields.Date(required=True, allow_none=True)
    must_reapply = fields.Boolean(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    reversed_on = fields.Date(required=True, allow_none=True)
    reversal = fields.String(required=True)


class ReportSchema(Schema):
    """Who gave up what, when, and what shows it."""

    number = fields.String(required=True, validate=Length(1, 32))
    kind = fields.Enum(AbandonmentCase, by_value=True, required=True, data_key="case")
    happened_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=_TEXT)
    document = fields.String(required=True, validate=Length(1, 200))


class StatementSchema(Schema):
    """What the household says."""

    statement = fields.String(required=True, validate=_TEXT)


class ReasonsSchema(Schema):
    """Why it was decided so."""

    reasons = fields.String(required=True, validate=_TEXT)


class ExcuseSchema(ReasonsSchema):
    """Which ground of the county's rule was accepted, by its key."""

    ground = fields.String(required=True, validate=Length(1, 64))
