"""The chapters that renewals add to the story of a lease."""

from sqlalchemy.orm import Session

from housing.leases.story import Chapter
from housing.renewals import queries
from housing.renewals.states import CALLED


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return when the renewal of a lease was asked for, and what was decided."""
    told = []
    for each in reversed(queries.of_lease(session, lease_id)):
        values: dict[str, object] = {"renewal_id": each.id}
        late = f"，逾期 {each.late_days} 天" if each.late_days else ""
        asked = f"续租 {each.months} 个月{late}"
        told.append(Chapter(each.applied_on, "申请续租", asked, "renewals.show", values))
        if each.decided_on is not None:
            reasons = "；".join(each.decision_reason.splitlines())
            title = str(CALLED[each.state])
            told.append(Chapter(each.decided_on, title, reasons, "renewals.show", values))
    return told
