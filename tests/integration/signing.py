"""The small county in the days of signing, in the fewest words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from housing.abandonments import queries as abandonments
from housing.abandonments import service as deciding
from housing.abandonments.words import AbandonmentCase
from housing.core.access.permissions import Role
from housing.core.work import Work
from housing.households.models import Household
from housing.offers import queries, service
from housing.offers.models import Offer, Reoffer
from housing.rounds.models import Round, RoundHousehold
from housing.units import queries as units
from housing.units.states import UnitState
from housing.waitlist import queries as waitlist
from housing.waitlist.states import EntryState
from tests.conftest import PLACE, actor
from tests.integration.small_county import AFTER_PUBLICITY, CENTRE, HEAD, County, Result

OPERATOR = actor(Role.OPERATOR, "yunying")
STATEMENT = "声明〔2026〕1号"


class Signing:
    """A published round of the small county, whose leases are being signed."""

    def __init__(
        self, county: County, a_round: Round | None = None, at: datetime = AFTER_PUBLICITY
    ) -> None:
        self.county, self.latest = county, at
        self.a_round = a_round or county.published("in_turn")
        self.id = self.a_round.id

    def open(self) -> "Signing":
        """Make the offers."""
        self.act(lambda work: service.make_all(work, self.id))
        return self

    def act(self, act: Callable[[Work], Result], days: int = 0, who: Any = CENTRE) -> Result:
        """Do one act, some days after the one before."""
        self.latest += timedelta(days=days, seconds=1)
        return self.county.act(who, self.latest, act)

    def offers(self) -> dict[int, Offer]:
        """Return the latest offer of each household, by the last three digits."""
        with self.county.database.reads() as session:
            found = queries.of_round(session, self.id)
            numbers = dict(
                session.execute(select(Household.id, Household.application_number)).all()
            )
            return {int(numbers[offer.household_id][-3:]): offer for offer in found}

    def accept(self, number: int) -> Offer:
        """The household accepts, at the counter."""
        key = self.offers()[number].id
        return self.act(lambda work: service.accept(work, key))

    def decline(self, number: int) -> Offer:
        """The household gives up, at the counter."""
        key = self.offers()[number].id
        return self.act(
            lambda work: service.decline(work, key, reason="离工作单位太远", document=STATEMENT)
        )

    def house(self, number: int) -> Offer:
        """The household accepts where it has not, signs and gets its keys."""
        offer = self.offers()[number]
        if offer.accepted_on is None:
            self.accept(number)
        self.sign(number)
        return self.act(lambda work: service.hand_keys(work, offer.id), who=OPERATOR)

    def sign(self, number: int) -> Offer:
        """The household signs."""
        key = self.offers()[number].id
        paper = f"租〔2026〕{number}号"
        return self.act(lambda work: service.sign(work, key, document=paper), who=OPERATOR)

    def reoffer(self) -> Reoffer:
        """Offer what is free to the next."""
        return self.act(lambda work: service.reoffer(work, self.id))

    def decide(self, days: int = 25) -> None:
        """Confirm every abandonment that waits, when the households have been heard."""
        with self.county.database.reads() as session:
            waiting = [
                each.id
                for each in abandonments.of_round(session, PLACE, self.a_round.code)
                if each.decided_on is None
            ]
        for at, key in enumerate(waiting):
            self._confirm(key, days if at == 0 else 0)

    def settle(self) -> None:
        """Decide every report: confirm it where it can be, else set it aside."""
        with self.county.database.reads() as session:
            waiting = [
                (each.id, each.kind)
                for each in abandonments.of_round(session, PLACE, self.a_round.code)
                if each.decided_on is None
            ]
        for at, (key, kind) in enumerate(waiting):
            days = 25 if at == 0 else 0
            if kind is AbandonmentCase.NOT_ATTENDED:  # Nobody handed over the letter on paper.
                self._set_aside(key, days)
            else:
                self._confirm(key, days)

    def _set_aside(self, key: int, days: int) -> None:
        self.act(lambda work: deciding.set_aside(work, key, reasons="没有送达"), days, HEAD)

    def _confirm(self, key: int, days: int) -> None:
        self.act(lambda work: deciding.confirm(work, key, reasons="情况属实"), days, HEAD)

    def states(self) -> dict[int, EntryState]:
        """Return the state of each entry by the last three digits of its application."""
        with self.county.database.reads() as session:
            standing = waitlist.standing_of(session, PLACE)
            rows = session.execute(select(Household.id, Household.application_number))
            return {int(number[-3:]): standing[key][0] for key, number in rows if key in standing}

    def units(self) -> dict[str, UnitState]:
        """Return the state of each flat."""
        with self.county.database.reads() as session:
            return {unit.code: unit.state for unit in units.by_place(session, PLACE)}

    def numbers(self) -> dict[str, int]:
        """Return the last three digits of the application of each roll id."""
        with self.county.database.reads() as session:
            rows = session.execute(
                select(RoundHousehold.roll_id, Household.application_number)
                .join(Household, Household.id == RoundHousehold.household_id)
                .where(RoundHousehold.round_id == self.id)
            )
            return {roll_id: int(number[-3:]) for roll_id, number in rows}
