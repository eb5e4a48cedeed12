"""The JSON of waitlist entries; scores are hundredths."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.households.words import Assistance
from housing.waitlist.page_words import LISTS
from housing.waitlist.states import EntryState
from housing.web.api import PageArguments

_REASON = Length(1, 2000)


class EntriesArguments(PageArguments):
    """Which list: everybody, cap, overdue, rescue or under_review."""

    which = fields.String(
        data_key="only", load_default="", validate=OneOf([key for key, _words in LISTS])
    )


class EntrySchema(Schema):
    """An entry: its place, what the place rests on, and the day by which the wait must be over."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    state = fields.Enum(EntryState, by_value=True, required=True)
    assistance = fields.Enum(Assistance, by_value=True, required=True)
    rescue = fields.Boolean(required=True)
    position = fields.Integer(required=True, allow_none=True)
    tier = fields.Integer(required=True, allow_none=True)
    score = fields.Integer(required=True, allow_none=True)
    points = fields.List(fields.List(fields.Raw()), required=True)
    registered_on = fields.Date(required=True)
    cap_on = fields.Date(required=True)
    cap_provisional = fields.Boolean(required=True)
    closed_on = fields.Date(required=True, allow_none=True)
    closing_reason = fields.String(required=True)


class PlaceInSchema(Schema):
    """A place in one queue, from 1, among so many; `wish` is the choice on the list, from 1."""

    name = fields.String(required=True)
    position = fields.Integer(required=True)
    households = fields.Integer(required=True)
    wish = fields.Integer(required=True, allow_none=True)


class MoveSchema(Schema):
    """A move: pairs of a cause and the places it moved by, whose sum is the move; up is negative.

    The positions are null where an entry came into the order or left it.
    """

    day = fields.Date(required=True)
    from_position = fields.Integer(required=True, allow_none=True)
    to_position = fields.Integer(required=True, allow_none=True)
    causes = fields.List(fields.List(fields.Raw()), required=True)


class SentenceSchema(Schema):
    """A sentence in Chinese and English, and the rules it rests on."""

    zh = fields.String(required=True)
    en = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)


class WhereSchema(Schema):
    """Where an entry stands, since when, why, and what would change it."""

    entry = fields.Nested(EntrySchema, required=True)
    reckoned_on = fields.Date(required=True, allow_none=True)
    county = fields.Nested(PlaceInSchema, required=True, allow_none=True)
    tier = fields.Nested(PlaceInSchema, required=True, allow_none=True)
    classes = fields.List(fields.Nested(PlaceInSchema), required=True)
    moves = fields.List(fields.Nested(MoveSchema), required=True)
    sentences = fields.List(fields.Nested(SentenceSchema), required=True)


class DayArguments(PageArguments):
    """Of which day; today by default."""

    day = fields.Date(load_default=None)


class LineOnSchema(Schema):
    """One place of a past order."""

    position = fields.Integer(required=True)
    entry_id = fields.Integer(required=True)
    number = fields.String(required=True)


class SubsidySchema(Schema):
    """The paper that grants the rental subsidy."""

    document = fields.String(required=True, validate=Length(1, 200))


class ReviewSchema(Schema):
    """Why a household that waits is reviewed."""

    reason = fields.String(required=True, validate=_REASON)
    document = fields.String(load_default="", validate=Length(max=200))


class KeepSchema(Schema):
    """Why an entry is kept."""

    reason = fields.String(required=True, validate=_REASON)


class CancellationSchema(Schema):
    """Why an entry is cancelled; `conditions` are ids of rules that are no longer met."""

    reasons = fields.List(fields.String(validate=_REASON), required=True, validate=Length(1, 20))
    conditions = fields.List(fields.String(validate=Length(1, 32)), load_default=list)


class AssistanceSchema(Schema):
    """The other form of assistance, on the household's paper."""

    assistance = fields.Enum(Assistance, by_value=True, required=True)
    reason = fields.String(required=True, validate=_REASON)
    document = fields.String(required=True, validate=Length(1, 200))


class OrderSchema(Schema):
    """A published order: how many, from when until when, what it cites, its fingerprint."""

    key = fields.String(required=True)
    day = fields.Date(required=True)
    entries = fields.Integer(required=True)
    cites = fields.List(fields.String(), required=True)
    sha256 = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
