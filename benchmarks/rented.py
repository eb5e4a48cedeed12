"""A county of running leases for measuring: made up, the same ones for the same number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from housing.core.db.session import Database
from housing.households.models import Household
from housing.households.words import Assistance, Group, Rescue
from housing.leases.models import Lease, RentTerm
from housing.leases.states import LeaseState
from housing.leases.words import LeaseKind, RentBasis
from housing.rents.models import EstateFee, Reduction
from housing.rents.states import ReductionState
from housing.units.models import Project, Unit
from housing.units.states import UnitState

PLACE, FIRST, MOMENT = "430199", date(2026, 1, 1), datetime(2026, 9, 30, 1, tzinfo=UTC)
#: One lease in so many has a reduction, and one in so many began within August.
REDUCED, BEGUN = 10, 25
CHUNK = 20_000
Told = dict[str, Any]


def fill(database: Database, count: int) -> None:
    """Put `count` running leases on file, with rents, reductions and the fee of their estate."""
    with database.acts() as session, session.begin():
        session.add(Project(place=PLACE, code="P01", name="estate", street="street"))
        session.flush()
        session.add(
            EstateFee(
                place=PLACE,
                project_code="P01",
                from_on=FIRST,
                fen_per_m2=80,
                document="contract",
                set_by="office",
                set_at=MOMENT,
            )
        )
    for start in range(1, count + 1, CHUNK):
        numbers = range(start, min(start + CHUNK, count + 1))
        with database.acts() as session, session.begin():
            session.execute(insert(Household), [_household(number) for number in numbers])
            session.execute(insert(Unit), [_unit(number) for number in numbers])
            session.execute(insert(Lease), [_lease(number) for number in numbers])
            session.execute(insert(RentTerm), [_term(number) for number in numbers])
            reduced = [_reduction(number) for number in numbers if number % REDUCED == 0]
            session.execute(insert(Reduction), reduced)


def _household(number: int) -> Told:
    return {
        "id": number,
        "place": PLACE,
        "application_number": f"SQ{number:010d}",
        "name": "household",
        "document_kind": "居民身份证",
        "identity_sealed": b"sealed",
        "identity_index": f"{number:064d}",
        "street": "street",
        "group": Group.LOWER_MIDDLE,
        "size": 2,
        "rescue": Rescue.NONE,
        "priority_groups": [],
        "income_fen": 100_000,
        "assets_fen": 0,
        "present_area": 0,
        "employer": "",
        "accepted_on": FIRST,
        "registered_on": FIRST,
        "needs_accessible": False,
        "assistance": Assistance.FLAT,
        "wishes": [],
    }


def _unit(number: int) -> Told:
    return {
        "id": number,
        "place": PLACE,
        "code": f"P01-{number:06d}",
        "project_code": "P01",
        "building": "1",
        "entrance": "1",
        "room": str(number),
        "floor": 1,
        "floors": 18,
        "layout": "一居室",
        "area": 3000 + number % 3000,
        "accessible": False,
        "lift": True,
        "owner": "office",
        "reserved_for": "",
        "completed_on": FIRST,
        "rent_fen": 480,
        "state": UnitState.LET,
        "unit_class": "P01-一居室-低-普通",
    }


def _starts_on(number: int) -> date:
    return FIRST if number % BEGUN else date(2026, 8, 1) + timedelta(days=number // BEGUN % 28)


def _lease(number: int) -> Told:
    return {
        "id": number,
        "place": PLACE,
        "number": f"ZL{number:010d}",
        "kind": LeaseKind.FIRST,
        "household_id": number,
        "unit_id": number,
        "tenant_group": Group.LOWER_MIDDLE,
        "state": LeaseState.ACTIVE,
        "starts_on": _starts_on(number),
        "ends_on": date(2028, 12, 31),
        "deposit_fen": 0,
        "signed_on": FIRST,
        "contract_sha256": "0" * 64,
        "contract_document": "contract",
        "keys_on": FIRST,
        "drafted_by": "office",
        "drafted_on": FIRST,
    }


def _term(number: int) -> Told:
    return {
        "lease_id": number,
        "from_on": _starts_on(number),
        "basis": RentBasis.STANDARD,
        "rent_group": "lower_middle",
        "monthly_fen": 20_000 + number % 20_000,
        "standard": "area × rate",
        "reason": "signed",
        "set_by": "office",
        "set_at": MOMENT,
    }


def _reduction(number: int) -> Told:
    return {
        "place": PLACE,
        "number": f"JM{number:010d}",
        "lease_id": number,
        "state": ReductionState.GRANTED,
        "ground": "低保",
        "statement": "statement",
        "documents": [],
        "applied_on": FIRST,
        "applied_by": "a",
        "percent": 10 + number % 40,
        "from_month": "2026-01",
        "until_month": "2026-12",
        "decided_on": FIRST,
        "decided_by": "b",
        "reasons": "reasons",
        "document": "paper",
        "cites": [],
    }
