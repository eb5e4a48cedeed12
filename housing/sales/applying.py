"""Acts of the application: take it, determine the qualification, refuse, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.accounts.rules import mobile_number
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.offices import queries as offices
from housing.policies.queries import book as values_in_force
from housing.sales import cap, listings, queries
from housing.sales.models import Sale, SalePerson, SaleUnit
from housing.sales.moving import INSTRUMENT, LONGEST, given, move, officer_is_free, value
from housing.sales.people import Person, must_be_free_to_buy, rows_of
from housing.sales.states import SaleAct, SaleState
from housing.sales.words import BuyerCategory
from housing.units import queries as units
from housing.units.models import Unit
from housing.units.states import UnitState

SHARE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form of a purchase states. Basis: HZS 14 (HZS-14-2, HZS-14-3, HZS-14-4).

    `form` and `undertaking` name the signed papers; `account` is the family's own.
    """

    unit_code: str
    category: BuyerCategory
    people: Sequence[Person]
    form: str
    undertaking: str
    employer: str = ""
    phone: str = ""
    account: str = ""
    share: int = SHARE
    purchase_id: int | None = None
    buyer: str = field(default="")


def apply(work: Work, wanted: Wanted) -> Sale:
    """Take the application of somebody who wants to buy one dwelling.

    It reserves a part of the county's share. A let dwelling goes to its tenant and nobody else.
    Basis: HZS 3 (HZS-3-1, HZS-3-3), HZS 4 (HZS-4-1), HZS 7 (HZS-7-1), HZS 8 (HZS-8-1),
    HZS 9 (HZS-9-1), HZS 10 (HZS-10-1), HZS 14 (HZS-14-1 to HZS-14-4), HZS 25 (HZS-25-2).

    Raises:
        NotAllowed: neither the family itself nor whoever sells dwellings, or recused.
        BrokenRule: the measures have lapsed, the dwelling is not released or let to others, the
            share is used up, somebody stands in another purchase, or less than the whole is wanted.
        BadInput: something the form must state is missing.
    """
    _must_take(work, wanted)
    share = cap.lock(work, work.place)
    values_in_force(work.session).check_case(INSTRUMENT, work.place, work.day)
    unit = units.get(work.session, work.place, wanted.unit_code.strip())
    listing = _released(work.session, unit)
    if wanted.share != SHARE:
        raise BrokenRule(
            f"申购比例：{wanted.share}%，须一次性购买 100% 产权"
            f" / share: {wanted.share} percent; the whole must be bought at once",
            rules=("HZS-10-1", "HZS-14-3"),
        )
    rows = rows_of(work, wanted.people)
    must_be_free_to_buy(work, rows)
    lease = _tenants_own(work.session, unit, rows)
    cap.must_have_room(share)
    sale = _made(work, wanted, unit, listing, lease)
    sale.people = rows
    officer_is_free(work, sale)
    _must_state_everything(work, sale)
    work.session.add(sale)
    work.session.flush()
    work.session.refresh(share)
    _start_review(work, sale)
    after = {"unit": unit.code, "category": sale.category.value, "share": SHARE}
    work.record(Entry(TenancyTag.SALE_APPLIED, sale.case.subject, None, after, "", sale.form))
    return sale


