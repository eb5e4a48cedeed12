"""Schemas of the JSON interface of violations."""

from marshmallow import Schema, fields, validate

from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.queries import LISTED
from housing.violations.states import ViolationState
from housing.violations.words import Category, DeliveryWay, Source, ViolationKind
from housing.web.api import PageArguments

_TEXT = validate.Length(min=1, max=4000)
_PAPER = validate.Length(min=1, max=200)


class ViolationsArguments(PageArguments):
    """Which list of cases."""

    which = fields.String(
        data_key="only", load_default="open", validate=validate.OneOf(tuple(LISTED))
    )


class ViolationSchema(Schema):
    """A case; days that have not come are null."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    lease_id = fields.Integer(required=True)
    lease_number = fields.String(required=True)
    kind = fields.Enum(ViolationKind, by_value=True, required=True)
    state = fields.Enum(ViolationState, by_value=True, required=True)
    happened_on = fields.Date(required=True)
    opened_on = fields.Date(required=True)
    noticed_on = fields.Date(allow_none=True)
    statement_until = fields.Date(allow_none=True)
    found_on = fields.Date(allow_none=True)
    ordered_on = fields.Date(allow_none=True)
    order_delivered_on = fields.Date(allow_none=True)
    rectify_until = fields.Date(allow_none=True)
    refused_on = fields.Date(allow_none=True)
    cancelled_on = fields.Date(allow_none=True)
    decision_delivered_on = fields.Date(allow_none=True)
    return_until = fields.Date(allow_none=True)
    applied_on = fields.Date(allow_none=True)
    returned_on = fields.Date(allow_none=True)
    ended_on = fields.Date(allow_none=True)


class OpenSchema(Schema):
    """A case to be opened."""

    lease_id = fields.Integer(required=True, validate=validate.Range(min=1, max=2**31 - 1))
    kind = fields.Enum(ViolationKind, by_value=True, required=True)
    facts = fields.String(required=True, validate=_TEXT)
    happened_on = fields.Date(load_default=None, allow_none=True)


class StatementSchema(Schema):
    """What the tenant says."""

    statement = fields.String(required=True, validate=_TEXT)


class FindSchema(Schema):
    """What was found."""

    finding = fields.String(required=True, validate=_TEXT)
    authority = fields.String(load_default="", validate=validate.Length(max=128))
    authority_document = fields.String(load_default="", validate=validate.Length(max=200))
    beyond_consent = fields.String(load_default="", validate=validate.Length(max=1000))


class ReasonsSchema(Schema):
    """Why."""

    reasons = fields.String(required=True, validate=_TEXT)


class OrderSchema(Schema):
    """What has to be done."""

    requirement = fields.String(required=True, validate=_TEXT)


class DeliverySchema(Schema):
    """When and how a letter reached the tenant."""

    on = fields.Date(required=True)
    way = fields.Enum(DeliveryWay, by_value=True, required=True)
    receipt = fields.String(required=True, validate=_PAPER)


class VisitSchema(Schema):
    """What a visit found."""

    on = fields.Date(required=True)
    is_rectified = fields.Boolean(required=True)
    finding = fields.String(required=True, validate=_TEXT)
    document = fields.String(required=True, validate=_PAPER)


class CourtSchema(Schema):
    """The application to the court."""

    court = fields.String(required=True, validate=validate.Length(min=1, max=128))
    document = fields.String(required=True, validate=_PAPER)
    remedies = fields.String(required=True, validate=validate.Length(min=1, max=1000))


class RulingSchema(Schema):
    """What the court ruled."""

    on = fields.Date(required=True)
    number = fields.String(required=True, validate=validate.Length(min=1, max=64))
    ruling = fields.String(required=True, validate=_TEXT)


class RevokeSchema(ReasonsSchema):
    """Why a decision is revoked."""

    document = fields.String(required=True, validate=_PAPER)


class ReportSchema(Schema):
    """A report; who made it is not told here."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    category = fields.Enum(Category, by_value=True, required=True)
    source = fields.Enum(Source, by_value=True, required=True)
    address = fields.String(required=True)
    what = fields.String(required=True)
    happened_on = fields.Date(allow_none=True)
    state = fields.Enum(ReportState, by_value=True, required=True)
    reported_on = fields.Date(required=True)
    violation_id = fields.Integer(allow_none=True)
    referred_to = fields.String(required=True)


class NewReportSchema(Schema):
    """A report to be kept."""

    category = fields.Enum(Category, by_value=True, required=True)
    address = fields.String(required=True, validate=_PAPER)
    what = fields.String(required=True, validate=_TEXT)
    happened_on = fields.Date(load_default=None, allow_none=True)
    lease_number = fields.String(load_default="", validate=validate.Length(max=32))


class PublicReportSchema(Schema):
    """A report of anybody; name and phone are sealed and may be left out."""

    category = fields.Enum(Category, by_value=True, required=True)
    address = fields.String(required=True, validate=_PAPER)
    what = fields.String(required=True, validate=_TEXT)
    happened_on = fields.Date(load_default=None, allow_none=True)
    name = fields.String(load_default="", validate=validate.Length(max=64))
    phone = fields.String(load_default="", validate=validate.Length(max=20))


class ReceiptSchema(Schema):
    """The number of a report."""

    number = fields.String(required=True)


class OwnAbsenceSchema(Schema):
    """When nobody will live in the flat, and why."""

    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=_TEXT)


class AbsenceSchema(OwnAbsenceSchema):
    """A notice of absence, and what was decided about its reason."""

    id = fields.Integer(required=True)
    lease_number = fields.String(required=True)
    state = fields.Enum(AbsenceState, by_value=True, required=True)
    decision = fields.String(required=True)


class OwnDecorationSchema(Schema):
    """What a tenant wants to do to the flat."""

    scope = fields.String(required=True, validate=_TEXT)
    works_from = fields.Date(required=True)
    works_until = fields.Date(required=True)


class DecorationSchema(OwnDecorationSchema):
    """A request to decorate, and its answer."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    lease_number = fields.String(required=True)
    state = fields.Enum(ConsentState, by_value=True, required=True)
    reasons = fields.String(required=True)
    restoration = fields.String(required=True)


class AddressSchema(Schema):
    """One building of public rental housing."""

    project = fields.String(required=True)
    street = fields.String(required=True)
    address = fields.String(required=True)
    building = fields.String(required=True)
    units = fields.Integer(required=True)
