"""Whose clocks somebody sees: an office its own, the county all, those above their counties."""

from dataclasses import dataclass
from datetime import date

from housing.clocks.kinds import KINDS, ClockKind
from housing.clocks.queries import Wanted
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission, Role
from housing.core.errors import NotFound

#: Roles that see the clocks of their own office alone.
OF_ONE_OFFICE = frozenset({Role.STREET, Role.PARK, Role.DEPARTMENT, Role.COMMUNITY})
HOLDERS = frozenset(role for kind in KINDS.values() for role in kind.holders)
ABOVE_COUNTIES = frozenset({Role.PREFECTURE, Role.PROVINCE})


@dataclass(frozen=True, slots=True)
class Scope:
    """The place and the offices whose clocks are shown; `offices` None: all of the place."""

    place: str
    offices: tuple[int, ...] | None


def scope_of(actor: Actor, place: str = "") -> Scope:
    """Return what somebody sees; `place` chooses a county for those above counties.

    Raises:
        NotAllowed: they see no clocks.
        NotFound: the county is not theirs.
    """
    actor.must(Permission.SEE_CLOCKS)
    wanted = place or actor.place
    if not is_within(wanted, actor.place):
        raise NotFound(f"{wanted} 不在您的辖区 / {wanted} does not lie in your area")
    if actor.role in OF_ONE_OFFICE:
        return Scope(wanted, (actor.office,) if actor.office is not None else ())
    return Scope(wanted, None)


def chosen(scope: Scope, actor: Actor, day: date, only: str, kind: ClockKind | None) -> Wanted:
    """Return the filter of a list.

    '' all, 'mine' of one's role, 'today' due by now, 'overdue', 'reminded' what was reminded of
    and is not over: of whoever holds deadlines in a county only those of the own role.
    """
    own = only == "mine" or (only == "reminded" and actor.role in HOLDERS)
    return Wanted(
        offices=scope.offices,
        role=actor.role if own else None,
        kinds=[kind] if kind else None,
        overdue_on=day if only == "overdue" else None,
        due_until=day if only == "today" else None,
        reminded_on=day if only == "reminded" else None,
    )


def is_within(place: str, above: str) -> bool:
    """Return whether a division code lies in (or is) another: 430199 in 430100 and in 430000."""
    if place == above:
        return True
    head = above[:2] if above.endswith("0000") else above[:4]
    return above.endswith("00") and place.startswith(head)
