"""What the JSON interface says about the caller and the caller's tokens."""

from marshmallow import Schema, fields
from marshmallow.validate import Length

from housing.accounts.tokens import LONGEST_NAME


class CallerSchema(Schema):
    """Who calls. `csrf_token` is for browsers: send it as X-CSRFToken with every change."""

    name = fields.String(required=True)
    shown = fields.String(required=True)
    role = fields.String(required=True)
    place = fields.String(required=True)
    office = fields.String(required=True, allow_none=True)
    rights = fields.List(fields.String(), required=True)
    csrf_token = fields.String(required=True, allow_none=True)


class TokenNameSchema(Schema):
    """What a new token is for."""

    name = fields.String(required=True, validate=Length(1, LONGEST_NAME))


class TokenSchema(Schema):
    """One token of the caller; what it opens with is shown once, when it is made."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    made_at = fields.DateTime(required=True)
    last_used_at = fields.DateTime(required=True, allow_none=True)


class MadeTokenSchema(TokenSchema):
    """A new token with what it opens with; keep it now, it is never shown again."""

    token = fields.String(required=True)


class AccountSchema(Schema):
    """One officer's account; `office` is its office's code, the administrator has none."""

    name = fields.String(required=True)
    person = fields.String(required=True)
    role = fields.String(required=True)
    office = fields.String(required=True, allow_none=True)
    opened_at = fields.DateTime(required=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
