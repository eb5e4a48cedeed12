"""The chapters of visits in the story of a lease."""

from sqlalchemy.orm import Session

from housing.inspections import queries
from housing.inspections.words import ANSWERED_WORDS, PURPOSE_WORDS
from housing.leases.story import Chapter


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return the visits made under a lease, with what was found."""
    return [
        Chapter(
            visit.made_on,
            f"入户走访（{PURPOSE_WORDS[visit.purpose]}）",
            "；".join([ANSWERED_WORDS[visit.answered], *(each.detail for each in visit.findings)]),
            "inspections.show",
            {"inspection_id": visit.id},
        )
        for visit in queries.of_lease(session, lease_id)
        if visit.made_on is not None and visit.answered is not None
    ]
