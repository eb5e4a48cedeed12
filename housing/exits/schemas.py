"""The JSON of exits."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.exits.page_words import LISTS
from housing.exits.states import ExitState, Trigger
from housing.exits.words import Judgment, Plaintiff, Served
from housing.web.addresses import MOST_ROWS_EVER
from housing.web.api import PageArguments

_TEXT = Length(1, 2000)
_PAPER = Length(1, 200)


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


class NewExitSchema(Schema):
    """Which lease, which case of the article, what was seen."""

    lease_id = fields.Integer(required=True, validate=Range(1, MOST_ROWS_EVER))
    trigger = fields.Enum(Trigger, by_value=True, required=True)
    reason = fields.String(required=True, validate=_TEXT)
    document = fields.String(load_default="", validate=Length(0, 200))


class ExitReasonsSchema(Schema):
    """Why it was decided so, one sentence each."""

    reasons = fields.List(fields.String(validate=_TEXT), required=True, validate=Length(1, 20))


class ServedSchema(Schema):
    """When and how a notice was delivered, and what shows it."""

    on = fields.Date(required=True)
    served = fields.Enum(Served, by_value=True, required=True)
    document = fields.String(required=True, validate=_PAPER)


class OwnDwellingSchema(Schema):
    """A dwelling that the household owns."""

    dwelling = fields.String(required=True, validate=_PAPER)
    habitable = fields.Boolean(required=True)
    document = fields.String(required=True, validate=_PAPER)


class LawsuitSchema(Schema):
    """Who sued where, when, under which number."""

    plaintiff = fields.Enum(Plaintiff, by_value=True, required=True)
    court = fields.String(required=True, validate=Length(1, 128))
    on = fields.Date(required=True)
    court_number = fields.String(load_default="", validate=Length(0, 64))


class JudgmentSchema(Schema):
    """What the court decided."""

    judgment = fields.Enum(Judgment, by_value=True, required=True)
    on = fields.Date(required=True)
    document = fields.String(required=True, validate=_PAPER)
    court_number = fields.String(load_default="", validate=Length(0, 64))
    enforcement = fields.String(load_default="", validate=Length(0, 500))
