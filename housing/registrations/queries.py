"""Reads of registrations."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.rechecks.models import Recheck
from housing.rechecks.states import RecheckState
from housing.registrations.models import Registration
from housing.registrations.states import TAKING_PART, RegistrationState
from housing.waitlist.models import WaitlistEntry

BATCH = 500


def get(session: Session, place: str, registration_id: int) -> Registration:
    """Return a registration of `place`.

    Raises:
        NotFound: there is none with this id.
    """
    found = session.get(Registration, registration_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {registration_id} 号意向登记 / no registration {registration_id}")
    return found


def of_household(session: Session, round_id: int, household_id: int) -> Registration | None:
    """Return what a household registered in a round, a withdrawn one included; None for nothing."""
    return session.scalars(
        select(Registration).where(
            Registration.round_id == round_id, Registration.household_id == household_id
        )
    ).one_or_none()


def running_of(session: Session, household_id: int) -> Registration | None:
    """Return the registration with which a household takes part in a running round, or None."""
    return session.scalars(
        select(Registration).where(
            Registration.household_id == household_id,
            Registration.open.is_(True),
            Registration.state.in_(TAKING_PART),
        )
    ).one_or_none()


def history(session: Session, household_id: int) -> Sequence[Registration]:
    """Return every registration of a household, newest first."""
    return session.scalars(
        select(Registration)
        .where(Registration.household_id == household_id)
        .order_by(Registration.id.desc())
    ).all()


def of_round(
    session: Session, round_id: int, states: Collection[RegistrationState] = ()
) -> Sequence[Registration]:
    """Return the registrations of a round by number, of these states or of all."""
    return session.scalars(_of_round(round_id, states).order_by(Registration.number)).all()


def page_of(
    session: Session,
    round_id: int,
    states: Collection[RegistrationState],
    offset: int,
    limit: int | None,
) -> Sequence[Registration]:
    """Return one page of the registrations of a round by number."""
    chosen = _of_round(round_id, states).order_by(Registration.number)
    return session.scalars(chosen.offset(offset).limit(limit)).all()


def counts(session: Session, round_id: int) -> dict[RegistrationState, int]:
    """Return how many registrations of a round are in each state, zero included."""
    rows = session.execute(
        select(Registration.state, func.count())
        .where(Registration.round_id == round_id)
        .group_by(Registration.state)
    )
    held = dict(rows.all())
    return {state: held.get(state, 0) for state in RegistrationState}


def not_asked(session: Session, round_id: int) -> Sequence[Registration]:
    """Return who is under re-review without a recheck that stands, by number."""
    return session.scalars(
        select(Registration)
        .outerjoin(Recheck, Recheck.id == Registration.recheck_id)
        .where(
            Registration.round_id == round_id,
            Registration.state == RegistrationState.IN_REVIEW,
            or_(Registration.recheck_id.is_(None), Recheck.state == RecheckState.VOID),
        )
        .order_by(Registration.number)
    ).all()


def busy(session: Session, household_ids: Collection[int]) -> set[int]:
    """Return which of these households take part in a running round."""
    ids, found = list(household_ids), set[int]()
    for first in range(0, len(ids), BATCH):
        found |= set(
            session.scalars(
                select(Registration.household_id).where(
                    Registration.household_id.in_(ids[first : first + BATCH]),
                    Registration.open.is_(True),
                    Registration.state.in_(TAKING_PART),
                )
            )
        )
    return found


def last_number(session: Session, round_id: int) -> int:
    """Return the highest number given out in a round, 0 before the first."""
    highest = select(func.max(Registration.number)).where(Registration.round_id == round_id)
    return session.scalar(highest) or 0


def entries_of(session: Session, held: Sequence[Registration]) -> dict[int, WaitlistEntry]:
    """Return the waitlist entries of registrations by id, as they are now; some hundreds a read."""
    ids = [each.entry_id for each in held]
    found: dict[int, WaitlistEntry] = {}
    for first in range(0, len(ids), BATCH):
        part = ids[first : first + BATCH]
        rows = session.scalars(
            select(WaitlistEntry)
            .where(WaitlistEntry.id.in_(part))
            .execution_options(populate_existing=True)
        )
        found |= {each.id: each for each in rows}
    return found


def _of_round(round_id: int, states: Collection[RegistrationState]) -> Select[Registration]:
    chosen = select(Registration).where(Registration.round_id == round_id)
    return chosen.where(Registration.state.in_(states)) if states else chosen
