"""Reads of arrears; the list shows who owes longest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.arrears.models import ArrearsCase, ArrearsStep, Instalment
from housing.arrears.rules import by_age
from housing.arrears.states import LIVE, ArrearsAct, ArrearsState
from housing.core.errors import NotFound
from housing.households.models import Household
from housing.leases.models import Lease
from housing.ledger.models import Account
from housing.ledger.words import AccountKind
from housing.units.models import Unit

MOST_COUNTED = 10_000
DUES = (AccountKind.RENT_DUE, AccountKind.FEE_DUE)


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a list of arrears shows; empty fields narrow nothing, `months` is the least owed."""

    state: ArrearsState | None = None
    months: int = 0
    project: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A case with lease, unit and household, as lists show it."""

    case: ArrearsCase
    lease: Lease
    unit: Unit
    household: Household


def get(session: Session, place: str, case_id: int, *, lock: bool = False) -> ArrearsCase:
    """Return a case of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(ArrearsCase).where(ArrearsCase.id == case_id, ArrearsCase.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {case_id} 号催缴 / there is no case of arrears {case_id}")
    return found


def live_of(session: Session, lease_ids: Sequence[int]) -> dict[int, ArrearsCase]:
    """Return the case that runs of each of these leases."""
    found = session.scalars(
        select(ArrearsCase).where(ArrearsCase.lease_id.in_(lease_ids), ArrearsCase.state.in_(LIVE))
    )
    return {case.lease_id: case for case in found}


def of_lease(session: Session, lease_id: int) -> Sequence[ArrearsCase]:
    """Return the cases of a lease, the oldest first."""
    return session.scalars(
        select(ArrearsCase).where(ArrearsCase.lease_id == lease_id).order_by(ArrearsCase.id)
    ).all()


def page_of(
    session: Session, place: str, narrow: Narrow, offset: int = 0, limit: int | None = 50
) -> list[Row]:
    """Return a page of cases with lease, unit and household."""
    found = (
        _narrowed(
            select(ArrearsCase, Lease, Unit, Household)
            .join(Lease, Lease.id == ArrearsCase.lease_id)
            .join(Unit, Unit.id == Lease.unit_id)
            .join(Household, Household.id == ArrearsCase.household_id),
            place,
            narrow,
        )
        .order_by(ArrearsCase.months.desc(), ArrearsCase.owed_fen.desc(), ArrearsCase.id)
        .offset(offset)
        .limit(limit)
    )
    return [Row(*row) for row in session.execute(found)]


def count(session: Session, place: str, narrow: Narrow) -> int:
    """Return how many cases a list holds, counting no further than 10,000."""
    some = _narrowed(
        select(ArrearsCase.id)
        .join(Lease, Lease.id == ArrearsCase.lease_id)
        .join(Unit, Unit.id == Lease.unit_id),
        place,
        narrow,
    ).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def ageing(session: Session, place: str) -> dict[int, tuple[int, int]]:
    """Return {months: (cases, fen)} of the cases that run and owe so many months or more."""
    rows = session.execute(
        select(ArrearsCase.months, ArrearsCase.owed_fen).where(
            ArrearsCase.place == place, ArrearsCase.state.in_(LIVE)
        )
    )
    return by_age((months, fen) for months, fen in rows)


def waiting(session: Session, place: str) -> dict[str, int]:
    """Return what waits for somebody: cases to remind, to demand, notices to approve."""
    counts = session.execute(
        select(ArrearsCase.state, func.count())
        .where(ArrearsCase.place == place)
        .group_by(ArrearsCase.state)
    )
    held = dict(counts.all())
    return {
        "to_remind": held.get(ArrearsState.OPEN, 0),
        "to_demand": held.get(ArrearsState.REMINDED, 0),
        "to_approve": held.get(ArrearsState.NOTICE_PROPOSED, 0),
    }


def places(session: Session) -> Sequence[str]:
    """Return the places in which somebody was ever charged."""
    found = select(Account.place).where(Account.kind.in_(DUES)).distinct().order_by(Account.place)
    return session.scalars(found).all()


def owing_leases(session: Session, place: str) -> list[int]:
    """Return every lease that owes something or has a case that runs, by id; read once a count."""
    refs = session.scalars(
        select(Account.ref).where(
            Account.place == place,
            Account.kind.in_(DUES),
            Account.ref.startswith("lease:"),
            Account.debits_fen > Account.credits_fen,
        )
    )
    running = session.scalars(
        select(ArrearsCase.lease_id).where(ArrearsCase.place == place, ArrearsCase.state.in_(LIVE))
    )
    return sorted({*(int(ref.removeprefix("lease:")) for ref in refs), *running})


def last_step(case: ArrearsCase, act: ArrearsAct) -> ArrearsStep | None:
    """Return the last step of a kind, or None."""
    return next((step for step in reversed(case.steps) if step.act is act), None)


def plan(session: Session, case_id: int) -> Sequence[Instalment]:
    """Return the instalments that are waited for, by day."""
    return session.scalars(
        select(Instalment)
        .where(Instalment.case_id == case_id, Instalment.running.is_(True))
        .order_by(Instalment.due_on)
    ).all()


def plans(session: Session, case_id: int) -> Sequence[Instalment]:
    """Return every instalment ever agreed in a case, by plan and day."""
    return session.scalars(
        select(Instalment)
        .where(Instalment.case_id == case_id)
        .order_by(Instalment.plan, Instalment.due_on)
    ).all()


def to_remind(session: Session, place: str, limit: int) -> Sequence[ArrearsCase]:
    """Return cases that nobody has reminded of, the oldest first."""
    return session.scalars(
        select(ArrearsCase)
        .where(ArrearsCase.place == place, ArrearsCase.state == ArrearsState.OPEN)
        .order_by(ArrearsCase.id)
        .limit(limit)
    ).all()


def _narrowed(found: Any, place: str, narrow: Narrow) -> Any:
    found = found.where(ArrearsCase.place == place)
    if narrow.state is not None:
        found = found.where(ArrearsCase.state == narrow.state)
    elif not narrow.settled:
        found = found.where(ArrearsCase.state.in_(LIVE))
    if narrow.months:
        found = found.where(ArrearsCase.months >= narrow.months)
    if narrow.project:
        found = found.where(Unit.project_code == narrow.project)
    return found
