"""What a household answers to its offer, and what follows when it does not."""

from datetime import date

from housing.abandonments.words import AbandonmentCase
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.offers import queries
from housing.offers.ending import end, given, must_be_in_time, own, record, report, stop_clock
from housing.offers.making import entry_of
from housing.offers.models import Offer
from housing.offers.opening import select_for
from housing.offers.states import CALLED, OFFER, PENDING, OfferAct
from housing.policies.queries import book as values_in_force
from housing.rounds import queries as rounds
from housing.rounds.holds import let_units_go
from housing.rounds.models import RoundUnit
from housing.units import service as stock
from housing.units.states import UnitAct
from housing.waitlist import whose
from housing.waitlist.service import case_of

STATEMENT = "放弃声明编号 / statement"


def accept(work: Work, offer_id: int) -> Offer:
    """Accept a flat: by the household itself, or told to an officer. Basis: HN 21 (HN-21-7).

    Raises:
        NotAllowed: the actor keeps no stock and is not of this household.
        NotFound: no such offer.
        WrongState: it was answered already, or its last day has passed.
    """
    offer = own(work, offer_id)
    OFFER.step(offer.state, OfferAct.ACCEPT, CALLED)
    must_be_in_time(work, offer)
    select_for(work, offer, "接受配租")
    record(work, offer, Tag.OFFER_ACCEPTED)
    return offer


def decline(work: Work, offer_id: int, *, reason: str, document: str = "") -> Offer:
    """Give up a flat that was chosen or given; it goes to the next in order.

    The household is told what follows before it does so; whether it counts as an abandonment is
    decided by another person. `document` is the signed statement, needed at the counter.
    Basis: HN 22 (HN-22-5).

    Raises:
        NotAllowed, NotFound: see `accept`.
        WrongState: the lease is signed, or the offer has ended.
        BadInput: no reason, or no statement at the counter.
    """
    offer = own(work, offer_id)
    why = given(reason, "放弃原因 / reason")
    paper = document.strip() if work.actor.role is Role.APPLICANT else given(document, STATEMENT)
    end(work, offer, OfferAct.DECLINE, why, Tag.OFFER_DECLINED, paper)
    report(work, offer, AbandonmentCase.GAVE_UP_CHOICE, why, paper or f"网上声明 {offer.number}")
    return offer


def expire(work: Work, offer_id: int) -> Offer:
    """Note that the last day to sign has passed; the flat goes to the next in order.

    Basis: HN 22 (HN-22-6), HN 24 (HN-24-1).

    Raises:
        NotAllowed: the actor does not run rounds.
        NotFound: no such offer.
        WrongState: it is signed or has ended, or the last day has not passed.
    """
    if work.actor.role is not None:
        work.actor.must(Permission.RUN_ROUND)
    offer = queries.locked(work, offer_id)
    OFFER.step(offer.state, OfferAct.EXPIRE, CALLED)
    if work.day <= offer.answer_by:
        raise WrongState(
            f"{offer.number} 的签约期限到 {offer.answer_by}（含当日），还没有逾期"
            f" / the last day to sign is {offer.answer_by}; it has not passed"
        )
    why = f"到 {offer.answer_by} 未签订租赁合同"
    end(work, offer, OfferAct.EXPIRE, why, Tag.OFFER_EXPIRED)
    report(work, offer, AbandonmentCase.NOT_SIGNED, why, f"配租通知 {offer.number}")
    return offer


def extend(work: Work, offer_id: int, until: date, *, reason: str, document: str) -> Offer:
    """Give a household longer to sign, by decision of the department: if the owner is late, say.

    Basis: HN 22 (HN-22-6), HN 24 (HN-24-1).

    Raises:
        NotAllowed: the actor does not decide.
        NotFound: no such offer.
        WrongState: it is signed or has ended.
        BadInput: not later than before, more than a year, no reason or no document.
    """
    work.actor.must(Permission.DECIDE_CASE)
    offer = queries.locked(work, offer_id)
    if offer.state not in PENDING:
        OFFER.step(offer.state, OfferAct.EXPIRE, CALLED)
    if not max(offer.answer_by, work.day) < until <= _in_a_year(offer.made_on):
        raise BadInput(
            f"新的签约期限：{until}，应晚于 {max(offer.answer_by, work.day)} 且不超过一年"
            " / new last day: later than before and today, and within a year"
        )
    why, paper = given(reason, "延长原因 / reason"), given(document, "依据文件 / document")
    before, offer.answer_by = offer.answer_by, until
    offer.provisional, offer.reminded_on = False, None
    stop_clock(work, offer, ClockKind.LEASE_SIGNING, void=True)
    changed = {"answer_by": before.isoformat()}, {"answer_by": until.isoformat()}
    record(work, offer, Tag.OFFER_EXTENDED, why, paper, *changed)
    return offer


def withdraw(work: Work, offer_id: int, *, reason: str, document: str) -> Offer:
    """Take a flat back that cannot be let; its household comes first for what is free next.

    The flat leaves the round for the stock. Basis: HN 21 (HN-21-7).

    Raises:
        NotAllowed: the actor does not run rounds.
        NotFound, WrongState, BadInput: see `decline`.
    """
    work.actor.must(Permission.RUN_ROUND)
    offer = queries.locked(work, offer_id)
    why, paper = given(reason, "撤回原因 / reason"), given(document, "依据文件 / document")
    a_round = rounds.get(work.session, offer.round_id)
    end(work, offer, OfferAct.WITHDRAW, why, Tag.OFFER_WITHDRAWN, paper)
    let_units_go(work, a_round, RoundUnit.unit_id == offer.unit_id)
    stock.move_units(work, [offer.unit_id], UnitAct.RELEASE, round_code=offer.round_code)
    entry = entry_of(work, offer)
    facts = {
        "round_name": a_round.name,
        "unit_code": offer.unit_code,
        "reason": why,
        "next": "本轮有空出的适合您家庭的房源时，优先配租给您家庭；没有的，您家庭继续轮候。",
    }
    cites = values_in_force(work.session).cited(("HN-21-7",), work.place, work.day)
    to = whose.recipient_of(work.session, work.keyring, entry)
    letters.send(work, LetterKind.OFFER_ENDED, case_of(entry), to, facts, cites)
    return offer


def _in_a_year(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))
