"""The JSON of joint reviews."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from housing.core.access.offices import OfficeKind
from housing.joint_reviews.page_words import LISTS
from housing.joint_reviews.states import ReviewPurpose, ReviewState
from housing.web.api import PageArguments


class TenantReviewsArguments(PageArguments):
    """Which list, and of which purpose."""

    which = fields.String(
        data_key="only", load_default="", validate=OneOf([key for key, _words in LISTS])
    )
    purpose = fields.Enum(ReviewPurpose, by_value=True, load_default=None)


class TenantReviewSchema(Schema):
    """A review: of which household, why, by when, and what was decided."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    lease_id = fields.Integer(required=True, allow_none=True)
    household_id = fields.Integer(required=True)
    purpose = fields.Enum(ReviewPurpose, by_value=True, required=True)
    state = fields.Enum(ReviewState, by_value=True, required=True)
    opened_on = fields.Date(required=True)
    opened_by = fields.String(required=True)
    reason = fields.String(required=True)
    due_on = fields.Date(required=True)
    conditions = fields.List(fields.String(), required=True)
    cites = fields.List(fields.String(), required=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_on = fields.Date(required=True, allow_none=True)
    decision_reason = fields.String(required=True)


class DepartmentOpinionSchema(Schema):
    """What one department holds."""

    id = fields.Integer(required=True)
    department = fields.Enum(OfficeKind, by_value=True, required=True)
    adverse = fields.Boolean(required=True)
    words = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)
    document = fields.String(required=True)
    given_on = fields.Date(required=True)


class DueTenantSchema(Schema):
    """A tenant whose periodic look has fallen due; `seen` is when it was last looked at."""

    lease_id = fields.Integer(required=True)
    number = fields.String(required=True)
    seen = fields.Date(required=True)
