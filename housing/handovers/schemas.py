"""The JSON of handovers; money is fen."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.handovers.page_words import BY_HAND
from housing.handovers.queries import ONLY
from housing.handovers.states import HandoverState
from housing.leases.conditions import Found, Item
from housing.leases.words import Ending
from housing.web.api import PageArguments

_TEXT, _PAPER = Length(1, 1000), Length(1, 200)


class HandoversArguments(PageArguments):
    """Which list: all, begun, inspected, settled, objected or closed."""

    which = fields.String(data_key="only", load_default="", validate=OneOf(ONLY))


class DeductionSchema(Schema):
    """One damage that the tenant pays."""

    item = fields.String(required=True, validate=Length(1, 60))
    fen = fields.Integer(required=True, strict=True, validate=Range(1, 10_000_000))
    reason = fields.String(required=True, validate=_PAPER)


class HandoverSchema(Schema):
    """One flat that comes back; of `refund_fen` and `owed_fen` at least one is 0."""

    id = fields.Integer(required=True)
    lease_id = fields.Integer(required=True)
    lease_number = fields.String(required=True)
    ending = fields.Enum(Ending, by_value=True, required=True)
    state = fields.Enum(HandoverState, by_value=True, required=True)
    begun_on = fields.Date(required=True)
    inspected_on = fields.Date(required=True, allow_none=True)
    deductions = fields.List(fields.Nested(DeductionSchema), required=True)
    last_day = fields.Date(required=True, allow_none=True)
    deposit_fen = fields.Integer(required=True)
    arrears_fen = fields.Integer(required=True)
    refund_fen = fields.Integer(required=True)
    owed_fen = fields.Integer(required=True)
    settled_on = fields.Date(required=True, allow_none=True)
    objected_on = fields.Date(required=True, allow_none=True)
    answered_on = fields.Date(required=True, allow_none=True)
    upheld = fields.Boolean(required=True)
    keys_on = fields.Date(required=True, allow_none=True)


class BeginSchema(Schema):
    """Why a tenant leaves of the own will, or that the tenant died."""

    ending = fields.String(required=True, validate=OneOf([each.value for each in BY_HAND]))
    reason = fields.String(required=True, validate=_TEXT)
    document = fields.String(load_default="", validate=Length(max=200))


class ItemSchema(Schema):
    """One thing that was looked at."""

    item = fields.String(required=True, validate=Length(1, 60))
    state = fields.String(required=True, validate=Length(1, 60))
    note = fields.String(load_default="", validate=Length(max=200))


class InspectSchema(Schema):
    """How the flat is on the way out; meters as they read."""

    items = fields.List(fields.Nested(ItemSchema), required=True, validate=Length(1, 60))
    meters = fields.Dict(
        keys=fields.String(validate=Length(1, 20)),
        values=fields.String(validate=Length(1, 40)),
        load_default=dict,
    )
    note = fields.String(load_default="", validate=Length(max=500))


def found_of(sent: dict[str, object]) -> Found:
    """Return what was sent as the report of a flat."""
    rows: list[dict[str, str]] = sent["items"]  # type: ignore[assignment]  # as the schema loads it
    meters: dict[str, str] = sent["meters"]  # type: ignore[assignment]
    items = tuple(Item(**row) for row in rows)
    return Found(items=items, meters=meters, note=str(sent["note"]))


class SettleSchema(Schema):
    """Up to which day rent runs, and what the tenant pays for."""

    last_day = fields.Date(required=True)
    deductions = fields.List(
        fields.Nested(DeductionSchema), load_default=list, validate=Length(max=60)
    )


class ObjectSchema(Schema):
    """What the tenant says against a settlement."""

    statement = fields.String(required=True, validate=_TEXT)
