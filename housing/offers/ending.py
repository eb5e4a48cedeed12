"""What all acts on an offer share: whose it is, how it ends, what is reported and recorded."""

from functools import partial

from housing.abandonments import service as abandonments
from housing.abandonments.models import Abandonment
from housing.abandonments.words import AbandonmentCase
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core import texts
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import NotFound, WrongState
from housing.core.work import Work
from housing.offers import queries
from housing.offers.making import entry_of
from housing.offers.models import Offer
from housing.offers.states import CALLED, OFFER, OfferAct
from housing.rounds import queries as rounds
from housing.rounds.holds import end_hold
from housing.rounds.models import RoundHousehold
from housing.waitlist import whose

given = partial(texts.given, most=500)


def own(work: Work, offer_id: int) -> Offer:
    """Return an offer for an officer who keeps the stock, or for its own household.

    Raises:
        NotAllowed: the actor is neither.
        NotFound: no such offer, or another household's.
    """
    if work.actor.role is not Role.APPLICANT:
        work.actor.must(Permission.KEEP_STOCK)
        return queries.locked(work, offer_id)
    offer = queries.locked(work, offer_id)
    entries = whose.entries_of_account(work.session, work.actor.name)
    if offer.household_id not in {entry.household_id for entry in entries}:
        raise NotFound(f"没有第 {offer_id} 号配租通知 / there is no offer {offer_id}")
    return offer


def must_be_in_time(work: Work, offer: Offer) -> None:
    """Refuse an answer after the last day to sign.

    Raises:
        WrongState: the day has passed.
    """
    if work.day > offer.answer_by:
        raise WrongState(
            f"{offer.number} 的签约期限（{offer.answer_by}）已过"
            f" / the last day to sign was {offer.answer_by}"
        )


def end(work: Work, offer: Offer, act: OfferAct, reason: str, tag: Tag, document: str = "") -> None:
    """End an offer: its deadlines stop, and its row is closed for good.

    Raises:
        WrongState: the act does not fit its state.
    """
    before = offer.state
    offer.state = OFFER.step(before, act, CALLED).target
    offer.ended_on, offer.end_reason = work.day, reason
    work.session.flush()
    stop_clock(work, offer, ClockKind.LEASE_SIGNING, void=True)
    stop_clock(work, offer, ClockKind.MOVE_IN, void=True)
    if act is not OfferAct.WITHDRAW:
        a_round = rounds.get(work.session, offer.round_id)
        end_hold(work, a_round, RoundHousehold.household_id == offer.household_id)
    states = {"state": before.value}, {"state": offer.state.value}
    record(work, offer, tag, reason, document, *states)


def stop_clock(work: Work, offer: Offer, kind: ClockKind, *, void: bool = False) -> None:
    """End a deadline of an offer if it runs: by the day, or void."""
    if running.open_clock(work.session, offer.case, kind) is not None:
        clocks.stop(work, offer.case, kind, outcome=Outcome.VOID if void else None)


def report(
    work: Work, offer: Offer, kind: AbandonmentCase, reason: str, document: str
) -> Abandonment:
    """Report the event; what a household says itself nobody else vouches for but the system."""
    teller = work
    if work.actor.role is Role.APPLICANT:
        actor = system_actor(offer.place)
        teller = Work(session=work.session, actor=actor, now=work.now, keyring=work.keyring)
    words = f"房源 {offer.unit_code}：{reason}"
    entry = entry_of(work, offer)
    return abandonments.report(teller, entry, kind, work.day, reason=words, document=document)


def record(
    work: Work,
    offer: Offer,
    tag: Tag,
    reason: str = "",
    document: str = "",
    before: object = None,
    after: object = None,
) -> None:
    """Write an act on an offer into the register."""
    work.session.flush()
    told = Entry(tag, offer.case.subject, before, after, reason=reason, document=document)
    work.record(told, offer.place)
