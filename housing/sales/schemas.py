"""The JSON of sales. Money is fen, areas are hundredths of m²."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from housing.sales.page_words import LISTS
from housing.sales.states import SaleState
from housing.sales.words import BuyerCategory, MisuseKind, MoneySource, Step
from housing.web.api import PageArguments

_PAPER, _TEXT = Length(1, 200), Length(1, 2000)
_MONEY = Range(0, 10**12)


class SalesArguments(PageArguments):
    """Which list of the work page."""

    which = fields.String(
        data_key="only", load_default="", validate=OneOf([key for key, _words in LISTS])
    )


class SaleSchema(Schema):
    """One dwelling and where its sale stands; the buyer's name is not told here."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    unit_code = fields.String(required=True)
    location = fields.String(required=True)
    room = fields.String(required=True)
    area = fields.Integer(required=True)
    share = fields.Integer(required=True)
    category = fields.Enum(BuyerCategory, by_value=True, required=True)
    state = fields.Enum(SaleState, by_value=True, required=True)
    opened_on = fields.Date(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    price_fen = fields.Integer(required=True, allow_none=True)
    cooling_until = fields.Date(required=True, allow_none=True)
    contracted_on = fields.Date(required=True, allow_none=True)
    loan_fen = fields.Integer(required=True)
    paid_on = fields.Date(required=True, allow_none=True)
    receipt_on = fields.Date(required=True, allow_none=True)
    registered_on = fields.Date(required=True, allow_none=True)
    bought_on = fields.Date(required=True, allow_none=True)
    lock_until = fields.Date(required=True, allow_none=True)
    intent_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)


class ShareSchema(Schema):
    """How many dwellings of the place may be sold, and how many are in sale or sold."""

    place = fields.String(required=True)
    total = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    extra = fields.Integer(required=True)
    allowed = fields.Integer(required=True)
    held = fields.Integer(required=True)


class PersonSchema(Schema):
    """Somebody of the buying household."""

    name = fields.String(required=True, validate=Length(1, 64))
    identity = fields.String(required=True, validate=Length(1, 32))
    relation = fields.String(load_default="本人", validate=Length(1, 32))


class ApplicationSchema(Schema):
    """What the form states; people: the buyer first."""

    unit_code = fields.String(required=True, validate=Length(1, 64))
    category = fields.Enum(BuyerCategory, by_value=True, required=True)
    people = fields.List(fields.Nested(PersonSchema), required=True, validate=Length(1, 20))
    employer = fields.String(load_default="", validate=Length(0, 128))
    phone = fields.String(load_default="", validate=Length(0, 20))
    form = fields.String(required=True, validate=_PAPER)
    undertaking = fields.String(required=True, validate=_PAPER)
    share = fields.Integer(load_default=100)


class OwnApplicationSchema(Schema):
    """A tenant's own application; the undertaking of the place is accepted with it."""

    category = fields.Enum(BuyerCategory, by_value=True, required=True)
    employer = fields.String(load_default="", validate=Length(0, 128))
    phone = fields.String(load_default="", validate=Length(0, 20))


class EvidenceSchema(Schema):
    """What shows each condition, by its words."""

    evidence = fields.Dict(
        keys=fields.String(), values=fields.String(validate=Length(0, 200)), required=True
    )
    form = fields.String(load_default="", validate=Length(0, 200))


class ReasonsSchema(Schema):
    """Why."""

    reasons = fields.String(required=True, validate=_TEXT)


class PaperSchema(Schema):
    """The paper that an act rests on."""

    document = fields.String(required=True, validate=_PAPER)


class PriceChoiceSchema(Schema):
    """Which approved price."""

    price_id = fields.Integer(required=True)


class ContractSchema(PaperSchema):
    """The signed contract: its number, the code printed under it, and its loan."""

    code = fields.String(required=True, validate=Length(1, 64))
    loan_fen = fields.Integer(load_default=0, validate=_MONEY)
    lender = fields.String(load_default="", validate=Length(0, 128))


class PaymentSchema(Schema):
    """Money that arrived."""

    fen = fields.Integer(required=True, validate=Range(1, 10**12))
    on = fields.Date(required=True)
    source = fields.Enum(MoneySource, by_value=True, required=True)
    reference = fields.String(required=True, validate=Length(1, 64))


class ReceiptSchema(Schema):
    """The receipt, and the entry that writes the asset off."""

    number = fields.String(required=True, validate=Length(1, 64))
    written_off = fields.String(required=True, validate=_PAPER)


class StepSchema(PaperSchema):
    """A step of the transaction."""

    step = fields.Enum(Step, by_value=True, required=True)
    on = fields.Date(required=True)


class RegistrationSchema(Schema):
    """The certificate, with what the registry noted."""

    certificate = fields.String(required=True, validate=Length(1, 64))
    registered_on = fields.Date(required=True)
    housing_nature = fields.String(required=True, validate=Length(1, 64))
    land_nature = fields.String(required=True, validate=Length(1, 64))


class ResaleSchema(PaperSchema):
    """The market price of a resale and its buyer."""

    market_fen = fields.Integer(required=True, validate=Range(1, 10**12))
    buyer = fields.String(required=True, validate=Length(1, 128))


class MisuseSchema(PaperSchema):
    """What was found."""

    kind = fields.Enum(MisuseKind, by_value=True, required=True)
    finding = fields.String(required=True, validate=_TEXT)


class VisitSchema(Schema):
    """What the second visit saw."""

    corrected = fields.Boolean(required=True)
    words = fields.String(required=True, validate=_TEXT)


class TakeBackSchema(PaperSchema):
    """The day of leaving, and the amounts that only papers tell."""

    left_on = fields.Date(required=True)
    taxes_fen = fields.Integer(required=True, validate=_MONEY)
    mortgage_fen = fields.Integer(load_default=0, validate=_MONEY)


class RefundSchema(Schema):
    """What is paid back, item by item."""

    price_fen = fields.Integer(required=True)
    taxes_fen = fields.Integer(required=True)
    depreciation_fen = fields.Integer(required=True)
    mortgage_fen = fields.Integer(required=True)
    reading = fields.String(required=True)
    total_fen = fields.Integer(required=True)
    to_buyer_fen = fields.Integer(required=True)


class CertificateArguments(Schema):
    """Which dwelling is asked about."""

    certificate = fields.String(required=True, validate=Length(1, 64))


class LockSchema(Schema):
    """Whether a dwelling that was bought may be traded; `known` false: none of ours."""

    known = fields.Boolean(required=True)
    may_trade = fields.Boolean(required=True)
    reason = fields.String(required=True)
