"""The JSON of renewals."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.renewals.page_words import LISTS
from housing.renewals.states import RenewalState, RowOutcome
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


class NewBatchSchema(Schema):
    """Which applications are granted together, and why."""

    ids = fields.List(
        fields.Integer(strict=True, validate=Range(1, 2**31 - 1)),
        required=True,
        validate=Length(1, 1000),
    )
    reason = fields.String(required=True, validate=_TEXT)


class BatchRowSchema(Schema):
    """One application of a batch, and why it was not granted."""

    renewal_id = fields.Integer(required=True)
    outcome = fields.Enum(RowOutcome, by_value=True, required=True)
    why = fields.String(required=True)


class BatchSchema(Schema):
    """Applications that are granted together; `done_at` once all were seen."""

    id = fields.Integer(required=True)
    reason = fields.String(required=True)
    done_at = fields.DateTime(required=True, allow_none=True)
    rows = fields.List(fields.Nested(BatchRowSchema), required=True)
