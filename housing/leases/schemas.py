"""The JSON of leases: what lists give, and what acts ask."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.leases.items import RECKONED, Item
from housing.leases.page_words import LISTS
from housing.leases.states import LeaseState
from housing.leases.words import ConditionPurpose, Ending, ItemState, LeaseKind, RentBasis
from housing.web.api import PageArguments

_REASON, _PAPER = Length(1, 500), Length(1, 200)
_WORDABLE = [item.value for item in Item if item not in RECKONED]


class LeasesArguments(PageArguments):
    """Which list, and what to look for in it."""

    which = fields.String(
        data_key="only", load_default="", validate=OneOf([name for name, _ in LISTS])
    )
    project = fields.String(load_default="", validate=Length(max=32))
    owner = fields.String(load_default="", validate=Length(max=128))
    text = fields.String(load_default="", validate=Length(max=64))


class LeaseSchema(Schema):
    """One lease; money in fen, `ends_on` is part of the term, `ended_on` the last day it ran."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    kind = fields.Enum(LeaseKind, by_value=True, required=True)
    state = fields.Enum(LeaseState, by_value=True, required=True)
    offer_id = fields.Integer(required=True, allow_none=True)
    previous_id = fields.Integer(required=True, allow_none=True)
    unit_id = fields.Integer(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    deposit_fen = fields.Integer(required=True)
    template = fields.String(required=True)
    clauses = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    signed_on = fields.Date(required=True, allow_none=True)
    contract_document = fields.String(required=True)
    contract_sha256 = fields.String(required=True)
    keys_on = fields.Date(required=True, allow_none=True)
    filed_on = fields.Date(required=True, allow_none=True)
    filing_number = fields.String(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    ending = fields.Enum(Ending, by_value=True, required=True, allow_none=True)
    end_reason = fields.String(required=True)


class RentTermSchema(Schema):
    """The rent from one day on; `to_on` is the last day, null while it holds."""

    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    basis = fields.Enum(RentBasis, by_value=True, required=True)
    rent_group = fields.String(required=True)
    monthly_fen = fields.Integer(required=True)
    standard = fields.String(required=True)
    reason = fields.String(required=True)


class FittingSchema(Schema):
    """One thing that was looked at."""

    item = fields.String(required=True, validate=Length(1, 60))
    state = fields.String(required=True, validate=OneOf([each.value for each in ItemState]))
    note = fields.String(load_default="", validate=Length(max=200))


class ConditionSchema(Schema):
    """The state of a flat; `meters` by name, as they read."""

    fittings = fields.List(
        fields.Nested(FittingSchema), required=True, data_key="items", validate=Length(1, 40)
    )
    meters = fields.Dict(
        keys=fields.String(validate=Length(1, 20)),
        values=fields.String(validate=Length(1, 40)),
        load_default=dict,
    )
    note = fields.String(load_default="", validate=Length(max=500))


class ConditionReportSchema(Schema):
    """A kept report."""

    purpose = fields.Enum(ConditionPurpose, by_value=True, required=True)
    on = fields.Date(required=True)
    fittings = fields.List(
        fields.Dict(), required=True, data_key="items", attribute="items", dump_only=True
    )
    meters = fields.Dict(required=True)
    note = fields.String(required=True)


class DraftSchema(Schema):
    """How long the lease of an offer is to be; from today where no day is given."""

    months = fields.Integer(required=True, validate=Range(1, 60))
    starts_on = fields.Date(load_default=None, allow_none=True)


class ClausesSchema(Schema):
    """Items of the contract that an officer may word, by their names."""

    clauses = fields.Dict(
        keys=fields.String(validate=OneOf(_WORDABLE)),
        values=fields.String(validate=Length(max=4000)),
        required=True,
    )


class OnlineSchema(Schema):
    """The hash of the contract that the tenant has read."""

    sha256 = fields.String(required=True, validate=Length(equal=64))


class FingerprintSchema(Schema):
    """The hash of the contract as it is printed now."""

    sha256 = fields.String(required=True)
