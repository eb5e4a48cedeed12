"""The JSON of a hall: masked, as the screen on its wall shows it."""

from marshmallow import Schema, fields

from housing.picking.states import PickOutcome


class TurnSchema(Schema):
    """One turn: masked name and number, the told time, and what came of it."""

    turn = fields.Integer(required=True)
    position = fields.Integer(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    outcome = fields.Enum(PickOutcome, by_value=True, required=True, allow_none=True)
    unit_code = fields.String(required=True, allow_none=True)


class ClassLeftSchema(Schema):
    """How many flats of a class the household whose turn it is may choose."""

    unit_class = fields.String(required=True)
    units = fields.Integer(required=True)


class HallSchema(Schema):
    """A hall between two turns; `now` is null before it opens and after the last turn."""

    round_code = fields.String(required=True, attribute="held.round_code")
    hall = fields.String(required=True, attribute="held.hall")
    starts_on = fields.Date(required=True, attribute="held.starts_on")
    opened_at = fields.AwareDateTime(required=True, allow_none=True, attribute="held.opened_at")
    ended_at = fields.AwareDateTime(required=True, allow_none=True, attribute="held.ended_at")
    turns = fields.Integer(required=True)
    had = fields.Integer(required=True)
    now = fields.Nested(TurnSchema, required=True, allow_none=True, attribute="line")
    coming = fields.List(fields.Nested(TurnSchema), required=True)
    done = fields.List(fields.Nested(TurnSchema), required=True)
    left = fields.List(fields.Nested(ClassLeftSchema), required=True, attribute="classes_left")
