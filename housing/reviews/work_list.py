"""The officer's work list: open cases by their legal clock, a page found through the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from housing.applications.models import Application
from housing.applications.rights import OFFICE_COLUMNS
from housing.applications.states import ApplicationState
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.households.words import Group
from housing.offices import queries as offices

ROWS = 50
#: A work list counts no farther than this, so that a county with many open cases waits no longer
#: than one with few (benchmarks/case_list.py); beyond it the page says "more than".
MOST_COUNTED = 500

K = ClockKind
#: One clock stands for each case: the one by which its state must end.
LEADING = (
    K.ACCEPTANCE,
    K.SUPPLEMENT,
    K.STREET_REVIEW,
    K.COUNTY_RECEIPT,
    K.COUNTY_RECHECK,
    K.COUNTY_PUBLICITY,
    K.REVIEW_REQUEST,
    K.RECONSIDERATION,
    K.PARK_REVIEW,
    K.PARK_FILING,
)
#: The community surveys what the street holds; the centre registers what the county holds.
IN_STEAD = {
    Role.COMMUNITY: ApplicationState.ACCEPTED,
    Role.CENTRE: ApplicationState.COUNTY_PUBLIC,
}
Chosen = TypeVar("Chosen", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be listed: whose turn, which state, group or street, and by when."""

    mine: bool = True
    state: ApplicationState | None = None
    group: Group | None = None
    office_id: int | None = None
    due: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page begins: after this day and clock."""

    due_on: date
    id: int


@dataclass(frozen=True, slots=True)
class Line:
    """One case and the clock it is sorted by."""

    application: Application
    clock: CaseClock


@dataclass(frozen=True, slots=True)
class WorkList:
    """One page; `after` is None on the last. `total` stops at `MOST_COUNTED` + 1."""

    lines: Sequence[Line]
    after: Mark | None
    total: int


def page_of(
    session: Session,
    actor: Actor,
    asked: Asked,
    day: date,
    after: Mark | None = None,
    rows: int = ROWS,
) -> WorkList:
    """Return one page of the open cases that the actor may see, the soonest due first."""
    wanted = _chosen(select(Application, CaseClock), actor, asked, day)
    counted = _chosen(select(CaseClock.id), actor, asked, day).limit(MOST_COUNTED + 1)
    total = session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    if after is not None:
        mark = tuple_(CaseClock.due_on, CaseClock.id)
        wanted = wanted.where(mark > tuple_(after.due_on, after.id))
    ordered = wanted.order_by(CaseClock.due_on, CaseClock.id).limit(rows + 1)
    found = [Line(application, clock) for application, clock in session.execute(ordered)]
    lines = found[:rows]
    last = lines[-1].clock if len(found) > rows else None
    return WorkList(lines, Mark(last.due_on, last.id) if last else None, total)


def next_case(session: Session, actor: Actor, left: int, day: date) -> int | None:
    """Return the id of the case of the actor's own turn that comes after `left`.

    In the order of the list; after the last one, or a case that has left the list, the first.
    """
    wanted = _chosen(select(Application.id), actor, Asked(), day).where(Application.id != left)
    wanted = wanted.order_by(CaseClock.due_on, CaseClock.id).limit(1)
    place = tuple_(CaseClock.due_on, CaseClock.id)
    here = session.execute(
        _chosen(select(CaseClock.due_on, CaseClock.id), actor, Asked(), day)
        .where(Application.id == left)
        .limit(1)
    ).first()
    after = wanted.where(place > tuple_(*here)) if here else wanted
    return session.scalar(after) or session.scalar(wanted)


def due_count(session: Session, actor: Actor, due: str, day: date) -> int:
    """Return how many cases of the actor's own turn are due `today` or `overdue`."""
    chosen = _chosen(select(CaseClock.id), actor, Asked(due=due), day).limit(MOST_COUNTED + 1)
    return session.scalar(select(func.count()).select_from(chosen.subquery())) or 0


def streets(session: Session, place: str, day: date) -> dict[int, str]:
    """Return the names of a county's street offices by id."""
    return {each.id: each.name for each in offices.of_kind(session, place, OfficeKind.STREET, day)}


def _chosen(wanted: Chosen, actor: Actor, asked: Asked, day: date) -> Chosen:
    wanted = (
        wanted.select_from(CaseClock)
        .join(Application, Application.id == CaseClock.case_id)
        .where(CaseClock.place == actor.place, CaseClock.stopped_on.is_(None))
        .where(CaseClock.case_kind == "application")
        .where(
            or_(
                CaseClock.kind.in_(LEADING),
                and_(
                    CaseClock.kind == K.COUNTY_DECISION,
                    Application.state == ApplicationState.RECHECKED,
                ),
            )
        )
    )
    if actor.role in OFFICE_COLUMNS:
        column = getattr(Application, OFFICE_COLUMNS[actor.role])
        wanted = wanted.where(column == actor.office)
    return _filtered(wanted, actor, asked, day)


def _filtered(wanted: Chosen, actor: Actor, asked: Asked, day: date) -> Chosen:
    if asked.mine and actor.role is not Role.AUDITOR:
        wanted = wanted.where(_own_turn(actor))
    if asked.state is not None:
        wanted = wanted.where(Application.state == asked.state)
    if asked.group is not None:
        wanted = wanted.where(Application.group == asked.group)
    if asked.office_id is not None:
        wanted = wanted.where(Application.street_office_id == asked.office_id)
    if asked.due == "today":
        wanted = wanted.where(CaseClock.due_on == day)
    elif asked.due == "overdue":
        wanted = wanted.where(CaseClock.due_on < day)
    return wanted


def _own_turn(actor: Actor) -> ColumnElement[bool]:
    """Return whose turn it is by role: the clock's holder, or who acts in a holder's stead."""
    if actor.role in IN_STEAD:
        return Application.state == IN_STEAD[actor.role]
    return and_(CaseClock.office_id == actor.office, CaseClock.role == actor.role)
