"""Purchases of units: one buyer, many dwellings, an occupant in each; settled as one whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.money import yuan_words
from housing.core.work import Work
from housing.sales import applying, cap, contract, contracting, paying, queries
from housing.sales.applying import Wanted
from housing.sales.models import Sale, SalePurchase
from housing.sales.moving import given, note
from housing.sales.people import Person, must_be_free_to_buy, rows_of
from housing.sales.states import HELD, SaleState
from housing.sales.words import BuyerCategory, MoneySource

#: Whose purchase a unit may make. Basis: HZS 13 (HZS-13-1).
COLLECTIVE = (BuyerCategory.MILITARY_FAMILY, BuyerCategory.UNIT_STAFF)


@dataclass(frozen=True, slots=True)
class Dwelling:
    """One dwelling that a unit wants, and who of its staff will live there."""

    unit_code: str
    occupant: Person


def open_purchase(
    work: Work,
    *,
    buyer: str,
    credit_code: str,
    category: BuyerCategory,
    document: str,
    undertaking: str,
    dwellings: Sequence[Dwelling],
) -> SalePurchase:
    """Take the application of a unit that buys several dwellings for its staff, all or none.

    The unit becomes the owner; each occupant counts as a household that buys one dwelling, and
    the unit proves of each that they own none.
    Basis: HZS 8 (HZS-8-1), HZS 13 (HZS-13-1), HZS 14 (HZS-14-1), HZS 21 (HZS-21-4).

    Raises:
        NotAllowed: the actor does not sell dwellings.
        BrokenRule: another category, or an occupant without proof; else as for `applying.apply`.
        BadInput: a field is missing, or no dwelling.
    """
    work.actor.must(Permission.SELL_UNITS)
    share = cap.lock(work, work.place)
    if category not in COLLECTIVE:
        raise BrokenRule(
            "单位集中购买只限当地驻军家属和企事业单位、社会团体职工"
            " / a unit buys only for families of troops and for its staff",
            rules=("HZS-13-1",),
        )
    if not dwellings:
        raise BadInput("住房清单：至少一套 / dwellings: at least one")
    made = SalePurchase(
        place=share.place,
        number=_number(work),
        buyer=given(buyer, "购买单位 / unit", most=128),
        credit_code=given(credit_code, "统一社会信用代码 / credit code", most=32),
        document=given(document, "单位申请 / application"),
        opened_by=work.actor.name,
        opened_on=work.day,
    )
    work.session.add(made)
    work.session.flush()
    for each in dwellings:
        _must_be_proved(each.occupant)
        wanted = Wanted(
            unit_code=each.unit_code,
            category=category,
            people=(each.occupant,),
            form=made.document,
            undertaking=undertaking,
            employer=made.buyer,
            purchase_id=made.id,
            buyer=made.buyer,
        )
        applying.apply(work, wanted)
    after = {"dwellings": len(dwellings)}
    subject = f"sale_purchase:{made.number}"
    work.record(Entry(TenancyTag.SALE_PURCHASE_OPENED, subject, None, after, "", made.document))
    return made


def sign_all(work: Work, purchase_id: int, *, document: str) -> list[Sale]:
    """Sign the contract of every dwelling of a unit's purchase in one act.

    Basis: HZS 13 (HZS-13-1), HZS 15 (HZS-15-3).

    Raises: as `contracting.sign`; nothing is signed if one dwelling is refused.
    """
    work.actor.must(Permission.SELL_UNITS)
    signed = []
    for sale in _open(work, purchase_id):
        sha256 = contract.content_sha256(contract.of_sale(work.session, sale))
        number = f"{given(document, '合同编号 / contract', most=40)}-{sale.id}"
        code = contract.code_of(sha256)
        signed.append(contracting.sign(work, sale.id, document=number, code=code))
    return signed


def settle_all(work: Work, purchase_id: int, fen: int, *, on: date, reference: str) -> list[Sale]:
    """Enter the one sum with which a unit pays the full cost price of all its dwellings.

    Basis: HZS 10 (HZS-10-1), HZS 13 (HZS-13-1).

    Raises:
        BadInput: the sum is not that of all prices; else as for `paying.receive`.
    """
    work.actor.must(Permission.SELL_UNITS)
    sales = _open(work, purchase_id)
    total = sum(sale.price_fen or 0 for sale in sales)
    if fen != total:
        raise BadInput(
            f"金额：单位购买须一次全额结算，应为{yuan_words(total)}，实为{yuan_words(fen)}"
            f" / amount: a unit settles all at once: {total} fen, not {fen}",
            rules=("HZS-13-1",),
        )
    return [
        paying.receive(
            work,
            sale.id,
            sale.price_fen or 0,
            on=on,
            source=MoneySource.OWN,
            reference=f"{reference}-{sale.id}"[:64],
        )
        for sale in sales
    ]


def change_occupant(work: Work, sale_id: int, person: Person) -> Sale:
    """Let somebody else of the unit's staff live in a dwelling that the unit bought.

    Whoever lived there may then buy for themselves. Basis: HZS 21 (HZS-21-4, HZS-21-5).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        WrongState: no unit bought it, or it is not registered.
        BrokenRule: the proof is lacking, or the person stands in another purchase.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    if sale.purchase_id is None or sale.state not in HELD:
        raise WrongState("不是单位购买并已登记的住房 / not bought by a unit and registered")
    _must_be_proved(person)
    rows = rows_of(work, [person])
    must_be_free_to_buy(work, rows)
    for each in sale.people:
        if each.until_on is None:
            each.until_on, each.counts = work.day, False
    sale.people.extend(rows)
    note(work, sale, TenancyTag.SALE_OCCUPANT_CHANGED, {"from": work.day.isoformat()})
    return sale


def _must_be_proved(person: Person) -> None:
    if not person.no_dwelling.strip():
        raise BrokenRule(
            f"{person.name}：单位购买的住房只能解决无房职工住房，须附本人无房证明"
            f" / {person.name}: only staff without a dwelling may live there; name the proof",
            rules=("HZS-21-4",),
        )


def _open(work: Work, purchase_id: int) -> list[Sale]:
    cap.lock(work, work.place)
    purchase = queries.purchase(work.session, work.place, purchase_id)
    over = (SaleState.REFUSED, SaleState.WITHDRAWN, SaleState.RESCINDED)
    sales = [
        each for each in queries.of_purchase(work.session, purchase.id) if each.state not in over
    ]
    if not sales:
        raise WrongState("该单位购买没有可以办理的住房 / nothing of this purchase is open")
    return sales


def _number(work: Work) -> str:
    year = work.day.year
    before = work.session.scalar(
        select(func.count(SalePurchase.id)).where(
            SalePurchase.place == work.place, SalePurchase.number.startswith(f"GDW{year}")
        )
    )
    return f"GDW{year}{(before or 0) + 1:04d}"
