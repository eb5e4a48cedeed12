"""Schemas of the JSON interface of violations."""

from marshmallow import Schema, fields, validate

from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.queries import LISTED
from housing.violations.states import ViolationState
from housing.violations.words import Category, Source, ViolationKind
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


class BanSchema(Schema):
    """Until when somebody of the household may not apply again; provisional until the return."""

    from_on = fields.Date(required=True)
    until_on = fields.Date(allow_none=True)
    provisional_until = fields.Date(required=True)
    lifted_on = fields.Date(allow_none=True)


class EvidenceSchema(Schema):
    """One paper of a case."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    pages = fields.Integer(required=True, allow_none=True)


class ReportsArguments(PageArguments):
    """Which reports: of one state, or all."""

    state = fields.Enum(ReportState, by_value=True, load_default=None)


class DecorationsArguments(PageArguments):
    """Which requests to decorate: of one state, or all."""

    state = fields.Enum(ConsentState, by_value=True, load_default=None)


class AbsencesArguments(PageArguments):
    """Which notices of absence: of one state, or all."""

    state = fields.Enum(AbsenceState, by_value=True, load_default=None)


class ReporterSchema(Schema):
    """Who made a report, where they said so."""

    name = fields.String(required=True)
    phone = fields.String(required=True)


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


class AbsenceSchema(Schema):
    """When nobody lives in a flat and why, and what was decided about the reason."""

    id = fields.Integer(required=True)
    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    reason = fields.String(required=True)
    lease_number = fields.String(required=True)
    state = fields.Enum(AbsenceState, by_value=True, required=True)
    decision = fields.String(required=True)


class DecorationSchema(Schema):
    """A request to decorate, and its answer."""

    id = fields.Integer(required=True)
    scope = fields.String(required=True)
    works_from = fields.Date(required=True)
    works_until = fields.Date(required=True)
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
