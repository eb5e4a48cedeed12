"""What the JSON interface says about letters and takes about their deliveries."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from housing.letters.kinds import LetterKind
from housing.letters.models import Channel
from housing.letters.states import DeliveryState


class DeliverySchema(Schema):
    """One delivery of a letter; `key` is the same at every attempt."""

    id = fields.Integer(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    state = fields.Enum(DeliveryState, by_value=True, required=True)
    via = fields.String(required=True)
    attempts = fields.Integer(required=True)
    due_at = fields.AwareDateTime(required=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)
    last_fault = fields.String(required=True)


class LetterSchema(Schema):
    """One letter in a list."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    kind = fields.Enum(LetterKind, by_value=True, required=True)
    case_kind = fields.String(required=True)
    case_number = fields.String(required=True)
    day = fields.Date(required=True)
    made_at = fields.AwareDateTime(required=True)
    text_sha256 = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)
    deliveries = fields.List(fields.Nested(DeliverySchema), required=True)


class WholeLetterSchema(LetterSchema):
    """One letter with its text, exactly as it was sent."""

    text = fields.String(required=True)


class LettersArguments(Schema):
    """Which letters: those of one case, those before row id `before`, at most `rows`."""

    case = fields.String(load_default="", validate=Length(max=40))
    before = fields.Integer(load_default=None, allow_none=True, validate=Range(1, 2_000_000_000))
    rows = fields.Integer(load_default=50, validate=Range(1, 200))


class LettersSchema(Schema):
    """Letters, newest first; `before` of the next page, null at the end."""

    items = fields.List(fields.Nested(LetterSchema), required=True)
    before = fields.Integer(required=True, allow_none=True)


class NoteSchema(Schema):
    """Why a letter is sent again, or how it was handed over."""

    note = fields.String(required=True, validate=Length(1, 500))
