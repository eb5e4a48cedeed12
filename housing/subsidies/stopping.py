"""The end of a subsidy: from a month on nothing is paid, and what was paid too much is due."""

from datetime import date

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.subsidies import queries, telling
from housing.subsidies.models import Entitlement
from housing.subsidies.recovering import book_overpaid
from housing.subsidies.rules import month_before
from housing.subsidies.states import CALLED, ENTITLEMENT, EntitlementAct, EntitlementState


def stop(
    work: Work, household_id: int, from_month: date, *, reason: str, document: str
) -> Entitlement | None:
    """Pay a household nothing from a month on; return its entitlement, None if it has none.

    What months from then on have been paid is booked as due from the household, which is told.
    By a decision the month after it: `rules.next_month(work.day.replace(day=1))`.
    Basis: HN 33 (HN-33-2).

    Raises:
        NotAllowed: the actor may not decide about tenancies (jobs may).
        BadInput: no reason or no document.
    """
    if work.actor.role is not None:
        work.actor.must(Permission.DECIDE_TENANCY)
    held = queries.live_of(work.session, household_id)
    if held is None or held.place != work.place:
        return None
    if not reason.strip() or not document.strip():
        raise BadInput("停发须写明原因和依据文件 / a stop needs its reason and its document")
    before, month = held.state, from_month.replace(day=1)
    held.state = ENTITLEMENT.step(before, EntitlementAct.STOP, CALLED).target
    held.until_month = month_before(max(month, held.from_month))
    held.stopped_on, held.stop_reason = work.day, reason.strip()
    held.stop_document = document.strip()
    _refuse_waiting(work, held)
    work.session.flush()
    after = {"state": held.state.value, "from": month.isoformat()}
    work.record(
        Entry(
            TenancyTag.SUBSIDY_STOPPED,
            held.case.subject,
            {"state": before.value},
            after,
            held.stop_reason,
            held.stop_document,
        ),
        held.place,
    )
    overpaid = book_overpaid(work, held, held.stop_reason)
    if before is EntitlementState.GRANTED:
        telling.stopped(work, held, month, overpaid)
    return held


def _refuse_waiting(work: Work, held: Entitlement) -> None:
    """What nobody has decided yet falls with the entitlement."""
    if not held.decided_by:
        held.decided_by, held.decided_on = work.actor.name, work.day
    for amount in held.amounts:
        if amount.approved is None:
            amount.approved, amount.decided_by = False, work.actor.name
            amount.decided_on = work.day
