"""What the JSON interface says about offices."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from housing.core.access.offices import OfficeKind
from housing.web.api import PageArguments


class OfficeSchema(Schema):
    """One office; `closed_on` is the first day without it, `parent` a community's street office."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    kind = fields.String(required=True, validate=OneOf([kind.value for kind in OfficeKind]))
    name = fields.String(required=True)
    place = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)
    street = fields.String(required=True)
    phone = fields.String(required=True)
    email = fields.String(required=True)
    opened_on = fields.Date(required=True)
    closed_on = fields.Date(required=True, allow_none=True)


class OfficeListArguments(PageArguments):
    """Which offices; without `closed` only those that are open today."""

    kind = fields.String(validate=OneOf([kind.value for kind in OfficeKind]), load_default=None)
    closed = fields.Boolean(load_default=False)
