"""Acts on department checks: ask, answer, ask again, draw together, make void."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from housing.checks import people as kept_people
from housing.checks import queries, steps
from housing.checks.models import CheckRequest
from housing.checks.people import Person
from housing.checks.states import STANDING, CheckAct, CheckState
from housing.checks.words import Channel, Purpose, asked_for
from housing.core.access.offices import OFFICE_NAMES
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.texts import given
from housing.core.work import Work
from housing.households.words import Group
from housing.recusals import service as recusals

#: Whoever decides on a case may ask the departments about it; jobs ask for services.
ASKING = (
    Permission.REVIEW_AT_STREET,
    Permission.REVIEW_AT_PARK,
    Permission.RECHECK_CASE,
    Permission.DECIDE_CASE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with the people it asks about, for the department that has to look them up."""

    request: CheckRequest
    people: tuple[Person, ...]


def request_all(
    work: Work,
    case: CaseRef,
    people: Sequence[Person],
    purpose: Purpose,
    *,
    applied_on: date,
    group: Group,
) -> list[CheckRequest]:
    """Ask every department that answers for `group`, one request each, each with its clock.

    A department that has been asked already for this case and purpose is not asked twice; its
    standing request is returned. Basis: HN 14 (HN-14-3 to HN-14-9).

    Raises:
        NotAllowed: the actor may not ask, or is recused from the case.
        BadInput: nobody to ask about.
        BrokenRule: a member's consent is not on file, or the county has no such department.
    """
    _must_ask(work)
    recusals.must_be_free(work, kept_people.indexes(work.keyring, people), case)
    _must_consent(people, work.day)
    standing = {each.department: each for each in _standing(work, case, purpose)}
    question = steps.Question(case, people, purpose, applied_on, group)
    return [standing.get(kind) or steps.ask(work, question, kind) for kind in asked_for(group)]


def show(work: Work, request_id: int) -> Shown:
    """Return a request of the actor's own office with the people's numbers; the look is recorded.

    Raises:
        NotAllowed: the actor answers no checks, or is recused from the case.
        NotFound: there is none, or it is another office's.
    """
    held = opened(work, request_id)
    after = {"case": held.request.case_number}
    work.record(Entry(Tag.CHECK_SHOWN, held.request.subject, after=after))
    return held


def opened(work: Work, request_id: int) -> Shown:
    """Return what `show` has shown the actor before; raises as `show`."""
    request = own(work, request_id)
    return Shown(request, kept_people.unsealed(work.keyring, request.people_sealed))


def own(work: Work, request_id: int) -> CheckRequest:
    """Return a request of the actor's own office, held until the end of the act; raises as `show`.

    Nothing personal is shown by it.
    """
    work.actor.must(Permission.ANSWER_CHECKS)
    request = queries.of_office(work.session, work.actor, request_id)
    recusals.must_be_free(work, request.people_indexes, request.case)
    return request


def answer(
    work: Work, request_id: int, values: Mapping[str, Any], channel: Channel = Channel.PAGE
) -> CheckRequest:
    """Take the answer of the actor's own office; the same answer once more changes nothing.

    `values` as in `schemas`. Basis: HN 14 (HN-14-5 to HN-14-8).

    Raises:
        NotAllowed: the actor answers no checks, or is recused from the case.
        NotFound: there is no such request, or it is another office's.
        AnswerRefused: names the fields.
        WrongState: another answer was taken already, or the request is over.
    """
    return steps.answered(work, own(work, request_id), values, channel)


def mark_unavailable(work: Work, request_id: int, reason: str) -> CheckRequest:
    """Record that a department cannot be asked now; its clock goes on, its answer stays welcome.

    Raises:
        NotAllowed, NotFound, WrongState: as the words say; BadInput: no reason.
    """
    request = _asked(work, request_id)
    request.last_fault = given(reason, "理由 / reason")
    steps.unavailable(work, request)
    return request


