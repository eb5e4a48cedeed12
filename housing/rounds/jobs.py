"""What the timetable asks of rounds: the days of published plans, and receipts being sent."""

from dataclasses import dataclass

from housing.core.access.actor import system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.rounds.mailing import rounds_being_sent, send_receipts
from housing.rounds.registering import close_registration, due_by_plan, open_registration
from housing.rounds.states import RoundAct


@dataclass(frozen=True, slots=True)
class Sent:
    """How many receipts of a round were written."""

    round_id: int
    receipts: int


def go_on_sending(database: Database, keyring: Keyring, clock: Clock) -> list[Sent]:
    """Write the receipts of every round whose sending an officer began, in small acts.

    Basis: HN 21 (HN-21-5).
    """
    with database.reads() as session:
        waiting = rounds_being_sent(session)
    return [Sent(each, _all(database, keyring, clock, place, each)) for place, each in waiting]


@dataclass(frozen=True, slots=True)
class Followed:
    """What the day of a plan brought; `refused`: why it could not be, "" where it was done."""

    round_id: int
    act: RoundAct
    refused: str = ""


def follow_plans(database: Database, keyring: Keyring, clock: Clock) -> list[Followed]:
    """Open and close registrations on the days that the published plans name.

    An officer may do it in the day, too; a second run does nothing. Basis: HN 21 (HN-21-1).
    """
    with database.reads() as session:
        due = due_by_plan(session, clock.today())
    return [_follow(database, keyring, clock, *each) for each in due]


def _follow(
    database: Database, keyring: Keyring, clock: Clock, place: str, round_id: int, act: RoundAct
) -> Followed:
    done = open_registration if act is RoundAct.OPEN_REGISTRATION else close_registration
    try:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            done(work, round_id)
    except HousingError as refusal:
        return Followed(round_id, act, refused=str(refusal))
    return Followed(round_id, act)


def _all(database: Database, keyring: Keyring, clock: Clock, place: str, round_id: int) -> int:
    total = 0
    while True:
        with working(database.acts, system_actor(place), clock, keyring) as work:
            sent = send_receipts(work, round_id)
        if sent == 0:
            return total
        total += sent
