"""Co-owned low-rent dwellings of our own records count as housing that the family owns."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from housing.eligibility.facts import CaseFacts, Dwelling, Known, NotKnown
from housing.ownership import queries as ownership

SOURCE = "共有产权住房登记 / our own record of co-owned dwellings"


def with_co_owned(
    session: Session, facts: CaseFacts, identity_indexes: Collection[str], day: date
) -> CaseFacts:
    """Return the facts with the co-owned dwellings of the family among what it owns.

    It is not counted twice: one of the same area among the known ones is taken for the same, and
    so is what somebody stated in sum without naming the dwellings.
    Basis: HN 40 (HN-40-2), HN 12 (HN-12-1).
    """
    held = [each.area for each in ownership.co_owned_by(session, identity_indexes)]
    if not held:
        return facts
    known = () if isinstance(facts.dwellings, NotKnown) else facts.dwellings.value
    missing = list((Counter(held) - Counter(each.area for each in known)).elements())
    if not missing:
        return facts
    listed = (*known, *(Dwelling(area) for area in missing))
    stated = 0 if isinstance(facts.local_area, NotKnown) else facts.local_area.value
    total = max(stated, sum(each.area for each in listed))
    return replace(
        facts,
        dwellings=Known(listed, SOURCE, day),
        local_area=Known(total, SOURCE, day),
    )
