"""The moves behind every act on a check: each goes through the table and into the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from housing.checks import people as kept_people
from housing.checks.answers import fingerprint, written
from housing.checks.faults import AnswerRefused
from housing.checks.models import CheckRequest
from housing.checks.people import Person
from housing.checks.rules import faults_of
from housing.checks.schemas import read_answer
from housing.checks.states import CALLED, CHECK, CheckAct, CheckState
from housing.checks.words import ASKED, Channel, Purpose
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.offices import CHECKING_IN_ENGLISH, OFFICE_NAMES, OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.errors import BrokenRule, Conflict, WrongState
from housing.core.work import Work
from housing.households.words import Group
from housing.offices import queries as offices
from housing.offices.models import Office
from housing.policies import queries as policies


@dataclass(frozen=True, slots=True)
class Question:
    """What all requests of one case and purpose have in common."""

    case: CaseRef
    people: Sequence[Person]
    purpose: Purpose
    applied_on: date
    group: Group


def ask(work: Work, question: Question, kind: OfficeKind) -> CheckRequest:
    """Make one request, start its clock, and hand it to the office's page or connector.

    The measures set departments no period, and let them take no fee: the clock runs to the
    county's own target, and no answer has a field for money asked. Basis: HN 14 (HN-14-9).

    Raises:
        BrokenRule: the county has no live office of that kind.
        Conflict: another person has asked in the meantime.
        MissingPolicyValue: the county has set no target for departments.
    """
    request = _new(work, question, kind)
    work.session.add(request)
    try:
        work.session.flush()
    except IntegrityError as taken:
        raise Conflict(
            f"{question.case.number} 刚由别人向“{OFFICE_NAMES[kind]}”发出核查，请刷新后再看"
            f" / somebody has just asked {CHECKING_IN_ENGLISH[kind]} about"
            f" {question.case.number}; reload the page"
        ) from taken
    running = clocks.start(
        work,
        question.case,
        ClockKind.DEPARTMENT_CHECK,
        office_id=request.office_id,
        role=Role.DEPARTMENT,
        sub=request.id,
    )
    request.due_on = running.due_on
    move(work, request, None, Tag.CHECK_REQUESTED)
    dispatch(work, request)
    return request


def dispatch(work: Work, request: CheckRequest) -> None:
    """Leave a request to the connector's next round, or put it on the office's page at once."""
    request.attempts = 0
    office = offices.get(work.session, request.office_id)
    if office is not None and office.connector_url:
        request.next_try_at = work.now
    else:
        sent(work, request)


def sent(work: Work, request: CheckRequest) -> None:
    """Note that the department has the request."""
    request.sent_at = work.now
    move(work, request, CheckAct.SEND, Tag.CHECK_SENT)


def answered(
    work: Work, request: CheckRequest, values: Mapping[str, Any], channel: Channel
) -> CheckRequest:
    """Take an answer whose sender has been made sure of; the same once more changes nothing.

    Raises:
        AnswerRefused: names the fields.
        WrongState: another answer was taken already, or the request is over.
    """
    return taken(work, request, checked(work, request, values), channel)


def taken(
    work: Work, request: CheckRequest, read: dict[str, Any], channel: Channel
) -> CheckRequest:
    """Take an answer that was `checked`; the same once more changes nothing.

    Raises:
        WrongState: another answer was taken already, or the request is over.
    """
    if request.answer_sha256 == fingerprint(read):
        return request
    _must_be_first(request)
    CHECK.step(request.state, CheckAct.ANSWER, CALLED)
    request.answer_sealed = work.keyring.seal(written(read))
    request.answer_sha256 = fingerprint(read)
    request.channel, request.answered_at = channel, work.now
    request.answered_by = work.actor.name
    request.next_try_at, request.last_fault = None, ""
    move(work, request, CheckAct.ANSWER, Tag.CHECK_ANSWERED, document=str(read["document"]))
    _stop_clock(work, request, None)
    return request


def checked(work: Work, request: CheckRequest, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer as it is kept, if it can be true of this request.

    Raises:
        AnswerRefused: names the fields.
    """
    read = read_answer(request.department, values)
    people = kept_people.unsealed(work.keyring, request.people_sealed)
    wrong = faults_of(request.department, read, [each.name for each in people], work.day)
    if wrong:
        raise AnswerRefused(wrong)
    return read


