"""Reads of department checks."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from housing.checks.answers import Answer, NotAnswered
from housing.checks.models import IS_OPEN, AnswerSheet, CheckRequest
from housing.checks.states import CheckState
from housing.checks.words import Purpose
from housing.core.access.actor import Actor
from housing.core.access.offices import OFFICE_NAMES, OfficeKind
from housing.core.cases import CaseRef
from housing.core.errors import NotFound
from housing.core.keyring import Keyring

ROWS = 50
#: A work list counts no farther than this; beyond it says "more than".
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page of the work list begins: after this day and number."""

    due_on: date
    id: int


@dataclass(frozen=True, slots=True)
class WorkList:
    """One page of an office's open requests by due day; `after` is None on the last page."""

    requests: Sequence[CheckRequest]
    after: Mark | None
    total: int


def get(session: Session, place: str, request_id: int) -> CheckRequest:
    """Return a request of `place`.

    Raises:
        NotFound: there is none of this number.
    """
    return _of_place(session.get(CheckRequest, request_id), place, request_id)


def locked(session: Session, place: str, request_id: int) -> CheckRequest:
    """Return a request of `place`, held against other acts until the end of this one.

    Raises:
        NotFound: there is none of this number.
    """
    found = session.scalars(_for_update(CheckRequest.id == request_id)).one_or_none()
    return _of_place(found, place, request_id)


def of_office(session: Session, actor: Actor, request_id: int) -> CheckRequest:
    """Return a request of the actor's own office, held until the end of the act.

    Raises:
        NotFound: there is none, or it is another office's.
    """
    request = locked(session, actor.place, request_id)
    if actor.office is None or request.office_id != actor.office:
        raise _none(request_id)
    return request


def many_of_office(
    session: Session, actor: Actor, request_ids: Collection[int]
) -> dict[int, CheckRequest]:
    """Return those of these requests that are the actor's own office's, held as by `of_office`."""
    found = session.scalars(
        _for_update(CheckRequest.id.in_(request_ids))
        .where(CheckRequest.place == actor.place, CheckRequest.office_id == actor.office)
        .order_by(CheckRequest.id)
    )
    return {each.id: each for each in found}


def of_case(
    session: Session, case: CaseRef, purpose: Purpose | None = None, *, lock: bool = False
) -> Sequence[CheckRequest]:
    """Return every request of a case, the oldest first; with `lock`, held until the act ends."""
    wanted = select(CheckRequest).where(
        CheckRequest.place == case.place,
        CheckRequest.case_kind == case.kind,
        CheckRequest.case_id == case.id,
    )
    if purpose is not None:
        wanted = wanted.where(CheckRequest.purpose == purpose)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted.order_by(CheckRequest.id)).all()


def open_of_office(
    session: Session, office_id: int, after: Mark | None = None, rows: int = ROWS
) -> WorkList:
    """Return the open requests of an office, the soonest due first, `rows` of them after `after`.

    The page is found through the index, whatever the length of the list.
    """
    of_office = (CheckRequest.office_id == office_id, IS_OPEN)
    wanted = select(CheckRequest).where(*of_office)
    if after is not None:
        mark = tuple_(CheckRequest.due_on, CheckRequest.id)
        wanted = wanted.where(mark > (after.due_on, after.id))
    wanted = wanted.order_by(CheckRequest.due_on, CheckRequest.id).limit(rows + 1)
    found = session.scalars(wanted).all()
    page = found[:rows]
    more = Mark(page[-1].due_on, page[-1].id) if len(found) > rows else None
    counted = select(CheckRequest.id).where(*of_office).limit(MOST_COUNTED + 1).subquery()
    total = session.scalar(select(func.count()).select_from(counted)) or 0
    return WorkList(page, more, total)


def answered_by_office(
    session: Session, office_id: int, rows: int = ROWS
) -> Sequence[CheckRequest]:
    """Return the requests that an office answered last."""
    return session.scalars(
        select(CheckRequest)
        .where(CheckRequest.office_id == office_id, CheckRequest.answered_at.is_not(None))
        .order_by(CheckRequest.answered_at.desc())
        .limit(rows)
    ).all()


def answers(
    session: Session, keyring: Keyring, case: CaseRef, purpose: Purpose = Purpose.ADMISSION
) -> dict[OfficeKind, Answer | NotAnswered]:
    """Return what each department that was asked last said about a case, or why it has not.

    A void request counts as never made. A department that was not asked does not appear.
    """
    return {
        request.department: _told(keyring, request)
        for request in of_case(session, case, purpose)
        if request.state is not CheckState.VOID
    }


def answer_of(keyring: Keyring, request: CheckRequest) -> Mapping[str, object] | None:
    """Return the values of a request's answer, None while it has none."""
    if request.answer_sealed is None:
        return None
    values: Mapping[str, object] = json.loads(keyring.unseal(request.answer_sealed))
    return values


def sheet(session: Session, actor: Actor, sheet_id: int) -> AnswerSheet:
    """Return a sheet that the actor's own office sent.

    Raises:
        NotFound: there is none, or it is another office's.
    """
    found = session.get(AnswerSheet, sheet_id)
    if found is None or found.place != actor.place or found.office_id != actor.office:
        raise NotFound(f"没有第 {sheet_id} 号答复表 / there is no answer sheet {sheet_id}")
    return found


def sheets_of(session: Session, office_id: int, rows: int = ROWS) -> Sequence[AnswerSheet]:
    """Return the sheets that an office sent last."""
    return session.scalars(
        select(AnswerSheet)
        .where(AnswerSheet.office_id == office_id)
        .order_by(AnswerSheet.id.desc())
        .limit(rows)
    ).all()


def _told(keyring: Keyring, request: CheckRequest) -> Answer | NotAnswered:
    values = answer_of(keyring, request)
    if values is None or request.channel is None or request.answered_at is None:
        return NotAnswered(request.department, _why(request))
    return Answer(
        department=request.department,
        values=values,
        channel=request.channel,
        answered_by=str(request.answered_by),
        answered_at=request.answered_at,
        sha256=str(request.answer_sha256),
    )


def _why(request: CheckRequest) -> str:
    name = OFFICE_NAMES[request.department]
    if request.state in (CheckState.UNAVAILABLE, CheckState.CONCLUDED):
        zh, _slash, en = (request.close_reason or request.last_fault).partition(" / ")
        return f"{name}未能核查：{zh} / {request.department} was unavailable: {en or zh}"
    return (
        f"{name}尚未答复，应于 {request.due_on} 前答复"
        f" / {request.department} has not answered; asked to by {request.due_on}"
    )


def _for_update(condition: object) -> Select[CheckRequest]:
    wanted = select(CheckRequest).where(condition)  # type: ignore[arg-type]
    return wanted.with_for_update().execution_options(populate_existing=True)


def _of_place(found: CheckRequest | None, place: str, request_id: int) -> CheckRequest:
    if found is None or found.place != place:
        raise _none(request_id)
    return found


def _none(request_id: int) -> NotFound:
    return NotFound(f"没有第 {request_id} 号部门核查 / there is no department check {request_id}")
