"""A lease that runs, in one call: unit, household, lease and rent, without what led to it."""

from datetime import date
from typing import Any

from housing.core.clock import Clock, standing_clock
from housing.core.work import Work
from housing.households.words import Group
from housing.leases.models import Lease, RentTerm
from housing.leases.states import LeaseState
from housing.leases.words import LeaseKind, RentBasis
from housing.units.models import Project, Unit
from housing.units.states import UnitState
from tests.conftest import NOW
from tests.factories.waiting import waiting_household

SHA = "a" * 64


def rented(
    work: Work,
    number: int = 1,
    *,
    starts_on: date = date(2026, 1, 1),
    monthly_fen: int = 30000,
    unit: dict[str, Any] | None = None,
    **changes: Any,
) -> Lease:
    """Return an active lease of 50 m² for 300 yuan a month, the `number`-th of the county."""
    session, place = work.session, work.place
    if session.get(Project, (place, "P01")) is None:
        session.add(Project(place=place, code="P01", name="清溪雅苑", street="清溪街道"))
        session.flush()
    home = waiting_household(work.keyring, number, place=place)
    flat = Unit(**(_flat(place, number) | (unit or {})))
    session.add_all([home, flat])
    session.flush()
    plain: dict[str, Any] = {
        "place": place,
        "number": f"HT2026{number:06d}",
        "kind": LeaseKind.FIRST,
        "household_id": home.id,
        "unit_id": flat.id,
        "tenant_group": Group.LOW_INCOME,
        "state": LeaseState.ACTIVE,
        "starts_on": starts_on,
        "ends_on": date(starts_on.year + 3, starts_on.month, starts_on.day),
        "deposit_fen": 60000,
        "signed_on": starts_on,
        "contract_sha256": SHA,
        "contract_document": "租赁合同",
        "keys_on": starts_on,
        "drafted_by": "operator",
        "drafted_on": starts_on,
    }
    lease = Lease(**(plain | changes))
    session.add(lease)
    session.flush()
    term(work, lease, lease.starts_on, monthly_fen)
    return lease


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


def _flat(place: str, number: int) -> dict[str, Any]:
    return {
        "place": place,
        "code": f"P01-{number:06d}",
        "project_code": "P01",
        "building": "1栋",
        "entrance": "1单元",
        "room": f"{number:04d}",
        "floor": 3,
        "floors": 18,
        "layout": "一居室",
        "area": 5000,
        "accessible": False,
        "lift": True,
        "owner": "县住建局",
        "reserved_for": "",
        "completed_on": date(2024, 6, 30),
        "rent_fen": 600,
        "state": UnitState.LET,
        "unit_class": "P01-一居室-低-普通",
    }