def retry(work: Work, request_id: int) -> CheckRequest:
    """Send a request once more, at once.

    Raises:
        NotAllowed, NotFound, WrongState: as the words say.
    """
    request = _asked(work, request_id)
    steps.move(work, request, CheckAct.RETRY, Tag.CHECK_RETRIED)
    steps.dispatch(work, request)
    return request


def ask_again(work: Work, request_id: int, reason: str) -> CheckRequest:
    """Make a request void and ask the same department anew, where its answer was mistaken.

    The answer that was given stays with the void request.

    Raises:
        NotAllowed, NotFound, WrongState: as the words say; BadInput: no reason.
    """
    old = _asked(work, request_id)
    people = kept_people.unsealed(work.keyring, old.people_sealed)
    steps.close(work, old, CheckAct.MAKE_VOID, Tag.CHECK_VOID, given(reason, "理由 / reason"))
    question = steps.Question(old.case, people, old.purpose, old.applied_on, old.group)
    return steps.ask(work, question, old.department)


def void(work: Work, case: CaseRef, reason: str, purpose: Purpose | None = None) -> None:
    """Make every standing request of a case void, since the case is withdrawn or begun anew.

    Raises:
        NotAllowed: the actor may not; BadInput: no reason.
    """
    _must_ask(work)
    why = given(reason, "理由 / reason")
    for request in _standing(work, case, purpose):
        steps.close(work, request, CheckAct.MAKE_VOID, Tag.CHECK_VOID, why)


def conclude(
    work: Work, case: CaseRef, purpose: Purpose, *, without_reason: str = ""
) -> list[CheckRequest]:
    """Draw the requests of a case together; what is not answered stays 'not checked'.

    Basis: HN 14 (HN-14-4), HN 15 (HN-15-7): every department has answered, or it is recorded
    that it could not, `without_reason` saying why the decision does not wait for it.

    Raises:
        NotAllowed: the actor may not, or is recused.
        BrokenRule: departments have not answered and no reason is given; names them.
    """
    _must_ask(work)
    held = _standing(work, case, purpose)
    for request in held:
        recusals.must_be_free(work, request.people_indexes, case)
    _must_be_answered(held, without_reason)
    for request in held:
        if request.state in (CheckState.REQUESTED, CheckState.SENT):
            request.last_fault = request.last_fault or without_reason.strip()
            steps.unavailable(work, request)
        reason = "" if request.answered_at else without_reason.strip()
        steps.close(work, request, CheckAct.CONCLUDE, Tag.CHECK_CONCLUDED, reason)
    return held


def _standing(work: Work, case: CaseRef, purpose: Purpose | None) -> list[CheckRequest]:
    held = queries.of_case(work.session, case, purpose, lock=True)
    return [each for each in held if each.state in STANDING]


def _asked(work: Work, request_id: int) -> CheckRequest:
    _must_ask(work)
    request = queries.locked(work.session, work.place, request_id)
    recusals.must_be_free(work, request.people_indexes, request.case)
    return request


def _must_ask(work: Work) -> None:
    if work.actor.role is not None and not any(map(work.actor.may, ASKING)):
        raise NotAllowed(
            f"{work.actor.name} 不能办理部门核查 / {work.actor.name} may not ask departments"
        )


def _must_consent(people: Iterable[Person], day: date) -> None:
    held = list(people)
    if not held:
        raise BadInput("家庭成员：不能为空 / people: nobody to ask about")
    late = [each.name for each in held if each.consented_on > day]
    if late:
        raise BrokenRule(
            f"{'、'.join(late)}尚未书面同意核查，不能向部门发出"
            f" / {', '.join(late)} has not agreed to be looked up yet",
            rules=("HN-14-3",),
        )


def _must_be_answered(held: Sequence[CheckRequest], without_reason: str) -> None:
    waiting = [each.department for each in held if each.state is not CheckState.ANSWERED]
    if waiting and not without_reason.strip():
        names = "、".join(OFFICE_NAMES[each] for each in waiting)
        raise BrokenRule(
            f"尚未答复：{names}。请等待答复，或写明理由，按“未核查”汇总"
            f" / not answered yet: {', '.join(waiting)};"
            " wait, or give the reason for going on with 'not checked'"
        )
