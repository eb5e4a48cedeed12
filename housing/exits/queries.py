"""Reads of exit cases; lists are ordered by the day they are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from housing.applications.models import Application
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.errors import NotFound
from housing.exits.models import ExitCase
from housing.exits.states import RUNNING, WITHOUT_REVIEW, ExitState, Trigger
from housing.households.models import Household
from housing.households.words import Group
from housing.leases.models import Lease, RentTerm
from housing.leases.states import LeaseState
from housing.leases.words import RentBasis

S = ExitState


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases a list holds: one of `LISTS`, on a day."""

    only: str
    day: date


def _running() -> ColumnElement[bool]:
    return and_(ExitCase.state.in_(RUNNING), ExitCase.ended_on.is_(None))


def _narrowed(wanted: Wanted) -> ColumnElement[bool]:
    """Return the condition of a list; an unknown name is that of all cases that run."""
    over = and_(ExitCase.state == S.RELOCATING, ExitCase.relocate_until < wanted.day)
    asked = and_(ExitCase.asked_on.is_not(None), ExitCase.reviewed_on.is_(None))
    lists: dict[str, ColumnElement[bool]] = {
        "to_decide": ExitCase.state == S.REVIEWING,
        "to_serve": and_(_running(), ExitCase.state == S.CANCELLED)
        | and_(ExitCase.state == S.OPENED, ExitCase.trigger == Trigger.TERM_ENDED),
        "relocating": and_(ExitCase.state == S.RELOCATING, ExitCase.relocate_until >= wanted.day),
        "overdue": over,
        "market_rent": ExitCase.state == S.MARKET_RENT,
        "litigation": ExitCase.state == S.LITIGATION,
        "reconsidering": asked,
        "over": or_(~ExitCase.state.in_(RUNNING), ExitCase.ended_on.is_not(None)),
    }
    return lists.get(wanted.only, _running())