def unavailable(work: Work, request: CheckRequest) -> None:
    """Move a request to 'not checked'; `last_fault` says why. Its clock goes on."""
    tag = Tag.CHECK_UNAVAILABLE
    move(work, request, CheckAct.MARK_UNAVAILABLE, tag, reason=request.last_fault)


def close(work: Work, request: CheckRequest, act: CheckAct, tag: Tag, reason: str) -> None:
    """End a request; the clock of one without an answer stops without being kept or missed."""
    CHECK.step(request.state, act, CALLED)
    was_open = request.answered_at is None
    request.closed_at, request.closed_by = work.now, work.actor.name
    request.close_reason, request.next_try_at = reason, None
    move(work, request, act, tag, reason=reason)
    if was_open:
        _stop_clock(work, request, Outcome.VOID)


def move(
    work: Work,
    request: CheckRequest,
    act: CheckAct | None,
    tag: Tag,
    *,
    reason: str = "",
    document: str = "",
) -> None:
    """Make the move of `act` (None: the request is new) and write it into the register.

    Raises:
        WrongState: the table has no such move.
    """
    before = {"state": request.state.value} if act else None
    if act is not None:
        request.state = CHECK.step(request.state, act, CALLED).target
    after = {"state": request.state.value, "department": request.department.value}
    if request.state is CheckState.ANSWERED:
        after |= {"answer": str(request.answer_sha256), "channel": str(request.channel)}
    work.session.flush()
    entry = Entry(tag, request.subject, before, after, reason=reason, document=document)
    work.record(entry, request.place)


def _stop_clock(work: Work, request: CheckRequest, outcome: Outcome | None) -> None:
    """Stop the request's clock; all clocks of a withdrawn case may have been stopped before."""
    kind = ClockKind.DEPARTMENT_CHECK
    clocks.stop_running(work, request.case, kind, outcome=outcome, sub=request.id)


def _new(work: Work, question: Question, kind: OfficeKind) -> CheckRequest:
    case, asked = question.case, ASKED[kind]
    return CheckRequest(
        place=case.place,
        case_kind=case.kind,
        case_id=case.id,
        case_number=case.number,
        purpose=question.purpose,
        department=kind,
        office_id=office_of(work, case.place, kind).id,
        request_id=uuid4(),
        people_sealed=kept_people.sealed(work.keyring, question.people),
        people_indexes=kept_people.indexes(work.keyring, question.people),
        items=[item.value for item in asked.items],
        rules=list(policies.book(work.session).cited(asked.rules, case.place, work.day)),
        group=question.group,
        applied_on=question.applied_on,
        due_on=work.day,  # The clock, which needs the number of this row, says the real one.
        state=CheckState.REQUESTED,
        requested_at=work.now,
        requested_by=work.actor.name,
        attempts=0,
        last_fault="",
        closed_by="",
        close_reason="",
    )


def office_of(work: Work, place: str, kind: OfficeKind) -> Office:
    """Return the county's office that answers for a department.

    Raises:
        BrokenRule: the county has none.
    """
    found = offices.checking(work.session, place, kind)
    if found is None:
        raise BrokenRule(
            f"{place} 没有登记“{OFFICE_NAMES[kind]}”，不能发出核查；请系统管理员先登记该机构"
            f" / {place} has no office of kind {kind}; the administrator must enter it first"
        )
    return found


def _must_be_first(request: CheckRequest) -> None:
    if request.answered_at is not None:
        raise WrongState(
            f"此项核查已由 {request.answered_by} 答复，两次内容不同，以先到的为准；"
            "如需更正，请县住建部门重新发起核查"
            f" / answered already by {request.answered_by}, differently; the first answer stands."
            " To correct it, the county asks again"
        )
