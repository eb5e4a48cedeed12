"""What earlier and running rounds of a county mean for a new one."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.rounds.models import Round, RoundAssignment, RoundHousehold
from housing.rounds.roll import History
from housing.rounds.states import RoundState

PUBLISHED = (RoundState.PUBLISHED, RoundState.SIGNING, RoundState.CLOSED)


def history_of(session: Session, place: str) -> History:
    """Return who was housed, who was left out how often, and who is in a running round."""
    published = select(Round.id).where(Round.place == place, Round.state.in_(PUBLISHED))
    on_roll = RoundHousehold.round_id.in_(published) & (RoundHousehold.off_roll == "")
    flat = (RoundAssignment.round_id == RoundHousehold.round_id) & (
        RoundAssignment.roll_id == RoundHousehold.roll_id
    )
    housed = select(RoundHousehold.household_id).join(RoundAssignment, flat).where(on_roll)
    left_out = (
        select(RoundHousehold.household_id, func.count())
        .outerjoin(RoundAssignment, flat)
        .where(on_roll, RoundAssignment.roll_id.is_(None))
        .group_by(RoundHousehold.household_id)
    )
    live = (
        select(RoundHousehold.household_id)
        .join(Round, Round.id == RoundHousehold.round_id)
        .where(Round.place == place, RoundHousehold.live)
    )
    return History(
        housed=frozenset(session.scalars(housed)),
        in_another_round=frozenset(session.scalars(live)),
        rounds_left_out=dict(session.execute(left_out).all()),
    )
