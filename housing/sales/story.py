"""What happened to the dwelling of a lease as it was sold to its tenants, as chapters."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from housing.core.money import Fen, yuan
from housing.leases.story import Chapter
from housing.sales import queries
from housing.sales.models import Sale
from housing.sales.states import CALLED


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return the chapters of every purchase by the tenants of a lease, by day."""
    told = [chapter for sale in queries.of_lease(session, lease_id) for chapter in _of_sale(sale)]
    return sorted(told, key=lambda chapter: chapter.on)


def _of_sale(sale: Sale) -> Iterator[Chapter]:
    where, values = "sales.show", {"sale_id": sale.id}
    price = f"{yuan(Fen(sale.price_fen))} 元" if sale.price_fen else ""
    days = (
        (sale.opened_on, "申请购买所承租的住房", sale.number),
        (sale.decided_on, "购买资格审定", sale.reasons),
        (sale.contracted_on, "签订出售合同", f"{sale.contract}，{price}"),
        (sale.paid_on, "付清购房款", price),
        (sale.registered_on, "登记", sale.certificate),
        (sale.ended_on, str(CALLED[sale.state]), sale.ending),
    )
    for on, title, detail in days:
        if on is not None:
            yield Chapter(on, title, detail, where, dict(values))
