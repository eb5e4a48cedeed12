"""The JSON of plans; areas are hundredths of m², rents fen per m² and month."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from housing.households.words import Group
from housing.plans.facts import PlanFacts
from housing.plans.states import PlanState

_WORDS = Length(max=4000)


class PlanSchema(Schema):
    """A public plan: what the article asks for, without its units."""

    round_code = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.Enum(PlanState, by_value=True, required=True)
    audience = fields.String(required=True)
    mechanism = fields.String(required=True)
    method = fields.String(required=True)
    approval_document = fields.String(required=True)
    rent = fields.String(required=True)
    range_served = fields.String(required=True)
    groups_served = fields.List(fields.String(), required=True)
    registration_from = fields.Date(required=True)
    registration_until = fields.Date(required=True)
    registration_place = fields.String(required=True)
    registration_how = fields.String(required=True)
    session_time_place = fields.String(required=True)
    signing_days = fields.Integer(required=True)
    other_abandonment_cases = fields.List(fields.String(), required=True)
    published_on = fields.Date(required=True)
    sha256 = fields.String(required=True)
    withdrawn_reason = fields.String(required=True)


class PlanClassSchema(Schema):
    """A class of units of a plan and how many there are."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    street = fields.String(required=True)
    layout = fields.String(required=True)
    accessible = fields.Boolean(required=True)
    lift = fields.Boolean(required=True)
    area_min = fields.Integer(required=True)
    area_max = fields.Integer(required=True)
    rent_min = fields.Integer(required=True)
    rent_max = fields.Integer(required=True)
    number = fields.Integer(required=True)


class PlanShownSchema(Schema):
    """A public plan with its classes."""

    plan = fields.Nested(PlanSchema, required=True)
    classes = fields.List(fields.Nested(PlanClassSchema), required=True)


class PlanChangeSchema(Schema):
    """A draft as it is to be; `units` are codes, `version` the one that was read."""

    version = fields.Integer(required=True, validate=Range(1))
    units = fields.List(fields.String(validate=Length(1, 64)), required=True)
    method = fields.String(load_default="", validate=_WORDS)
    rent = fields.String(load_default="", validate=_WORDS)
    range_served = fields.String(load_default="", validate=_WORDS)
    groups_served = fields.List(fields.Enum(Group, by_value=True), load_default=list)
    registration_from = fields.Date(load_default=None, allow_none=True)
    registration_until = fields.Date(load_default=None, allow_none=True)
    registration_place = fields.String(load_default="", validate=_WORDS)
    registration_how = fields.String(load_default="", validate=_WORDS)
    session_time_place = fields.String(load_default="", validate=_WORDS)
    signing_days = fields.Integer(load_default=None, allow_none=True, validate=Range(1, 3650))
    other_abandonment_cases = fields.List(fields.String(validate=Length(1, 500)), load_default=list)


class PlanDraftSchema(Schema):
    """What became of a draft: its version, and what it does not say yet."""

    round_id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    units = fields.Integer(required=True)
    missing = fields.List(fields.String(), required=True)


class UnitOutSchema(Schema):
    """Which unit falls out of a public plan, and why."""

    unit = fields.String(required=True, validate=Length(1, 64))
    reason = fields.String(required=True, validate=Length(1, 2000))


def facts_of(sent: dict[str, object]) -> PlanFacts:
    """Return what was sent of a draft as its facts."""
    lists = ("groups_served", "other_abandonment_cases")
    values = {name: each for name, each in sent.items() if name not in ("units", "version")}
    return PlanFacts(**(values | {name: tuple(sent[name]) for name in lists}))  # type: ignore[arg-type]
