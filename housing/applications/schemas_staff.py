"""What the JSON interface says about the counter, staff filed by sheet, and one's own receipt."""

from marshmallow import Schema, fields, validate

from housing.households.words import Group
from housing.web.addresses import MOST_ROWS_EVER

_FILE = {"type": "string", "format": "binary"}
_ROW = validate.Range(1, MOST_ROWS_EVER)


class AtCounterSchema(Schema):
    """Who stands at the counter; the same `key` of the same officer gives the same draft again."""

    group = fields.Enum(Group, by_value=True, required=True)
    name = fields.String(required=True, validate=validate.Length(1, 64))
    document_kind = fields.String(required=True, validate=validate.Length(1, 32))
    identity_number = fields.String(required=True, validate=validate.Length(1, 24))
    phone = fields.String(required=True, validate=validate.Length(1, 20))
    key = fields.String(load_default="", validate=validate.Length(max=64))


class StaffFilesSchema(Schema):
    """The sheet (.csv, .xlsx, .xls) and the scan of the signed consents."""

    sheet = fields.Raw(required=True, metadata=_FILE)
    consents = fields.Raw(required=True, metadata=_FILE)


class StaffFormSchema(Schema):
    """Which street, town or park receives the applications; the employer answers for the truth."""

    office_id = fields.Integer(required=True, validate=_ROW)
    truthful = fields.Boolean(required=True, validate=validate.Equal(True))


class StaffPaperFormSchema(Schema):
    """Which paper of the county's list, for one application of the sheet or for all."""

    kind = fields.String(required=True, validate=validate.Length(1, 64))
    application_id = fields.Integer(load_default=None, allow_none=True, validate=_ROW)


class StaffPaperSchema(Schema):
    """For how many applications a paper was kept."""

    applications = fields.Integer(required=True)


class StaffSheetSchema(Schema):
    """A sheet: what is wrong with it, or the numbers of the applications that it became."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    sha256 = fields.String(required=True)
    rows = fields.Integer(required=True)
    sent_at = fields.DateTime(required=True)
    filed_at = fields.DateTime(required=True, allow_none=True)
    findings = fields.List(fields.Dict(), required=True)
    numbers = fields.List(fields.String(), required=True)


class ReceiptSecretSchema(Schema):
    """The number of an application, and the secret that stood on its receipt."""

    number = fields.String(required=True, validate=validate.Length(1, 32))
    secret = fields.String(required=True, validate=validate.Length(1, 64))


class PastSchema(Schema):
    """One thing that was done, with the article it rests on."""

    words = fields.String(required=True)
    at = fields.DateTime(required=True)
    basis = fields.String(required=True)
    reason = fields.String(required=True)


class RunningSchema(Schema):
    """A period that runs."""

    title = fields.String(required=True)
    due_on = fields.Date(required=True)
    paused = fields.Boolean(required=True)
    provisional = fields.Boolean(required=True)
    late = fields.Boolean(required=True)


class StandingSchema(Schema):
    """Where an application stands: what comes next, by whom, by when, and what was done."""

    state = fields.String(required=True)
    next = fields.String(required=True)
    who = fields.String(required=True)
    is_yours = fields.Boolean(required=True)
    clocks = fields.List(fields.Nested(RunningSchema), required=True)
    past = fields.List(fields.Nested(PastSchema), required=True)
