"""What the JSON interface of the review takes and gives; unknown fields are refused."""

from marshmallow import RAISE, Schema, fields, validate

from housing.households.words import Group
from housing.reviews.words import Agreement, Condition, Outcome
from housing.web.addresses import MOST_ROWS_EVER

MOST_ROWS = 200
_REASON = validate.Length(1, 2000)

_ROW = validate.Range(1, MOST_ROWS_EVER)


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class VersionSchema(_Strict):
    """An act without more to say; `version`: the case as the caller saw it."""

    version = fields.Integer(required=True)


class OutcomeSchema(VersionSchema):
    """Whether the conditions are met, with reasons."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    reason = fields.String(required=True, validate=_REASON)


class FoundSchema(_Strict):
    """What a survey found of one condition."""

    condition = fields.Enum(Condition, by_value=True, required=True)
    agrees = fields.Enum(Agreement, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=2000))


class SurveySchema(VersionSchema):
    """A survey: who went, when, and what was found of each condition."""

    visited_on = fields.Date(required=True)
    investigators = fields.String(required=True, validate=validate.Length(1, 200))
    found = fields.List(fields.Nested(FoundSchema), required=True)


class MissingSchema(_Strict):
    """One thing that is missing: key of the county's list, reason, member."""

    key = fields.String(required=True)
    reason = fields.String(required=True, validate=_REASON)
    member_id = fields.Integer(load_default=None, allow_none=True)


class NoticeOfMissingSchema(VersionSchema):
    """The one notice of everything missing."""

    items = fields.List(fields.Nested(MissingSchema), required=True)


class DisagreementSchema(VersionSchema):
    """What is disagreed with; `document`: the number of the applicant's letter, at the counter."""

    reason = fields.String(required=True, validate=_REASON)
    document = fields.String(load_default="", validate=validate.Length(max=200))


class PaperAnswerSchema(VersionSchema):
    """A department's answer on paper, in the department's own format."""

    paper = fields.String(required=True, validate=validate.Length(1, 200))
    answer = fields.Dict(required=True)


class CasesToFileSchema(_Strict):
    """The cases of one list."""

    cases = fields.List(
        fields.Integer(validate=_ROW), required=True, validate=validate.Length(1, MOST_ROWS)
    )


class ReceiptSchema(_Strict):
    """Under which number a list was received."""

    receipt_number = fields.String(required=True, validate=validate.Length(1, 64))


class FilingSchema(_Strict):
    """A list that was filed."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    sha256 = fields.String(required=True)
    filed_at = fields.DateTime(required=True)
    received_at = fields.DateTime(required=True, allow_none=True)
    receipt_number = fields.String(required=True)


class WholeFilingSchema(FilingSchema):
    """A list that was filed, with a line for each case."""

    lines = fields.List(fields.Dict(), required=True)


class CommunitySchema(_Strict):
    """Which community surveys the case."""

    office_id = fields.Integer(required=True, validate=_ROW)


class ReasonSchema(_Strict):
    """Why; the register keeps it."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class PersonSchema(_Strict):
    """The numbers of one person of a case."""

    member_id = fields.Integer(required=True)
    name = fields.String(required=True)
    document_kind = fields.String(required=True)
    identity_number = fields.String(required=True)
    phone = fields.String(required=True)


class CasesArguments(_Strict):
    """Which cases, and where the page begins: `after` as the page before gave it."""

    whose = fields.String(load_default="mine", validate=validate.OneOf(("mine", "all")))
    state = fields.String(load_default="")
    group = fields.Enum(Group, by_value=True, load_default=None)
    due = fields.String(load_default="", validate=validate.OneOf(("", "today", "overdue")))
    after = fields.String(load_default="")
    rows = fields.Integer(load_default=50, validate=validate.Range(1, MOST_ROWS))


class HeadSchema(_Strict):
    """Where a case stands; no names."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    group = fields.String(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True, validate=_ROW)


class CaseLineSchema(HeadSchema):
    """One case of the list: where it stands and by when; no names."""

    clock = fields.String(required=True)
    due_on = fields.Date(required=True)


class CasesSchema(_Strict):
    """A page of the list by legal clock; `total` stops counting at 10,001."""

    items = fields.List(fields.Nested(CaseLineSchema), required=True)
    after = fields.String(required=True)
    total = fields.Integer(required=True)


class FindingSchema(_Strict):
    """One condition: what was found, in words, and its articles."""

    key = fields.String(required=True)
    outcome = fields.String(required=True)
    says_zh = fields.String(required=True)
    says_en = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)


class DecisionSchema(_Strict):
    """A decision that was made."""

    stage = fields.String(required=True)
    outcome = fields.String(required=True)
    reason = fields.String(required=True)
    cites = fields.List(fields.String(), required=True)
    policy_day = fields.Date(required=True)
    decided_on = fields.Date(required=True)
    decided_by = fields.String(required=True)
    assessment_sha256 = fields.String(required=True)


class CaseSchema(HeadSchema):
    """One case: where it stands, what the rules find, what was decided, what may be done now."""

    findings = fields.List(fields.Nested(FindingSchema), required=True)
    decisions = fields.List(fields.Nested(DecisionSchema), required=True)
    acts = fields.List(fields.String(), required=True)
