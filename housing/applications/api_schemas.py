"""What the JSON interface of applications takes and answers. Identity numbers are masked."""

from marshmallow import Schema, fields, validate

from housing.applications.schemas import (
    HomeFacts,
    IncomeFacts,
    PeopleFacts,
    StartFacts,
    WorkFacts,
)
from housing.applications.states import ApplicationState
from housing.applications.words import (
    AppliesAs,
    Capacity,
    Channel,
    Consent,
    DuplicateDecision,
    DuplicateKind,
    Marital,
    Relation,
)
from housing.households.words import Assistance, Group, Rescue
from housing.web.api import PageArguments

_VERSION = {"required": True, "strict": True, "validate": validate.Range(1, 2**31 - 1)}


class StartSchema(StartFacts):
    """A new application; the same `key` sent again answers the same one."""

    key = fields.String(load_default="", validate=validate.Length(max=64))


class _Versioned(Schema):
    version = fields.Integer(**_VERSION)  # type: ignore[arg-type]


class StartStep(StartFacts, _Versioned):
    """The step `start`, and the version that was read."""


class PeopleStep(PeopleFacts, _Versioned):
    """The step `people`, and the version that was read."""


class HomeStep(HomeFacts, _Versioned):
    """The step `home`, and the version that was read."""


class IncomeStep(IncomeFacts, _Versioned):
    """The step `income`, and the version that was read."""


class WorkStep(WorkFacts, _Versioned):
    """The step `work`, and the version that was read."""


class SubmitSchema(_Versioned):
    """Handing in: the statement of truth. Basis: HN 14 (HN-14-2)."""

    truthful = fields.Boolean(required=True)
    key = fields.String(load_default="", validate=validate.Length(max=64))


class CompleteSchema(_Versioned):
    """Everything asked for has been brought."""

    truthful = fields.Boolean(required=True)


class WithdrawSchema(_Versioned):
    """Why it is taken back."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class ConsentSchema(Schema):
    """A signed paper of the case, or the number of the one that the employer keeps."""

    document_id = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 2**31 - 1)
    )
    paper = fields.String(load_default="", validate=validate.Length(max=64))


class PaperForm(Schema):
    """Which paper of the county's list, and whose."""

    kind = fields.String(required=True, validate=validate.Length(1, 64))
    member_id = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(1, 2**31 - 1)
    )


class PaperFile(Schema):
    """The file itself: PDF, JPEG, PNG or WebP."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class ResolutionSchema(Schema):
    """What two overlapping applications are, and how one knows."""

    decision = fields.Enum(DuplicateDecision, by_value=True, required=True)
    note = fields.String(required=True, validate=validate.Length(1, 500))


class ListArguments(PageArguments):
    """Filters of the list: states (repeated) and any scrap of a case."""

    state = fields.List(fields.Enum(ApplicationState, by_value=True), load_default=list)
    q = fields.String(load_default="", validate=validate.Length(max=64))


class FamilyMemberSchema(Schema):
    """One member; the identity number shows its ends only."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True)
    document_kind = fields.String(required=True)
    identity_masked = fields.String(required=True)
    birth_on = fields.Date(required=True)
    marital = fields.Enum(Marital, by_value=True, required=True)
    capacity = fields.Enum(Capacity, by_value=True, required=True)
    is_applicant = fields.Boolean(required=True)
    income_fen = fields.Integer(required=True, allow_none=True)
    consent = fields.Enum(Consent, by_value=True, required=True)


class ApplicationSchema(Schema):
    """One application as a line of a list."""

    id = fields.Integer(required=True)
    place = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.Enum(ApplicationState, by_value=True, required=True)
    group = fields.Enum(Group, by_value=True, required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    version = fields.Integer(required=True)
    street_office_id = fields.Integer(required=True, allow_none=True)
    submitted_at = fields.DateTime(required=True, allow_none=True)
    accepted_on = fields.Date(required=True, allow_none=True)
    registered_on = fields.Date(required=True, allow_none=True)


class WholeApplicationSchema(ApplicationSchema):
    """One application with everything declared."""

    applies_as = fields.Enum(AppliesAs, by_value=True, required=True, allow_none=True)
    members = fields.List(fields.Nested(FamilyMemberSchema), required=True)
    guardian_name = fields.String(required=True)
    address = fields.String(required=True)
    residence_address = fields.String(required=True)
    street = fields.String(required=True)
    present_area = fields.Integer(required=True, allow_none=True)
    owned_area = fields.Integer(required=True, allow_none=True)
    dwellings = fields.List(fields.Dict(), required=True)
    disposals = fields.List(fields.Dict(), required=True)
    policy_housing = fields.List(fields.Dict(), required=True)
    income_fen = fields.Integer(required=True, allow_none=True)
    assets_fen = fields.Integer(required=True, allow_none=True)
    vehicles = fields.List(fields.Integer(), required=True)
    rescue = fields.Enum(Rescue, by_value=True, required=True)
    priority_groups = fields.List(fields.String(), required=True)
    needs_accessible = fields.Boolean(required=True)
    assistance = fields.Enum(Assistance, by_value=True, required=True, allow_none=True)
    employer_name = fields.String(required=True)
    employed_since = fields.Date(required=True, allow_none=True)
    work_address = fields.String(required=True)
    work_street = fields.String(required=True)
    graduated_on = fields.Date(required=True, allow_none=True)
    insurance_months = fields.List(fields.String(), required=True)
    refusal_reasons = fields.List(fields.Dict(), required=True)


class MissingItemSchema(Schema):
    """One thing that the file lacks."""

    key = fields.String(required=True)
    member_id = fields.Integer(required=True, allow_none=True)
    reason = fields.String(required=True)


class CasePaperSchema(Schema):
    """One document of a case."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    member_id = fields.Integer(required=True, allow_none=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)


class OverlapSchema(Schema):
    """An overlap of two applications."""

    id = fields.Integer(required=True)
    application_id = fields.Integer(required=True)
    other_id = fields.Integer(required=True)
    kind = fields.Enum(DuplicateKind, by_value=True, required=True)
    reason = fields.String(required=True)
    decision = fields.Enum(DuplicateDecision, by_value=True, required=True, allow_none=True)
    resolved_by = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)
