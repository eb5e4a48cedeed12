"""The JSON of confirmations."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.confirmations import queries
from housing.confirmations.states import ConfirmationState
from housing.confirmations.words import BY_HAND, How, TryChannel, TryResult, Wish
from housing.web.api import PageArguments

_NOTE = Length(max=1000)


class ConfirmationsArguments(PageArguments):
    """Which questions: unreached, silent, leaving, asked or answered."""

    which = fields.String(
        data_key="only", load_default="unreached", validate=OneOf(sorted(queries.LISTS))
    )


class ConfirmationSchema(Schema):
    """One question to one household, and its answer."""

    id = fields.Integer(required=True)
    entry_id = fields.Integer(required=True)
    number = fields.String(required=True)
    street = fields.String(required=True)
    state = fields.Enum(ConfirmationState, by_value=True, required=True)
    opened_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    grace_until = fields.Date(required=True)
    asked = fields.Integer(required=True)
    wish = fields.Enum(Wish, by_value=True, required=True, allow_none=True)
    how = fields.Enum(How, by_value=True, required=True, allow_none=True)
    answered_on = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True)


class OwnAnswerSchema(Schema):
    """A family's own answer."""

    wish = fields.Enum(Wish, by_value=True, required=True)
    note = fields.String(load_default="", validate=_NOTE)


class ToldSchema(Schema):
    """What a family told an officer: who answered, when, by which way."""

    wish = fields.Enum(Wish, by_value=True, required=True)
    note = fields.String(required=True, validate=Length(1, 1000))


class TrySchema(Schema):
    """A call or a visit that met nobody."""

    channel = fields.Enum(TryChannel, by_value=True, required=True, validate=OneOf(list(BY_HAND)))
    note = fields.String(load_default="", validate=_NOTE)


class ContactTrySchema(Schema):
    """One attempt to reach a household."""

    id = fields.Integer(required=True)
    channel = fields.Enum(TryChannel, by_value=True, required=True)
    result = fields.Enum(TryResult, by_value=True, required=True)
    note = fields.String(required=True)
    made_by = fields.String(required=True)
    made_at = fields.DateTime(required=True)
