"""Acts on sheets of answers: save the open requests, and take a filled sheet whole or not."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from housing.checks import people as kept_people
from housing.checks import queries, sheet, steps, typed
from housing.checks.answers import fingerprint
from housing.checks.faults import AnswerRefused, named
from housing.checks.models import AnswerSheet, CheckRequest
from housing.checks.people import Person
from housing.checks.sheet import Line
from housing.checks.states import OPEN
from housing.checks.words import Channel
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.errors import BadInput, NotAllowed
from housing.core.work import Work
from housing.offices import queries as offices
from housing.recusals import queries as recusals
from housing.recusals.rules import must_keep_off

MOST_SHOWN = 60
_OVERLOOK = "请核对从本页下载的表 / check it against the sheet saved from here"
_MEND = "请改正后重新上传整张表 / mend it and send the whole sheet again"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in one cell: row as the spreadsheet shows it, column, value, words, remedy."""

    row: int
    column: str
    value: str
    what: str
    remedy: str

    def to_json(self) -> dict[str, Any]:
        """Return the finding as it is kept with the sheet."""
        return {name: getattr(self, name) for name in self.__slots__}


def open_requests(work: Work) -> tuple[OfficeKind, list[tuple[CheckRequest, tuple[Person, ...]]]]:
    """Return the actor's department and its open requests with their people, the soonest first.

    Requests from which the actor is recused are left out. The register keeps which numbers were
    handed out, since the sheet shows identity numbers.

    Raises:
        NotAllowed: the actor answers no checks or has no department.
    """
    office_id, department = _office(work)
    held = queries.open_of_office(work.session, office_id, rows=sheet.MOST_ROWS).requests
    ties = recusals.ties_of(work.session, work.actor)
    free = [each for each in held if not must_keep_off(*ties, each.people_indexes)]
    numbers = [str(each.request_id) for each in free]
    work.record(Entry(Tag.CHECK_SHOWN, f"office:{office_id}", after={"requests": numbers}))
    return department, [
        (each, kept_people.unsealed(work.keyring, each.people_sealed)) for each in free
    ]


def take_sheet(work: Work, name: str, raw: bytes) -> AnswerSheet:
    """Take every filled row of a sheet as an answer, or none when anything is wrong in it.

    The sheet is kept with its findings either way. Basis: HN 14 (HN-14-5 to HN-14-8).

    Raises:
        NotAllowed: the actor answers no checks or has no department.
        BadInput: the file as a whole cannot be read.
    """
    office_id, department = _office(work)
    desk = _Desk(work)
    lines = sheet.read_lines(department, raw, desk.names_of)
    filled = [line for line in lines if not line.is_blank]
    if not filled:
        raise BadInput("文件：没有填写任何答复 / file: no row has been answered")
    findings = [found for line in filled for found in desk.findings(department, line)]
    findings = sorted([*findings, *_twice(filled)], key=lambda found: found.row)
    kept = AnswerSheet(
        place=work.place,
        office_id=office_id,
        name=name[:200],
        sha256=sha256_hex(raw),
        rows=len(filled),
        faults=len(findings),
        findings=[found.to_json() for found in findings],
        sent_at=work.now,
        sent_by=work.actor.name,
        taken_at=None if findings else work.now,
    )
    work.session.add(kept)
    work.session.flush()
    if findings:
        after = {"sha256": kept.sha256, "rows": kept.rows, "faults": kept.faults}
        work.record(Entry(Tag.CHECK_SHEET_REFUSED, f"check_sheet:{kept.id}", after=after))
        return kept
    for request, read in desk.taken:
        steps.taken(work, request, read, Channel.SHEET)
    return kept


class _Desk:
    """What is asked of an office, as one sheet answers it; `taken` holds what is right."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.ties = recusals.ties_of(work.session, work.actor)
        self.requests: dict[int, CheckRequest] = {}
        self.taken: list[tuple[CheckRequest, dict[str, Any]]] = []

    def names_of(self, numbers: Collection[str]) -> dict[str, list[str]]:
        """Hold the office's requests of these numbers; return the names of each one's people."""
        ids = {number: int(number) for number in numbers if _is_number(number)}
        held = queries.many_of_office(self.work.session, self.work.actor, ids.values())
        self.requests = held
        known = {number: held[key] for number, key in ids.items() if key in held}
        return {
            number: [each.name for each in self._people(request)]
            for number, request in known.items()
        }

    def findings(self, department: OfficeKind, line: Line) -> Iterator[Finding]:
        """Return what is wrong in a row, or keep its answer to be taken."""
        request = self.requests.get(int(line.request)) if _is_number(line.request) else None
        if request is None:
            what = f"没有“{line.request[:20]}”号部门核查 / no such request of your office"
            yield _of_row(line, what, _OVERLOOK)
            return
        if must_keep_off(*self.ties, request.people_indexes):
            yield _of_row(
                line,
                "您与此案须回避 / you are recused from this case",
                "请由他人答复 / another answers",
            )
            return
        texts = typed.compacted(department, line.texts)
        try:
            read = steps.checked(self.work, request, typed.read(department, texts))
        except AnswerRefused as refused:
            for path, what in refused.fields.items():
                value = texts.get(path, "")[:MOST_SHOWN]
                where = sheet.column_of(department, path)
                yield Finding(line.number, where, value, _at(path, what), _MEND)
            return
        if request.state not in OPEN and request.answer_sha256 != fingerprint(read):
            yield _of_row(
                line,
                f"已由 {request.answered_by or '—'} 答复或已办结，内容不同"
                " / answered or closed already, with another content",
                "请删去此行；如需更正，请县住建部门重新发起核查"
                " / delete the row; to correct the answer the county asks again",
            )
            return
        self.taken.append((request, read))

    def _people(self, request: CheckRequest) -> tuple[Person, ...]:
        return kept_people.unsealed(self.work.keyring, request.people_sealed)


def _office(work: Work) -> tuple[int, OfficeKind]:
    work.actor.must(Permission.ANSWER_CHECKS)
    office = offices.get(work.session, work.actor.office)
    if office is None:
        raise NotAllowed("您的账号没有所属机构 / your account belongs to no office")
    return office.id, office.kind


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= 9


def _twice(lines: list[Line]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for line in lines:
        if line.request in seen:
            yield _of_row(
                line,
                f"与第 {seen[line.request]} 行是同一项 / same request as row {seen[line.request]}",
                "请删去其中一行 / delete one of them",
            )
        seen.setdefault(line.request, line.number)


def _of_row(line: Line, what: str, remedy: str) -> Finding:
    return Finding(line.number, sheet.NUMBER, line.request[:MOST_SHOWN], what, remedy)


def _at(path: str, what: str) -> str:
    """Say which entry of a list is meant; a single field is named by its column."""
    zh, _slash, en = what.partition(" / ")
    return what if "." not in path else f"{named(path)}：{zh} / {path}: {en}"
