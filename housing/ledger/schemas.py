"""The JSON of the ledger; money is fen."""

from marshmallow import Schema, fields

from housing.ledger.words import AccountKind, TransferKind


class KindSchema(Schema):
    """All accounts of one kind together; `balance` counts on the side on which they grow."""

    kind = fields.Enum(AccountKind, by_value=True, required=True)
    debits = fields.Integer(required=True)
    credits = fields.Integer(required=True)
    balance = fields.Integer(required=True)


class LedgerSchema(Schema):
    """The sums of a county; `difference` is 0 at every moment."""

    debits = fields.Integer(required=True)
    credits = fields.Integer(required=True)
    difference = fields.Integer(required=True)
    kinds = fields.List(fields.Nested(KindSchema), required=True)


class AccountSchema(Schema):
    """One account: its kind, and to which lease, household or owner it belongs."""

    kind = fields.Enum(AccountKind, by_value=True, required=True)
    ref = fields.String(required=True)


class TransferSchema(Schema):
    """One line of a voucher: so much out of one account and into another."""

    id = fields.Integer(required=True)
    on = fields.Date(required=True)
    kind = fields.Enum(TransferKind, by_value=True, required=True)
    fen = fields.Integer(required=True)
    debit = fields.Nested(AccountSchema, required=True)
    credit = fields.Nested(AccountSchema, required=True)
    lease_id = fields.Integer(required=True, allow_none=True)
    period = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)
    document = fields.String(required=True)


class FaultsSchema(Schema):
    """What is wrong in the books; nothing, when they are whole."""

    faults = fields.List(fields.String(), required=True)
