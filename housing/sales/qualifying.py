"""Acts on the qualification of a buyer: determined or refused, by another than who took it in."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.sales import cap, queries, telling
from housing.sales.models import Sale
from housing.sales.moving import LONGEST, another, given, move, value
from housing.sales.states import SaleAct, SaleState
from housing.sales.words import CATEGORY_WORDS


def qualify(work: Work, sale_id: int, evidence: Mapping[str, str], *, form: str = "") -> Sale:
    """Determine that a buyer meets every condition of the category, each with its evidence.

    `form`: the signed paper form, where the application came over the net.
    Basis: HZS 6 (HZS-6-1), HZS 14 (HZS-14-2), HZS 15 (HZS-15-1).

    Raises:
        NotAllowed: the actor does not sell dwellings, took the application, or is recused.
        BrokenRule: a condition is without evidence; names all of them.
        MissingPolicyValue: the place has no conditions for its buyers.
    """
    work.actor.must(Permission.SELL_UNITS)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    another(work, sale.taken_by)
    wanted = conditions_of(work.session, sale)
    told = {name: text.strip() for name, text in evidence.items()}
    lacking = [name for name in wanted if not told.get(name)]
    if lacking:
        raise BrokenRule(
            f"购买条件没有证明：{'、'.join(lacking)}；不具备的，请审定为不符合条件"
            " / conditions without evidence; refuse the application if they are not met",
            rules=("HZS-6-1", "HZS-15-1"),
        )
    sale.conditions = [[name, told[name]] for name in wanted]
    if form.strip():
        sale.form = given(form, "申请审核表 / form")
    _decided(work, sale)
    move(
        work,
        sale,
        SaleAct.QUALIFY,
        TenancyTag.SALE_QUALIFIED,
        after={"conditions": sale.conditions},
    )
    facts = {"decided_on": work.day, "category": CATEGORY_WORDS[sale.category]}
    telling.tell(work, sale, LetterKind.SALE_QUALIFIED, facts, ("HZS-6-1", "HZS-15-1"))
    return sale


def refuse(work: Work, sale_id: int, *, reasons: str) -> Sale:
    """Determine that a buyer does not meet the conditions; the letter says why.

    Basis: HZS 15 (HZS-15-1).

    Raises:
        NotAllowed: as for `qualify`.
        BadInput: no reason.
    """
    work.actor.must(Permission.SELL_UNITS)
    cap.lock(work, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    another(work, sale.taken_by)
    sale.reasons = given(reasons, "理由 / reasons", most=LONGEST)
    _decided(work, sale)
    sale.ended_on, sale.ending = work.day, sale.reasons
    move(work, sale, SaleAct.REFUSE, TenancyTag.SALE_REFUSED, reason=sale.reasons)
    facts = {"decided_on": work.day, "reasons": sale.reasons.splitlines()}
    telling.tell(work, sale, LetterKind.SALE_REFUSED, facts, ("HZS-15-1",))
    return sale


def conditions_of(session: Session, sale: Sale) -> list[str]:
    """Return the conditions of a buyer's category as they stood when the sale was opened.

    Basis: HZS 6 (HZS-6-1).
    """
    table = value(session, "buyer_conditions", sale.place, sale.opened_on)
    return list(table[sale.category.value])


def _decided(work: Work, sale: Sale) -> None:
    """Note who decided and when; the state follows at once."""
    if sale.state is SaleState.APPLIED:
        clocks.stop(work, sale.case, ClockKind.BUYER_REVIEW)
    sale.decided_by, sale.decided_on = work.actor.name, work.day
