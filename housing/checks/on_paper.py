"""A department's answer in a letter, entered by the county where the department has not itself."""

from collections.abc import Mapping
from typing import Any

from housing.checks import queries, steps
from housing.checks.faults import AnswerRefused
from housing.checks.models import CheckRequest
from housing.checks.states import CALLED, CHECK, CheckAct
from housing.checks.words import Channel
from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.recusals import service as recusals


def opened(work: Work, request_id: int) -> CheckRequest:
    """Return a request that still waits for its answer, held until the act ends.

    Raises:
        NotAllowed: the actor does not recheck cases, or is recused (回避).
        NotFound: the place has no such request.
        WrongState: it is answered or over.
    """
    work.actor.must(Permission.RECHECK_CASE)
    request = queries.locked(work.session, work.place, request_id)
    recusals.must_be_free(work, request.people_indexes, request.case)
    CHECK.step(request.state, CheckAct.ANSWER, CALLED)
    return request


def enter(work: Work, request_id: int, values: Mapping[str, Any]) -> CheckRequest:
    """Enter what a department answered in a letter; `document` in `values` is its number.

    An answer that the department gave itself is never overridden. Basis: HN 14 (HN-14-4).

    Raises:
        NotAllowed, NotFound, WrongState: see `opened`.
        AnswerRefused: names the fields; the letter's number is one of them.
    """
    request = opened(work, request_id)
    if not str(values.get("document") or "").strip():
        words = "请填写回函的文号 / enter the number of the department's letter"
        raise AnswerRefused({"document": words})
    return steps.answered(work, request, values, Channel.PAPER)
