"""What the JSON interface says about declared relations."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.recusals.service import LONGEST_NAME
from housing.recusals.words import Relation
from housing.web.api import PageArguments

_RELATION = OneOf([relation.value for relation in Relation])


class RelationListArguments(PageArguments):
    """Whose relations; without `account` the caller's own."""

    account = fields.String(load_default="", validate=Length(max=32))


class RelationSchema(Schema):
    """One declared relation; of the identity number only the last four characters are shown."""

    id = fields.Integer(required=True)
    account = fields.String(required=True)
    relation = fields.String(required=True, validate=_RELATION)
    name = fields.String(required=True)
    identity_ending = fields.String(required=True)
    declared_at = fields.DateTime(required=True)
    withdrawn_at = fields.DateTime(required=True, allow_none=True)


class NewRelationSchema(Schema):
    """Who it is, and what ties the officer to them; without `account` the caller is the officer."""

    account = fields.String(load_default="", validate=Length(max=32))
    relation = fields.String(required=True, validate=_RELATION)
    name = fields.String(required=True, validate=Length(1, LONGEST_NAME))
    identity_number = fields.String(required=True, validate=Length(1, 24))


class RelationWithdrawalSchema(Schema):
    """Why the relation no longer stands."""

    reason = fields.String(required=True, validate=Length(1, 500))
