"""Reads of the hall; turns are always in their order."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from housing.core.errors import NotFound
from housing.households.models import Household
from housing.picking.models import Pick, PickSession, PickSlot
from housing.picking.states import PickOutcome

#: Who did this has no turn in a later stage.
DONE = (PickOutcome.PICKED, PickOutcome.GIVEN_UP, PickOutcome.ABSENT)


def of_round(session: Session, round_id: int) -> PickSession | None:
    """Return the hall of a round, or None while nobody was called."""
    return session.scalars(
        select(PickSession).where(PickSession.round_id == round_id)
    ).one_or_none()


def needed(session: Session, round_id: int) -> PickSession:
    """Return the hall of a round.

    Raises:
        NotFound: nobody was called to pick in this round.
    """
    held = of_round(session, round_id)
    if held is None:
        raise NotFound("本轮还没有通知选房 / nobody was called to pick in this round yet")
    return held


def slots(session: Session, held: PickSession) -> Sequence[PickSlot]:
    """Return every turn of a hall."""
    return session.scalars(
        select(PickSlot).where(PickSlot.session_id == held.id).order_by(PickSlot.turn)
    ).all()


def untold(session: Session, held: PickSession, limit: int) -> dict[int, list[PickSlot]]:
    """Return the turns of so many households that no letter has told of, by household."""
    homes = (
        select(PickSlot.household_id)
        .where(PickSlot.session_id == held.id, PickSlot.letter_id.is_(None))
        .group_by(PickSlot.household_id)
        .order_by(func.min(PickSlot.turn))
        .limit(limit)
    )
    rows = session.scalars(
        select(PickSlot)
        .where(PickSlot.session_id == held.id, PickSlot.household_id.in_(homes))
        .order_by(PickSlot.turn)
    )
    found: dict[int, list[PickSlot]] = {}
    for slot in rows:
        found.setdefault(slot.household_id, []).append(slot)
    return found


def to_tell(session: Session) -> Sequence[PickSession]:
    """Return the halls some of whose households have not been told yet."""
    untold_turns = select(PickSlot.session_id).where(PickSlot.letter_id.is_(None))
    return session.scalars(
        select(PickSession)
        .where(PickSession.ended_at.is_(None), PickSession.id.in_(untold_turns))
        .order_by(PickSession.id)
    ).all()


def next_slot(session: Session, held: PickSession) -> PickSlot | None:
    """Return the first turn that nobody has had, of a household that still takes part."""
    return session.scalars(_to_come(held).limit(1)).first()


def to_come(session: Session, held: PickSession, limit: int | None = None) -> Sequence[PickSlot]:
    """Return the turns that are still to come."""
    return session.scalars(_to_come(held).limit(limit)).all()


def standing(session: Session, held: PickSession) -> Sequence[Pick]:
    """Return what was picked and not undone, first turn first."""
    return session.scalars(
        select(Pick).where(Pick.session_id == held.id, Pick.undone_at.is_(None)).order_by(Pick.id)
    ).all()


def last_pick(session: Session, held: PickSession) -> Pick | None:
    """Return the last turn that stands."""
    return session.scalars(
        select(Pick)
        .where(Pick.session_id == held.id, Pick.undone_at.is_(None))
        .order_by(Pick.id.desc())
        .limit(1)
    ).first()


def pick_of(session: Session, held: PickSession, pick_id: int) -> Pick:
    """Return one turn of a hall that stands.

    Raises:
        NotFound: there is none, or it was undone.
    """
    pick = session.get(Pick, pick_id)
    if pick is None or pick.session_id != held.id or pick.undone_at is not None:
        raise NotFound("没有这一次选房，或者已撤销 / there is no such pick, or it was undone")
    return pick


def of_households(
    session: Session, household_ids: Sequence[int]
) -> list[tuple[PickSession, PickSlot, Pick | None]]:
    """Return the turns of these households, the newest hall first, with what came of each."""
    rows = session.execute(
        select(PickSession, PickSlot, Pick)
        .join(PickSlot, PickSlot.session_id == PickSession.id)
        .outerjoin(
            Pick,
            (Pick.session_id == PickSlot.session_id)
            & (Pick.turn == PickSlot.turn)
            & Pick.undone_at.is_(None),
        )
        .where(PickSlot.household_id.in_(household_ids))
        .order_by(PickSession.id.desc(), PickSlot.turn)
    )
    return [(held, slot, pick) for held, slot, pick in rows]


def counts(session: Session, held: PickSession) -> dict[PickOutcome, int]:
    """Return how many turns ended in which way."""
    rows = session.execute(
        select(Pick.outcome, func.count())
        .where(Pick.session_id == held.id, Pick.undone_at.is_(None))
        .group_by(Pick.outcome)
    )
    return dict(rows.all())


def shown(
    session: Session, held: PickSession, offset: int, limit: int
) -> tuple[int, list[tuple[PickSlot, Household, Pick | None]]]:
    """Return how many turns a hall has, and a page of them with household and outcome."""
    total = session.scalar(
        select(func.count()).select_from(PickSlot).where(PickSlot.session_id == held.id)
    )
    rows = session.execute(
        select(PickSlot, Household, Pick)
        .join(Household, Household.id == PickSlot.household_id)
        .outerjoin(
            Pick,
            (Pick.session_id == PickSlot.session_id)
            & (Pick.turn == PickSlot.turn)
            & Pick.undone_at.is_(None),
        )
        .where(PickSlot.session_id == held.id)
        .order_by(PickSlot.turn)
        .offset(offset)
        .limit(limit)
    )
    return total or 0, [(slot, household, pick) for slot, household, pick in rows]


def _to_come(held: PickSession) -> Select[PickSlot]:
    had, done = aliased(Pick), aliased(Pick)
    return (
        select(PickSlot)
        .where(
            PickSlot.session_id == held.id,
            ~select(had.id)
            .where(had.session_id == held.id, had.turn == PickSlot.turn, had.undone_at.is_(None))
            .exists(),
            ~select(done.id)
            .where(
                done.session_id == held.id,
                done.roll_id == PickSlot.roll_id,
                done.undone_at.is_(None),
                done.outcome.in_(DONE),
            )
            .exists(),
        )
        .order_by(PickSlot.turn)
    )
