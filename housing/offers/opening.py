"""Opening the signing of a published round: one offer for each flat it gave."""

from typing import Any

from sqlalchemy import Select, select

from housing.core.audit.tags import Tag
from housing.core.work import Work
from housing.offers.making import Given, entry_of, make
from housing.offers.models import Offer
from housing.offers.states import OFFER, OfferAct
from housing.rounds.models import Round, RoundAssignment, RoundHousehold, RoundPosition
from housing.rounds.moves import locked, move
from housing.rounds.picked import picks_of
from housing.rounds.states import RoundAct
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.waitlist import service as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryAct, EntryState


def make_all(work: Work, round_id: int) -> Round:
    """Offer every flat that a published round gave, and begin the time to sign.

    Who picked in the hall has chosen already; everybody else accepts or gives up.
    Basis: HN 21 (HN-21-7, HN-21-8), HN 24 (HN-24-1).

    Raises:
        NotAllowed, NotFound, WrongState: see `rounds.moves.locked`.
        MissingPolicyValue: the county has not set the time to sign.
    """
    a_round = locked(work, round_id, RoundAct.OPEN_SIGNING)
    make_missing(work, a_round)
    return move(work, a_round, RoundAct.OPEN_SIGNING, {})


def make_missing(work: Work, a_round: Round) -> list[Offer]:
    """Offer what the round gave and nobody was offered yet: all of it, or a part held back."""
    has_picked = picks_of(work.session, a_round) is not None
    given = [
        Given(roll_id, household_id, unit_id, picked=has_picked)
        for roll_id, household_id, unit_id in work.session.execute(_given(a_round))
    ]
    made = make(work, a_round, given, 0, Tag.OFFERS_MADE)
    for offer, row in zip(made, given, strict=True):
        if row.picked:
            select_for(work, offer, "选房时已选定")
    return made


def select_for(work: Work, offer: Offer, reason: str) -> None:
    """Note that the household has chosen the flat: what is left is to sign."""
    offer.state = OFFER.step(offer.state, OfferAct.ACCEPT).target
    offer.accepted_on = work.day
    waitlist.move(work, entry_of(work, offer), EntryAct.SELECT, Tag.ENTRY_SELECTED, reason)


def _given(a_round: Round) -> Select[*tuple[Any, ...]]:
    """The flats the round gave, in the public order, to those who are its allottees still."""
    of_roll = (RoundHousehold.round_id == RoundAssignment.round_id) & (
        RoundHousehold.roll_id == RoundAssignment.roll_id
    )
    in_order = (RoundPosition.round_id == RoundAssignment.round_id) & (
        RoundPosition.roll_id == RoundAssignment.roll_id
    )
    entry = (
        (WaitlistEntry.household_id == RoundHousehold.household_id)
        & (WaitlistEntry.round_code == a_round.code)
        & (WaitlistEntry.state == EntryState.ALLOTTEE)
    )
    unit = (
        (Unit.place == a_round.place)
        & (Unit.code == RoundAssignment.unit_code)
        & (Unit.state == UnitState.OFFERED)
        & (Unit.round_code == a_round.code)
    )
    offered = select(Offer.id).where(
        Offer.round_id == a_round.id,
        (Offer.roll_id == RoundAssignment.roll_id) | (Offer.unit_id == Unit.id),
    )
    return (
        select(RoundAssignment.roll_id, RoundHousehold.household_id, Unit.id)
        .join(RoundHousehold, of_roll)
        .join(RoundPosition, in_order)
        .join(WaitlistEntry, entry)
        .join(Unit, unit)
        .where(RoundAssignment.round_id == a_round.id, ~offered.exists())
        .order_by(RoundPosition.position)
    )
