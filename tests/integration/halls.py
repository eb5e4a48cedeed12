"""The small county on its picking day, in the fewest words."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from housing.core.work import Work
from housing.households.models import Household
from housing.picking import queries, service
from housing.picking.hall import Turn, turn_now
from housing.picking.hours import Hours
from housing.picking.models import Pick, PickSession
from housing.rounds import service as rounds
from housing.rounds.models import Round, RoundHousehold
from housing.waitlist import queries as waitlist
from housing.waitlist.states import EntryState
from tests.conftest import NOW, PLACE
from tests.integration.small_county import AFTER_PUBLICITY, CENTRE, HEAD, County, Result

DAY = date(2026, 9, 17)
HOURS = Hours(DAY, 9 * 60, 12 * 60, 30, 2)
#: 09:00 of the picking day in Asia/Shanghai, and a time when every slot is over.
MORNING = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
EVENING = MORNING + timedelta(hours=9)


class Hall:
    """A round of the small county that is picked in person."""

    def __init__(self, county: County, mechanism: str = "in_turn") -> None:
        self.county = county
        self.a_round = county.ordered(county.drawn(county.frozen(mechanism)))
        self.id = self.a_round.id
        self.latest = NOW + timedelta(hours=4)

    def call(self, hours: Hours = HOURS, at: datetime = AFTER_PUBLICITY) -> PickSession:
        """Tell everybody when and where."""
        return self.act(lambda work: service.call(work, self.id, hours=hours, hall="政务大厅"), at)

    def open(self) -> "Hall":
        """Call everybody and open the hall."""
        self.call()
        self.act(lambda work: service.open_hall(work, self.id))
        return self

    def act(
        self, act: Callable[[Work], Result], at: datetime = MORNING, who: Any = CENTRE
    ) -> Result:
        """Do one act in the hall; time never runs back."""
        self.latest = max(self.latest, at)
        return self.county.act(who, self.latest, act)

    def now(self) -> Turn | None:
        """Return whose turn it is and what may be taken."""
        with self.county.database.reads() as session:
            held = queries.needed(session, self.id)
            return turn_now(session, session.get_one(Round, self.id), held)

    def turn(self) -> Turn:
        """Return the turn that it is; there must be one."""
        found = self.now()
        assert found is not None
        return found

    def who(self) -> int:
        """Return the last three digits of the application whose turn it is."""
        return self.numbers()[self.turn().slot.roll_id]

    def pick(self, unit_class: str = "") -> Pick:
        """Pick the first flat that may be taken, or the first of a class."""
        now = self.turn()
        unit = next(each for each in now.units if unit_class in ("", each.unit_class))
        return self.act(lambda work: service.pick(work, self.id, now.slot.turn, unit.code))

    def pass_by(self) -> Pick:
        """Take nothing."""
        turn = self.turn().slot.turn
        return self.act(lambda work: service.pass_by(work, self.id, turn))

    def absent(self, at: datetime = EVENING) -> Pick:
        """Nobody came."""
        turn = self.turn().slot.turn
        return self.act(
            lambda work: service.absent(work, self.id, turn, document="签到〔2026〕3号"), at
        )

    def finish(self) -> dict[int, Any]:
        """Let everybody to come pick the first flat, or nothing; return turns by application."""
        while (now := self.now()) is not None:
            if now.units:
                self.pick()
            else:
                self.pass_by()
        return self.picked()

    def end(self) -> Round:
        """Close the hall."""
        return self.act(lambda work: service.end(work, self.id), EVENING)

    def give_up(self, made: Pick) -> Pick:
        """Give up what was picked."""
        return self.act(
            lambda work: service.give_up(work, self.id, made.id, document="声明〔2026〕1号")
        )

    def check(self) -> Round:
        """Let the second opinion judge what was picked."""
        return self.act(lambda work: rounds.check(work, self.id), EVENING)

    def published(self) -> Round:
        """Check and publish what was picked."""
        self.check()
        return self.act(
            lambda work: rounds.publish(work, self.id, package_sha256="ab" * 32), EVENING, HEAD
        )

    def picked(self) -> dict[int, Any]:
        """Return the standing turns by the last three digits of the application."""
        numbers = self.numbers()
        with self.county.database.reads() as session:
            held = queries.needed(session, self.id)
            return {numbers[pick.roll_id]: pick for pick in queries.standing(session, held)}

    def numbers(self) -> dict[str, int]:
        """Return the last three digits of the application of each roll id."""
        with self.county.database.reads() as session:
            rows = session.execute(
                select(RoundHousehold.roll_id, Household.application_number)
                .join(Household, Household.id == RoundHousehold.household_id)
                .where(RoundHousehold.round_id == self.id)
            )
            return {roll_id: int(number[-3:]) for roll_id, number in rows}

    def states(self) -> dict[int, EntryState]:
        """Return the state of each entry by the last three digits of its application."""
        with self.county.database.reads() as session:
            standing = waitlist.standing_of(session, PLACE)
            rows = session.execute(select(Household.id, Household.application_number))
            return {int(number[-3:]): standing[key][0] for key, number in rows if key in standing}
