"""After registration: the lock, the wish to trade, buy-back first, resale."""

from datetime import date

from sqlalchemy.orm import Session

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.money import yuan_words
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.offices import queries as offices
from housing.sales import cap, contracting, posting, queries, telling
from housing.sales.applying import must_be_own
from housing.sales.models import Sale, SaleNote
from housing.sales.moving import given, move, note, value
from housing.sales.rules import land_payment, must_not_trade
from housing.sales.states import SaleAct, SaleState
from housing.sales.words import TRADE_WORDS, NoteKind, Trade

MOST_FEN = 10**13


def unlock(work: Work, sale: Sale) -> None:
    """End the lock of a dwelling whose last day has passed; called by the days.

    Basis: HZS 22 (HZS-22-1).
    """
    if sale.lock_until is None or work.day <= sale.lock_until:
        raise WrongState("上市限制期未满 / the lock has not ended")
    move(work, sale, SaleAct.UNLOCK, TenancyTag.SALE_UNLOCKED)


def may_trade(session: Session, place: str, certificate: str, day: date) -> Sale | None:
    """Answer a registry or broker: return the sale of a certificate, None where it is none of ours.

    Basis: HZS 22 (HZS-22-1, HZS-22-2).

    Raises:
        BrokenRule: it is locked, or the government has not answered yet.
    """
    sale = queries.by_certificate(session, place, certificate)
    if sale is None:
        return None
    if sale.lock_until is not None:
        must_not_trade(sale.lock_until, day)
    if sale.state is not SaleState.WAIVED:
        raise BrokenRule(
            "该住房上市前须先申报，由政府答复是否优先回购"
            " / the owner must first ask whether the government buys it back",
            rules=("HZS-22-2",),
        )
    return sale


