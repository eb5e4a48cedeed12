"""The JSON of registrations: wishes are ranks of class codes, the best first."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.registrations.models import Way
from housing.registrations.states import RegistrationState
from housing.web.api import PageArguments

_CODE = Length(1, 128)


class RegistrationsArguments(PageArguments):
    """Of which state; empty for all."""

    state = fields.String(
        load_default="", validate=OneOf(["", *(each.value for each in RegistrationState)])
    )


class RegistrationSchema(Schema):
    """A registration and what became of it."""

    id = fields.Integer(required=True)
    number = fields.String(required=True, attribute="full_number")
    round_code = fields.String(required=True)
    state = fields.Enum(RegistrationState, by_value=True, required=True)
    wishes = fields.List(fields.List(fields.String()), required=True)
    way = fields.Enum(Way, by_value=True, required=True)
    registered_at = fields.DateTime(required=True)
    changed_at = fields.DateTime(required=True, allow_none=True)
    withdrawn_at = fields.DateTime(required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True)
    recheck_id = fields.Integer(required=True, allow_none=True)
    decided_on = fields.Date(required=True, allow_none=True)
    reasons = fields.List(fields.String(), required=True)


class WishesSchema(Schema):
    """Ranks of classes; those in one rank are liked equally."""

    wishes = fields.List(
        fields.List(fields.String(validate=_CODE), validate=Length(1, 500)),
        required=True,
        validate=Length(1, 500),
    )


class RegisterSchema(WishesSchema):
    """Wishes of a household; `household` is its application number, left out for one's own."""

    household = fields.String(load_default="", validate=Length(max=32))


class WithdrawSchema(Schema):
    """Why a registration is taken back; need not be said."""

    reason = fields.String(load_default="", validate=Length(max=500))


class ReasonSchema(Schema):
    """Why something is done."""

    reason = fields.String(required=True, validate=Length(1, 2000))


class ProblemSchema(Schema):
    """What stands in the way of the freeze."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    text = fields.String(required=True)


class SettledSchema(Schema):
    """How many passed and failed by the decisions followed now."""

    passed = fields.Integer(required=True)
    failed = fields.Integer(required=True)
