"""The inspection of a flat that comes back: how it is, against how it was."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.handovers.models import Handover
from housing.handovers.states import HandoverAct
from housing.handovers.steps import held, record, target
from housing.leases import conditions
from housing.leases import queries as leases
from housing.leases.conditions import Difference, Found
from housing.leases.models import ConditionReport
from housing.leases.words import ConditionPurpose


def inspect(work: Work, handover_id: int, found: Found, *, on: date | None = None) -> Handover:
    """Write down how the flat is on the way out; it may be looked at again before the settlement.

    Basis: HN 24 (HN-24-3), HN 33 (HN-33-5).

    Raises:
        NotAllowed: the actor does not see to upkeep.
        NotFound: no such handover.
        WrongState: it is settled already, or over.
        BadInput: nothing was looked at, or the day lies before the notice or ahead.
    """
    work.actor.must(Permission.KEEP_UPKEEP)
    handover = held(work, handover_id)
    before, state = handover.state, target(handover, HandoverAct.INSPECT)
    day = on or work.day
    if day < handover.begun_on:
        raise BadInput(
            f"验房日期：{day} 早于开始腾退的 {handover.begun_on}"
            f" / inspection: {day} lies before the handover began on {handover.begun_on}"
        )
    lease = leases.get(work.session, handover.place, handover.lease_id)
    report = conditions.record(work, lease, ConditionPurpose.OUT, found, on=day)
    handover.report_id, handover.inspected_on = report.id, day
    handover.state, handover.inspected_by = state, work.actor.name
    states = {"state": before.value}, {"state": handover.state.value, "report": report.id}
    record(work, handover, TenancyTag.HANDOVER_INSPECTED, found.note, "", *states)
    return handover


def reports_of(
    session: Session, handover: Handover
) -> tuple[ConditionReport | None, ConditionReport | None]:
    """Return the report of moving in (of the first lease in this flat) and that of moving out."""
    out = session.get(ConditionReport, handover.report_id) if handover.report_id else None
    lease = leases.get(session, handover.place, handover.lease_id)
    while True:
        entered = [
            report
            for report in leases.reports(session, lease.id)
            if report.purpose is ConditionPurpose.IN
        ]
        if entered or lease.previous_id is None:
            return (entered[0] if entered else None), out
        previous = leases.get(session, handover.place, lease.previous_id)
        if previous.unit_id != lease.unit_id:
            return None, out
        lease = previous


def changed(session: Session, handover: Handover) -> Sequence[Difference]:
    """Return what is not as it was; everything that was looked at where nobody wrote it down."""
    entered, out = reports_of(session, handover)
    if out is None:
        return []
    if entered is None:
        return [Difference(row["item"], "", row["state"]) for row in out.items]
    return conditions.differences(entered, out)
