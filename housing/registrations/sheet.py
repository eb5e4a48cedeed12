"""Wishes by a sheet: who may register with the classes that fit, and the filled sheet taken whole.

One row a household; `;` parts ranks, `/` equally liked classes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.errors import BadInput, BrokenRule, HousingError
from housing.core.work import Work
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.households.models import Household
from housing.imports.faults import Wrong
from housing.imports.workbook import is_workbook, workbook_table
from housing.registrations import queries, rules, service
from housing.registrations.models import Way
from housing.registrations.service import Terms
from housing.waitlist import queries as waitlist
from housing.waitlist.models import WaitlistEntry

NUMBER, WISHES = "申请编号", "意向"
COLUMNS = (NUMBER, "申请人", "家庭人口", "适合的房源类别", WISHES)
BETWEEN_RANKS, BETWEEN_EQUALS = re.compile("[;；]"), re.compile("[/／]")
#: Every row is confirmed by a letter in the same act, which must not hold a county up for long.
MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """A filled row: its number as the spreadsheet shows it, whose it is, and the wishes as text."""

    row: int
    number: str
    wishes: str

    def ranks(self) -> list[list[str]]:
        """Return the wishes as ranks of classes."""
        text = self.wishes.rstrip(";； ")
        return [
            [name.strip() for name in BETWEEN_EQUALS.split(rank) if name.strip()]
            for rank in BETWEEN_RANKS.split(text)
        ]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in a row: column, what stands there, and a sentence in both languages."""

    row: int
    column: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a sheet: how many were registered, or what is wrong in it."""

    rows: int
    findings: tuple[Finding, ...]

    @property
    def is_taken(self) -> bool:
        """Whether all of it was registered."""
        return not self.findings


def offered(session: Session, terms: Terms) -> list[tuple[str, str, int, str, str]]:
    """Return a row for each household that may register in the round and has not yet.

    Names are masked; the last cell is left for the wishes. Basis: HN 21 (HN-21-1).
    """
    entries = {each.household_id: each for each in waitlist.waiting(session, terms.plan.place)}
    busy = queries.busy(session, entries)
    rows = []
    for household in households.registered(session, terms.plan.place):
        entry = entries.get(household.id)
        if entry is None or household.id in busy or not _may(terms, household, entry):
            continue
        fitting = rules.suitable(
            household.size, household.needs_accessible, terms.classes, terms.sizes
        )
        codes = " ".join(each.code for each in fitting)
        name = masked_name(household.name)
        rows.append((household.application_number, name, household.size, codes, ""))
    return rows


def take(work: Work, round_id: int, name: str, raw: bytes) -> Report:
    """Register every filled row of a sheet, or none when anything is wrong in it.

    Basis: HN 21 (HN-21-1).

    Raises:
        NotAllowed: the actor registers for nobody.
        BadInput: the file as a whole cannot be read.
        WrongState: outside of the window.
    """
    work.actor.must(Permission.REGISTER_WISHES)
    terms = service.terms_of(work.session, work.place, round_id, work.day)
    rules.check_window(terms.plan, work.day)
    lines = read_lines(raw)
    by_number = {
        each.application_number: each for each in households.registered(work.session, work.place)
    }
    findings = tuple(_findings(work, terms, by_number, lines))
    after = {"file": name[:200], "sha256": sha256_hex(raw), "rows": len(lines)}
    tag = Tag.REGISTRATIONS_REFUSED if findings else Tag.REGISTRATIONS_TAKEN
    for line in () if findings else lines:
        service.enter(work, terms, by_number[line.number], line.ranks(), Way.SHEET)
    work.record(Entry(tag, terms.plan.case.subject, after=after | {"faults": len(findings)}))
    return Report(len(lines), findings)


def read_lines(raw: bytes) -> list[Line]:
    """Return the rows in which wishes are written.

    Raises:
        BadInput: no workbook, columns missing, nothing filled in, or too many rows.
    """
    if not is_workbook(raw):
        raise BadInput("文件：请上传 Excel 工作簿 / file: send an Excel workbook (.xlsx)")
    try:
        table = workbook_table(raw, COLUMNS)
    except Wrong as wrong:
        raise BadInput("文件：打不开，请另存为 .xlsx 再传 / file: cannot be opened") from wrong
    at = next((place for place, row in enumerate(table) if any(row)), 0)
    header = [str(cell).strip() for cell in table[at]] if table else []
    missing = [column for column in (NUMBER, WISHES) if column not in header]
    if missing:
        raise BadInput(
            f"文件：缺少列“{'、'.join(missing)}”，请用本页下载的表"
            f" / file: the columns {', '.join(missing)} are missing; use the sheet saved from here"
        )
    number, wishes = header.index(NUMBER), header.index(WISHES)
    rows = [
        Line(place, str(row[number]).strip(), str(row[wishes]).strip())
        for place, row in enumerate(table[at + 1 :], at + 2)
        if len(row) > max(number, wishes)
    ]
    filled = [each for each in rows if each.wishes]
    if not filled:
        raise BadInput("文件：没有填写任何意向 / file: no wishes are written in it")
    if len(filled) > MOST_ROWS:
        raise BadInput(
            f"文件：填写了 {len(filled)} 户，每张表最多 {MOST_ROWS} 户，请分成几张表上传"
            f" / file: {len(filled)} rows; at most {MOST_ROWS} a sheet, send several"
        )
    return filled


def _findings(
    work: Work, terms: Terms, by_number: Mapping[str, Household], lines: Sequence[Line]
) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for line in lines:
        first = seen.setdefault(line.number, line.row)
        household = by_number.get(line.number)
        if first != line.row:
            text = f"与第 {first} 行是同一户，请只留一行 / the same household as in row {first}"
            yield Finding(line.row, NUMBER, line.number, text)
        elif household is None:
            text = "没有这个申请编号的轮候家庭，请核对 / no waiting household has this number"
            yield Finding(line.row, NUMBER, line.number, text)
        else:
            try:
                service.check(work, terms, household, line.ranks())
            except HousingError as error:
                yield Finding(line.row, WISHES, line.wishes, str(error))


def _may(terms: Terms, household: Household, entry: WaitlistEntry) -> bool:
    try:
        rules.check_may_register(terms.plan, household, entry, terms.employers)
    except BrokenRule:
        return False
    return True
