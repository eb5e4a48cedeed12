"""The JSON of sales. Money is fen, areas are hundredths of m²; who buys is told masked."""

from functools import partial

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from housing.households.masking import masked_name
from housing.sales.page_words import LISTS
from housing.sales.states import SaleState
from housing.sales.words import BuyerCategory, MisuseKind, MoneySource, NoteKind, RefundReading
from housing.web.api import PageArguments

text, whole = partial(fields.String, required=True), partial(fields.Integer, required=True)
fen = partial(fields.Integer, required=True, allow_none=True)
day = partial(fields.Date, required=True, allow_none=True)


class SalesArguments(PageArguments):
    """Which list of the work page."""

    which = fields.String(
        data_key="only", load_default="", validate=OneOf([key for key, _words in LISTS])
    )


class SaleSchema(Schema):
    """One dwelling and where its sale stands; the buyer's name is not told here."""

    id, number, unit_code = whole(), text(), text()
    location, room, area, share = text(), text(), whole(), whole()
    category = fields.Enum(BuyerCategory, by_value=True, required=True)
    state = fields.Enum(SaleState, by_value=True, required=True)
    opened_on, decided_on, ended_on = day(), day(), day()
    price_fen, loan_fen = fen(), whole()
    cooling_until, contracted_on, paid_on, receipt_on = day(), day(), day(), day()
    registered_on, bought_on, lock_until, intent_on = day(), day(), day(), day()


class BuyerSchema(Schema):
    """Somebody of the buying household, or the occupant of a unit's dwelling."""

    name = fields.Function(lambda held: masked_name(held.name), required=True)
    relation, counts, until_on = text(), fields.Boolean(required=True), day()


class PaymentSchema(Schema):
    """A part of the price that arrived."""

    received_on, fen, reference = day(), whole(), text()
    source = fields.Enum(MoneySource, by_value=True, required=True)


class SettlementSchema(Schema):
    """How the price was split, and the asset that was written off with it."""

    settled_on, price_fen, to_account_fen, to_owner_fen = day(), whole(), whole(), whole()
    central_fen, province_fen, city_fen, county_fen = whole(), whole(), whole(), whole()
    written_off = text()


class MisuseSchema(Schema):
    """A misuse from the order to the refund."""

    kind = fields.Enum(MisuseKind, by_value=True, required=True)
    finding, document, ordered_on, correct_until = text(), text(), day(), day()
    visited_on, visit = day(), text()
    corrected = fields.Boolean(required=True, allow_none=True)
    cancelled_on, reasons, leave_until, left_on = day(), text(), day(), day()
    taxes_fen, depreciation_fen, mortgage_fen, refund_fen = fen(), fen(), fen(), fen()
    reading = fields.Enum(RefundReading, by_value=True, required=True, allow_none=True)


class NoteSchema(Schema):
    """A visit, a declaration, a word of the city's centre, an attempt to trade."""

    kind = fields.Enum(NoteKind, by_value=True, required=True)
    noted_on, words, document, next_on = day(), text(), text(), day()


class SaleCaseSchema(SaleSchema):
    """One sale with its whole story."""

    conditions, steps = fields.List(fields.Raw(), required=True), fields.Dict(required=True)
    reasons, contract, lender, mortgage, receipt = text(), text(), text(), text(), text()
    certificate, housing_nature, land_nature = text(), text(), text()
    maintenance, maintenance_fen, ending = text(), fen(), text()
    purchase_id, price_id = fen(), fen()
    people = fields.List(fields.Nested(BuyerSchema), required=True)
    payments = fields.List(fields.Nested(PaymentSchema), required=True)
    settlement = fields.Nested(SettlementSchema, required=True, allow_none=True)
    misuses = fields.List(fields.Nested(MisuseSchema), required=True)
    notes = fields.List(fields.Nested(NoteSchema), required=True)


class ShareSchema(Schema):
    """How many dwellings of the place may be sold, and how many are in sale or sold."""

    place, total, percent = text(), whole(), whole()
    extra, allowed, held = whole(), whole(), whole()


class CertificateArguments(Schema):
    """Which dwelling is asked about."""

    certificate = fields.String(required=True, validate=Length(1, 64))


class LockSchema(Schema):
    """Whether a dwelling that was bought may be traded; `known` false: none of ours."""

    known = fields.Boolean(required=True)
    may_trade = fields.Boolean(required=True)
    reason = text()
