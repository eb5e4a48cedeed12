"""The JSON of what may be sold, at which price, and of the special account. Money is fen."""

from marshmallow import Schema, fields
from marshmallow.validate import Range

from housing.ownership.words import InvestmentType
from housing.sales.schemas import SaleSchema, day, fen, text, whole
from housing.sales.states import BatchState
from housing.sales.words import Complaint, PriceBasis, Purpose, SubsidyLevel
from housing.web.api import PageArguments


class BatchSchema(Schema):
    """A list of dwellings and how the competent department decided."""

    id, number, title = whole(), text(), text()
    state = fields.Enum(BatchState, by_value=True, required=True)
    prepared_on, decided_on, reason = day(), day(), text()
    department, document, extra_units, exception = text(), text(), whole(), text()


class ListedSchema(Schema):
    """A dwelling of a list, and the sale it is in, if any."""

    unit_code = fields.String(attribute="unit.code", required=True)
    investment = fields.Enum(
        InvestmentType, by_value=True, attribute="listing.investment", required=True
    )
    active = fields.Boolean(attribute="listing.active", required=True)
    sale_id = fields.Function(lambda row: row.sale.id if row.sale else None, required=True)


class BatchCaseSchema(BatchSchema):
    """A list with its dwellings."""

    dwellings = fields.List(fields.Nested(ListedSchema), required=True)


class PriceSchema(Schema):
    """A price per m² of a project and layout, with its two approvals."""

    id, project_code, structure, fen_per_m2 = whole(), text(), text(), whole()
    basis = fields.Enum(PriceBasis, by_value=True, required=True)
    document, valued_on, valid_until = text(), day(), day()
    appraiser, comparable, appraisal_fen_per_m2, reduction = text(), text(), fen(), fen()
    proposed_on, price_on, price_document = day(), day(), text()
    housing_on, housing_document = day(), text()


class SubsidySchema(Schema):
    """Construction money of one level in one project, and what came back of it."""

    id, project_code, fen, recovered_fen, document = whole(), text(), whole(), whole(), text()
    level = fields.Enum(SubsidyLevel, by_value=True, required=True)


class YearArguments(Schema):
    """Which year; by default this one."""

    year = fields.Integer(load_default=None, validate=Range(2018, 2100))


class AccountSchema(Schema):
    """What the special account holds, and what came, went and was used in a year."""

    balance_fen, year, sales, price_fen = whole(), whole(), whole(), whole()
    to_account_fen, to_owner_fen = whole(), whole()
    recovered = fields.Dict(fields.String(), fields.Integer(), required=True)
    used = fields.Dict(fields.String(), fields.Integer(), required=True)


class UseSchema(Schema):
    """An expense of the special account with its two approvals."""

    id, fen, payee, note, document = whole(), whole(), text(), text(), text()
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    asked_on, housing_on, finance_on, paid_on = day(), day(), day(), day()
    refused_on, refusal = day(), text()


class PurchaseSchema(Schema):
    """A unit that buys for its staff."""

    id, number, buyer, credit_code = whole(), text(), text(), text()
    document, opened_on = text(), day()


class PurchaseCaseSchema(PurchaseSchema):
    """A purchase of a unit with its dwellings."""

    sales = fields.List(fields.Nested(SaleSchema), required=True)


class ComplaintsArguments(PageArguments):
    """Only the complaints that wait for an answer, or all."""

    is_open = fields.Boolean(data_key="open", load_default=True)


class ComplaintSchema(Schema):
    """What somebody reported, and the answer; who it was is not told."""

    id, dwelling, words = whole(), text(), text()
    kind = fields.Enum(Complaint, by_value=True, required=True)
    filed_on, answered_on, answer = day(), day(), text()
