"""Reads of reports and imports; the newest first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.imports.columns import SheetKind
from housing.imports.faults import Fault, fault_from_json
from housing.imports.models import ImportReport, SheetImport

MOST_LISTED = 200


def report(session: Session, place: str, report_id: int) -> ImportReport:
    """Return one report of `place`.

    Raises:
        NotFound: there is none with this number, or it belongs to another place.
    """
    found = session.get(ImportReport, report_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {report_id} 号导入报告 / no import report {report_id}")
    return found


def reports(session: Session, place: str, limit: int = MOST_LISTED) -> Sequence[ImportReport]:
    """Return the latest reports of `place`."""
    return session.scalars(
        select(ImportReport)
        .where(ImportReport.place == place)
        .order_by(ImportReport.id.desc())
        .limit(limit)
    ).all()


def imports_of(session: Session, place: str, limit: int = MOST_LISTED) -> Sequence[SheetImport]:
    """Return the latest sheets that were taken in `place`."""
    return session.scalars(
        select(SheetImport)
        .where(SheetImport.place == place)
        .order_by(SheetImport.id.desc())
        .limit(limit)
    ).all()


def taken_before(
    session: Session, place: str, kind: SheetKind, sha256: str
) -> tuple[SheetImport | None, bool]:
    """Return the last import of exactly these bytes, and whether no other sheet came since."""
    last = session.scalars(
        select(SheetImport)
        .where(SheetImport.place == place, SheetImport.kind == kind)
        .order_by(SheetImport.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return None, False
    if last.sha256 == sha256:
        return last, True
    same = session.scalars(
        select(SheetImport)
        .where(SheetImport.place == place, SheetImport.kind == kind, SheetImport.sha256 == sha256)
        .order_by(SheetImport.id.desc())
        .limit(1)
    ).first()
    return same, False


def findings(kept: ImportReport) -> list[Fault]:
    """Return what was found in the sheets of a report, in order of sheet and row."""
    return [fault_from_json(found) for found in kept.findings]
