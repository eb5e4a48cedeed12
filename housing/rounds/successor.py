"""The successor of an annulled round: the same plan, a corrected roll, and no redraw."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.errors import NotFound, WrongState
from housing.core.work import Work
from housing.plans import queries as plans
from housing.plans import service as planning
from housing.registrations import queries as registered
from housing.registrations import service as registrations
from housing.registrations.states import TAKING_PART
from housing.rounds.models import Round
from housing.rounds.moves import locked, move
from housing.rounds.prepare import begun
from housing.rounds.states import RoundAct, RoundState
from housing.units import service as stock
from housing.waitlist import taking_part


def open_after(work: Work, round_id: int) -> Round:
    """Open the successor of an annulled round; one that had a published plan goes on from there.

    Units of the plan are held again, households that registered and did not fail are in the
    round again, and the re-review may be mended until its roll is frozen. A round on sheets begins
    anew with a corrected sheet. Basis: HN 21 (HN-21-7).

    Raises:
        NotAllowed: the actor may not annul rounds.
        NotFound: the county has no such round.
        WrongState: it is not annulled, or has a successor already.
    """
    work.actor.must(Permission.ANNUL_ROUND)
    old = work.session.get(Round, round_id)
    if old is None or old.place != work.place:
        raise NotFound(f"没有编号为 {round_id} 的轮次 / no round {round_id} in {work.place}")
    _check_may_follow(work.session, old)
    new = begun(
        work,
        {
            "name": f"{old.name.removesuffix(_SUFFIX)[: 128 - len(_SUFFIX)]}{_SUFFIX}",
            "mechanism": old.mechanism,
            "approval_document": old.approval_document,
            "seed_source": old.seed_source,
            "audience": old.audience,
            "predecessor_id": old.id,
        },
    )
    if old.plan_sha256 is not None:
        _carry_over(work, old, new)
    return new


def successor_of(session: Session, round_id: int) -> Round | None:
    """Return the round that follows an annulled one, or None."""
    return session.scalars(select(Round).where(Round.predecessor_id == round_id)).one_or_none()


_SUFFIX = "（更正后）"


def _check_may_follow(session: Session, old: Round) -> None:
    if old.state is not RoundState.ANNULLED:
        raise WrongState(
            f"轮次 {old.code} 没有作废，不能另开后续轮次 / only an annulled round has a successor"
        )
    known = successor_of(session, old.id)
    if known is not None:
        raise WrongState(
            f"轮次 {old.code} 的后续轮次是 {known.code} / it is followed by {known.code}"
        )


def _carry_over(work: Work, old: Round, new: Round) -> None:
    """Take plan, units and registrations into the new round, which is re-reviewed from there."""
    plan = planning.carry_over(work, old.id, new.id, new.code)
    units = plans.units_of(work.session, new.id)
    stock.reserve(work, [unit.unit_id for unit in units], new.code)
    registrations.carry_over(work, old.id, new.id, new.code)
    going_on = [
        each.household_id for each in registered.of_round(work.session, new.id, TAKING_PART)
    ]
    taking_part.join(work, going_on, new.code)
    locked(work, new.id, RoundAct.CARRY_OVER)
    move(
        work,
        new,
        RoundAct.CARRY_OVER,
        {"plan_sha256": plan.sha256},
        document=old.annul_document or "",
        reason=f"接续已作废的 {old.code}",
    )
