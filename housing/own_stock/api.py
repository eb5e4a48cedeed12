"""JSON interface of own stock: owners, and the transfer of what is left over."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.own_stock import queries, transfer
from housing.own_stock.models import StockTransfer
from housing.own_stock.schemas import OwnStocksSchema, TransferredSchema, TransferSchema
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint

api = ApiBlueprint("own_stock", __name__, description="单位、园区房源 / own stock")


@guards.requires(Permission.SEE_STOCK)
@api.route("/own-stock")
@api.response(200, OwnStocksSchema)
def listing() -> dict[str, object]:
    """Return the owners whose flats serve their own people first."""
    with reading() as session:
        return {"items": queries.of_place(session, signed_in_actor().place)}


@guards.requires(Permission.TRANSFER_SURPLUS)
@api.route("/own-stock/<int:stock_id>/transfers", methods=["POST"])
@api.arguments(TransferSchema)
@api.response(201, TransferredSchema)
def move(sent: dict[str, Any], stock_id: int) -> StockTransfer:
    """Transfer flats that are left over."""
    with acting() as work:
        return transfer.transfer(
            work,
            stock_id,
            sent["units"],
            sent["outlet"],
            receiver=sent["receiver"],
            reason=sent["reason"],
            document=sent["document"],
        )
