"""Giving a household its place back, when its cancellation did not stand."""

from housing.applications import queries as applications
from housing.applications.holders import Holder, holder_of
from housing.applications.moving import set_live
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.tags import Tag
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.households import queries as households
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.service import move
from housing.waitlist.states import EntryAct


def reinstate(work: Work, entry: WaitlistEntry, reason: str) -> None:
    """Let a cancelled household wait again, from the day of its first registration.

    Basis: HN 15 (HN-15-14) by analogy, HN 16 (HN-16-4).

    Raises:
        NotAllowed: the actor does not decide cases.
        WrongState: the entry was not cancelled.
        BrokenRule: the person waits again, or somebody of the family has applied elsewhere.
    """
    work.actor.must(Permission.DECIDE_CASE)
    household = households.get(work.session, entry.place, entry.household_id)
    twin = households.by_person(work.session, entry.place, household.identity_index)
    if twin is not None:
        raise BrokenRule(
            f"{entry.number}：该家庭已用申请编号 {twin.application_number} 重新登记轮候，"
            "请先结束其中一个登记"
            f" / the household waits again under {twin.application_number}; end that entry first"
        )
    move(work, entry, EntryAct.REINSTATE, Tag.ENTRY_REINSTATED, reason)
    entry.closed_on, entry.closing_reason, household.left_on = None, "", None
    work.session.flush()
    if entry.application_id is None:
        return
    application = applications.get(work.session, entry.application_id)
    set_live(work, application, live=True)
    office_id, role = holder_of(work, application, Holder.COUNTY)
    clocks.start(
        work,
        application.case,
        ClockKind.WAITLIST_CAP,
        office_id=office_id,
        role=role,
        on=entry.registered_on,
    )
