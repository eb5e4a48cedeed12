"""What the clock pages show beside the clocks: office names, and counties to choose from."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from housing.clocks import queries
from housing.clocks.models import CaseClock
from housing.clocks.rights import ABOVE_COUNTIES, Scope, is_within
from housing.core.access.actor import Actor
from housing.core.errors import NotFound
from housing.offices import queries as offices


def counties(session: Session, actor: Actor) -> list[str]:
    """Return the counties that somebody above them can choose from; none for a county's own."""
    if actor.role not in ABOVE_COUNTIES:
        return []
    return [place for place in queries.places(session) if is_within(place, actor.place)]


def office_names(session: Session, office_ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return the names of offices by row id; a dash where there is none."""
    found = {each: offices.get(session, each) for each in set(office_ids)}
    return {each: office.name if office else "—" for each, office in found.items()}


def own(session: Session, scope: Scope, clock_id: int) -> CaseClock:
    """Return a clock within a scope.

    Raises:
        NotFound: there is none with this id within it.
    """
    clock = queries.get(session, scope.place, clock_id)
    if scope.offices is not None and clock.office_id not in scope.offices:
        raise NotFound(f"没有第 {clock_id} 号时限 / there is no clock {clock_id}")
    return clock
