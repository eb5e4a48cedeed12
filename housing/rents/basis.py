"""What the charges of leases rest on, read for many leases at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from housing.leases.models import Lease, RentTerm
from housing.leases.states import LeaseState
from housing.leases.words import LeaseKind
from housing.ledger.models import Transfer
from housing.ledger.words import TransferKind
from housing.policies.book import PolicyBook
from housing.rent_standards.rules import times
from housing.rents.models import EstateFee, Reduction
from housing.rents.months import (
    Reckoned,
    Span,
    first_of,
    last_of,
    later,
    month_of,
    reckon,
    taken_off,
)
from housing.rents.states import ReductionState
from housing.units.models import Unit

FEE = "property_service_fee"
RAN = (LeaseState.ACTIVE, LeaseState.ENDED)


@dataclass(frozen=True, slots=True)
class Off:
    """`percent` off the rent from one month to another, both included."""

    from_month: str
    until_month: str
    percent: int


@dataclass(frozen=True, slots=True)
class Basis:
    """One lease as its charges are reckoned: who lives where, for how much, from when."""

    lease_id: int
    unit_id: int
    owner: str
    own_stock: bool
    project_code: str
    first: date
    last: date | None
    rents: list[Span] = field(default_factory=list)
    fees: list[Span] = field(default_factory=list)
    off: list[Off] = field(default_factory=list)

    def of(self, period: str) -> dict[TransferKind, Reckoned]:
        """Return what the month costs by kind of transfer; what costs nothing is left out."""
        rent = reckon(period, self.rents, self.first, self.last)
        held = {TransferKind.RENT_CHARGE: rent}
        percents = [
            each.percent for each in self.off if each.from_month <= period <= each.until_month
        ]
        if percents:
            percent = max(percents)
            less = Reckoned(taken_off(rent.fen, percent), f"减免 {percent}%")
            held[TransferKind.RENT_REDUCTION] = less
        held[TransferKind.FEE_CHARGE] = reckon(period, self.fees, self.first, self.last)
        return {kind: each for kind, each in held.items() if each.fen > 0}


_COLUMNS = (
    Lease.id,
    Lease.kind,
    Lease.starts_on,
    Lease.keys_on,
    Lease.drafted_on,
    Lease.ended_on,
    Unit.id.label("unit_id"),
    Unit.area,
    Unit.owner,
    Unit.reserved_for,
    Unit.project_code,
)


def some_of(
    session: Session, book: PolicyBook, place: str, period: str, after_id: int, limit: int
) -> list[Basis]:
    """Return leases that ran in `period` and were charged no rent for it, by id from `after_id`."""
    charged = select(Transfer.id).where(
        Transfer.lease_id == Lease.id,
        Transfer.period == period,
        Transfer.kind == TransferKind.RENT_CHARGE,
    )
    asked = (
        _asked()
        .where(
            Lease.place == place,
            Lease.id > after_id,
            Lease.starts_on <= last_of(period),
            or_(Lease.ended_on.is_(None), Lease.ended_on >= first_of(period)),
            ~charged.exists(),
        )
        .order_by(Lease.id)
        .limit(limit)
    )
    return _whole(session, book, place, session.execute(asked).all())


def of_leases(
    session: Session, book: PolicyBook, place: str, lease_ids: Collection[int]
) -> list[Basis]:
    """Return these leases of a place as far as they run or ran, by id."""
    asked = _asked().where(Lease.place == place, Lease.id.in_(lease_ids)).order_by(Lease.id)
    return _whole(session, book, place, session.execute(asked).all())


def owes_from(kind: LeaseKind, starts_on: date, keys_on: date | None, drafted_on: date) -> date:
    """Return the first day for which a lease is charged here.

    A first lease from the day of its keys when they came later than its first day; one that was
    carried over from the month after it was put on file, since earlier months were charged before.
    """
    if kind is LeaseKind.CARRIED:
        return max(starts_on, first_of(later(month_of(drafted_on))))
    if kind is LeaseKind.FIRST and keys_on is not None:
        return max(starts_on, keys_on)
    return starts_on


def _asked() -> Select[Any]:
    columns: tuple[Any, ...] = _COLUMNS
    return select(*columns).join(Unit, Unit.id == Lease.unit_id).where(Lease.state.in_(RAN))


def _whole(session: Session, book: PolicyBook, place: str, rows: Sequence[Any]) -> list[Basis]:
    ids = [row.id for row in rows]
    rents, off = _rents(session, ids), _off(session, ids)
    rates = _rates(session, book, place)
    return [
        Basis(
            lease_id=row.id,
            unit_id=row.unit_id,
            owner=row.owner,
            own_stock=row.reserved_for != "",
            project_code=row.project_code,
            first=owes_from(row.kind, row.starts_on, row.keys_on, row.drafted_on),
            last=row.ended_on,
            rents=rents.get(row.id, []),
            fees=[
                Span(each.from_on, each.to_on, times(row.area, each.monthly_fen))
                for each in rates.get(row.project_code, rates[""])
            ],
            off=off.get(row.id, []),
        )
        for row in rows
    ]


def _rents(session: Session, ids: Collection[int]) -> dict[int, list[Span]]:
    rows = session.execute(
        select(RentTerm.lease_id, RentTerm.from_on, RentTerm.to_on, RentTerm.monthly_fen)
        .where(RentTerm.lease_id.in_(ids))
        .order_by(RentTerm.lease_id, RentTerm.from_on)
    )
    found: dict[int, list[Span]] = {}
    for lease_id, from_on, to_on, fen in rows:
        found.setdefault(lease_id, []).append(Span(from_on, to_on, fen))
    return found


def _off(session: Session, ids: Collection[int]) -> dict[int, list[Off]]:
    rows = session.execute(
        select(
            Reduction.lease_id, Reduction.from_month, Reduction.until_month, Reduction.percent
        ).where(
            Reduction.lease_id.in_(ids),
            Reduction.state.in_((ReductionState.GRANTED, ReductionState.ENDED)),
        )
    )
    found: dict[int, list[Off]] = {}
    for lease_id, first, last, percent in rows:
        if first is None or last is None or percent is None:  # Never of a granted one.
            continue
        found.setdefault(lease_id, []).append(Off(first, last, percent))
    return found


def _rates(session: Session, book: PolicyBook, place: str) -> Mapping[str, list[Span]]:
    """Rates of fee per m² by estate; under '' those of the place, where it has set an amount."""
    found: dict[str, list[Span]] = {"": list(_of_place(book, place))}
    rows = session.execute(
        select(EstateFee.project_code, EstateFee.from_on, EstateFee.fen_per_m2)
        .where(EstateFee.place == place)
        .order_by(EstateFee.project_code, EstateFee.from_on)
    )
    for code, from_on, fen in rows:
        held = found.setdefault(code, [])
        if held:
            before = held[-1]
            held[-1] = Span(before.from_on, _eve(from_on), before.monthly_fen)
        held.append(Span(from_on, None, fen))
    return found


def _of_place(book: PolicyBook, place: str) -> Iterable[Span]:
    for value in book.all_values():
        if value.parameter == FEE and value.place == place and isinstance(value.value, int):
            yield Span(value.in_force_from, value.in_force_to, value.value)


def _eve(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
