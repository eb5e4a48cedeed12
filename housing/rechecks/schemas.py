"""The JSON of rechecks and of reported changes."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.rechecks import queries
from housing.rechecks.states import Purpose, RecheckState
from housing.rechecks.words import Change, ReportState
from housing.web.api import PageArguments

_REASON = Length(1, 2000)
_SEVERAL = Length(1, 20)
_ROW = Range(1, 2**31 - 1)


class RechecksArguments(PageArguments):
    """Which rechecks: those under way, open, answered, reconsidering or decided; of a purpose."""

    which = fields.String(data_key="only", load_default="", validate=OneOf(sorted(queries.STATES)))
    purpose = fields.Enum(Purpose, by_value=True, load_default=None)
    round_code = fields.String(data_key="round", load_default="", validate=Length(max=64))


class RecheckLineSchema(Schema):
    """A recheck as a list shows it: nothing of what was found about the family."""

    id = fields.Integer(required=True)
    entry_id = fields.Integer(required=True)
    number = fields.String(required=True)
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    round_code = fields.String(required=True, allow_none=True)
    state = fields.Enum(RecheckState, by_value=True, required=True)
    opened_on = fields.Date(required=True)
    opened_by = fields.String(required=True)
    due_on = fields.Date(required=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_on = fields.Date(required=True, allow_none=True)
    review_asked_on = fields.Date(required=True, allow_none=True)
    reviewed_by = fields.String(required=True, allow_none=True)
    reviewed_on = fields.Date(required=True, allow_none=True)


class RecheckSchema(RecheckLineSchema):
    """A recheck with its findings (the kept assessment), reasons and articles."""

    reason = fields.String(required=True)
    findings = fields.Raw(required=True, allow_none=True)
    conditions = fields.List(fields.String(), required=True)
    cites = fields.List(fields.String(), required=True)
    reasons = fields.List(fields.String(), required=True)


class BeginSchema(Schema):
    """Why a household is rechecked."""

    reason = fields.String(required=True, validate=_REASON)
    document = fields.String(load_default="", validate=Length(max=200))


class DecisionSchema(Schema):
    """Whether the household still qualifies; `conditions` are ids of rules no longer met."""

    passed = fields.Boolean(required=True)
    reasons = fields.List(fields.String(validate=_REASON), required=True, validate=_SEVERAL)
    conditions = fields.List(fields.String(validate=Length(1, 32)), load_default=list)


class PassingSchema(Schema):
    """Rechecks to pass together: all of them, or none."""

    ids = fields.List(fields.Integer(validate=_ROW), required=True, validate=Length(1, 500))
    reason = fields.String(required=True, validate=_REASON)


class AskSchema(Schema):
    """A household's letter that asks for reconsideration."""

    reason = fields.String(required=True, validate=_REASON)
    document = fields.String(required=True, validate=Length(1, 200))


class ReconsideredSchema(Schema):
    """What a reconsideration came to."""

    in_favour = fields.Boolean(required=True)
    reasons = fields.List(fields.String(validate=_REASON), required=True, validate=_SEVERAL)
    conditions = fields.List(fields.String(validate=Length(1, 32)), load_default=list)


class ChangesArguments(PageArguments):
    """Which reported changes."""

    state = fields.Enum(ReportState, by_value=True, load_default=ReportState.NEW)


class ChangeReportSchema(Schema):
    """A reported change and what became of it."""

    id = fields.Integer(required=True)
    entry_id = fields.Integer(required=True)
    number = fields.String(required=True)
    kind = fields.Enum(Change, by_value=True, required=True)
    happened_on = fields.Date(required=True)
    words = fields.String(required=True)
    state = fields.Enum(ReportState, by_value=True, required=True)
    reported_at = fields.DateTime(required=True)
    handled_by = fields.String(required=True, allow_none=True)
    handled_on = fields.Date(required=True, allow_none=True)
    handled_reason = fields.String(required=True)
    recheck_id = fields.Integer(required=True, allow_none=True)


class ReportSchema(Schema):
    """What has changed, and since when."""

    kind = fields.Enum(Change, by_value=True, required=True)
    happened_on = fields.Date(required=True)
    words = fields.String(required=True, validate=_REASON)


class HandleSchema(Schema):
    """Why a report leads to a recheck, or why it does not."""

    reason = fields.String(required=True, validate=_REASON)
