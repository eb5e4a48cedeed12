"""The JSON of rounds for officers and programs; rents and names are not in it."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from housing.households.words import Group
from housing.rounds.clusters import ClusterKind
from housing.rounds.states import FilingState, RoundState

_REASON = Length(1, 2000)
_DOCUMENT = Length(1, 256)


class RoundSchema(Schema):
    """A round: whose it is, where it stands, what it rests on, its fingerprints."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    audience = fields.String(required=True)
    state = fields.Enum(RoundState, by_value=True, required=True)
    mechanism = fields.String(required=True)
    approval_document = fields.String(required=True)
    predecessor_id = fields.Integer(required=True, allow_none=True)
    plan_sha256 = fields.String(required=True, allow_none=True)
    roll_sha256 = fields.String(required=True, allow_none=True)
    order_sha256 = fields.String(required=True, allow_none=True)
    allocation_sha256 = fields.String(required=True, allow_none=True)
    publicity_until = fields.Date(required=True, allow_none=True)
    order_notice = fields.String(required=True, allow_none=True)
    published_at = fields.DateTime(required=True, allow_none=True)
    annulled_at = fields.DateTime(required=True, allow_none=True)


class HindrancesSchema(Schema):
    """What stands against the freeze of the roll, one bilingual sentence each."""

    hindrances = fields.List(fields.String(), required=True)


class CountSchema(Schema):
    """How many households an office counted for a street; without a group, for all of them."""

    source = fields.String(required=True, validate=Length(1, 64))
    street = fields.String(required=True, validate=Length(1, 64))
    group = fields.Enum(Group, by_value=True, allow_none=True, load_default=None)
    counted = fields.Integer(required=True, strict=True, validate=Range(0, 10_000_000))


class ClusterSchema(Schema):
    """Households among the housed that have something in common, and who cleared it."""

    key = fields.String(required=True)
    kind = fields.Enum(ClusterKind, by_value=True, required=True)
    about = fields.String(required=True)
    households = fields.Integer(required=True)
    expected = fields.Integer(required=True, allow_none=True)
    cleared_by = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)


class ClearSchema(Schema):
    """What was found about a cluster."""

    key = fields.String(required=True, validate=Length(64, 64))
    reason = fields.String(required=True, validate=_REASON)


class FilingSchema(Schema):
    """What an owner sent to the county, and what the county said; rents in fen per m² and month."""

    number = fields.Integer(required=True)
    state = fields.Enum(FilingState, by_value=True, required=True)
    occupants = fields.Integer(required=True)
    units = fields.Integer(required=True)
    rent_least = fields.Integer(required=True)
    rent_most = fields.Integer(required=True)
    document = fields.String(required=True)
    due_on = fields.Date(required=True)
    reasons = fields.String(required=True)
