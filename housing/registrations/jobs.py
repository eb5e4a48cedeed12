"""What the clock asks of re-reviews: follow the decisions, ask where a consent has come in."""

from dataclasses import dataclass

from sqlalchemy import select

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.plans import queries as plans
from housing.registrations import outcomes, rereview
from housing.registrations.models import Registration
from housing.registrations.states import RegistrationState


@dataclass(frozen=True, slots=True)
class Followed:
    """What was done in one round; `refused`: why nothing could be, "" where nothing was refused."""

    round_code: str
    passed: int = 0
    failed: int = 0
    asked: int = 0
    refused: str = ""


def follow(database: Database, keyring: Keyring, clock: Clock) -> list[Followed]:
    """Follow every decided recheck of running re-reviews; return the rounds in which there was one.

    Running it again, or late, changes nothing more. Basis: HN 21 (HN-21-2, HN-21-3).
    """
    with database.reads() as session:
        rounds = session.execute(
            select(Registration.place, Registration.round_id, Registration.round_code)
            .where(Registration.state == RegistrationState.IN_REVIEW, Registration.open.is_(True))
            .distinct()
            .order_by(Registration.round_id)
        ).all()
    done = [_follow(database, keyring, clock, *each) for each in rounds]
    return [each for each in done if each != Followed(each.round_code)]


def _follow(
    database: Database, keyring: Keyring, clock: Clock, place: str, round_id: int, code: str
) -> Followed:
    try:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            asked = rereview.ask_departments(work, plans.get(work.session, place, round_id))
            settled = outcomes.settle(work, round_id)
    except (BrokenRule, MissingPolicyValue) as refusal:
        return Followed(code, refused=str(refusal))
    return Followed(code, settled.passed, settled.failed, asked)
