"""Acts on sheets of answers: save the open requests, and take a filled sheet whole or not."""

from collections.abc import Callable, Iterator, Sequence
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
from housing.core.errors import BadInput, NotAllowed, NotFound
from housing.core.work import Work
from housing.offices import queries as offices
from housing.recusals import queries as recusals

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
    free = [
        each
        for each in held
        if not recusals.is_recused(work.session, work.actor, each.people_indexes)
    ]
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
    lines = sheet.read_lines(department, raw, _names_of(work))
    filled = [line for line in lines if not line.is_blank]
    if not filled:
        raise BadInput("文件：没有填写任何答复 / file: no row has been answered")
    findings = [found for line in filled for found in _findings(work, department, line)]
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
    for line in filled:
        request = queries.of_office(work.session, work.actor, int(line.request))
        values = typed.read(department, typed.compacted(department, line.texts))
        steps.answered(work, request, values, Channel.SHEET)
    return kept


def _names_of(work: Work) -> Callable[[str], Sequence[str]]:
    """Return what gives the names of a request's people; none where it is not the office's."""

    def names(number: str) -> Sequence[str]:
        try:
            request = _request(work, number)
        except (BadInput, NotFound):
            return ()
        people = kept_people.unsealed(work.keyring, request.people_sealed)
        return [each.name for each in people]

    return names


def _office(work: Work) -> tuple[int, OfficeKind]:
    work.actor.must(Permission.ANSWER_CHECKS)
    office = offices.get(work.session, work.actor.office)
    if office is None:
        raise NotAllowed("您的账号没有所属机构 / your account belongs to no office")
    return office.id, office.kind


def _request(work: Work, number: str) -> CheckRequest:
    if not number.isdecimal() or len(number) > 9:
        raise BadInput(f"“{number[:20]}”不是核查编号 / is no number of a request")
    return queries.of_office(work.session, work.actor, int(number))


def _findings(work: Work, department: OfficeKind, line: Line) -> Iterator[Finding]:
    try:
        request = _request(work, line.request)
    except (BadInput, NotFound) as wrong:
        yield _of_row(line, str(wrong), _OVERLOOK)
        return
    if recusals.is_recused(work.session, work.actor, request.people_indexes):
        yield _of_row(
            line,
            "您与此案须回避 / you are recused from this case",
            "请由他人答复 / another answers",
        )
        return
    texts = typed.compacted(department, line.texts)
    try:
        read = steps.checked(work, request, typed.read(department, texts))
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
