"""Who draws up which plan: the county any, a park its own, an operator those of owners."""

from sqlalchemy.orm import Session

from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission, Role
from housing.core.errors import NotAllowed
from housing.core.work import Work
from housing.offices import queries as offices
from housing.plans.models import OWNER


def must_draft(work: Work, audience: str) -> None:
    """Refuse whoever may not begin a round of this audience or write its plan.

    A park writes plans of what its authority owns; an operator those of the owners who entrust
    it. Basis: HN 20 (HN-20-1), HN 23 (HN-23-1).

    Raises:
        NotAllowed: no right, or a round that is not theirs.
    """
    work.actor.must(Permission.DRAFT_PLAN)
    if may_draft(work.session, work.actor, audience):
        return
    raise NotAllowed(
        f"{work.actor.name} 只能拟订本单位、园区或受托房源的分配方案，本轮的对象是“{audience}”"
        f" / {work.actor.name} draws up plans of its own or entrusted stock only, not {audience!r}",
        rules=("HN-23-1",),
    )


def may_draft(session: Session, actor: Actor, audience: str) -> bool:
    """Return whether somebody who drafts plans may draft those of this audience."""
    if actor.may(Permission.PREPARE_ROUND):
        return True
    if not audience.startswith(OWNER):
        return False
    if actor.role is Role.OPERATOR:
        return True
    office = offices.get(session, actor.office)
    return office is not None and audience.removeprefix(OWNER) == office.name
