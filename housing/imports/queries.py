"""Reads of reports and imports; the newest first."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Boolean, column, select, table
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.households.models import Household
from housing.imports.columns import SheetKind
from housing.imports.faults import Fault, fault_from_json
from housing.imports.models import ImportReport, SheetImport

MOST_LISTED = 200
ASKED_AT_ONCE = 1000
# Applications stand on a floor above: of theirs, only these columns are read.
_PEOPLE = table(
    "application_members",
    column("application_id"),
    column("identity_index"),
    column("live", Boolean),
)
_CASES = table("applications", column("id"), column("number"))


def report(session: Session, place: str, report_id: int) -> ImportReport:
    """Return one report of `place`.

    Raises:
        NotFound: there is none with this number, or it belongs to another place.
    """
    found = session.get(ImportReport, report_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {report_id} 号导入报告 / no import report {report_id}")
    return found


def open_applications(
    session: Session, indexes: Sequence[str]
) -> Iterator[tuple[str, str | None, bool]]:
    """Yield index, number and whether it is a household on file, of each open application.

    `indexes`: blind indexes of identity numbers; who is in no open application is left out.
    Basis: HN 13 (one application a person), HN 15 (HN-15-10).
    """
    for first in range(0, len(indexes), ASKED_AT_ONCE):
        rows = session.execute(
            select(_PEOPLE.c.identity_index, _CASES.c.number, Household.id)
            .join(_CASES, _CASES.c.id == _PEOPLE.c.application_id)
            .outerjoin(Household, Household.application_id == _CASES.c.id)
            .where(
                _PEOPLE.c.live.is_(True),
                _PEOPLE.c.identity_index.in_(indexes[first : first + ASKED_AT_ONCE]),
            )
            .order_by(_PEOPLE.c.identity_index)
        )
        yield from ((index, number, household is not None) for index, number, household in rows)


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
