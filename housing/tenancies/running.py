"""What runs about a lease now: what is owed and held, and every case that is not over."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from housing.arrears import queries as arrears
from housing.exchanges import queries as exchanges
from housing.exits import queries as exits
from housing.handovers import queries as handovers
from housing.handovers.states import HandoverState
from housing.inspections import queries as inspections
from housing.leases.models import Lease
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind
from housing.renewals import queries as renewals
from housing.repairs import queries as repairs
from housing.repairs.states import OPEN as REPAIR_OPEN
from housing.violations import queries as violations


@dataclass(frozen=True, slots=True)
class Money:
    """The balances of a lease in fen: rent and fees owed, paid ahead, deposit owed and held."""

    rent_due: int
    fee_due: int
    prepaid: int
    deposit_due: int
    deposit_held: int


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a lease that is not over: its kind, its number, and where its page is."""

    kind: str
    number: str
    endpoint: str
    values: dict[str, object]


def money_of(session: Session, lease: Lease) -> Money:
    """Return what a lease owes and what is held for it. Basis: HN 24, HN 26."""
    held = ledger.lease_balances(session, lease.place, lease.id)
    kinds = AccountKind
    return Money(
        rent_due=held.get(kinds.RENT_DUE, 0),
        fee_due=held.get(kinds.FEE_DUE, 0),
        prepaid=held.get(kinds.PREPAID, 0),
        deposit_due=held.get(kinds.DEPOSIT_DUE, 0),
        deposit_held=held.get(kinds.DEPOSIT_HELD, 0) - held.get(kinds.DEPOSIT_DUE, 0),
    )


def cases_of(session: Session, lease: Lease) -> list[Case]:
    """Return every case of a lease that is not over, what may end it first."""
    return [
        *_endings(session, lease),
        *_requests(session, lease),
        *_upkeep(session, lease),
    ]


def _endings(session: Session, lease: Lease) -> Iterator[Case]:
    for violation in violations.of_leases(session, [lease.id]):
        if violation.ended_on is None:
            yield _case("违规", violation.number, "violations", violation_id=violation.id)
    exit_case = exits.running_of(session, lease.household_id)
    if exit_case is not None and exit_case.lease_id == lease.id:
        yield _case("退出", exit_case.number, "exits", case_id=exit_case.id)
    handover = handovers.of_lease(session, lease.id)
    if handover is not None and handover.state is not HandoverState.CLOSED:
        yield _case("腾退交房", handover.lease_number, "handovers", handover_id=handover.id)
    owing = arrears.live_of(session, [lease.id]).get(lease.id)
    if owing is not None:
        yield _case("欠租催缴", owing.lease_number, "arrears", case_id=owing.id)


def _requests(session: Session, lease: Lease) -> Iterator[Case]:
    renewal = renewals.undecided_of(session, lease.id)
    if renewal is not None:
        yield _case("续租", renewal.number, "renewals", renewal_id=renewal.id)
    member = exchanges.member_of(session, lease.id)
    if member is not None:
        exchange = exchanges.get(session, lease.place, member.exchange_id)
        yield _case("互换", exchange.number, "exchanges", exchange_id=exchange.id)


def _upkeep(session: Session, lease: Lease) -> Iterator[Case]:
    for repair in repairs.of_leases(session, [lease.id]):
        if repair.state in REPAIR_OPEN:
            yield _case("报修", repair.number, "repairs", repair_id=repair.id)
    visit = inspections.planned_of(session, lease.id)
    if visit is not None:
        yield _case("入户检查", visit.number, "inspections", inspection_id=visit.id)


def _case(kind: str, number: str, feature: str, **values: object) -> Case:
    return Case(kind, number, f"{feature}.show", values)
