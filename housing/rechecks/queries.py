"""Reads of rechecks and of reported changes; lists are ordered by the day they are due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session

from housing.checks.models import CheckRequest
from housing.checks.states import OPEN as OPEN_CHECKS
from housing.checks.states import CheckState
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.errors import NotFound
from housing.rechecks.models import Recheck
from housing.rechecks.states import UNDECIDED, Purpose, RecheckState
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import WAITING

_UNDECIDED = exists().where(Recheck.entry_id == WaitlistEntry.id, Recheck.state.in_(UNDECIDED))
#: Which rechecks a list shows.
STATES: dict[str, tuple[RecheckState, ...]] = {
    "": UNDECIDED,
    "open": (RecheckState.OPEN,),
    "answered": (RecheckState.ANSWERED,),
    "reconsidering": (RecheckState.RECONSIDERING,),
    "decided": (
        RecheckState.PASSED,
        RecheckState.FAILED,
        RecheckState.REVERSED,
        RecheckState.UPHELD,
    ),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rechecks a list holds: a key of `STATES`, a purpose, a round's code, or those late."""

    only: str = ""
    purpose: Purpose | None = None
    round_code: str = ""
    late_on: date | None = None


def get(session: Session, place: str, recheck_id: int, *, lock: bool = False) -> Recheck:
    """Return a recheck of a place; with `lock`, held until the act ends.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(Recheck).where(Recheck.id == recheck_id, Recheck.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {recheck_id} 号复查 / there is no recheck {recheck_id}")
    return found


def of_ids(session: Session, place: str, ids: Collection[int]) -> Sequence[Recheck]:
    """Return rechecks of a place by id, those of another place left out; held until the end."""
    return session.scalars(
        select(Recheck)
        .where(Recheck.place == place, Recheck.id.in_(ids))
        .order_by(Recheck.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def of_entry(session: Session, entry_id: int) -> Sequence[Recheck]:
    """Return every recheck of an entry, the newest first."""
    return session.scalars(
        select(Recheck).where(Recheck.entry_id == entry_id).order_by(Recheck.id.desc())
    ).all()


def entries_of(session: Session, rechecks: Sequence[Recheck]) -> list[WaitlistEntry]:
    """Return the entry of each of these rechecks, in their order."""
    ids = [each.entry_id for each in rechecks]
    found = session.scalars(select(WaitlistEntry).where(WaitlistEntry.id.in_(ids)))
    by_id = {each.id: each for each in found}
    return [by_id[entry_id] for entry_id in ids]


def undecided_of(session: Session, entry_ids: Collection[int]) -> Sequence[Recheck]:
    """Return the rechecks that stand open for these entries."""
    return session.scalars(
        select(Recheck)
        .where(Recheck.entry_id.in_(entry_ids), Recheck.state.in_(UNDECIDED))
        .order_by(Recheck.id)
    ).all()


def of_round(session: Session, place: str, round_code: str) -> Sequence[Recheck]:
    """Return the rechecks of a round that were not made void, by id."""
    return session.scalars(
        select(Recheck)
        .where(
            Recheck.place == place,
            Recheck.round_code == round_code,
            Recheck.state != RecheckState.VOID,
        )
        .order_by(Recheck.id)
    ).all()


def count(session: Session, place: str, wanted: Wanted) -> int:
    """Return how many rechecks a list holds."""
    found = _chosen(place, wanted).with_only_columns(Recheck.id).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def page_of(
    session: Session, place: str, wanted: Wanted, offset: int, limit: int
) -> Sequence[Recheck]:
    """Return one page of a list, the soonest due first; of decided ones the newest first."""
    found = _chosen(place, wanted)
    order = (
        (Recheck.decided_on.desc(), Recheck.id.desc())
        if wanted.only == "decided"
        else (Recheck.due_on, Recheck.id)
    )
    return session.scalars(found.order_by(*order).offset(offset).limit(limit)).all()


def all_answered(session: Session, place: str, limit: int) -> Sequence[Recheck]:
    """Return open rechecks whose departments have all answered or said that they cannot."""
    return session.scalars(
        select(Recheck)
        .where(
            Recheck.place == place,
            Recheck.state == RecheckState.OPEN,
            _asked(CheckState.ANSWERED),
            ~_asked(*OPEN_CHECKS),
        )
        .order_by(Recheck.id)
        .limit(limit)
        .with_for_update()
    ).all()


def asked_again(session: Session, place: str) -> Sequence[Recheck]:
    """Return rechecks taken as answered in which a department has been asked once more."""
    return session.scalars(
        select(Recheck)
        .where(Recheck.place == place, Recheck.state == RecheckState.ANSWERED, _asked(*OPEN_CHECKS))
        .order_by(Recheck.id)
        .with_for_update()
    ).all()


def windows_over(session: Session, place: str, day: date) -> Sequence[Recheck]:
    """Return failed rechecks whose period for asking for reconsideration has passed unused."""
    return session.scalars(
        select(Recheck)
        .join(CaseClock, (CaseClock.case_id == Recheck.id) & (CaseClock.place == Recheck.place))
        .where(
            Recheck.place == place,
            Recheck.state == RecheckState.FAILED,
            CaseClock.case_kind == "recheck",
            CaseClock.kind == ClockKind.REVIEW_REQUEST,
            CaseClock.stopped_on.is_(None),
            CaseClock.due_on < day,
        )
        .order_by(Recheck.id)
    ).all()


def places_waiting(session: Session) -> Sequence[str]:
    """Return the places in which somebody waits."""
    return session.scalars(
        select(WaitlistEntry.place)
        .where(WaitlistEntry.state.in_(WAITING))
        .distinct()
        .order_by(WaitlistEntry.place)
    ).all()


def left_behind(session: Session, place: str) -> Sequence[Recheck]:
    """Return rechecks that are not decided although the household waits no more."""
    return session.scalars(
        select(Recheck)
        .join(WaitlistEntry, WaitlistEntry.id == Recheck.entry_id)
        .where(
            Recheck.place == place,
            Recheck.state.in_(UNDECIDED),
            WaitlistEntry.closed_on.is_not(None),
        )
        .order_by(Recheck.id)
    ).all()


def due_for_recheck(session: Session, place: str, before: date, limit: int) -> Sequence[int]:
    """Return the entries that wait and were not looked at after `before`, longest unseen first.

    A registration, a recheck and the joining of a round are looks.
    """
    looked_at = (
        select(func.max(Recheck.opened_on))
        .where(Recheck.entry_id == WaitlistEntry.id, Recheck.state != RecheckState.VOID)
        .scalar_subquery()
    )
    seen_on = func.coalesce(WaitlistEntry.last_round_on, WaitlistEntry.registered_on)
    last_on = case((looked_at > seen_on, looked_at), else_=seen_on)
    return session.scalars(
        select(WaitlistEntry.id)
        .where(
            WaitlistEntry.place == place,
            WaitlistEntry.state.in_(WAITING),
            last_on <= before,
            ~_UNDECIDED,
        )
        .order_by(last_on, WaitlistEntry.id)
        .limit(limit)
    ).all()


def free_to_recheck(session: Session, ids: Collection[int]) -> Sequence[WaitlistEntry]:
    """Return those of these entries that wait and are not being rechecked, by id."""
    return session.scalars(
        select(WaitlistEntry)
        .where(WaitlistEntry.id.in_(ids), WaitlistEntry.state.in_(WAITING), ~_UNDECIDED)
        .order_by(WaitlistEntry.id)
    ).all()


def begun_on(session: Session, place: str, day: date) -> int:
    """Return how many periodic rechecks were begun on a day."""
    begun = select(func.count()).where(
        Recheck.place == place, Recheck.purpose == Purpose.PERIODIC, Recheck.opened_on == day
    )
    return session.scalar(begun) or 0


def places_with_open(session: Session) -> Sequence[str]:
    """Return the places in which rechecks are under way, or may still be reconsidered."""
    under_way = (*UNDECIDED, RecheckState.FAILED)
    return session.scalars(
        select(Recheck.place).where(Recheck.state.in_(under_way)).distinct().order_by(Recheck.place)
    ).all()


def _asked(*states: CheckState) -> ColumnElement[bool]:
    return exists().where(
        CheckRequest.place == Recheck.place,
        CheckRequest.case_kind == "recheck",
        CheckRequest.case_id == Recheck.id,
        CheckRequest.state.in_(states),
    )


def _chosen(place: str, wanted: Wanted) -> Select[Recheck]:
    states = STATES.get(wanted.only, UNDECIDED)
    found = select(Recheck).where(Recheck.place == place, Recheck.state.in_(states))
    if wanted.purpose is not None:
        found = found.where(Recheck.purpose == wanted.purpose)
    if wanted.round_code:
        found = found.where(Recheck.round_code == wanted.round_code)
    if wanted.late_on is not None:
        found = found.where(Recheck.due_on < wanted.late_on)
    return found
