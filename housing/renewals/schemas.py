"""The JSON of renewals."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.renewals.page_words import LISTS
from housing.renewals.states import RenewalState
from housing.web.api import PageArguments

_TEXT = Length(1, 2000)


class RenewalsArguments(PageArguments):
    """Which list."""

    which = fields.String(
        data_key="only", load_default="", validate=OneOf([key for key, _words in LISTS])
    )


class RenewalSchema(Schema):
    """An application: for which lease, how late, what was decided and what followed."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    lease_id = fields.Integer(required=True)
    state = fields.Enum(RenewalState, by_value=True, required=True)
    applied_on = fields.Date(required=True)
    deadline = fields.Date(required=True)
    late_days = fields.Integer(required=True)
    months = fields.Integer(required=True)
    words = fields.String(required=True)
    lease_ends_on = fields.Date(required=True)
    review_id = fields.Integer(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_on = fields.Date(required=True, allow_none=True)
    decision_reason = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)
    successor_id = fields.Integer(required=True, allow_none=True)
    exit_id = fields.Integer(required=True, allow_none=True)


class NewRenewalSchema(Schema):
    """For how many months, and the number of the written application."""

    months = fields.Integer(required=True, validate=Range(1, 600))
    words = fields.String(load_default="", validate=Length(0, 2000))
    document = fields.String(load_default="", validate=Length(0, 200))


class RenewalReasonsSchema(Schema):
    """Why it was decided so, one sentence each."""

    reasons = fields.List(fields.String(validate=_TEXT), required=True, validate=Length(1, 20))
