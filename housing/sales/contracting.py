"""Acts of the contract: sign it, or undo it before it is paid."""

from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.work import Work
from housing.sales import cap, contract, leaving, posting, queries
from housing.sales.models import Sale, SaleUnit
from housing.sales.moving import given, move
from housing.sales.states import SaleAct, SaleState
from housing.units import service as units
from housing.units.states import UnitAct


def sign(
    work: Work,
    sale_id: int,
    *,
    document: str,
    code: str,
    loan_fen: int = 0,
    lender: str = "",
) -> Sale:
    """Note that the sale contract was signed: full ownership at the approved price.

    `code`: what is printed under the contract, so that the paper signed is that of the record as
    it stands now. The running lease of the buyer ends, and the dwelling leaves the rental stock.
    The part of the price that a loan pays is named with its lender.
    Basis: HZS 7 (HZS-7-1), HZS 9 (HZS-9-1), HZS 10 (HZS-10-1), HZS 15 (HZS-15-3),
    HZS 17 (HZS-17-1), HZS 21 (HZS-21-1).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: no price yet, or the dwelling is in a round meanwhile.
        BrokenRule: the cooling-off runs, or the county's share is used up.
        BadInput: another text than that of the record was signed, or loan and lender do not fit.
    """
    work.actor.must(Permission.SELL_UNITS)
    share = cap.lock(work, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    if sale.state is not SaleState.PRICED or sale.cooling_until is None or not sale.price_fen:
        raise WrongState("尚未定价，不能签约 / there is no price yet, so no contract")
    if work.day <= sale.cooling_until:
        raise BrokenRule(
            f"冷静期到 {sale.cooling_until}（含当日），之后才能签约"
            f" / the buyer may think until {sale.cooling_until}; sign after that day",
            rules=("HZS-7-1",),
        )
    cap.must_still_hold(share)
    sha256 = contract.content_sha256(contract.of_sale(work.session, sale))
    if code.strip().lower() != contract.code_of(sha256):
        raise BadInput(
            "校验码：与现在的记录不符，请核对合同末尾的校验码，或者重新下载打印并签署"
            " / code: the contract differs from the record; print and sign it anew"
        )
    if (loan_fen > 0) != bool(lender.strip()) or not 0 <= loan_fen <= sale.price_fen:
        raise BadInput(
            "贷款：金额和贷款机构须一起填写，且不超过价款"
            " / loan: give amount and lender together, at most the price",
            rules=("HZS-17-1",),
        )
    sale.contract = given(document, "合同编号 / contract", most=64)
    sale.contract_sha256, sale.contracted_on = sha256, work.day
    sale.loan_fen, sale.lender = loan_fen, lender.strip()
    move(
        work,
        sale,
        SaleAct.CONTRACT,
        TenancyTag.SALE_CONTRACTED,
        document=sale.contract,
        after={"price_fen": sale.price_fen, "sha256": sha256},
    )
    _leave_stock(work, sale)
    posting.charge(work, sale, sale.price_fen)
    return sale


def rescind(work: Work, sale_id: int, *, reason: str, document: str) -> Sale:
    """Undo a contract that was not paid in full; what was paid goes back.

    The dwelling may be sold again under the same release. Basis: HZS 10 (HZS-10-1).

    Raises:
        NotAllowed: the actor does not decide sales, or is recused.
        WrongState: no contract, or it is paid.
        BadInput: no reason or document.
    """
    work.actor.must(Permission.DECIDE_SALE)
    cap.lock(work, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    words, paper = given(reason, "理由 / reason", most=2000), given(document, "文件 / document")
    sale.ended_on, sale.ending = work.day, words
    move(work, sale, SaleAct.RESCIND, TenancyTag.SALE_RESCINDED, reason=words, document=paper)
    units.move_units(
        work, [sale.unit_id], UnitAct.BUY_BACK, reason=f"出售合同解除：{words}", document=paper
    )
    paid = sum(each.fen for each in queries.payments(work.session, sale.id))
    posting.rescind(work, sale, paid, (sale.price_fen or 0) - paid, paper)
    return sale


def give_back_unit(work: Work, sale: Sale, reason: str, document: str) -> None:
    """Put a dwelling that was bought or taken back into the stock; its release is used up."""
    units.move_units(work, [sale.unit_id], UnitAct.BUY_BACK, reason=reason, document=document)
    work.session.get_one(SaleUnit, sale.sale_unit_id).active = False
    work.session.flush()


def _leave_stock(work: Work, sale: Sale) -> None:
    leaving.end_tenancy(work, sale)
    reason = f"按合同出售（{sale.number}）"
    units.move_units(work, [sale.unit_id], UnitAct.SELL_OFF, reason=reason, document=sale.contract)
