"""From the money to the certificate: payments, receipt, settlement, fund, steps, registration."""

from collections.abc import Sequence
from datetime import date

from housing.calendar import load_calendar
from housing.core.access.permissions import Permission
from housing.core.audit.record import hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.money import yuan_words
from housing.core.work import Work, not_to_come
from housing.letters.kinds import LetterKind
from housing.sales import posting, queries, settling, telling
from housing.sales.models import Sale, SalePayment
from housing.sales.moving import given, move, note, value
from housing.sales.rules import bought_on, lock_until, price_by_area
from housing.sales.states import SaleAct, SaleState
from housing.sales.words import LockStart, MoneySource, Step

BEFORE_REGISTRATION = (SaleState.CONTRACTED, SaleState.PAID, SaleState.RECEIPTED)


def receive(
    work: Work, sale_id: int, fen: int, *, on: date, source: MoneySource, reference: str
) -> Sale:
    """Enter money that arrived for a dwelling: own money, or the loan the lender paid out.

    The sale is paid when the whole price is there; there are no instalments to live on.
    Basis: HZS 10 (HZS-10-1), HZS 17 (HZS-17-1), HZS 19 (HZS-19-1).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: no contract, or it is paid.
        BadInput: the same money twice, too much, or a loan that the contract does not name.
    """
    sale = _held(work, sale_id)
    if sale.state is not SaleState.CONTRACTED:
        raise WrongState("没有待付款的合同 / there is no contract to be paid")
    bank = given(reference, "银行流水号 / bank reference", most=64)
    before = queries.payments(work.session, sale.id)
    _must_be_new_and_fit(sale, before, fen, source, bank)
    not_to_come(work, on, "到账日期 / day of receipt")
    if sale.contracted_on and on < sale.contracted_on:
        raise BadInput("到账日期：早于合同签订日期 / day of receipt: before the contract")
    work.session.add(
        SalePayment(
            sale_id=sale.id,
            received_on=on,
            fen=fen,
            source=source,
            reference=bank,
            made_by=work.actor.name,
        )
    )
    after: dict[str, object] = {"fen": fen, "source": source.value}
    note(work, sale, TenancyTag.SALE_MONEY_RECEIVED, after, document=bank)
    posting.receive(work, sale, fen, bank)
    if sum(each.fen for each in before) + fen == sale.price_fen:
        sale.paid_on = on
        move(work, sale, SaleAct.PAY, TenancyTag.SALE_MONEY_RECEIVED)
    return sale


def issue_receipt(work: Work, sale_id: int, *, number: str, written_off: str) -> Sale:
    """Issue the non-tax revenue receipt for the full price, and settle the price.

    `written_off`: the entry that takes the dwelling out of the state's assets.
    Basis: HZS 5 (HZS-5-4), HZS 12 (HZS-12-2), HZS 16 (HZS-16-1), HZS 20 (HZS-20-1, HZS-20-2).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: the price is not paid in full, or a receipt was issued.
        BadInput: no number, or no entry of the asset.
    """
    sale = _held(work, sale_id)
    receipt = given(number, "票据号码 / receipt", most=64)
    entry = given(written_off, "资产核销凭证 / asset entry")
    sale.receipt, sale.receipt_on = receipt, work.day
    move(work, sale, SaleAct.RECEIPT, TenancyTag.SALE_RECEIPTED, document=receipt)
    settling.settle(work, sale, entry)
    return sale


def pay_fund(work: Work, sale_id: int, *, document: str) -> Sale:
    """Note the proof that the buyer paid the special maintenance fund; before registration.

    Basis: HZS 18 (HZS-18-1), reading on file.

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: no contract, or registered already.
        MissingPolicyValue: the city has not set the rate.
        BadInput: no proof.
    """
    sale = _unregistered(work, sale_id)
    rate = int(value(work.session, "maintenance_fund_rate", sale.place, sale.opened_on))
    sale.maintenance_fen = price_by_area(rate, sale.area)
    sale.maintenance = given(document, "缴存凭证 / proof of payment")
    note(
        work,
        sale,
        TenancyTag.SALE_FUND_PAID,
        {"fen": sale.maintenance_fen},
        document=sale.maintenance,
    )
    return sale


def record_mortgage(work: Work, sale_id: int, *, document: str) -> Sale:
    """Record the one mortgage that is allowed: for the purchase, before registration.

    Basis: HZS 17 (HZS-17-1), HZS 22 (HZS-22-1), reading on file.

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: no contract, or registered already.
        BrokenRule: the contract names no loan.
    """
    sale = _unregistered(work, sale_id)
    if sale.loan_fen == 0:
        raise BrokenRule(
            "合同没有写明购房贷款，不得设立抵押；限制期内只允许购房贷款抵押"
            " / the contract names no loan: only a mortgage for the purchase is allowed",
            rules=("HZS-17-1", "HZS-22-1"),
        )
    sale.mortgage = given(document, "抵押合同 / mortgage")
    note(work, sale, TenancyTag.SALE_MORTGAGED, {"lender": sale.lender}, document=sale.mortgage)
    return sale


