"""How an upload is kept: sealed while somebody works on it, dropped when it is closed."""

import base64
import json

from housing.core.audit.record import hold_head
from housing.core.canonical import sha256_hex
from housing.core.work import Work
from housing.imports.columns import SheetKind
from housing.imports.fields import CONTROL
from housing.imports.models import ImportFile, ImportReport, RowSetAside, SheetImport
from housing.imports.sheet import SheetFile, SheetRow
from housing.imports.states import ReportState


def alone(work: Work) -> None:
    """Let no other act of this county go on until this one ends.

    What is compared with the database must still be so when it is stored: two officers may send
    the same household at the same moment. On SQLite every act is alone already.
    """
    hold_head(work.session, work.place)


def new_file(work: Work, file: SheetFile) -> ImportFile:
    """Return the row of an uploaded file with its bytes sealed."""
    return ImportFile(
        kind=file.kind,
        name=CONTROL.sub("", file.name)[:256],
        sha256=sha256_hex(file.raw),
        rows=0,
        new=0,
        changed=0,
        unchanged=0,
        sealed=work.keyring.seal(base64.b64encode(file.raw).decode("ascii")),
    )


def unsealed(work: Work, file: ImportFile) -> bytes:
    """Return the bytes of an uploaded file whose report is still open."""
    if file.sealed is None:
        raise ValueError(f"report {file.report_id}: the bytes of {file.kind} were dropped")
    return base64.b64decode(work.keyring.unseal(file.sealed))


def row_set_aside(work: Work, kind: SheetKind, row: SheetRow, reason: str) -> RowSetAside:
    """Return the record of a row left out; its cells stay, sealed, so that nothing is lost."""
    cells = json.dumps(
        {name: None if cell is None else str(cell) for name, cell in row.cells.items()},
        ensure_ascii=False,
    )
    return RowSetAside(
        kind=kind,
        row=row.number,
        reason=reason,
        cells_sealed=work.keyring.seal(cells),
        set_aside_by=work.actor.name,
        set_aside_at=work.now,
    )


def new_import(work: Work, report: ImportReport, file: ImportFile) -> SheetImport:
    """Return the record of a sheet that is being taken."""
    return SheetImport(
        report_id=report.id,
        place=work.place,
        kind=file.kind,
        file_name=file.name,
        sha256=file.sha256,
        rows=file.rows,
        new=file.new,
        changed=file.changed,
        unchanged=file.unchanged,
        set_aside=sum(row.kind is file.kind for row in report.set_aside),
        taken_at=work.now,
        taken_by=work.actor.name,
    )


def close(work: Work, report: ImportReport, state: ReportState) -> None:
    """Close a report: personal data is kept no longer than it is needed."""
    report.state = state
    report.closed_at = work.now
    for file in report.files:
        file.sealed = None
    work.session.flush()


def subject(report: ImportReport) -> str:
    """Return how the register names a report."""
    return f"import_report:{report.id}"


def told(report: ImportReport) -> dict[str, object]:
    """Return what the register keeps about a report."""
    return {
        "files": {file.kind.value: file.sha256 for file in report.files},
        "faults": report.faults,
        "notices": report.notices,
    }


def sums(taken: SheetImport) -> dict[str, object]:
    """Return what the register keeps about a sheet that was taken."""
    return {
        "kind": taken.kind.value,
        "sha256": taken.sha256,
        "rows": taken.rows,
        "new": taken.new,
        "changed": taken.changed,
        "unchanged": taken.unchanged,
        "set_aside": taken.set_aside,
    }