def get(session: Session, place: str, case_id: int, *, lock: bool = False) -> ExitCase:
    """Return a case of a place; with `lock`, held until the act ends.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(ExitCase).where(ExitCase.id == case_id, ExitCase.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {case_id} 号退出案件 / there is no exit case {case_id}")
    return found


def running_of(session: Session, household_id: int) -> ExitCase | None:
    """Return the case of a household that is not over, or None."""
    return session.scalars(
        select(ExitCase).where(ExitCase.household_id == household_id, _running())
    ).one_or_none()


def of_household(session: Session, household_id: int) -> Sequence[ExitCase]:
    """Return every case of a household, the newest first."""
    return session.scalars(
        select(ExitCase).where(ExitCase.household_id == household_id).order_by(ExitCase.id.desc())
    ).all()


def of_lease(session: Session, lease_id: int) -> Sequence[ExitCase]:
    """Return every case of a lease, the oldest first."""
    return session.scalars(
        select(ExitCase).where(ExitCase.lease_id == lease_id).order_by(ExitCase.id)
    ).all()


def of_review(session: Session, review_id: int) -> ExitCase | None:
    """Return the case that a joint review led to, or None."""
    return session.scalars(
        select(ExitCase).where(ExitCase.review_id == review_id).order_by(ExitCase.id.desc())
    ).first()


def count(session: Session, place: str, wanted: Wanted) -> int:
    """Return how many cases a list holds."""
    found = select(func.count()).where(ExitCase.place == place, _narrowed(wanted))
    return session.scalar(found) or 0


def page_of(
    session: Session, place: str, wanted: Wanted, offset: int = 0, limit: int | None = None
) -> Sequence[ExitCase]:
    """Return one page of a list: the soonest end of a relocation first, then the oldest."""
    found = _chosen(place, wanted).offset(offset).limit(limit)
    return session.scalars(found.order_by(ExitCase.relocate_until.nulls_last(), ExitCase.id)).all()


def waiting(session: Session, place: str, day: date) -> dict[str, int]:
    """Return how many cases wait for a person, by list: to decide, to serve, overdue, asked."""
    lists = ("to_decide", "to_serve", "overdue", "reconsidering")
    return {each: count(session, place, Wanted(each, day)) for each in lists}


def places(session: Session) -> Sequence[str]:
    """Return the places with cases that are not over."""
    found = select(ExitCase.place).where(_running()).distinct()
    return session.scalars(found.order_by(ExitCase.place)).all()


def to_review(session: Session, place: str, limit: int) -> Sequence[int]:
    """Return opened cases about which the departments have to be asked."""
    return session.scalars(
        select(ExitCase.id)
        .where(
            ExitCase.place == place,
            ExitCase.state == S.OPENED,
            ExitCase.trigger.not_in(WITHOUT_REVIEW),
        )
        .order_by(ExitCase.id)
        .limit(limit)
    ).all()


def period_over(session: Session, place: str, day: date) -> Sequence[int]:
    """Return cases whose relocation period is over and that are not settled yet."""
    return session.scalars(
        select(ExitCase.id)
        .where(
            ExitCase.place == place,
            ExitCase.state == S.RELOCATING,
            ExitCase.relocate_until < day,
        )
        .order_by(ExitCase.id)
    ).all()


def ending_by(session: Session, place: str, day: date, last: date) -> Sequence[int]:
    """Return cases whose relocation period ends between two days."""
    return session.scalars(
        select(ExitCase.id)
        .where(
            ExitCase.place == place,
            ExitCase.state == S.RELOCATING,
            ExitCase.relocate_until.between(day, last),
        )
        .order_by(ExitCase.id)
    ).all()


def windows_over(session: Session, place: str, day: date) -> Sequence[int]:
    """Return cases whose period for asking for reconsideration has passed unused."""
    return session.scalars(
        select(ExitCase.id)
        .join(CaseClock, CaseClock.case_id == ExitCase.id)
        .where(
            ExitCase.place == place,
            CaseClock.place == place,
            CaseClock.case_kind == "exit",
            CaseClock.kind == ClockKind.REVIEW_REQUEST,
            CaseClock.stopped_on.is_(None),
            CaseClock.due_on < day,
        )
        .order_by(ExitCase.id)
    ).all()


def left(session: Session, place: str) -> Sequence[int]:
    """Return cases that run although their lease has ended."""
    return session.scalars(
        select(ExitCase.id)
        .join(Lease, Lease.id == ExitCase.lease_id)
        .where(ExitCase.place == place, _running(), Lease.state == LeaseState.ENDED)
        .order_by(ExitCase.id)
    ).all()


def graduates(
    session: Session, place: str, graduated_by: date, day: date, after_id: int, limit: int
) -> list[tuple[Lease, date]]:
    """Return leases of new employees who graduated by a day and do not pay the market's rent.

    Each with the day of graduation, by id from after `after_id`. Basis: HN 33 (HN-33-7).
    """
    at_market = (
        select(RentTerm.id)
        .where(
            RentTerm.lease_id == Lease.id,
            RentTerm.basis == RentBasis.MARKET,
            RentTerm.from_on <= day,
            or_(RentTerm.to_on.is_(None), RentTerm.to_on >= day),
        )
        .exists()
    )
    rows = session.execute(
        select(Lease, Application.graduated_on)
        .join(Household, Household.id == Lease.household_id)
        .join(Application, Application.id == Household.application_id)
        .where(
            Lease.place == place,
            Lease.state == LeaseState.ACTIVE,
            Lease.tenant_group == Group.NEW_EMPLOYEE,
            Lease.id > after_id,
            Application.graduated_on <= graduated_by,
            ~at_market,
        )
        .order_by(Lease.id)
        .limit(limit)
    )
    return [(lease, on) for lease, on in rows if on is not None]


def _chosen(place: str, wanted: Wanted) -> Select[ExitCase]:
    return select(ExitCase).where(ExitCase.place == place, _narrowed(wanted))
