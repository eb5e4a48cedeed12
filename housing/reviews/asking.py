"""Asking a department once more about a case, from the case."""

from housing.checks import queries as requests
from housing.checks import service as checks
from housing.checks.models import CheckRequest
from housing.core.errors import NotFound
from housing.core.work import Work
from housing.reviews.cases import seen


def ask_again(work: Work, application_id: int, request_id: int, reason: str) -> CheckRequest:
    """Ask anew, where the answer was mistaken or the department could not be reached.

    Basis: HN 14 (HN-14-4).

    Raises:
        NotFound: there is no such case, or the request is another case's.
        NotAllowed, BadInput, WrongState: as `checks.ask_again`.
    """
    application = seen(work.session, work.actor, application_id)
    held = {each.id for each in requests.of_case(work.session, application.case)}
    if request_id not in held:
        raise NotFound(f"没有第 {request_id} 号核查 / there is no check {request_id} here")
    return checks.ask_again(work, request_id, reason)
