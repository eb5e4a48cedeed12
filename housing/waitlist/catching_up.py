"""Bringing the places up to the day: by what has changed, or from nothing where that is quicker."""

from sqlalchemy import select

from housing.core.work import Work
from housing.households.models import Household
from housing.imports.columns import SheetKind
from housing.imports.models import SheetImport
from housing.policies.queries import book as values_in_force
from housing.waitlist import keeping, placing, queries
from housing.waitlist.models import KeptPlace, Placing, WaitlistEntry
from housing.waitlist.ranking import terms_of

#: More changes than one in so many, and a reckoning from nothing is quicker.
ONE_IN = 4


def catch_up(work: Work) -> tuple[int, bool]:
    """Reckon the places that are due; return how many were, and whether from nothing.

    Basis: HN 17 (HN-17-1, HN-17-2).

    Raises:
        NotAllowed, MissingPolicyValue, BadInput: see `placing.replace_all`.
    """
    last = placing.last_of(work.session, work.place)
    due = set(queries.due_to_be_placed(work.session, work.place, work.day))
    due |= _changed_by_sheets(work, last)
    terms = terms_of(values_in_force(work.session), work.place, work.day)
    size = keeping.size_of(work.session, KeptPlace, keeping.in_county(work.place))
    whole = placing.have_changed(work.session, work.place, terms) or len(due) * ONE_IN > size
    if whole and (due or size):
        placing.reckon_all(work)
    elif due:
        placing.apply(work, sorted(due))
    return len(due), whole and bool(due or size)


def _changed_by_sheets(work: Work, last: Placing | None) -> set[int]:
    """The entries of households that a sheet has brought other facts of since the `last` time."""
    if last is None:
        return set()
    taken = select(SheetImport.id).where(
        SheetImport.place == work.place,
        SheetImport.kind == SheetKind.HOUSEHOLDS,
        SheetImport.taken_at > last.made_at,
    )
    found = work.session.scalars(
        select(WaitlistEntry.id)
        .join(Household, Household.id == WaitlistEntry.household_id)
        .where(WaitlistEntry.place == work.place, Household.import_id.in_(taken))
    )
    return set(found)


def caught_up(work: Work) -> Placing:
    """Bring the places up to the day, and return the reckoning that they rest on.

    Raises:
        NotAllowed, MissingPolicyValue, BadInput: see `catch_up`.
    """
    catch_up(work)
    return placing.last_of(work.session, work.place) or placing.reckon_all(work)
