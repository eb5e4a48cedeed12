"""A lease of 50 m² for 300 yuan a month since January 2026, and a clock for the days after."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from housing.core.clock import Clock, standing_clock
from housing.core.work import Work
from housing.leases.models import Lease, RentTerm
from housing.leases.words import RentBasis
from tests.conftest import NOW
from tests.factories.leases import active_lease


def rented(
    work: Work,
    number: int = 1,
    *,
    starts_on: date = date(2026, 1, 1),
    monthly_fen: int = 30000,
    unit: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Lease:
    """Return an active lease of 50 m² for 300 yuan a month, the `number`-th of the county."""
    return active_lease(
        work,
        number,
        starts_on=starts_on,
        monthly_fen=monthly_fen,
        unit={"area": 5000, **(unit or {})},
        **changes,
    )


def term(
    work: Work, lease: Lease, from_on: date, monthly_fen: int, to_on: date | None = None
) -> RentTerm:
    """Put a rent of a lease on file as it is."""
    made = RentTerm(
        lease_id=lease.id,
        from_on=from_on,
        to_on=to_on,
        basis=RentBasis.STANDARD,
        rent_group="low_income",
        monthly_fen=monthly_fen,
        standard="50.00 平方米",
        reason="签约",
        set_by="operator",
        set_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def clock_on(day: str) -> Clock:
    """Return a clock that stands at 09:00 of a day in Asia/Shanghai."""
    return standing_clock(NOW.replace(year=int(day[:4]), month=int(day[5:7]), day=int(day[8:])))
