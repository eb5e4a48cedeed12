"""What all acts on a handover share: who may, what must be given, how it moves, the register."""

from functools import partial

from housing.core import texts
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import NotAllowed
from housing.core.work import Work
from housing.handovers import queries
from housing.handovers.models import Handover
from housing.handovers.states import CALLED, HANDOVER, HandoverAct, HandoverState

P = Permission
#: Whoever keeps leases, and whoever decides that one ends, may begin a handover or call it off.
MAY_BEGIN = (P.KEEP_LEASES, P.REVIEW_TENANCY, P.DECIDE_TENANCY)
given = partial(texts.given, most=1_000)


def must_begin(work: Work) -> None:
    """Refuse whoever may neither keep leases nor review or decide on them.

    Raises:
        NotAllowed: says so; a tenant is told where to turn.
    """
    if work.actor.role is Role.APPLICANT:
        raise NotAllowed("退房请向运营机构提出 / tell the operator that you want to move out")
    if not any(work.actor.may(each) for each in MAY_BEGIN):
        work.actor.must(MAY_BEGIN[0])


def held(work: Work, handover_id: int) -> Handover:
    """Return a handover of the place for an act on it: nobody else acts until this one ends.

    Raises:
        NotFound: there is none.
    """
    hold_head(work.session, work.place)
    return queries.get(work.session, work.place, handover_id, lock=True)


def target(handover: Handover, act: HandoverAct) -> HandoverState:
    """Return where the act leads by the table; the caller sets it with what belongs to it.

    Raises:
        WrongState: the act does not fit.
    """
    return HANDOVER.step(handover.state, act, CALLED).target


def record(
    work: Work,
    handover: Handover,
    tag: TenancyTag,
    reason: str = "",
    document: str = "",
    before: object = None,
    after: object = None,
) -> None:
    """Write an act on a handover into the register, under its lease."""
    work.session.flush()
    subject = f"lease:{handover.lease_number}"
    entry = Entry(tag, subject, before, after, reason=reason, document=document)
    work.record(entry, handover.place)
