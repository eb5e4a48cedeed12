"""Misuse of a sold dwelling: order, look again, cancel with a leave order, take back and refund."""

from datetime import date, timedelta

from housing.bans import service as bans
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.money import yuan_words
from housing.core.work import Work, not_to_come
from housing.letters.kinds import LetterKind
from housing.sales import cap, contracting, holding, posting, queries, telling
from housing.sales.models import Sale, SaleMisuse
from housing.sales.moving import LONGEST, another, given, move, note, value
from housing.sales.rules import Refund, refund_of
from housing.sales.states import SaleAct, SaleState
from housing.sales.words import MISUSE_WORDS, MisuseKind, RefundReading


def order(work: Work, sale_id: int, kind: MisuseKind, *, finding: str, document: str) -> SaleMisuse:
    """Find a misuse and order the buyer to correct it within the county's period.

    Basis: HZS 23 (HZS-23-1, HZS-23-2, HZS-23-3).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: the dwelling is not registered to a buyer, or an order runs.
        BadInput: no finding or evidence.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    days = int(value(work.session, "correction_period", sale.place, work.day))
    made = SaleMisuse(
        sale_id=sale.id,
        kind=kind,
        finding=given(finding, "查实的情况 / finding", most=LONGEST),
        document=given(document, "证据 / evidence"),
        ordered_by=work.actor.name,
        ordered_on=work.day,
        correct_until=work.day + timedelta(days=days),
    )
    after: dict[str, object] = {"kind": kind.value, "until": made.correct_until.isoformat()}
    was_asked = sale.state is SaleState.OFFERED_BACK
    move(
        work,
        sale,
        SaleAct.ORDER_CORRECTION,
        TenancyTag.SALE_MISUSE_ORDERED,
        reason=made.finding,
        document=made.document,
        after=after,
    )
    if was_asked:
        holding.stop_answer(work, sale)
    work.session.add(made)
    work.session.flush()
    clocks.start(work, sale.case, ClockKind.SALE_CORRECTION, office_id=None, role=Role.APPLICANT)
    facts = {
        "act": MISUSE_WORDS[kind],
        "finding": made.finding,
        "correct_until": made.correct_until,
    }
    rules = ("HZS-23-1", "HZS-23-2", "HZS-23-3")
    telling.tell(work, sale, LetterKind.SALE_CORRECTION, facts, rules)
    return made


def visit(work: Work, sale_id: int, *, corrected: bool, words: str) -> SaleMisuse:
    """Look at the dwelling again: corrected ends the case, otherwise it may be cancelled.

    A buyer may correct at any time; that it was not corrected can only be found after the period.
    Basis: HZS 23 (HZS-23-3).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: no order runs, or its period is not over.
        BadInput: nothing was written down.
    """
    work.actor.must(Permission.SELL_UNITS)
    sale, found = _running(work, sale_id)
    if not corrected and work.day <= found.correct_until:
        raise WrongState(
            f"改正期限到 {found.correct_until}（含当日），之后才能认定拒不改正"
            f" / the buyer may correct until {found.correct_until}; only then it is refused"
        )
    found.visit = given(words, "复查情况 / what was seen", most=LONGEST)
    found.visited_on, found.corrected = work.day, corrected
    _end_clock(work, sale, ClockKind.SALE_CORRECTION)
    if not corrected:
        note(work, sale, TenancyTag.SALE_MISUSE_VISITED, {"found": "not_corrected"}, found.visit)
        return found
    found.closed_on = work.day
    move(work, sale, SaleAct.FIND_CORRECTED, TenancyTag.SALE_MISUSE_VISITED, reason=found.visit)
    if sale.lock_until is not None and work.day > sale.lock_until:
        holding.unlock(work, sale)
    return found


def cancel(work: Work, sale_id: int, *, reasons: str) -> SaleMisuse:
    """Cancel the qualification and order the buyer to leave, in one decision by another person.

    Possible only after the order, its whole period and a visit that found it not corrected. The
    household is barred from public rental housing, without a last day until the city sets one.
    Basis: HZS 23 (HZS-23-3).

    Raises:
        NotAllowed: the actor does not decide sales, gave the order, or is recused.
        WrongState: no order runs, or no visit found that it was not corrected.
        BadInput: no reasons.
    """
    work.actor.must(Permission.DECIDE_SALE)
    sale, found = _running(work, sale_id)
    another(work, found.ordered_by)
    if found.visited_on is None or found.corrected:
        raise WrongState(
            "须先责令改正、期满复查并认定拒不改正，才能取消资格"
            " / order correction, let its period pass and visit again before cancelling",
            rules=("HZS-23-3",),
        )
    days = int(value(work.session, "leave_period", sale.place, work.day))
    found.reasons = given(reasons, "理由 / reasons", most=LONGEST)
    found.cancelled_by, found.cancelled_on = work.actor.name, work.day
    found.leave_until = work.day + timedelta(days=days)
    after: dict[str, object] = {"leave_until": found.leave_until.isoformat()}
    move(work, sale, SaleAct.CANCEL, TenancyTag.SALE_CANCELLED, reason=found.reasons, after=after)
    people = {each.identity_index for each in sale.people}
    ground = f"购房后{MISUSE_WORDS[found.kind]}，拒不改正"
    bans.impose(work, sale.case, people, ground=ground, cites=("HZS-23-3",))
    clocks.start(work, sale.case, ClockKind.SALE_LEAVING, office_id=None, role=Role.CENTRE)
    facts = {
        "act": MISUSE_WORDS[found.kind],
        "reasons": found.reasons.splitlines(),
        "leave_until": found.leave_until,
    }
    rules = ("HZS-23-2", "HZS-23-3", "HZS-23-4")
    telling.tell(work, sale, LetterKind.SALE_CANCELLED, facts, rules)
    return found


def refund(work: Work, sale: Sale, left_on: date, taxes_fen: int, mortgage_fen: int) -> Refund:
    """Return what would be paid back, item by item, by the county's reading of the clause.

    Basis: HZS 23 (HZS-23-4).

    Raises:
        MissingPolicyValue: depreciation or reading have not been set.
    """
    rate = int(value(work.session, "depreciation_rate", sale.place, work.day))
    reading = RefundReading(value(work.session, "take_back_taxes", sale.place, work.day))
    bought = sale.bought_on or left_on
    held = (bought, left_on)
    return refund_of(sale.price_fen or 0, taxes_fen, rate, held, reading, mortgage_fen)


def take_back(
    work: Work,
    sale_id: int,
    *,
    left_on: date,
    taxes_fen: int,
    mortgage_fen: int = 0,
    document: str,
) -> Refund:
    """Take a dwelling back after a cancellation, and pay the buyer the settled refund.

    `taxes_fen`: those of the transfer; `mortgage_fen`: what is left of the purchase loan, paid to
    its lender first. Basis: HZS 23 (HZS-23-4).

    Raises:
        NotAllowed: the actor does not decide sales, or is recused.
        WrongState: the qualification is not cancelled.
        BadInput: no paper, a day ahead or before the cancellation, or amounts that do not fit.
    """
    work.actor.must(Permission.DECIDE_SALE)
    cap.lock(work, work.place)
    sale, found = _running(work, sale_id)
    paper = given(document, "收回和结算文书 / document")
    not_to_come(work, left_on, "退出日期 / day of leaving")
    if found.cancelled_on is None or left_on < found.cancelled_on:
        raise WrongState("取消资格之后才能收回 / cancel the qualification before taking back")
    if taxes_fen < 0 or not 0 <= mortgage_fen <= sale.loan_fen:
        raise BadInput(
            "税费和贷款余额：不能为负，贷款余额不超过购房贷款"
            " / taxes and mortgage: not negative, the mortgage at most the purchase loan"
        )
    sum_ = refund(work, sale, left_on, taxes_fen, mortgage_fen)
    found.left_on, found.closed_on = left_on, work.day
    found.taxes_fen, found.depreciation_fen = sum_.taxes_fen, sum_.depreciation_fen
    found.mortgage_fen, found.reading = sum_.mortgage_fen, sum_.reading
    found.refund_fen = sum_.total_fen
    sale.ended_on, sale.ending = work.day, f"收回（{paper}）"
    after: dict[str, object] = {"refund_fen": sum_.total_fen, "reading": sum_.reading.value}
    move(work, sale, SaleAct.TAKE_BACK, TenancyTag.SALE_TAKEN_BACK, document=paper, after=after)
    _end_clock(work, sale, ClockKind.SALE_LEAVING)
    posting.pay_back(work, sale, sum_.total_fen, paper)
    contracting.give_back_unit(work, sale, f"违规收回（{sale.number}）", paper)
    facts = {"left_on": left_on, "lines": lines_of(sum_), "total": yuan_words(sum_.total_fen)}
    telling.tell(work, sale, LetterKind.SALE_TAKEN_BACK, facts, ("HZS-23-4",))
    return sum_


def lines_of(refund: Refund) -> list[str]:
    """Return the items of a refund, one line each."""
    taxes = "退还" if refund.reading is RefundReading.REFUND_TAXES else "扣除"
    lines = [
        f"原出售价格{yuan_words(refund.price_fen)}",
        f"{taxes}转移登记税费{yuan_words(refund.taxes_fen)}",
        f"扣除住房折旧{yuan_words(refund.depreciation_fen)}",
    ]
    if refund.mortgage_fen:
        lines += [
            f"其中先偿还购房贷款{yuan_words(refund.mortgage_fen)}",
            f"退给购房人{yuan_words(refund.to_buyer_fen)}",
        ]
    return lines


def _running(work: Work, sale_id: int) -> tuple[Sale, SaleMisuse]:
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    for each in queries.misuses(work.session, sale.id):
        if each.closed_on is None:
            return sale, each
    raise WrongState(
        "没有责令改正的决定，请先责令改正 / no order to correct runs; order correction first",
        rules=("HZS-23-3",),
    )


def _end_clock(work: Work, sale: Sale, kind: ClockKind) -> None:
    if running.open_clock(work.session, sale.case, kind) is not None:
        clocks.stop(work, sale.case, kind)
