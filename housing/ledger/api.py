"""JSON interface of the ledger: the sums of a county, one voucher, the check of the whole."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.ledger import checking, queries
from housing.ledger.schemas import FaultsSchema, LedgerSchema, TransferSchema
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint
from housing.web.language import said

api = ApiBlueprint("ledger", __name__, description="账簿 / the ledger")


@guards.requires(Permission.SEE_LEDGER)
@api.route("/ledger")
@api.response(200, LedgerSchema)
def overview() -> dict[str, Any]:
    """Return the sums of all accounts, and those of each kind."""
    place = signed_in_actor().place
    with reading() as session:
        whole = queries.trial_balance(session, place)
        kinds = queries.by_kind(session, place)
    names = ("debits", "credits", "balance")
    rows = [{"kind": kind, **dict(zip(names, sums, strict=True))} for kind, sums in kinds.items()]
    sums = {"debits": whole.debits, "credits": whole.credits, "difference": whole.difference}
    return {**sums, "kinds": rows}


@guards.requires(Permission.SEE_LEDGER)
@api.route("/ledger/vouchers/<voucher>")
@api.response(200, TransferSchema(many=True))
def voucher(voucher: str) -> list[dict[str, Any]]:
    """Return the lines of one voucher; none, where there is no such voucher."""
    with reading() as session:
        lines = queries.lines_of_voucher(session, signed_in_actor().place, voucher)
        return [{**vars(each), "debit": debit, "credit": credit} for each, debit, credit in lines]


@guards.requires(Permission.SEE_REGISTER)
@api.route("/ledger/check")
@api.response(200, FaultsSchema)
def check() -> dict[str, Any]:
    """Compare totals with transfers, and vouchers with the register."""
    with reading() as session:
        found = checking.faults(session, signed_in_actor().place)
    return {"faults": [str(said(each)) for each in found[:20]]}
