"""The JSON of visits; meters are hundredths of the meter's unit."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.inspections.queries import ONLY
from housing.inspections.states import InspectionState
from housing.inspections.words import Answered, Finding, Meter, NextStep, Purpose
from housing.web.api import PageArguments


class InspectionsArguments(PageArguments):
    """Which list: today, planned, late, made or all."""

    which = fields.String(data_key="only", load_default="today", validate=OneOf(ONLY))


class FindingSchema(Schema):
    """One thing that was found, and what follows."""

    kind = fields.Enum(Finding, by_value=True, required=True)
    detail = fields.String(required=True, validate=Length(1, 500))
    next_step = fields.Enum(NextStep, by_value=True, load_default=NextStep.NONE)


class KeptFindingSchema(FindingSchema):
    """A finding with the case that took it up, empty while none has."""

    id = fields.Integer(required=True)
    taken_up = fields.String(required=True)


class InspectionSchema(Schema):
    """One visit."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    lease_id = fields.Integer(required=True)
    lease_number = fields.String(required=True)
    unit_code = fields.String(required=True)
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    why = fields.String(required=True)
    state = fields.Enum(InspectionState, by_value=True, required=True)
    planned_on = fields.Date(required=True)
    made_on = fields.Date(required=True, allow_none=True)
    answered = fields.Enum(Answered, by_value=True, required=True, allow_none=True)
    meters = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    findings = fields.List(fields.Nested(KeptFindingSchema), required=True)


class PlanSchema(Schema):
    """One visit: when, why, by whom."""

    on = fields.Date(required=True)
    purpose = fields.Enum(Purpose, by_value=True, load_default=Purpose.PLANNED)
    why = fields.String(load_default="", validate=Length(max=1000))
    inspector = fields.String(load_default="", validate=Length(max=64))
    announced = fields.Boolean(load_default=False)


class MakeSchema(Schema):
    """What a visit was like."""

    answered = fields.Enum(Answered, by_value=True, required=True)
    meters = fields.Dict(
        keys=fields.String(validate=OneOf([each.value for each in Meter])),
        values=fields.Integer(strict=True, validate=Range(0, 10**11)),
        load_default=dict,
    )
    findings = fields.List(fields.Nested(FindingSchema), load_default=list, validate=Length(max=12))
    note = fields.String(load_default="", validate=Length(max=1000))


class SignalSchema(Schema):
    """One sign of whether anybody lives there; null where it says neither."""

    on = fields.Date(required=True)
    lived_in = fields.Boolean(required=True, allow_none=True)
    detail = fields.String(required=True)
    source = fields.String(required=True)


class DueArguments(Schema):
    """Of which estate, by its code; all of them without."""

    project = fields.String(load_default="", validate=Length(0, 64))


class DueSchema(Schema):
    """A let flat whose last visit lies too long ago; none where nobody ever came."""

    lease_id = fields.Integer(required=True)
    unit_code = fields.String(required=True)
    last_on = fields.Date(required=True, allow_none=True)


class WalkSchema(Schema):
    """Who is visited on one day, and by whom."""

    lease_ids = fields.List(
        fields.Integer(strict=True, validate=Range(1, 2**31 - 1)),
        required=True,
        validate=Length(1, 200),
    )
    on = fields.Date(required=True)
    inspector = fields.String(load_default="", validate=Length(0, 64))
