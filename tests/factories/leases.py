"""A lease that runs, in one call, without the round and the offer that led to it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from housing.accounts import service as accounts
from housing.accounts.queries import actor_of
from housing.applications.words import Relation
from housing.core.access.actor import Actor, system_actor
from housing.core.work import Work
from housing.households.models import Household
from housing.households.words import Group, Rescue
from housing.leases.items import Item
from housing.leases.models import ConditionReport, Lease, LeaseMember, RentTerm
from housing.leases.rules import last_day
from housing.leases.states import LeaseState
from housing.leases.words import ConditionPurpose, LeaseKind, RentBasis
from housing.rent_standards.words import rent_group_of
from housing.units import history
from housing.units.models import Project, Unit
from housing.units.states import UnitState
from tests.factories.sheets import identity
from tests.factories.waiting import waiting_household

STARTS_ON, MONTHS, RENT = date(2025, 10, 1), 36, 16608
PASSWORD = "a sentence for tests only"
TEXT = "430199-2026-1"
ITEMS = [
    {"item": "入户门", "state": "完好", "note": ""},
    {"item": "灶台", "state": "完好", "note": ""},
]


def active_lease(
    work: Work,
    number: int = 1,
    *,
    starts_on: date = STARTS_ON,
    months: int = MONTHS,
    monthly_fen: int = RENT,
    rescue: Rescue = Rescue.NONE,
    home: Household | None = None,
    flat: Unit | None = None,
    household: Mapping[str, Any] | None = None,
    unit: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Lease:
    """Keep a household, its let unit, and the running lease with rent, keys and report.

    `number` tells leases of one database apart. `household`, `unit` and the further arguments
    change columns; `home` and `flat` are taken as they are instead. Filed, no arrears, deposit
    of three months. Nothing is in the register: no act was done.
    """
    home = home or tenant_household(work, number, rescue=rescue, **(household or {}))
    flat = flat or let_unit(work, number, **(unit or {}))
    lease = _lease(work, number, home, flat, (starts_on, months, monthly_fen), changes)
    rent_group = rent_group_of(home.group, home.rescue)
    work.session.add_all(
        [
            _tenant(lease, home),
            _term(work, lease, rent_group, monthly_fen),
            _report(work, lease),
        ]
    )
    work.session.flush()
    return lease


def tenant_household(work: Work, number: int, **changes: Any) -> Household:
    """Keep a household that left the waitlist for its flat; phone 139 and eight digits."""
    whole, phone = identity("19900307", f"{number:03d}"), phone_of(number)
    plain = {
        "identity_sealed": work.keyring.seal(whole),
        "identity_index": work.keyring.blind(whole),
        "phone_sealed": work.keyring.seal(phone),
        "phone_index": work.keyring.blind(phone),
        "group": Group.LOWER_MIDDLE,
        "left_on": date(2025, 9, 28),
    }
    home = waiting_household(work.keyring, number, place=work.place, **(plain | changes))
    work.session.add(home)
    work.session.flush()
    return home


def let_unit(work: Work, number: int, **changes: Any) -> Unit:
    """Keep a flat of 34.60 m² that is let, with its estate and the spell it is in."""
    if work.session.get(Project, (work.place, "P01")) is None:
        work.session.add(Project(place=work.place, code="P01", name="望麓新苑", street="清溪街道"))
        work.session.flush()
    plain: dict[str, Any] = {
        "place": work.place,
        "code": f"P01-{number:06d}",
        "project_code": "P01",
        "building": "1栋",
        "entrance": "1单元",
        "room": f"{number:04d}",
        "floor": 3,
        "floors": 6,
        "layout": "一居室",
        "area": 3460,
        "accessible": False,
        "lift": False,
        "owner": "县住建局",
        "reserved_for": "",
        "completed_on": date(2024, 1, 1),
        "rent_fen": 480,
        "state": UnitState.LET,
        "unit_class": "P01-一居室-低-普通",
        "facilities": "灶台、抽油烟机、热水器",
    }
    flat = Unit(**(plain | changes))
    work.session.add(flat)
    work.session.flush()
    history.follow(work, [flat.id], reason="签订租赁合同")
    return flat


def tenant_account(work: Work, number: int = 1) -> Actor:
    """Open the account of the tenant of lease `number`, and return who acts; password PASSWORD."""
    opener = Work(work.session, system_actor(work.place), work.now, work.keyring)
    whole = identity("19900307", f"{number:03d}")
    opened = accounts.open_applicant(
        opener, phone_of(number), PASSWORD, work.place, f"承租人{number}", whole
    )
    return actor_of(opened)


def phone_of(number: int) -> str:
    """Return the telephone of the tenant of lease `number`."""
    return f"139{number:08d}"


def _lease(
    work: Work,
    number: int,
    home: Household,
    flat: Unit,
    terms: tuple[date, int, int],
    changes: Mapping[str, Any],
) -> Lease:
    starts_on, months, monthly_fen = terms
    signed_on = starts_on - timedelta(days=3)
    plain: dict[str, Any] = {
        "place": work.place,
        "number": f"ZL{work.place}-{starts_on.year}-{900000 + number:06d}",
        "kind": LeaseKind.FIRST,
        "household_id": home.id,
        "unit_id": flat.id,
        "tenant_group": home.group,
        "state": LeaseState.ACTIVE,
        "starts_on": starts_on,
        "ends_on": last_day(starts_on, months),
        "deposit_fen": 0 if home.rescue is not Rescue.NONE else 3 * monthly_fen,
        "template": TEXT,
        "clauses": {item.value: "按约定" for item in Item},
        "signed_on": signed_on,
        "contract_sha256": f"{number:064x}",
        "contract_document": f"租〔{starts_on.year}〕{number}号",
        "keys_on": starts_on,
        "filed_on": starts_on + timedelta(days=9),
        "filing_number": f"备〔{starts_on.year}〕{number}号",
        "filed_by": "zhongxin",
        "drafted_by": "yunying",
        "drafted_on": signed_on,
    }
    lease = Lease(**(plain | changes))
    work.session.add(lease)
    work.session.flush()
    return lease


def _tenant(lease: Lease, home: Household) -> LeaseMember:
    return LeaseMember(
        lease_id=lease.id,
        position=0,
        name=home.name,
        relation=Relation.HEAD,
        identity_sealed=home.identity_sealed,
        identity_index=home.identity_index,
    )


def _term(work: Work, lease: Lease, rent_group: str, monthly_fen: int) -> RentTerm:
    return RentTerm(
        lease_id=lease.id,
        from_on=lease.starts_on,
        basis=RentBasis.STANDARD,
        rent_group=rent_group,
        monthly_fen=monthly_fen,
        standard="34.60 平方米 × 4.80 元",
        reason="首次签订",
        set_by="yunying",
        set_at=work.now,
    )


def _report(work: Work, lease: Lease) -> ConditionReport:
    return ConditionReport(
        lease_id=lease.id,
        purpose=ConditionPurpose.IN,
        on=lease.starts_on,
        items=ITEMS,
        meters={"水表": "12", "电表": "340"},
        note="",
        documents=[],
        made_by="yunying",
    )
