"""The JSON of dated values and amendments; money is fen, areas are hundredths of m²."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.policies.states import AmendmentState
from housing.web.api import PageArguments

_TEXT = Length(1, 2000)


class ValueSchema(Schema):
    """One value in force; `from` and `to` are its first and last day."""

    parameter = fields.String(required=True)
    value = fields.Raw(required=True)
    unit = fields.String(required=True)
    place = fields.String(required=True)
    first_day = fields.Date(required=True, attribute="in_force_from", data_key="from")
    last_day = fields.Date(required=True, attribute="in_force_to", data_key="to", allow_none=True)
    basis = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)
    source = fields.String(required=True)
    provisional = fields.Boolean(required=True)


class NeededSchema(Schema):
    """A parameter that a place needs; `value` is null where nobody has set it."""

    name = fields.String(required=True, attribute="parameter.name")
    title = fields.String(required=True, attribute="parameter.title")
    unit = fields.String(required=True, attribute="parameter.unit")
    set_by = fields.String(required=True, attribute="parameter.set_by")
    rules = fields.List(fields.String(), required=True)
    value = fields.Nested(ValueSchema, required=True, allow_none=True)


class ValuesArguments(PageArguments):
    """Which day; `only` is missing or provisional."""

    day = fields.Date()
    q = fields.String(load_default="", validate=Length(max=100))
    which = fields.String(
        data_key="only", load_default="", validate=OneOf(["", "missing", "provisional"])
    )


class ProposalSchema(Schema):
    """A new value, written as an officer writes it: yuan, m², days, or a table as JSON text."""

    value = fields.String(required=True, validate=Length(1, 20000))
    first_day = fields.Date(required=True)
    document = fields.String(required=True, validate=Length(1, 200))
    source = fields.String(load_default="", validate=Length(max=2000))


class RefusalSchema(Schema):
    """Why an amendment is refused."""

    reason = fields.String(required=True, validate=_TEXT)


class AmendmentSchema(Schema):
    """An amendment and where it stands."""

    id = fields.Integer(required=True)
    place = fields.String(required=True)
    parameter = fields.String(required=True)
    value = fields.Raw(required=True)
    first_day = fields.Date(required=True)
    document = fields.String(required=True)
    source = fields.String(required=True)
    state = fields.Enum(AmendmentState, by_value=True, required=True)
    proposed_by = fields.String(required=True)
    proposed_at = fields.AwareDateTime(required=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.String(required=True)