def do_step(work: Work, sale_id: int, step: Step, *, on: date, document: str) -> Sale:
    """Tick a step of the statutory transaction off, with its day and paper.

    Basis: HZS 15 (HZS-15-2).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: no contract, or registered already.
        BadInput: no paper, or a day ahead.
    """
    sale = _unregistered(work, sale_id)
    paper = given(document, "凭证 / paper")
    not_to_come(work, on, "办理日期 / day")
    day = on.isoformat()
    sale.steps = {**sale.steps, step.value: {"on": day, "document": paper}}
    note(work, sale, TenancyTag.SALE_STEP_DONE, {"step": step.value, "on": day}, document=paper)
    return sale


def register(
    work: Work,
    sale_id: int,
    *,
    certificate: str,
    registered_on: date,
    housing_nature: str,
    land_nature: str,
) -> Sale:
    """Note the certificate of the buyer; the dwelling is locked from the day of purchase.

    The registry must have noted the nature of the housing and of the land.
    Basis: HZS 15 (HZS-15-2), HZS 16 (HZS-16-2), HZS 18 (HZS-18-1), HZS 21 (HZS-21-1, HZS-21-2),
    HZS 22 (HZS-22-1).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: no receipt yet.
        BrokenRule: the maintenance fund or a step of the transaction is lacking.
        BadInput: a note of the registry is lacking.
    """
    sale = _held(work, sale_id)
    _must_be_ready(sale)
    sale.certificate = given(certificate, "不动产权证号 / certificate", most=64)
    sale.housing_nature = given(housing_nature, "住房性质 / nature of the housing", most=64)
    sale.land_nature = given(land_nature, "土地性质 / nature of the land", most=64)
    not_to_come(work, registered_on, "登记日期 / day of registration")
    sale.registered_on = registered_on
    if sale.receipt_on is None or registered_on < sale.receipt_on:
        raise BadInput("登记日期：早于票据日期 / day of registration: before the receipt")
    _lock(work, sale)
    after: dict[str, object] = {
        "lock_until": str(sale.lock_until),
        "bought_on": str(sale.bought_on),
    }
    move(
        work,
        sale,
        SaleAct.REGISTER,
        TenancyTag.SALE_REGISTERED,
        document=sale.certificate,
        after=after,
    )
    facts = {
        "certificate": sale.certificate,
        "bought_on": sale.bought_on,
        "lock_until": sale.lock_until,
    }
    rules = ("HZS-21-1", "HZS-22-1", "HZS-22-2", "HZS-23-1")
    telling.tell(work, sale, LetterKind.SALE_REGISTERED, facts, rules)
    return sale


def _lock(work: Work, sale: Sale) -> None:
    """Set the day of purchase as the county reads it, and the last day of the lock."""
    start = LockStart(value(work.session, "sale_lock_start", sale.place, sale.opened_on))
    years = int(value(work.session, "resale_ban", sale.place, sale.opened_on))
    if sale.contracted_on is None or sale.paid_on is None or sale.registered_on is None:
        raise WrongState("合同、付款或者登记不全 / contract, payment or registration is lacking")
    sale.bought_on = bought_on(start, sale.contracted_on, sale.paid_on, sale.registered_on)
    sale.lock_until = lock_until(load_calendar(), sale.bought_on, years)


def _must_be_ready(sale: Sale) -> None:
    if sale.state is not SaleState.RECEIPTED:
        raise WrongState("开具票据后才能登记 / the receipt must be issued before registration")
    lacking = [] if sale.maintenance else ["专项维修资金 / maintenance fund"]
    names = {Step.ONLINE_FILING: "网签备案 / online filing", Step.TAX: "纳税 / tax"}
    lacking += [name for step, name in names.items() if step.value not in sale.steps]
    if lacking:
        chinese = "、".join(each.partition(" / ")[0] for each in lacking)
        english = ", ".join(each.partition(" / ")[2] for each in lacking)
        raise BrokenRule(
            f"登记前还缺：{chinese} / before registration is lacking: {english}",
            rules=("HZS-15-2", "HZS-18-1"),
        )


def _held(work: Work, sale_id: int) -> Sale:
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    return queries.get(work.session, work.place, sale_id, lock=True)


def _unregistered(work: Work, sale_id: int) -> Sale:
    sale = _held(work, sale_id)
    if sale.state not in BEFORE_REGISTRATION:
        raise WrongState(
            "签约之后、登记之前才能办理 / possible only between contract and registration"
        )
    return sale


def _must_be_new_and_fit(
    sale: Sale, held: Sequence[SalePayment], fen: int, source: MoneySource, bank: str
) -> None:
    if any(each.reference == bank for each in held):
        raise BadInput(
            f"银行流水号 {bank} 已经录入，没有重复入账"
            f" / the bank reference {bank} was entered before; nothing was entered twice"
        )
    left = (sale.price_fen or 0) - sum(each.fen for each in held)
    if not 0 < fen <= left:
        raise BadInput(
            f"金额：{yuan_words(fen)}，应大于零且不超过未付的 {yuan_words(left)}"
            f" / amount: must be positive and at most the {left} fen still owed"
        )
    loans = sum(each.fen for each in held if each.source is MoneySource.LOAN)
    if source is MoneySource.LOAN and loans + fen > sale.loan_fen:
        raise BadInput(
            "贷款：超过合同写明的购房贷款 / loan: more than the contract names",
            rules=("HZS-17-1",),
        )
