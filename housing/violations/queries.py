"""Reads of violations and of what stands beside them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.handovers.models import Handover
from housing.handovers.states import HandoverState
from housing.inspections.models import Inspection, InspectionFinding
from housing.inspections.states import InspectionState
from housing.inspections.words import Answered, Finding
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.violations.beside_states import AbsenceState, ConsentState
from housing.violations.models import Violation
from housing.violations.models_beside import AbsenceNotice, DecorationConsent, IdleWarning
from housing.violations.states import ViolationState
from housing.violations.words import ViolationKind

S = ViolationState
MOST_COUNTED = 10_000
#: The lists of the work page: which states each shows.
LISTED: dict[str, tuple[ViolationState, ...]] = {
    "open": (S.REPORTED, S.NOTICED, S.FOUND, S.ORDERED),
    "rectifying": (S.RECTIFYING,),
    "returning": (S.CANCELLED, S.RETURNING),
    "court": (S.ENFORCEMENT,),
    "over": (S.CLOSED, S.DISMISSED, S.VACATED, S.REVOKED),
    "": tuple(S),
}
#: The day that a case waits for: the end of what runs.
DUE = case(
    (Violation.state == S.NOTICED, Violation.statement_until),
    (Violation.state == S.RECTIFYING, Violation.rectify_until),
    (Violation.state == S.RETURNING, Violation.return_until),
    else_=Violation.opened_on,
)


def get(session: Session, place: str, violation_id: int, *, lock: bool = False) -> Violation:
    """Return one case of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(Violation, violation_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {violation_id} 号违规案件 / there is no violation {violation_id}")
    return found


def running_of(session: Session, lease_id: int, kind: ViolationKind) -> Violation | None:
    """Return the case about this act of a lease that is not over, or None."""
    return session.scalar(
        select(Violation).where(
            Violation.lease_id == lease_id, Violation.kind == kind, Violation.ended_on.is_(None)
        )
    )


def of_leases(session: Session, lease_ids: Collection[int]) -> Sequence[Violation]:
    """Return every case of these leases, the newest first."""
    return session.scalars(
        select(Violation).where(Violation.lease_id.in_(lease_ids)).order_by(Violation.id.desc())
    ).all()


def page_of(
    session: Session, place: str, only: str, offset: int = 0, limit: int | None = None
) -> Sequence[Violation]:
    """Return one page of a list, by the day that the cases wait for."""
    wanted = _narrowed(select(Violation), place, only).order_by(DUE, Violation.id)
    return session.scalars(wanted.offset(offset).limit(limit)).all()


def count(session: Session, place: str, only: str) -> int:
    """Return how many cases a list holds, counting no further than 10,000."""
    ids = _narrowed(select(Violation.id), place, only).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def waiting(session: Session, place: str, day: date) -> int:
    """Return how many cases somebody has to go on with today: nothing of theirs runs any more."""
    held = _narrowed(select(Violation.id), place, "").where(
        Violation.ended_on.is_(None), Violation.state != S.ENFORCEMENT, day > DUE
    )
    return session.scalar(select(func.count()).select_from(held.subquery())) or 0


def consent_on(session: Session, lease_id: int, day: date) -> DecorationConsent | None:
    """Return the consent to decorate that was given before works of this day, or None.

    Basis: HN 32 (HN-32-2).
    """
    return session.scalars(
        select(DecorationConsent)
        .where(
            DecorationConsent.lease_id == lease_id,
            DecorationConsent.state == ConsentState.GRANTED,
            DecorationConsent.decided_on <= day,
        )
        .order_by(DecorationConsent.id.desc())
    ).first()


def accepted_absences(session: Session, lease_id: int) -> list[tuple[date, date]]:
    """Return first and last day of each absence whose reason was accepted.

    Basis: HN 34 (HN-34-8).
    """
    rows = session.execute(
        select(AbsenceNotice.from_on, AbsenceNotice.until_on)
        .where(AbsenceNotice.lease_id == lease_id, AbsenceNotice.state == AbsenceState.ACCEPTED)
        .order_by(AbsenceNotice.from_on)
    )
    return [(begun, until) for begun, until in rows]


def warned(session: Session, lease_id: int, idle_since: date) -> set[int]:
    """Return after how many months a tenant was warned of this spell without anybody."""
    return set(
        session.scalars(
            select(IdleWarning.months).where(
                IdleWarning.lease_id == lease_id, IdleWarning.idle_since == idle_since
            )
        )
    )


def perhaps_idle(session: Session, place: str, after_id: int, limit: int) -> Sequence[Lease]:
    """Return running leases where a visit met or found nobody, by id from after `after_id`."""
    empty = (
        select(Inspection.lease_id)
        .outerjoin(InspectionFinding, InspectionFinding.inspection_id == Inspection.id)
        .where(
            Inspection.place == place,
            Inspection.state == InspectionState.MADE,
            or_(Inspection.answered == Answered.NOBODY, InspectionFinding.kind == Finding.EMPTY),
        )
    )
    return session.scalars(
        select(Lease)
        .where(
            Lease.place == place,
            Lease.state == LeaseState.ACTIVE,
            Lease.id > after_id,
            Lease.id.in_(empty),
        )
        .order_by(Lease.id)
        .limit(limit)
    ).all()


def given_back(session: Session) -> Sequence[tuple[str, int]]:
    """Return place and id of the cases whose dwelling is back and that do not know it yet."""
    rows = session.execute(
        select(Violation.place, Violation.id)
        .join(Handover, Handover.lease_id == Violation.lease_id)
        .where(
            Violation.state.in_((S.CANCELLED, S.RETURNING, S.ENFORCEMENT)),
            Handover.state == HandoverState.CLOSED,
        )
        .order_by(Violation.id)
    )
    return [(place, violation_id) for place, violation_id in rows]


def _narrowed(wanted: Select[Any], place: str, only: str) -> Select[Any]:
    states = LISTED.get(only, LISTED[""])
    return wanted.where(Violation.place == place, Violation.state.in_(states))