def withdraw(work: Work, sale_id: int, *, reason: str) -> Sale:
    """Take an application back, at any time before the contract and without any consequence.

    Basis: HZS 7 (HZS-7-1, HZS-7-2).

    Raises:
        NotAllowed: neither the family itself nor whoever sells dwellings.
        WrongState: the contract is signed.
        BadInput: no reason.
    """
    cap.lock(work, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    must_be_own(work, sale)
    words = given(reason, "理由 / reason", most=LONGEST)
    if sale.state is SaleState.APPLIED:
        clocks.stop(work, sale.case, ClockKind.BUYER_REVIEW, outcome=Outcome.VOID)
    sale.ended_on, sale.ending = work.day, words
    move(work, sale, SaleAct.WITHDRAW, TenancyTag.SALE_WITHDRAWN, reason=words)
    return sale


def must_be_own(work: Work, sale: Sale) -> None:
    """Let only the family itself, or whoever sells dwellings, act.

    Raises:
        NotAllowed: it is another family's, or the right is lacking.
    """
    if work.actor.role is not Role.APPLICANT:
        work.actor.must(Permission.SELL_UNITS)
    elif sale.account != work.actor.name:
        raise NotAllowed("这不是您家庭的申购 / this is not about your household")


def _must_take(work: Work, wanted: Wanted) -> None:
    if work.actor.role is Role.APPLICANT:
        work.actor.must(Permission.APPLY)
        if wanted.account != work.actor.name or wanted.purchase_id is not None:
            raise NotAllowed("只能为自己的家庭申购 / a family applies for itself alone")
    else:
        work.actor.must(Permission.SELL_UNITS)


def _released(session: Session, unit: Unit) -> SaleUnit:
    listing = listings.active_listing(session, unit.id)
    if listing is None or not listings.is_approved(session, listing):
        raise BrokenRule(
            f"房源 {unit.code} 未经主管部门批准出售 / {unit.code} has not been released for sale",
            rules=("HZS-3-3",),
        )
    if queries.running_of_unit(session, unit.id) is not None:
        raise WrongState(f"房源 {unit.code} 已有人申购 / {unit.code} is being bought by others")
    if unit.state not in (UnitState.VACANT, UnitState.LET):
        raise WrongState(
            f"房源 {unit.code} 现在不能申购（分配、腾退或者维修中）"
            f" / {unit.code} is in a round, being vacated or under repair"
        )
    return listing


def _tenants_own(session: Session, unit: Unit, rows: Sequence[SalePerson]) -> Lease | None:
    """Return the lease of a let dwelling, which only who lives under it may buy."""
    lease = leases.active_of_unit(session, unit.id)
    if lease is None:
        return None
    living = {member.identity_index for member in leases.members(session, lease.id)}
    if rows[0].identity_index not in living:
        raise BrokenRule(
            f"房源 {unit.code} 已出租，租赁期间只向承租家庭出售"
            f" / {unit.code} is let: while the lease runs only its tenants may buy it",
            rules=("HZS-3-1",),
        )
    return lease


def _made(work: Work, wanted: Wanted, unit: Unit, listing: SaleUnit, lease: Lease | None) -> Sale:
    project = units.project(work.session, work.place, unit.project_code)
    return Sale(
        place=work.place,
        number=_number(work.session, work.place, work.day),
        sale_unit_id=listing.id,
        unit_id=unit.id,
        unit_code=unit.code,
        location=f"{project.name}{unit.building}{unit.entrance}",
        area=unit.area,
        room=unit.room,
        share=wanted.share,
        purchase_id=wanted.purchase_id,
        lease_id=lease.id if lease else None,
        household_id=lease.household_id if lease else None,
        account=wanted.account,
        buyer=given(wanted.buyer or wanted.people[0].name, "申购人 / buyer", most=128),
        phone_sealed=work.keyring.seal(mobile_number(wanted.phone)) if wanted.phone else None,
        category=wanted.category,
        employer=wanted.employer.strip(),
        form=given(wanted.form, "申请审核表 / form"),
        undertaking=given(wanted.undertaking, "书面承诺 / undertaking"),
        opened_on=work.day,
        taken_by=work.actor.name,
        state=SaleState.APPLIED,
        counts=True,
    )


def _must_state_everything(work: Work, sale: Sale) -> None:
    """Refuse a form without what the instrument asks for. Basis: HZS 14 (HZS-14-3)."""
    stated = {
        "family": bool(sale.people),
        "unit": bool(sale.employer) or sale.category is not BuyerCategory.UNIT_STAFF,
        "location": bool(sale.location),
        "area": sale.area > 0,
        "room_number": bool(sale.room),
        "share": sale.share == SHARE,
    }
    asked = value(work.session, "application_contents", sale.place, work.day)
    names = {"unit": "单位", "location": "坐落位置", "area": "面积", "room_number": "房号"}
    missing = [names.get(each, each) for each in asked if not stated[each]]
    if missing:
        raise BadInput(
            f"购买申请审核表缺少：{'、'.join(missing)} / the form lacks: {', '.join(missing)}",
            rules=("HZS-14-3",),
        )


def _number(session: Session, place: str, day: date) -> str:
    before = session.scalar(
        select(func.count(Sale.id)).where(
            Sale.place == place, Sale.number.startswith(f"GF{day.year}")
        )
    )
    return f"GF{day.year}{(before or 0) + 1:06d}"


def _start_review(work: Work, sale: Sale) -> None:
    held = offices.of_kind(work.session, sale.place, OfficeKind.HOUSING_CENTRE, work.day)
    clocks.start(
        work,
        sale.case,
        ClockKind.BUYER_REVIEW,
        office_id=held[0].id if held else None,
        role=Role.CENTRE,
    )
