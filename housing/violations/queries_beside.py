"""Reads of reports, consents to decorate, notices of absence, and of public rental addresses."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.units.models import Project, Unit
from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.models_beside import AbsenceNotice, DecorationConsent, ViolationReport


@dataclass(frozen=True, slots=True)
class Address:
    """One building of public rental housing; nothing smaller is published."""

    project: str
    street: str
    address: str
    building: str
    units: int


def report(session: Session, place: str, report_id: int, *, lock: bool = False) -> ViolationReport:
    """Return one report of a place.

    Raises:
        NotFound: there is none.
    """
    found = session.get(ViolationReport, report_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {report_id} 号举报 / there is no report {report_id}")
    return found


def report_of_case(session: Session, violation_id: int) -> ViolationReport | None:
    """Return the report that a case began with, or None."""
    return session.scalars(
        select(ViolationReport).where(ViolationReport.violation_id == violation_id)
    ).first()


def reports(
    session: Session, place: str, state: ReportState | None, offset: int, limit: int | None
) -> Sequence[ViolationReport]:
    """Return one page of the reports of a place, the oldest first where they wait."""
    wanted = _reports(select(ViolationReport), place, state)
    order = ViolationReport.id if state is ReportState.RECEIVED else ViolationReport.id.desc()
    return session.scalars(wanted.order_by(order).offset(offset).limit(limit)).all()


def count_reports(session: Session, place: str, state: ReportState | None) -> int:
    """Return how many reports a list holds."""
    wanted = _reports(select(func.count(ViolationReport.id)), place, state)
    return session.scalar(wanted) or 0


def consent(
    session: Session, place: str, consent_id: int, *, lock: bool = False
) -> DecorationConsent:
    """Return one request to decorate of a place.

    Raises:
        NotFound: there is none.
    """
    found = session.get(DecorationConsent, consent_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {consent_id} 号装修申请 / there is no request {consent_id}")
    return found


def consents(
    session: Session, place: str, state: ConsentState | None, offset: int, limit: int | None
) -> Sequence[DecorationConsent]:
    """Return one page of the requests to decorate of a place, the newest first."""
    wanted = select(DecorationConsent).where(DecorationConsent.place == place)
    if state is not None:
        wanted = wanted.where(DecorationConsent.state == state)
    ordered = wanted.order_by(DecorationConsent.id.desc())
    return session.scalars(ordered.offset(offset).limit(limit)).all()


def count_consents(session: Session, place: str, state: ConsentState | None) -> int:
    """Return how many requests to decorate a list holds."""
    wanted = select(func.count(DecorationConsent.id)).where(DecorationConsent.place == place)
    if state is not None:
        wanted = wanted.where(DecorationConsent.state == state)
    return session.scalar(wanted) or 0


def consents_of(session: Session, lease_ids: Collection[int]) -> Sequence[DecorationConsent]:
    """Return the requests to decorate of these leases, the newest first."""
    return session.scalars(
        select(DecorationConsent)
        .where(DecorationConsent.lease_id.in_(lease_ids))
        .order_by(DecorationConsent.id.desc())
    ).all()


def absence(session: Session, place: str, absence_id: int, *, lock: bool = False) -> AbsenceNotice:
    """Return one notice of absence of a place.

    Raises:
        NotFound: there is none.
    """
    found = session.get(AbsenceNotice, absence_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {absence_id} 号外出报告 / there is no notice {absence_id}")
    return found


def absences_of(session: Session, lease_ids: Collection[int]) -> Sequence[AbsenceNotice]:
    """Return the notices of absence of these leases, the newest first."""
    return session.scalars(
        select(AbsenceNotice)
        .where(AbsenceNotice.lease_id.in_(lease_ids))
        .order_by(AbsenceNotice.id.desc())
    ).all()


def absences(
    session: Session, place: str, state: AbsenceState | None, offset: int, limit: int | None
) -> Sequence[AbsenceNotice]:
    """Return one page of the notices of absence of a place, the newest first."""
    wanted = select(AbsenceNotice).where(AbsenceNotice.place == place)
    if state is not None:
        wanted = wanted.where(AbsenceNotice.state == state)
    return session.scalars(
        wanted.order_by(AbsenceNotice.id.desc()).offset(offset).limit(limit)
    ).all()


def count_absences(session: Session, place: str, state: AbsenceState | None) -> int:
    """Return how many notices of absence a list holds."""
    wanted = select(func.count(AbsenceNotice.id)).where(AbsenceNotice.place == place)
    if state is not None:
        wanted = wanted.where(AbsenceNotice.state == state)
    return session.scalar(wanted) or 0


def addresses(session: Session, place: str) -> list[Address]:
    """Return every building with public rental housing, for brokers and listing platforms.

    Basis: HN 36 (HN-36-1).
    """
    rows = session.execute(
        select(Project.name, Project.street, Project.address, Unit.building, func.count(Unit.id))
        .join(Unit, (Unit.place == Project.place) & (Unit.project_code == Project.code))
        .where(Project.place == place)
        .group_by(Project.code, Project.name, Project.street, Project.address, Unit.building)
        .order_by(Project.code, Unit.building)
    )
    return [Address(*row) for row in rows]


def waiting(session: Session, place: str) -> dict[str, int]:
    """Return how many reports, requests to decorate and notices of absence wait for an answer."""
    return {
        "reports": count_reports(session, place, ReportState.RECEIVED),
        "decorations": count_consents(session, place, ConsentState.ASKED),
        "absences": count_absences(session, place, AbsenceState.TOLD),
    }


def _reports(wanted: Select[Any], place: str, state: ReportState | None) -> Select[Any]:
    wanted = wanted.where(ViolationReport.place == place)
    return wanted if state is None else wanted.where(ViolationReport.state == state)