def note_attempt(
    work: Work, sale_id: int, trade: Trade, *, words: str, document: str = ""
) -> SaleNote:
    """Keep an attempt to transfer, mortgage or let a dwelling that may not be traded.

    Basis: HZS 22 (HZS-22-1).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: the dwelling may be traded.
        BadInput: no words.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    if sale.lock_until is None or work.day > sale.lock_until:
        raise WrongState("该住房不在上市限制期内 / the dwelling is not locked")
    made = SaleNote(
        sale_id=sale.id,
        kind=NoteKind.ATTEMPT,
        noted_on=work.day,
        words=f"{TRADE_WORDS[trade]}：{given(words, '情况 / what happened', most=2000)}",
        document=document.strip(),
        made_by=work.actor.name,
    )
    work.session.add(made)
    note(work, sale, TenancyTag.SALE_NOTED, {"attempt": trade.value}, made.words, made.document)
    return made


def offer_back(work: Work, sale_id: int, *, document: str) -> Sale:
    """Take the owner's notice that the dwelling is to be traded; the government may buy it first.

    Basis: HZS 22 (HZS-22-2).

    Raises:
        NotAllowed: neither the owner nor whoever sells dwellings, or recused.
        BrokenRule: the lock runs.
        WrongState: asked before, or no longer the buyer's.
    """
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    must_be_own(work, sale)
    if sale.lock_until is not None and sale.state is SaleState.LOCKED:
        must_not_trade(sale.lock_until, work.day)
        unlock(work, sale)
    sale.intent, sale.intent_on = given(document, "申报书 / notice"), work.day
    sale.reminded_on, sale.waiver = None, ""
    move(work, sale, SaleAct.OFFER_BACK, TenancyTag.SALE_INTENT, document=sale.intent)
    start_answer(work, sale)
    return sale


def start_answer(work: Work, sale: Sale) -> None:
    """Start the government's time to answer."""
    held = offices.of_kind(work.session, sale.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    clocks.start(
        work,
        sale.case,
        ClockKind.BUYBACK_DECISION,
        office_id=held[0].id if held else None,
        role=Role.COUNTY_HEAD,
    )


def stop_answer(work: Work, sale: Sale, outcome: Outcome | None = None) -> None:
    """Stop the government's time to answer, if it runs."""
    if running.open_clock(work.session, sale.case, ClockKind.BUYBACK_DECISION) is not None:
        clocks.stop(work, sale.case, ClockKind.BUYBACK_DECISION, outcome=outcome)


def buy_back(work: Work, sale_id: int, *, document: str) -> Sale:
    """Buy a dwelling back first, at the price it was sold for, without interest or indexing.

    Basis: HZS 22 (HZS-22-2).

    Raises:
        NotAllowed: the actor does not decide sales, or is recused.
        WrongState: the owner has not asked.
        BadInput: no decision.
    """
    work.actor.must(Permission.DECIDE_SALE)
    cap.lock(work, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    paper = given(document, "回购决定 / decision")
    sale.ended_on, sale.ending = work.day, f"由政府按原出售价格回购（{paper}）"
    move(
        work,
        sale,
        SaleAct.BUY_BACK,
        TenancyTag.SALE_BOUGHT_BACK,
        document=paper,
        after={"price_fen": sale.price_fen},
    )
    stop_answer(work, sale)
    price = sale.price_fen or 0
    posting.pay_back(work, sale, price, paper)
    contracting.give_back_unit(work, sale, f"政府回购（{sale.number}）", paper)
    then = f"回购价款为原出售价格{yuan_words(price)}，不计利息；请办理转移登记和腾退"
    _answer(work, sale, "由政府按原出售价格回购", then)
    return sale


def waive(work: Work, sale_id: int, *, document: str) -> Sale:
    """Decide not to buy back; `document` is the certificate of waiver that the owner gets.

    Basis: HZS 22 (HZS-22-2, HZS-22-3).

    Raises:
        NotAllowed: the actor does not decide sales, or is recused.
        WrongState: the owner has not asked.
        BadInput: no certificate.
    """
    work.actor.must(Permission.DECIDE_SALE)
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    return let_go(work, sale, given(document, "不予回购证明 / certificate"))


def let_go(work: Work, sale: Sale, certificate: str) -> Sale:
    """Let the owner trade: by decision, or by silence after a written reminder."""
    sale.waiver = certificate
    move(work, sale, SaleAct.WAIVE, TenancyTag.SALE_WAIVED, document=certificate)
    stop_answer(work, sale)
    then = f"可以凭不予回购证明（{certificate}）上市交易，交易时参照经济适用住房政策缴纳相关价款"
    _answer(work, sale, "不予回购", then)
    return sale


def resell(work: Work, sale_id: int, *, market_fen: int, buyer: str, document: str) -> Sale:
    """Settle the resale of a dwelling that was not bought back, and close its record.

    The government takes its share of the difference between market price and original price.
    `document`: the receipt of that payment. Basis: HZS 22 (HZS-22-3).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        MissingPolicyValue: the share of the difference has not been set.
        WrongState: the government has not waived.
        BadInput: no price, buyer or receipt.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    if not 0 < market_fen < MOST_FEN:
        raise BadInput("成交价：应大于零 / market price: must be positive")
    percent = int(value(work.session, "land_income_payment_rate", sale.place, work.day))
    original = sale.price_fen or 0
    owed = land_payment(market_fen, original, percent)
    paper = given(document, "缴款票据 / receipt")
    words = (
        f"成交价{yuan_words(market_fen)}，原价{yuan_words(original)}，"
        f"差价的{percent}%为{yuan_words(owed)}；受让人{given(buyer, '受让人 / buyer', most=128)}"
    )
    sale.ended_on, sale.ending = work.day, words
    after: dict[str, object] = {"market_fen": market_fen, "percent": percent, "paid_fen": owed}
    move(work, sale, SaleAct.RESELL, TenancyTag.SALE_RESOLD, document=paper, after=after)
    posting.take_land_payment(work, sale, owed, paper)
    return sale


def _answer(work: Work, sale: Sale, outcome: str, then: str) -> None:
    facts = {"intent_on": sale.intent_on, "outcome": outcome, "then": then}
    rules = ("HZS-22-2", "HZS-22-3")
    telling.tell(work, sale, LetterKind.SALE_BUYBACK_ANSWER, facts, rules)
