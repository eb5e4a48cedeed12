"""The JSON of exchanges."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.exchanges.forms import MOST_JOINED
from housing.exchanges.queries import ONLY
from housing.exchanges.states import ExchangeState
from housing.exchanges.words import Origin, Reason, WishState
from housing.web.api import PageArguments

_TEXT = Length(1, 2000)


class ExchangesArguments(PageArguments):
    """Which list."""

    which = fields.String(data_key="only", load_default="open", validate=OneOf(ONLY))


class MemberSchema(Schema):
    """One household of an exchange: its lease, what it leaves and gets, and who agreed."""

    lease_id = fields.Integer(required=True)
    lease_number = fields.String(required=True)
    unit_from = fields.Integer(required=True)
    unit_to = fields.Integer(required=True)
    by_county = fields.Boolean(required=True)
    owner = fields.String(required=True)
    consented_on = fields.Date(required=True, allow_none=True)
    owner_consented_on = fields.Date(required=True, allow_none=True)
    successor_id = fields.Integer(required=True, allow_none=True)


class ExchangeSchema(Schema):
    """An exchange with its members in their turn."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    origin = fields.Enum(Origin, by_value=True, required=True)
    state = fields.Enum(ExchangeState, by_value=True, required=True)
    needs_approval = fields.Boolean(required=True)
    needs_filing = fields.Boolean(required=True)
    opened_on = fields.Date(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    reasons = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)
    executed_on = fields.Date(required=True, allow_none=True)
    filed_on = fields.Date(required=True, allow_none=True)
    filing_number = fields.String(required=True)
    members = fields.List(fields.Nested(MemberSchema), required=True)


class ConditionSchema(Schema):
    """What a flat must be; what is left out may be anything."""

    project = fields.String(validate=Length(1, 32))
    layout = fields.String(validate=Length(1, 32))
    floor_from = fields.Integer(validate=Range(1, 99))
    floor_to = fields.Integer(validate=Range(1, 99))
    lift = fields.Boolean()
    accessible = fields.Boolean()


class WishSchema(Schema):
    """What a tenant wants, from the best rank on, or with whom it was agreed to swap."""

    reason = fields.Enum(Reason, by_value=True, required=True)
    detail = fields.String(required=True, validate=_TEXT)
    document = fields.String(load_default="", validate=Length(0, 200))
    needs_access = fields.Boolean(load_default=False)
    needs_size = fields.Boolean(load_default=False)
    partner = fields.String(load_default="", validate=Length(0, 32))
    ranks = fields.List(fields.List(fields.Nested(ConditionSchema)), load_default=list)


class WishAnswerSchema(Schema):
    """A wish as it is kept."""

    id = fields.Integer(required=True)
    lease_id = fields.Integer(required=True)
    state = fields.Enum(WishState, by_value=True, required=True)
    made_on = fields.Date(required=True)


class KeptWishSchema(WishAnswerSchema):
    """A wish with what it asks for."""

    reason = fields.Enum(Reason, by_value=True, required=True)
    needs_access = fields.Boolean(required=True)
    needs_size = fields.Boolean(required=True)
    partner_lease_id = fields.Integer(required=True, allow_none=True)
    ranks = fields.List(fields.List(fields.Dict()), required=True)


class OwnExchangeSchema(Schema):
    """What a tenant wished, and what came of it."""

    wishes = fields.List(fields.Nested(KeptWishSchema), required=True)
    exchanges = fields.List(fields.Nested(ExchangeSchema), required=True)


class SearchArguments(Schema):
    """How many households one cycle may have at most; none: as many as the county allows."""

    longest = fields.Integer(load_default=None, allow_none=True, validate=Range(2, MOST_JOINED))


class SearchSchema(Schema):
    """What a search found: cycles of leases, and the hashes of its problem and plan."""

    id = fields.Integer(required=True)
    number = fields.Integer(required=True)
    households = fields.Integer(required=True)
    moves = fields.Integer(required=True)
    pair_moves = fields.Integer(required=True)
    is_proven = fields.Boolean(required=True)
    cycles = fields.List(fields.List(fields.Integer()), required=True)
    problem_sha256 = fields.String(required=True)
    plan_sha256 = fields.String(required=True)
    used_on = fields.Date(required=True, allow_none=True)


class ConsentSchema(Schema):
    """The paper that was signed; empty where the tenant agrees by itself."""

    document = fields.String(load_default="", validate=Length(0, 200))


class ReasonSchema(Schema):
    """Why."""

    reason = fields.String(required=True, validate=_TEXT)
