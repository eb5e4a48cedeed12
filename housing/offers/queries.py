"""Reads of offers; lists are by the last day to sign, then by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.core.work import Work
from housing.households.models import Household
from housing.offers.models import Offer, Reoffer, ReofferProof
from housing.offers.states import PENDING, OfferState
from housing.rounds.models import RoundPosition

#: The lists of the work page.
ONLY = ("", "pending", "due", "late", "signed", "ended")
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """An offer with its household, as officers' lists show it."""

    offer: Offer
    household: Household


def locked(work: Work, offer_id: int) -> Offer:
    """Return an offer of the actor's place, held until the commit.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = work.session.scalars(
        select(Offer)
        .where(Offer.id == offer_id, Offer.place == work.place)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {offer_id} 号配租通知 / there is no offer {offer_id}")
    return found


def get(session: Session, place: str, offer_id: int) -> Offer:
    """Return an offer of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(Offer, offer_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {offer_id} 号配租通知 / there is no offer {offer_id}")
    return found


def of_round(session: Session, round_id: int) -> Sequence[Offer]:
    """Return every offer of a round, in the order of their numbers."""
    return session.scalars(select(Offer).where(Offer.round_id == round_id).order_by(Offer.id)).all()


def of_households(session: Session, household_ids: Sequence[int]) -> Sequence[Offer]:
    """Return every offer of these households, the newest first."""
    return session.scalars(
        select(Offer).where(Offer.household_id.in_(household_ids)).order_by(Offer.id.desc())
    ).all()


def places(session: Session) -> Sequence[str]:
    """Return the places where somebody may still sign, in order."""
    found = select(Offer.place).where(Offer.state.in_(PENDING)).distinct().order_by(Offer.place)
    return session.scalars(found).all()


def late(session: Session, day: date) -> Sequence[tuple[str, int]]:
    """Return place and id of every offer whose last day to sign has passed on `day`."""
    rows = session.execute(
        select(Offer.place, Offer.id)
        .where(Offer.state.in_(PENDING), Offer.answer_by < day)
        .order_by(Offer.place, Offer.id)
    )
    return [(place, offer_id) for place, offer_id in rows]


def untold(session: Session) -> Sequence[tuple[str, int]]:
    """Return place and round of the offers that no letter has told of."""
    rows = session.execute(
        select(Offer.place, Offer.round_id)
        .where(Offer.letter_id.is_(None), Offer.state.in_(PENDING))
        .distinct()
        .order_by(Offer.place, Offer.round_id)
    )
    return [(place, round_id) for place, round_id in rows]


def to_remind(session: Session, place: str, until: date, limit: int) -> Sequence[Offer]:
    """Return offers that end by `until` and were not reminded of; no more than `limit`."""
    return session.scalars(
        select(Offer)
        .where(
            Offer.place == place,
            Offer.state.in_(PENDING),
            Offer.answer_by <= until,
            Offer.reminded_on.is_(None),
        )
        .order_by(Offer.id)
        .limit(limit)
    ).all()


def count(session: Session, place: str, only: str, day: date, round_id: int | None = None) -> int:
    """Return how many a list holds, counting no further than 10,000; `only` as in `page_of`."""
    some = _chosen(place, only, day, round_id).with_only_columns(Offer.id).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def page_of(
    session: Session,
    place: str,
    only: str,
    day: date,
    round_id: int | None = None,
    offset: int = 0,
    limit: int | None = 50,
) -> list[Row]:
    """Return a page of offers: all, `pending`, `due` today, `late`, `signed` or `ended`.

    `signed` are those whose keys have not been handed over.
    """
    found = (
        _chosen(place, only, day, round_id)
        .add_columns(Household)
        .join(Household, Household.id == Offer.household_id)
        .order_by(Offer.answer_by, Offer.id)
        .offset(offset)
        .limit(limit)
    )
    return [Row(offer, household) for offer, household in session.execute(found)]


def counts(session: Session, round_id: int) -> dict[OfferState, int]:
    """Return how many offers of a round are in each state that occurs."""
    rows = session.execute(
        select(Offer.state, func.count()).where(Offer.round_id == round_id).group_by(Offer.state)
    )
    return dict(rows.all())


def reoffers(session: Session, round_id: int) -> Sequence[Reoffer]:
    """Return the re-offers of a round, first one first."""
    return session.scalars(
        select(Reoffer).where(Reoffer.round_id == round_id).order_by(Reoffer.number)
    ).all()


def proofs(session: Session, round_id: int, number: int) -> Sequence[ReofferProof]:
    """Return the proofs of one re-offer, stage by stage."""
    return session.scalars(
        select(ReofferProof)
        .where(ReofferProof.round_id == round_id, ReofferProof.number == number)
        .order_by(ReofferProof.stage)
    ).all()


def places_of(session: Session, round_id: int, made: Sequence[Reoffer]) -> dict[str, int]:
    """Return the place in the order, from 1, of everybody whom re-offers gave a flat."""
    names = {row["household"] for each in made for row in each.assignments}
    rows = session.execute(
        select(RoundPosition.roll_id, RoundPosition.position).where(
            RoundPosition.round_id == round_id, RoundPosition.roll_id.in_(names)
        )
    )
    return {name: position + 1 for name, position in rows}


def _chosen(place: str, only: str, day: date, round_id: int | None) -> Select[Offer]:
    found = select(Offer).where(Offer.place == place)
    if round_id is not None:
        found = found.where(Offer.round_id == round_id)
    if only == "pending":
        return found.where(Offer.state.in_(PENDING))
    if only == "due":
        return found.where(Offer.state.in_(PENDING), Offer.answer_by == day)
    if only == "late":
        return found.where(Offer.state.in_(PENDING), Offer.answer_by < day)
    if only == "signed":
        return found.where(Offer.state == OfferState.SIGNED, Offer.keys_on.is_(None))
    if only == "ended":
        return found.where(Offer.ended_on.is_not(None))
    return found
