"""The JSON of the stock. Areas are hundredths of m², rents fen per m² and month."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.units.service import BY_HAND
from housing.units.states import UnitAct, UnitState
from housing.web.api import PageArguments

_WORD = Length(max=128)


class UnitsArguments(PageArguments):
    """What the list is narrowed to; an empty text means everything."""

    project = fields.String(load_default="", validate=_WORD)
    unit_class = fields.String(data_key="class", load_default="", validate=_WORD)
    state = fields.String(load_default="", validate=OneOf(["", *UnitState]))
    words = fields.String(load_default="", validate=_WORD)
    owner = fields.String(load_default="", validate=_WORD)
    accessible = fields.Boolean(load_default=False)


class UnitSchema(Schema):
    """One unit; `keeper` is whose people come first, empty for the common stock."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    project_code = fields.String(required=True)
    building = fields.String(required=True)
    entrance = fields.String(required=True)
    room = fields.String(required=True)
    floor = fields.Integer(required=True)
    floors = fields.Integer(required=True)
    layout = fields.String(required=True)
    area = fields.Integer(required=True)
    usable_area = fields.Integer(required=True, allow_none=True)
    orientation = fields.String(required=True)
    facilities = fields.String(required=True)
    accessible = fields.Boolean(required=True)
    accessible_features = fields.String(required=True)
    lift = fields.Boolean(required=True)
    owner = fields.String(required=True)
    keeper = fields.String(required=True)
    certificate = fields.String(required=True)
    completed_on = fields.Date(required=True)
    rent_fen = fields.Integer(required=True)
    rent_document = fields.String(required=True)
    state = fields.Enum(UnitState, by_value=True, required=True)
    unit_class = fields.String(required=True)
    round_code = fields.String(required=True, allow_none=True)


class SpellSchema(Schema):
    """How long a unit was in one state, and why it came into it."""

    state = fields.Enum(UnitState, by_value=True, required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    round_code = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    document = fields.String(required=True)


class HistorySchema(Schema):
    """The spells of a unit, the newest first."""

    items = fields.List(fields.Nested(SpellSchema), required=True)


class ActSchema(Schema):
    """What is done to a unit by hand, and why."""

    act = fields.Enum(UnitAct, by_value=True, required=True, validate=OneOf(BY_HAND))
    reason = fields.String(required=True, validate=Length(1, 2000))
    document = fields.String(load_default="", validate=Length(max=200))
