"""The tenant's objection to a settlement, and its answer by somebody else."""

from housing.core.access.permissions import Permission, Role
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import NotAllowed, WrongState
from housing.core.work import Work
from housing.handovers.models import Handover
from housing.handovers.settling import object_until
from housing.handovers.states import HandoverAct
from housing.handovers.steps import given, held, record, target
from housing.handovers.telling import tell_answer
from housing.leases import queries as leases
from housing.leases import whose


def object_to(work: Work, handover_id: int, statement: str) -> Handover:
    """Keep what the tenant says against a settlement, or an officer who was told so.

    Basis: HN 24 (HN-24-3).

    Raises:
        NotAllowed: the actor is an officer who keeps no leases.
        NotFound: no such handover, or another household's.
        WrongState: nothing is settled, an objection waits already, or the window has closed.
        BadInput: nothing said.
    """
    words = given(statement, "异议内容 / objection")
    handover = held(work, handover_id)
    if work.actor.role is Role.APPLICANT:
        whose.own(work.session, work.actor, handover.lease_id)
    else:
        work.actor.must(Permission.KEEP_LEASES)
    handover.state = target(handover, HandoverAct.OBJECT)
    if handover.objected_on is not None and handover.answered_on is None:
        raise WrongState("已有异议正在复查 / an objection is being looked at already")
    until = object_until(work, handover)
    if work.day > until:
        raise WrongState(
            f"提出异议的期限（{until}）已过，仍可依法向人民法院提起诉讼"
            f" / the last day to object was {until}; a court may still be asked"
        )
    handover.objection, handover.objected_on = words, work.day
    handover.answer, handover.answered_by, handover.answered_on = "", "", None
    handover.upheld = False
    record(work, handover, TenancyTag.HANDOVER_OBJECTED, words)
    return handover


def answer(work: Work, handover_id: int, *, upheld: bool, reasons: str) -> Handover:
    """Answer an objection: by another person than the one who settled.

    An objection that holds opens the settlement again. Basis: HN 24 (HN-24-3).

    Raises:
        NotAllowed: the actor does not decide on tenancies, or made the settlement.
        NotFound: no such handover.
        WrongState: no objection waits.
        BadInput: no reasons.
    """
    work.actor.must(Permission.DECIDE_TENANCY)
    why = given(reasons, "理由 / reasons")
    handover = held(work, handover_id)
    handover.state = target(handover, HandoverAct.ANSWER)
    if handover.objected_on is None or handover.answered_on is not None:
        raise WrongState("没有待答复的异议 / no objection waits for an answer")
    if handover.settled_by == work.actor.name:
        raise NotAllowed(
            "结算由您办理，异议须由其他人员复查 / somebody else answers an objection to your own"
            " settlement"
        )
    handover.upheld = upheld
    handover.answer = f"{'异议成立' if upheld else '异议不成立'}：{why}"
    handover.answered_on, handover.answered_by = work.day, work.actor.name
    record(work, handover, TenancyTag.HANDOVER_ANSWERED, why, after={"upheld": int(upheld)})
    lease = leases.get(work.session, handover.place, handover.lease_id)
    tell_answer(work, handover, lease, upheld=upheld)
    return handover
