"""What comes of asking a department over HTTP: taken, answered, or failed and tried again later."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from housing.checks import steps
from housing.checks.answers import fingerprint
from housing.checks.faults import AnswerRefused
from housing.checks.models import CheckRequest
from housing.checks.states import OPEN, CheckAct, CheckState
from housing.checks.words import Channel
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.work import Work

#: How long to wait after each failure in a row; after one more the request counts as not checked.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
#: An unavailable department is still asked: its late answer is welcome until the case concludes.
STILL = timedelta(hours=6)
#: How long a department may look before it is asked how far it is.
POLL = timedelta(minutes=15)


def taken(work: Work, request: CheckRequest) -> None:
    """Note that the department has the request and is looking."""
    if request.state not in OPEN:
        return
    if request.state is CheckState.UNAVAILABLE:
        steps.move(work, request, CheckAct.RETRY, Tag.CHECK_RETRIED)
    if request.state is CheckState.REQUESTED:
        steps.sent(work, request)
    request.attempts, request.last_fault = 0, ""
    request.next_try_at = work.now + POLL


def answered(work: Work, request: CheckRequest, values: Mapping[str, Any]) -> bool:
    """Take the department's answer; return whether it was taken.

    One that cannot be read or cannot be true is a failure, to be tried again. One that comes
    after another answer, or when the request is over, is set aside and the register says so.
    """
    try:
        if request.state in OPEN:
            steps.answered(work, request, values, Channel.CONNECTOR)
            return True
        read = steps.checked(work, request, values)
    except AnswerRefused as refused:
        _set_aside(work, request, "、".join(refused.fields))
        failed(work, request, f"答复未采用：{refused}")
        return False
    if fingerprint(read) != request.answer_sha256:
        _set_aside(work, request, "已有答复或已经办结", fingerprint(read))
    return request.state is CheckState.ANSWERED and fingerprint(read) == request.answer_sha256


def failed(work: Work, request: CheckRequest, fault: str, *, lost: bool = False) -> None:
    """Note why there was no answer, and when to try again; after five in a row: not checked."""
    if request.state not in OPEN:
        return
    request.attempts += 1
    request.last_fault = fault
    if lost and request.state is CheckState.SENT:
        steps.move(work, request, CheckAct.RETRY, Tag.CHECK_RETRIED, reason=fault)
    if request.attempts > len(WAITS) and request.state is not CheckState.UNAVAILABLE:
        steps.unavailable(work, request)
    is_given_up = request.state is CheckState.UNAVAILABLE
    request.next_try_at = work.now + (STILL if is_given_up else WAITS[request.attempts - 1])
    work.session.flush()


def _set_aside(work: Work, request: CheckRequest, reason: str, sha256: str = "") -> None:
    after = {"state": request.state.value, "answer": sha256}
    entry = Entry(Tag.CHECK_SET_ASIDE, request.subject, after=after, reason=reason)
    work.record(entry, request.place)
