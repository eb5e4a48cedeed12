"""The special account: what it holds, what it is used for, and the two approvals of each use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.work import Work
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind
from housing.sales import posting
from housing.sales.models import Sale, SaleSettlement, SaleUse
from housing.sales.moving import LONGEST, another, given, value
from housing.sales.words import PURPOSE_WORDS, Purpose


def ask(
    work: Work, purpose: Purpose, fen: int, *, payee: str, document: str, note: str = ""
) -> SaleUse:
    """Ask to use money of the special account for one of the permitted purposes.

    The open purpose, the lasting development of social housing, needs a note that says what for.
    Basis: HZS 19 (HZS-19-1, HZS-19-2).

    Raises:
        NotAllowed: the actor does not sell dwellings.
        BrokenRule: the purpose is not one of the place's.
        BadInput: no amount, payee or document, or the open purpose without a note.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    if purpose.value not in value(work.session, "special_account_uses", work.place, work.day):
        raise BrokenRule(
            "出售资金不得挪作他用 / the money may not be used for anything else",
            rules=("HZS-19-1", "HZS-19-2"),
        )
    if fen <= 0:
        raise BadInput("金额：应大于零 / amount: must be positive")
    if purpose is Purpose.OTHER_DEVELOPMENT:
        given(note, "用于其他方面的说明 / note on the other purpose", most=LONGEST)
    made = SaleUse(
        place=work.place,
        purpose=purpose,
        fen=fen,
        payee=given(payee, "收款单位 / payee", most=128),
        note=note.strip(),
        document=given(document, "用款依据 / document"),
        asked_by=work.actor.name,
        asked_on=work.day,
    )
    work.session.add(made)
    work.session.flush()
    _record(work, made, TenancyTag.SALE_USE_ASKED, {"purpose": purpose.value, "fen": fen})
    return made


def approve_for_housing(work: Work, use_id: int) -> SaleUse:
    """Approve an expense for the housing department. Basis: HZS 5 (HZS-5-5).

    Raises:
        NotAllowed: the actor does not decide sales, or did another step.
        NotFound, WrongState: no such expense, or approved, refused or paid already.
    """
    work.actor.must(Permission.DECIDE_SALE)
    found = _open(work, use_id)
    another(work, found.finance_by)
    if found.housing_on is not None:
        raise WrongState("住建部门已同意 / the housing department has approved already")
    found.housing_by, found.housing_on = work.actor.name, work.day
    _record(work, found, TenancyTag.SALE_USE_APPROVED, {"side": "housing"})
    return found


def approve_for_finance(work: Work, use_id: int) -> SaleUse:
    """Approve an expense for the finance department. Basis: HZS 5 (HZS-5-4, HZS-5-5).

    Raises:
        NotAllowed: the actor is not of the finance department, or did another step.
        NotFound, WrongState: no such expense, or approved, refused or paid already.
    """
    work.actor.must(Permission.APPROVE_PRICE)
    found = _open(work, use_id)
    if work.actor.office_kind not in (None, OfficeKind.FINANCE):
        raise NotAllowed("须由财政部门同意 / the finance department must approve")
    another(work, found.housing_by)
    if found.finance_on is not None:
        raise WrongState("财政部门已同意 / the finance department has approved already")
    found.finance_by, found.finance_on = work.actor.name, work.day
    _record(work, found, TenancyTag.SALE_USE_APPROVED, {"side": "finance"})
    return found


def refuse(work: Work, use_id: int, *, reason: str) -> SaleUse:
    """Refuse an expense, by either department.

    Raises:
        NotAllowed: the actor may approve for neither.
        NotFound, WrongState: no such expense, or refused or paid already.
        BadInput: no reason.
    """
    if not work.actor.may(Permission.DECIDE_SALE):
        work.actor.must(Permission.APPROVE_PRICE)
    found = _open(work, use_id)
    found.refusal, found.refused_on = given(reason, "理由 / reason", most=LONGEST), work.day
    _record(work, found, TenancyTag.SALE_USE_REFUSED, {"by": work.actor.name}, found.refusal)
    return found


