"""The JSON of own stock."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from housing.own_stock.words import Outlet, OwnerKind
from housing.web.addresses import MOST_ROWS_EVER


class OwnStockSchema(Schema):
    """The stock of one owner, and what is left over in it."""

    id = fields.Integer(required=True)
    owner = fields.String(required=True)
    kind = fields.Enum(OwnerKind, by_value=True, required=True)
    serves = fields.String(required=True)
    first_until = fields.Date(required=True, allow_none=True)
    document = fields.String(required=True)
    opened_on = fields.Date(required=True)
    surplus_since = fields.Date(required=True, allow_none=True)
    surplus_round = fields.String(required=True)
    surplus_due_on = fields.Date(required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)


class OwnStocksSchema(Schema):
    """The owners of a place, the running ones first."""

    items = fields.List(fields.Nested(OwnStockSchema), required=True)


class TransferSchema(Schema):
    """Which flats (ids) go where, and why; `receiver` only with the outlet `employer`."""

    units = fields.List(
        fields.Integer(validate=Range(1, MOST_ROWS_EVER)), required=True, validate=Length(1, 10_000)
    )
    outlet = fields.Enum(Outlet, by_value=True, required=True)
    receiver = fields.String(load_default="", validate=Length(max=128))
    reason = fields.String(required=True, validate=Length(1, 2000))
    document = fields.String(required=True, validate=Length(1, 200))


class TransferredSchema(Schema):
    """A transfer that was made; `units` are codes."""

    id = fields.Integer(required=True)
    stock_id = fields.Integer(required=True)
    outlet = fields.Enum(Outlet, by_value=True, required=True)
    receiver = fields.String(required=True)
    units = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)
    document = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)
    transferred_on = fields.Date(required=True)
