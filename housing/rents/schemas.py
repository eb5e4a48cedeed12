"""What the interface of rents takes and sends. Amounts are fen, months texts like '2026-09'."""

from datetime import date

from marshmallow import Schema, fields, validate

from housing.rents.states import ReductionState
from housing.web.addresses import MOST_ROWS_EVER
from housing.web.api import PageArguments

_TEXT = validate.Length(min=1, max=2000)
_PAPER = validate.Length(min=1, max=200)
_DAY = validate.Range(min=date(2000, 1, 1), max=date(2999, 12, 31))
_MONTH = validate.Regexp(r"^\d{4}-(0[1-9]|1[0-2])$")


class ReductionsArguments(PageArguments):
    """Which reductions: of one state, or all."""

    state = fields.Enum(ReductionState, by_value=True, load_default=None)


class ReductionSchema(Schema):
    """A rent reduction."""

    id = fields.Integer()
    number = fields.String()
    lease_id = fields.Integer()
    state = fields.Enum(ReductionState, by_value=True)
    ground = fields.String()
    statement = fields.String()
    applied_on = fields.Date()
    percent = fields.Integer(allow_none=True)
    from_month = fields.String(allow_none=True)
    until_month = fields.String(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    reasons = fields.String()
    cites = fields.List(fields.String())


class ApplicationSchema(Schema):
    """An application for less rent; `ground` is one of the county's conditions."""

    ground = fields.String(required=True, validate=validate.Length(min=1, max=64))
    statement = fields.String(required=True, validate=_TEXT)


class StatementArguments(Schema):
    """The days of a statement, both included; a year up to today by default."""

    since = fields.Date(load_default=None, validate=_DAY)
    until = fields.Date(load_default=None, validate=_DAY)


class RowSchema(Schema):
    """One line of a statement: `fen` is owed more when positive; `owed` after it."""

    on = fields.Date()
    kind = fields.String()
    period = fields.String(allow_none=True)
    fen = fields.Integer()
    owed = fields.Integer()
    note = fields.String()
    voucher = fields.String()


class StatementSchema(Schema):
    """The account of a lease from a day to a day."""

    lease = fields.String(attribute="lease.number")
    since = fields.Date()
    until = fields.Date()
    opening = fields.Integer()
    owed = fields.Integer()
    parts = fields.Dict(keys=fields.String(), values=fields.Integer())
    rows = fields.List(fields.Nested(RowSchema))


class MonthSchema(Schema):
    """What was charged for a month."""

    period = fields.String()
    leases = fields.Integer()
    rent_fen = fields.Integer()
    reductions_fen = fields.Integer()
    fees_fen = fields.Integer()


class AdjustmentSchema(Schema):
    """Which leases are charged by the standard in force from now on, and why."""

    lease_ids = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, MOST_ROWS_EVER)),
        required=True,
        validate=validate.Length(1, 1000),
    )
    reason = fields.String(required=True, validate=_TEXT)
    document = fields.String(required=True, validate=_PAPER)


class AdjustedSchema(Schema):
    """How many leases got another rent; the others had it already."""

    adjusted = fields.Integer(required=True)


class TwoLinesSchema(Schema):
    """Income and spending of a year in fen."""

    year = fields.Integer()
    charged = fields.Integer()
    collected = fields.Integer()
    uses = fields.Dict(keys=fields.String(), values=fields.Integer())
    used = fields.Integer()
    shortfall = fields.Integer()
    budget = fields.Integer()
    uncovered = fields.Integer()
    released = fields.Integer()
