"""The JSON of ownership. Shares are ten-thousandths of the whole, areas hundredths of m²."""

from functools import partial
from typing import Any

from marshmallow import Schema, fields, post_load
from marshmallow.validate import Length, OneOf, Range

from housing.households.masking import masked_name
from housing.ownership import queries
from housing.ownership.coowned import DwellingFacts, Owner
from housing.ownership.states import TransferState
from housing.ownership.titles import Holding, TitleFacts
from housing.ownership.words import WHOLE, HolderKind, InvestmentType, LegacyOrigin, RegisteredAs
from housing.web.api import PageArguments

text, whole = partial(fields.String, required=True), partial(fields.Integer, required=True)
day = partial(fields.Date, required=True, allow_none=True)
word = partial(fields.Enum, by_value=True, required=True)
_parts = partial(fields.Integer, required=True, strict=True, validate=Range(1, WHOLE))


def _line(most: int) -> fields.String:
    return fields.String(required=True, validate=Length(1, most))


def _maybe(most: int) -> fields.String:
    return fields.String(load_default="", validate=Length(0, most))


class LackingArguments(PageArguments):
    """What the units of the list lack."""

    lack = fields.String(load_default="title", validate=OneOf(queries.LACKS))


class LackingSchema(Schema):
    """How many units lack owner, registration, or the notes in the register."""

    title, registration, annotation = whole(), whole(), whole()


class LackingUnitSchema(Schema):
    """A unit whose records lack something."""

    id, code, project_code, address, owner = whole(), text(), text(), text(), text()


class HoldingSchema(Schema):
    """One holder and its share."""

    holder, kind, parts = _line(128), word(HolderKind), _parts()


class TitleSchema(Schema):
    """Whose a unit is, and how it is registered; shares add up to the whole."""

    investment, registered_as = word(InvestmentType), word(RegisteredAs)
    beneficial_owner, registered_owner = _line(128), _line(128)
    holdings = fields.List(
        fields.Nested(HoldingSchema), required=True, attribute="shares", validate=Length(1, 20)
    )
    land_nature, document = _line(32), _line(200)
    house_type = fields.String(load_default="公共租赁住房", validate=Length(1, 32))
    legacy_origin = fields.Enum(LegacyOrigin, by_value=True, load_default=None, allow_none=True)
    registration_number, annotation_document = _maybe(64), _maybe(200)
    registered_on = fields.Date(load_default=None, allow_none=True)
    annotated = fields.Boolean(load_default=False)

    @post_load
    def facts(self, sent: dict[str, Any], **_more: object) -> TitleFacts:
        """Return what was sent as the act takes it."""
        return TitleFacts(holdings=[Holding(**each) for each in sent.pop("shares")], **sent)


class ChangeSchema(Schema):
    """What the county allowed to change of a unit."""

    before, after, legal_basis, document = text(), text(), text(), text()
    decided_on = day()


class UnitTitleSchema(Schema):
    """A unit's ownership, or null where it is not on file, and the changes of its use."""

    title = fields.Nested(TitleSchema, required=True, allow_none=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)


class KeptSchema(Schema):
    """How many units were put on file."""

    units = whole()


class FacilitySchema(Schema):
    """A facility planned with a project."""

    id, name, planned_use, document = whole(), text(), text(), text()


class OwnerSchema(Schema):
    """Somebody registered with the buyer's part, the buyer first."""

    name, identity_number = _line(64), _line(32)
    relation = fields.String(load_default="本人", validate=Length(1, 32))
    in_low_rent_cover = fields.Boolean(required=True)


class DwellingStated(Schema):
    """A co-owned low-rent dwelling as its papers show it."""

    number, address, document = _line(32), _line(256), _line(200)
    area = fields.Integer(required=True, strict=True, validate=Range(1, 100_000))
    government_parts, buyer_parts = _parts(), _parts()
    bought_on = fields.Date(required=True)
    unit_id = fields.Integer(load_default=None, allow_none=True, validate=Range(1, 2**31 - 1))
    registration_number, annotation_document = _maybe(64), _maybe(200)
    annotated = fields.Boolean(load_default=False)
    owners = fields.List(fields.Nested(OwnerSchema), required=True, validate=Length(1, 20))

    @post_load
    def facts(self, sent: dict[str, Any], **_more: object) -> tuple[DwellingFacts, list[Owner]]:
        """Return what was sent as the act takes it."""
        owners = [Owner(**each) for each in sent.pop("owners")]
        return DwellingFacts(**sent), owners


class CoOwnerSchema(Schema):
    """Somebody of the buyer's family, masked."""

    name = fields.Function(lambda held: masked_name(held.name), required=True)
    relation = text()
    is_buyer = fields.Boolean(required=True)


class DwellingSchema(Schema):
    """A co-owned dwelling and its parts; `ended_on`: co-owned no more."""

    id, number, address, area = whole(), text(), text(), whole()
    government_parts, buyer_parts, bought_on, document = whole(), whole(), day(), text()
    registration_number, annotation_document = text(), text()
    annotated, ended_on = fields.Boolean(required=True), day()


class TransferSchema(Schema):
    """A wish to transfer, and whether the government buys back first."""

    id, state, declared_on, reason = whole(), word(TransferState), day(), text()
    rules, decided_on, reasons = text(), day(), text()
    price_fen = fields.Integer(required=True, allow_none=True)
    ended_on, ended_document = day(), text()


class DwellingCaseSchema(DwellingSchema):
    """A co-owned dwelling with its owners and the wishes to transfer it."""

    people = fields.List(fields.Nested(CoOwnerSchema), required=True)
    transfers = fields.List(fields.Nested(TransferSchema), required=True)
