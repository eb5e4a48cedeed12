"""Acts on sheets: send them in, set rows aside, take them as a whole, or drop them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.clock import day_of
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.households import intake as household_intake
from housing.imports import queries
from housing.imports.columns import KIND_WORDS, SheetKind
from housing.imports.examine import Examination, RowKey, examine
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, fault, in_order
from housing.imports.fields import CONTROL
from housing.imports.keeping import (
    alone,
    close,
    new_file,
    new_import,
    row_set_aside,
    subject,
    sums,
    told,
    unsealed,
)
from housing.imports.models import ImportReport, SheetImport
from housing.imports.sheet import Sheet, SheetFile, SheetRow, read_sheet
from housing.imports.states import REPORT, ReportAct, ReportState
from housing.units import intake as unit_intake

MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of sheets sent in one go: taken, refused with faults, or already known.

    `already` is True when exactly these files were the last taken: nothing was changed.
    """

    report: ImportReport
    findings: tuple[Fault, ...]
    imports: tuple[SheetImport, ...] = ()
    already: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the stock and the households are now as the sheets say."""
        return bool(self.imports) or self.already

    @property
    def faults(self) -> list[Fault]:
        """What has to be mended or set aside first."""
        return [found for found in self.findings if not found.is_notice]


def import_sheets(
    work: Work,
    files: Sequence[SheetFile],
    set_aside_rows: Collection[RowKey] = frozenset(),
    reason: str = "",
) -> Outcome:
    """Send sheets in, set the named rows aside for `reason`, and take them if no fault is left.

    With faults nothing is taken and the report is kept; faults are returned, not raised.

    Raises:
        NotAllowed, BadInput: as `submit` and `set_aside`.
    """
    work.actor.must(Permission.IMPORT_SHEETS)
    alone(work)
    known = already_taken(work, files)
    if known is not None:
        return Outcome(known, tuple(queries.findings(known)), already=True)
    report, found = _opened(work, files)
    for kind in SheetKind:
        numbers = {number for of, number in set_aside_rows if of is kind}
        if numbers:
            found = _set_aside(work, report, kind, numbers, reason)
    findings = tuple(queries.findings(report))
    if report.faults:
        _record_refusal(work, report)
        return Outcome(report, findings)
    return Outcome(report, findings, tuple(_take(work, report, found)))


def already_taken(work: Work, files: Sequence[SheetFile]) -> ImportReport | None:
    """Return the report under which exactly these files were the last ones taken, else None.

    Sending the same bytes again changes nothing, not even the register.
    """
    last = [
        queries.taken_before(work.session, work.place, file.kind, sha256_hex(file.raw))
        for file in files
    ]
    if not last or not all(is_last for _, is_last in last) or last[0][0] is None:
        return None
    return queries.report(work.session, work.place, last[0][0].report_id)


def submit(work: Work, files: Sequence[SheetFile]) -> ImportReport:
    """Examine one or both sheets and keep the report; nothing is taken yet.

    Raises:
        NotAllowed: the actor may not import sheets.
        BadInput: no file was sent, or two of one kind.
    """
    work.actor.must(Permission.IMPORT_SHEETS)
    report, _ = _opened(work, files)
    if report.faults:
        _record_refusal(work, report)
    return report


def set_aside(
    work: Work, report_id: int, kind: SheetKind, rows: Collection[int], reason: str
) -> ImportReport:
    """Leave rows out of a sheet, by a person and for a reason; the sheet is examined again.

    Raises:
        NotAllowed: the actor may not import sheets.
        BadInput: no reason, or a row that the sheet does not have.
        WrongState: the report is closed.
    """
    report = _report_for(work, report_id, ReportAct.SET_ASIDE)
    _set_aside(work, report, kind, rows, reason)
    return report


def take(work: Work, report_id: int) -> list[SheetImport]:
    """Take the sheets of a report as a whole: every row, or none.

    The sheets are examined once more, since the county may have changed since the upload.

    Raises:
        NotAllowed: the actor may not import sheets.
        WrongState: the report is closed.
        BrokenRule: faults are left; says how many and names the first.
    """
    report = _report_for(work, report_id, ReportAct.TAKE)
    found = _examine_again(work, report)
    if found.faults:
        raise BrokenRule(
            f"还有 {len(found.faults)} 处错误，未导入任何一行。第一处：{found.faults[0].line()}"
            f" / {len(found.faults)} faults left, nothing was taken; first:"
            f" {found.faults[0].line('en')}"
        )
    return _take(work, report, found)


def discard(work: Work, report_id: int) -> ImportReport:
    """Close a report without taking anything; its sealed files are dropped, its findings stay.

    Raises:
        NotAllowed: the actor may not import sheets.
        WrongState: the report is closed already.
    """
    report = _report_for(work, report_id, ReportAct.DISCARD)
    close(work, report, ReportState.DISCARDED)
    work.record(Entry(Tag.IMPORT_DISCARDED, subject(report), after=told(report)))
    return report


def _opened(work: Work, files: Sequence[SheetFile]) -> tuple[ImportReport, Examination]:
    kinds = [file.kind for file in files]
    if not kinds or len(set(kinds)) != len(kinds):
        raise BadInput(
            "文件：请选择家庭名册、房源表之一或两者各一 / files: send one sheet or one of each kind"
        )
    report = ImportReport(
        place=work.place,
        day=work.day,
        state=ReportState.OPEN,
        faults=0,
        notices=0,
        findings=[],
        opened_at=work.now,
        opened_by=work.actor.name,
        files=[new_file(work, file) for file in files],
    )
    work.session.add(report)
    work.session.flush()
    return report, _examine_again(work, report)


def _set_aside(
    work: Work, report: ImportReport, kind: SheetKind, rows: Collection[int], reason: str
) -> Examination:
    reason = _given_reason(reason)
    rows_of_file = _rows_of(work, report, kind)
    missing = sorted(set(rows) - rows_of_file.keys())
    if missing or not rows:
        raise BadInput(
            f"行号：{KIND_WORDS[kind]}没有第 {missing or '—'} 行 / row: the sheet has no such row"
        )
    fresh = sorted(set(rows) - {aside.row for aside in report.set_aside if aside.kind is kind})
    for number in fresh:
        report.set_aside.append(row_set_aside(work, kind, rows_of_file[number], reason))
    found = _examine_again(work, report)
    work.record(
        Entry(
            Tag.IMPORT_ROW_SET_ASIDE,
            subject(report),
            after={"sheet": kind.value, "rows": fresh},
            reason=reason,
        )
    )
    return found


def _take(work: Work, report: ImportReport, found: Examination) -> list[SheetImport]:
    taken = []
    for file in sorted(report.files, key=lambda file: file.kind, reverse=True):
        sheet_import = new_import(work, report, file)
        work.session.add(sheet_import)
        work.session.flush()
        if file.kind is SheetKind.UNITS and found.units is not None:
            unit_intake.keep(work, found.units, sheet_import.id)
        elif found.households is not None:
            household_intake.keep(work, found.households, sheet_import.id)
        entry = Entry(Tag.IMPORT_TAKEN, f"import:{sheet_import.id}", after=sums(sheet_import))
        work.record(entry)
        taken.append(sheet_import)
    close(work, report, ReportState.TAKEN)
    return taken


def _record_refusal(work: Work, report: ImportReport) -> None:
    work.record(Entry(Tag.IMPORT_REFUSED, subject(report), after=told(report)))


def _report_for(work: Work, report_id: int, act: ReportAct) -> ImportReport:
    work.actor.must(Permission.IMPORT_SHEETS)
    alone(work)
    report = queries.report(work.session, work.place, report_id)
    REPORT.step(report.state, act)
    return report


def _examine_again(work: Work, report: ImportReport) -> Examination:
    leave_out = {(row.kind, row.row) for row in report.set_aside}
    found = examine(
        work.session, work.keyring, work.place, work.day, _sheets(work, report), leave_out
    )
    findings = in_order([*found.findings, *_known_files(work, report)])
    report.day = work.day
    report.findings = [finding.to_json() for finding in findings]
    report.faults = sum(not finding.is_notice for finding in findings)
    report.notices = len(findings) - report.faults
    for file in report.files:
        file.rows = len(found.sheets[file.kind].rows)
        file.new, file.changed, file.unchanged = found.counts(file.kind)
    work.session.flush()
    return found


def _known_files(work: Work, report: ImportReport) -> list[Fault]:
    """Point out a file that was taken before another one: perhaps an old sheet was chosen."""
    found = []
    for file in report.files:
        before, is_last = queries.taken_before(work.session, work.place, file.kind, file.sha256)
        if before is not None and not is_last:
            day = day_of(before.taken_at)
            found.append(fault(FaultKind.TAKEN_BEFORE, file.kind, 0, "", file.name, day=day))
    return found


def _sheets(work: Work, report: ImportReport) -> Mapping[SheetKind, Sheet]:
    return {
        file.kind: read_sheet(SheetFile(file.kind, file.name, unsealed(work, file)))
        for file in report.files
    }


def _rows_of(work: Work, report: ImportReport, kind: SheetKind) -> dict[int, SheetRow]:
    """Return the rows of one sheet by number, those of another width (without cells) too."""
    sheet = _sheets(work, report).get(kind)
    if sheet is None:
        return {}
    ragged = {found.row: SheetRow(found.row, {}) for found in sheet.findings if found.row}
    return ragged | {row.number: row for row in sheet.rows}


def _given_reason(reason: str) -> str:
    reason = CONTROL.sub(" ", reason).strip()
    if not reason or len(reason) > MOST_REASON:
        raise BadInput(
            f"理由：请写明为什么搁置这些行（最多 {MOST_REASON} 字）"
            " / reason: say why these rows are left out"
        )
    return reason
