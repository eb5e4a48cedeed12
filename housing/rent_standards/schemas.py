"""What the interface of rent standards sends."""

from marshmallow import Schema, fields


class StandardSchema(Schema):
    """One standard of a place on a day; `value` is a number or a table as the county set it."""

    parameter = fields.String(attribute="parameter.name")
    unit = fields.String(attribute="parameter.unit")
    value = fields.Raw(attribute="value.value", allow_none=True)
    in_force_from = fields.Date(attribute="value.in_force_from", allow_none=True)
    provisional = fields.Boolean(attribute="value.provisional", allow_none=True)
    authority = fields.String(attribute="approval.authority", allow_none=True)
    document = fields.String(attribute="approval.document", allow_none=True)
    approved_on = fields.Date(attribute="approval.approved_on", allow_none=True)
    published_on = fields.Date(attribute="published.published_on", allow_none=True)
    review_on = fields.Date(allow_none=True)