def pay(work: Work, use_id: int) -> SaleUse:
    """Pay an expense that both departments approved, as far as the account holds the money.

    Basis: HZS 5 (HZS-5-5), HZS 19 (HZS-19-1).

    Raises:
        NotAllowed: the actor does not sell dwellings.
        BrokenRule: an approval is lacking, or the account does not hold so much.
        NotFound, WrongState: no such expense, or refused or paid already.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    found = _still(work, use_id)
    if found.housing_on is None or found.finance_on is None:
        raise BrokenRule(
            "使用出售资金须住建、财政部门都同意 / housing and finance must both have approved",
            rules=("HZS-5-5",),
        )
    held = balance(work.session, work.place)
    if found.fen > held:
        raise BrokenRule(
            f"专户余额 {held / 100:.2f} 元，不足以支付 / the account holds only {held} fen",
            rules=("HZS-19-1",),
        )
    found.paid_on = work.day
    work.session.flush()
    posting.spend(
        work, found.purpose.value, found.fen, found.document, PURPOSE_WORDS[found.purpose]
    )
    _record(work, found, TenancyTag.SALE_USE_PAID, {"fen": found.fen})
    return found


def balance(session: Session, place: str) -> int:
    """Return what the special account of a place holds (fen). Basis: HZS 19 (HZS-19-1)."""
    return ledger.balance(session, place, AccountKind.SALE_ACCOUNT)


def uses(session: Session, place: str) -> Sequence[SaleUse]:
    """Return the expenses of a place, the newest first."""
    return session.scalars(
        select(SaleUse).where(SaleUse.place == place).order_by(SaleUse.id.desc())
    ).all()


def use(session: Session, place: str, use_id: int) -> SaleUse:
    """Return one expense.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(SaleUse, use_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {use_id} 号用款 / there is no expense {use_id}")
    return found


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """What came into the special account in a year, what was recovered, and what it was used for.

    Amounts in fen. Basis: HZS 5 (HZS-5-4), HZS 19 (HZS-19-2), HZS 20 (HZS-20-1, HZS-20-2).
    """

    year: int
    sales: int
    price_fen: int
    to_account_fen: int
    to_owner_fen: int
    recovered: dict[str, int]
    used: dict[Purpose, int]


def report(session: Session, place: str, year: int) -> YearlyReport:
    """Return the report of one year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = session.scalars(
        select(SaleSettlement)
        .join(Sale, Sale.id == SaleSettlement.sale_id)
        .where(
            Sale.place == place,
            SaleSettlement.settled_on >= first,
            SaleSettlement.settled_on <= last,
        )
    ).all()
    paid = [
        each
        for each in uses(session, place)
        if each.paid_on is not None and first <= each.paid_on <= last
    ]
    return YearlyReport(
        year=year,
        sales=len(rows),
        price_fen=sum(row.price_fen for row in rows),
        to_account_fen=sum(row.to_account_fen for row in rows),
        to_owner_fen=sum(row.to_owner_fen for row in rows),
        recovered={
            "central": sum(row.central_fen for row in rows),
            "province": sum(row.province_fen for row in rows),
            "city": sum(row.city_fen for row in rows),
            "county": sum(row.county_fen for row in rows),
        },
        used={kind: sum(e.fen for e in paid if e.purpose is kind) for kind in Purpose},
    )


def _still(work: Work, use_id: int) -> SaleUse:
    found = work.session.get(SaleUse, use_id, with_for_update=True, populate_existing=True)
    if found is None or found.place != work.place:
        raise NotFound(f"没有第 {use_id} 号用款 / there is no expense {use_id}")
    if found.paid_on is not None or found.refused_on is not None:
        raise WrongState("用款已办结 / the expense is paid or refused already")
    return found


def _open(work: Work, use_id: int) -> SaleUse:
    hold_head(work.session, work.place)
    found = _still(work, use_id)
    another(work, found.asked_by)
    return found


def _record(
    work: Work, held: SaleUse, tag: TenancyTag, after: dict[str, object], reason: str = ""
) -> None:
    work.session.flush()
    work.record(Entry(tag, held.case.subject, None, after, reason, held.document), held.place)
