"""Reads of the changes that households report."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.rechecks.models import ChangeReport
from housing.rechecks.words import ReportState


def page_of(
    session: Session, place: str, state: ReportState, offset: int, limit: int
) -> Sequence[ChangeReport]:
    """Return one page of the reported changes of a place in a state, the oldest first."""
    return session.scalars(
        select(ChangeReport)
        .where(ChangeReport.place == place, ChangeReport.state == state)
        .order_by(ChangeReport.id)
        .offset(offset)
        .limit(limit)
    ).all()


def count(session: Session, place: str, state: ReportState) -> int:
    """Return how many reported changes of a place are in a state."""
    found = select(func.count()).where(ChangeReport.place == place, ChangeReport.state == state)
    return session.scalar(found) or 0


def get(session: Session, place: str, report_id: int) -> ChangeReport:
    """Return a reported change.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(ChangeReport, report_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {report_id} 号情况变化 / there is no reported change {report_id}")
    return found


def of_entry(session: Session, entry_id: int) -> Sequence[ChangeReport]:
    """Return what a household reported, the newest first."""
    return session.scalars(
        select(ChangeReport)
        .where(ChangeReport.entry_id == entry_id)
        .order_by(ChangeReport.id.desc())
    ).all()
