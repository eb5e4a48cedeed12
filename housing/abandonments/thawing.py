"""Sending a frozen entry back into the queue, with the clock of its cap."""

from housing.applications import queries as applications
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Role
from housing.core.audit.tags import Tag
from housing.core.work import Work
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.service import move
from housing.waitlist.states import EntryAct


def thaw(work: Work, entry: WaitlistEntry, reason: str) -> None:
    """Let a frozen entry wait again; its first day of registration and its cap stay.

    Basis: HN 22 (HN-22-2, HN-22-3), HN 16 (HN-16-3).

    Raises:
        WrongState: the entry is not frozen.
    """
    move(work, entry, EntryAct.THAW, Tag.ENTRY_THAWED, reason)
    if entry.application_id is None:
        return
    case = applications.get(work.session, entry.application_id).case
    if running.open_clock(work.session, case, ClockKind.WAITLIST_CAP) is None:
        clocks.start(
            work,
            case,
            ClockKind.WAITLIST_CAP,
            office_id=None,
            role=Role.COUNTY_REVIEWER,
            on=entry.registered_on,
        )
