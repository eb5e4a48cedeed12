"""What waits for whom in the sales of a place, as the desk counts it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from housing.policies.queries import book as values_in_force
from housing.sales import queries
from housing.sales.models import SaleBatch, SaleComplaint, SalePrice, SaleUse
from housing.sales.moving import INSTRUMENT
from housing.sales.states import BatchState

#: An expense that is neither paid nor refused.
_OPEN = (SaleUse.paid_on.is_(None), SaleUse.refused_on.is_(None))
#: What waits besides the sales themselves: the table's rows that one side has not dealt with.
_BESIDE: Mapping[str, tuple[InstrumentedAttribute[str], tuple[ColumnElement[bool], ...]]] = {
    "batches": (SaleBatch.place, (SaleBatch.state == BatchState.PREPARED,)),
    "as_price": (SalePrice.place, (SalePrice.price_on.is_(None),)),
    "as_housing": (SalePrice.place, (SalePrice.housing_on.is_(None),)),
    "for_housing": (SaleUse.place, (*_OPEN, SaleUse.housing_on.is_(None))),
    "for_finance": (SaleUse.place, (*_OPEN, SaleUse.finance_on.is_(None))),
    "to_pay": (
        SaleUse.place,
        (*_OPEN, SaleUse.housing_on.is_not(None), SaleUse.finance_on.is_not(None)),
    ),
    "complaints": (SaleComplaint.place, (SaleComplaint.answered_on.is_(None),)),
}


def concerns(session: Session, place: str) -> bool:
    """Return whether the sale measures govern a place, in force or not. Basis: HZS 4 (HZS-4-1)."""
    return any(own.id == INSTRUMENT for own in values_in_force(session).governing(place))


def waiting(session: Session, place: str, day: date) -> Mapping[str, int]:
    """Return how much waits in each list; nothing where the measures do not govern.

    The keys are those of the work page's lists, and of what waits beside the sales.
    """
    if not concerns(session, place):
        return Counter()
    beside = {
        key: session.scalar(select(func.count()).where(held_in == place, *asked)) or 0
        for key, (held_in, asked) in _BESIDE.items()
    }
    visits = len(queries.to_visit(session, place, day))
    return Counter({**queries.waiting(session, place), **beside, "to_visit": visits})
