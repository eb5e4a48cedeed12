"""What exchanges add to the story of a lease."""

from sqlalchemy.orm import Session

from housing.exchanges import queries
from housing.exchanges.states import CALLED
from housing.leases.story import Chapter


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return the wishes and exchanges of a lease, day by day."""
    told = [
        Chapter(each.made_on, "登记互换意愿", each.detail)
        for each in queries.wishes_of(session, [lease_id])
    ]
    for each in queries.of_leases(session, [lease_id]):
        link = {"exchange_id": each.id}
        told.append(Chapter(each.opened_on, "互换立案", each.number, "exchanges.show", dict(link)))
        if each.decided_on is not None:
            title = f"互换：{CALLED[each.state]}"
            told.append(Chapter(each.decided_on, title, each.reasons, "exchanges.show", dict(link)))
        if each.executed_on is not None:
            told.append(
                Chapter(each.executed_on, "办理互换", each.number, "exchanges.show", dict(link))
            )
    return sorted(told, key=lambda chapter: chapter.on)
