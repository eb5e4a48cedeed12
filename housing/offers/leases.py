"""From the signed lease to the keys: the flat is let, and the wait is over."""

from housing.abandonments.words import AbandonmentCase
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.tags import Tag
from housing.core.errors import WrongState
from housing.core.work import Work
from housing.offers import queries
from housing.offers.ending import end, given, must_be_in_time, record, report, stop_clock
from housing.offers.making import entry_of
from housing.offers.models import Offer
from housing.offers.states import CALLED, OFFER, OfferAct
from housing.units import service as stock
from housing.units.states import UnitAct
from housing.waitlist import service as waitlist


def sign(work: Work, offer_id: int, *, document: str) -> Offer:
    """Note that the lease was signed; `document` is its number. The time to move in begins.

    Basis: HN 24 (HN-24-1), HN 22 (HN-22-6).

    Raises:
        NotAllowed: the actor keeps no stock.
        NotFound: no such offer.
        WrongState: it was not accepted, or the last day to sign has passed.
        BadInput: no lease.
        MissingPolicyValue: the county has not set the time to move in.
    """
    work.actor.must(Permission.KEEP_STOCK)
    offer = queries.locked(work, offer_id)
    paper = given(document, "合同编号 / lease")
    state = OFFER.step(offer.state, OfferAct.SIGN, CALLED).target
    must_be_in_time(work, offer)
    offer.state, offer.contract_document, offer.signed_on = state, paper, work.day
    stock.let(work, offer.unit_id, round_code=offer.round_code, document=paper)
    stop_clock(work, offer, ClockKind.LEASE_SIGNING)
    clocks.start(work, offer.case, ClockKind.MOVE_IN, office_id=None, role=Role.OPERATOR)
    record(work, offer, Tag.LEASE_SIGNED, document=paper)
    return offer


def hand_keys(work: Work, offer_id: int) -> Offer:
    """Note that the keys were handed over: the household is housed.

    Basis: HN 16 (HN-16-3), HN 22 (HN-22-7).

    Raises:
        NotAllowed: the actor keeps no stock.
        NotFound: no such offer.
        WrongState: no lease is signed, or the keys were handed over before.
    """
    work.actor.must(Permission.KEEP_STOCK)
    offer = queries.locked(work, offer_id)
    OFFER.step(offer.state, OfferAct.HAND_KEYS, CALLED)
    if offer.keys_on is not None:
        raise WrongState(f"{offer.keys_on} 已交付钥匙 / the keys were handed over on this day")
    offer.keys_on = work.day
    stop_clock(work, offer, ClockKind.MOVE_IN)
    entry = entry_of(work, offer)
    entry.round_code = None
    waitlist.house(work, entry, f"{offer.round_code} 配租 {offer.unit_code}，已交付钥匙")
    record(work, offer, Tag.KEYS_HANDED)
    return offer


def give_up(work: Work, offer_id: int, *, reason: str, document: str) -> Offer:
    """Note that a household gives up after the lease and before the keys.

    After the keys it is another matter: leaving a flat empty. The flat comes back to the round for
    the next in order. Basis: HN 22 (HN-22-7).

    Raises:
        NotAllowed: the actor does not run rounds, or keeps no stock.
        NotFound: no such offer.
        WrongState: no lease is signed, or the keys have been handed over.
        BadInput: no reason or no document.
    """
    work.actor.must(Permission.RUN_ROUND)
    offer = queries.locked(work, offer_id)
    if offer.keys_on is not None:
        raise WrongState(
            f"{offer.keys_on} 已交付钥匙，不再按放弃入住办理，请办理退房"
            " / the keys were handed over; from then on the household moves out instead"
        )
    why, paper = given(reason, "情况 / reason"), given(document, "依据文件 / document")
    end(work, offer, OfferAct.GIVE_UP, why, Tag.LEASE_GIVEN_UP, paper)
    stock.take_back(work, offer.unit_id, reason=why, document=paper)
    stock.move_units(work, [offer.unit_id], UnitAct.RESERVE, round_code=offer.round_code)
    stock.move_units(work, [offer.unit_id], UnitAct.OFFER, round_code=offer.round_code)
    report(work, offer, AbandonmentCase.NOT_MOVED_IN, why, paper)
    return offer
