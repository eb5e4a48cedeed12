"""Acts on prices: propose, approve by two authorities, and set the price of one sale."""

from datetime import date, timedelta

from housing.calendar import Measure, Period, due, load_calendar
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.money import yuan_words
from housing.core.work import Work, not_to_come
from housing.letters.kinds import LetterKind
from housing.offices import queries as offices
from housing.sales import listings, queries, telling
from housing.sales.models import Sale, SalePrice, SaleUnit
from housing.sales.moving import another, given, move, value
from housing.sales.rules import basis_for, price_by_area, reduced
from housing.sales.states import SaleAct
from housing.sales.words import PriceBasis
from housing.units import queries as units

RULES = {
    PriceBasis.APPRAISAL: ("HZS-11-1", "HZS-11-2"),
    PriceBasis.AFFORDABLE: ("HZS-12-1",),
    PriceBasis.STATE_ASSET: ("HZS-12-4",),
    PriceBasis.COST: ("HZS-13-1",),
}


def propose_appraisal(
    work: Work,
    project_code: str,
    structure: str,
    *,
    appraiser: str,
    comparable: str,
    appraisal_fen_per_m2: int,
    valued_on: date,
    document: str,
) -> SalePrice:
    """Propose the price of an estate and structure from the appraisal of ordinary housing there.

    The county's reduction is taken off. `document`: the appraiser's report.
    Basis: HZS 11 (HZS-11-1).

    Raises:
        NotAllowed: the actor does not sell dwellings.
        MissingPolicyValue: no reduction or validity has been decided; nothing is priced without.
        BadInput: a field is missing, or the appraisal is too old.
    """
    work.actor.must(Permission.SELL_UNITS)
    reduction = int(value(work.session, "appraisal_reduction", work.place, work.day))
    months = int(value(work.session, "appraisal_validity", work.place, work.day))
    not_to_come(work, valued_on, "评估日期 / day of the appraisal")
    until = due(load_calendar(), valued_on, Period(months, Measure.MONTHS), rolls_over=False).day
    if until < work.day:
        raise BadInput(
            f"评估日期：{valued_on} 的评估已于 {until} 失效，请重新评估"
            f" / the appraisal of {valued_on} was valid until {until}; have it made anew"
        )
    if appraisal_fen_per_m2 <= 0:
        raise BadInput("评估单价：应大于零 / appraisal per m²: must be positive")
    made = SalePrice(
        basis=PriceBasis.APPRAISAL,
        fen_per_m2=reduced(appraisal_fen_per_m2, reduction),
        appraiser=given(appraiser, "评估机构 / appraiser", most=128),
        comparable=given(comparable, "比照的普通商品房 / comparable", most=2000),
        appraisal_fen_per_m2=appraisal_fen_per_m2,
        reduction=reduction,
        valid_until=until,
        **_facts(work, project_code, structure, valued_on, document),
    )
    return _proposed(work, made)


def propose(
    work: Work,
    project_code: str,
    structure: str,
    basis: PriceBasis,
    *,
    fen_per_m2: int,
    valued_on: date,
    document: str,
) -> SalePrice:
    """Propose a price that rests on a cost certificate, a policy or a disposal of state assets.

    Basis: HZS 12 (HZS-12-1, HZS-12-4), HZS 13 (HZS-13-1).

    Raises:
        NotAllowed: the actor does not sell dwellings.
        BadInput: an appraisal is proposed this way, or a field is missing.
    """
    work.actor.must(Permission.SELL_UNITS)
    not_to_come(work, valued_on, "核定日期 / day")
    if basis is PriceBasis.APPRAISAL:
        raise BadInput("评估价：请填写评估报告 / appraisal: give the appraiser's report")
    if fen_per_m2 <= 0:
        raise BadInput("单价：应大于零 / price per m²: must be positive")
    facts = _facts(work, project_code, structure, valued_on, document)
    return _proposed(work, SalePrice(basis=basis, fen_per_m2=fen_per_m2, **facts))


def approve_as_price_authority(work: Work, price_id: int, *, document: str) -> SalePrice:
    """Approve a price for the price department. Basis: HZS 11 (HZS-11-2).

    Raises:
        NotAllowed: the actor lacks the right, or did another step.
        WrongState: that side has approved already.
        BadInput: no document.
    """
    work.actor.must(Permission.APPROVE_PRICE)
    held = _open(work, price_id)
    another(work, held.housing_by)
    if held.price_on is not None:
        raise WrongState("物价部门已审定 / the price department has approved already")
    held.price_document = given(document, "审定文号 / document")
    held.price_by, held.price_on = work.actor.name, work.day
    return _approved(work, held, "price", held.price_document)


def approve_as_housing_authority(work: Work, price_id: int, *, document: str) -> SalePrice:
    """Approve a price for the housing-security department. Basis: HZS 11 (HZS-11-2).

    Raises:
        NotAllowed, WrongState, BadInput: as for the price department.
    """
    work.actor.must(Permission.DECIDE_SALE)
    held = _open(work, price_id)
    another(work, held.price_by)
    if held.housing_on is not None:
        raise WrongState("住房保障部门已审定 / the housing department has approved already")
    held.housing_document = given(document, "审定文号 / document")
    held.housing_by, held.housing_on = work.actor.name, work.day
    return _approved(work, held, "housing", held.housing_document)


def set_price(work: Work, sale_id: int, price_id: int) -> Sale:
    """Give a sale its approved price, and the buyer time to think before the contract.

    Basis: HZS 7 (HZS-7-1), HZS 11 (HZS-11-2), HZS 12 (HZS-12-1, HZS-12-4), HZS 13 (HZS-13-1).

    Raises:
        NotAllowed: the actor does not sell dwellings, or is recused.
        BrokenRule: not approved by both, too old, of another estate or structure, or resting on
            what the dwelling's investment does not allow.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    sale = queries.get(work.session, work.place, sale_id, lock=True)
    held = listings.price(work.session, work.place, price_id)
    _must_fit(work, sale, held)
    days = int(value(work.session, "sale_cooling_off", sale.place, sale.opened_on))
    sale.price_id, sale.price_fen = held.id, price_by_area(held.fen_per_m2, sale.area)
    sale.cooling_until = work.day + timedelta(days=days)
    after = {"price_fen": sale.price_fen, "cooling_until": sale.cooling_until.isoformat()}
    move(work, sale, SaleAct.PRICE, TenancyTag.SALE_PRICED, after=after)
    facts = {
        "price": yuan_words(sale.price_fen),
        "reckoning": reckoning(held, sale.area),
        "cooling_until": sale.cooling_until,
    }
    rules = ("HZS-7-1", "HZS-10-1", *RULES[held.basis])
    telling.tell(work, sale, LetterKind.SALE_PRICED, facts, rules)
    return sale


def reckoning(held: SalePrice, area: int) -> str:
    """Return how a price was worked out, in words."""
    size = f"建筑面积{area // 100}.{area % 100:02d}平方米"
    each = f"每平方米{yuan_words(held.fen_per_m2)}"
    if held.appraisal_fen_per_m2 is None:
        return f"{each}（{held.document}），{size}"
    appraised = yuan_words(held.appraisal_fen_per_m2)
    return f"评估价每平方米{appraised}下浮{held.reduction}%，{each}，{size}"


def _must_fit(work: Work, sale: Sale, held: SalePrice) -> None:
    listing = work.session.get_one(SaleUnit, sale.sale_unit_id)
    unit = units.by_id(work.session, sale.place, sale.unit_id)
    wanted = basis_for(listing.investment, sale.purchase_id is not None)
    if held.price_on is None or held.housing_on is None:
        raise BrokenRule(
            "价格未经物价和住房保障部门共同审定 / the price is not approved by both authorities",
            rules=("HZS-11-2",),
        )
    if held.basis is not wanted:
        raise BrokenRule(
            "价格的依据与该住房的投资类型或者购买方式不符"
            f" / the price must rest on {wanted.value}, not {held.basis.value}",
            rules=("HZS-11-1", "HZS-12-1", "HZS-12-4", "HZS-13-1"),
        )
    if held.project_code != unit.project_code or held.structure not in ("", unit.layout):
        raise BrokenRule(
            "价格不属于该住房的项目和户型 / the price is that of another estate or structure",
            rules=("HZS-11-2",),
        )
    if held.valid_until is not None and held.valid_until < work.day:
        raise BrokenRule(
            f"价格的评估报告已于 {held.valid_until} 失效，请重新评估"
            f" / the appraisal was valid until {held.valid_until}; have it made anew",
            rules=("HZS-11-1",),
        )


def _facts(
    work: Work, project_code: str, structure: str, valued_on: date, document: str
) -> dict[str, object]:
    found = units.project(work.session, work.place, project_code.strip())
    return {
        "place": work.place,
        "project_code": found.code,
        "structure": structure.strip(),
        "document": given(document, "依据文件 / document"),
        "valued_on": valued_on,
        "proposed_by": work.actor.name,
        "proposed_on": work.day,
    }


def _proposed(work: Work, made: SalePrice) -> SalePrice:
    work.session.add(made)
    work.session.flush()
    office = offices.checking(work.session, made.place, OfficeKind.PRICE, work.day)
    clocks.start(
        work,
        made.case,
        ClockKind.PRICE_APPROVAL,
        office_id=office.id if office else None,
        role=Role.PRICE_FINANCE,
    )
    after = {"fen_per_m2": made.fen_per_m2, "basis": made.basis.value}
    document = made.document
    entry = Entry(TenancyTag.SALE_PRICE_PROPOSED, made.case.subject, None, after, "", document)
    work.record(entry, made.place)
    return made


def _open(work: Work, price_id: int) -> SalePrice:
    hold_head(work.session, work.place)
    held = listings.price(work.session, work.place, price_id)
    another(work, held.proposed_by)
    return held


def _approved(work: Work, held: SalePrice, side: str, document: str) -> SalePrice:
    work.session.flush()
    if held.price_on is not None and held.housing_on is not None:
        clocks.stop(work, held.case, ClockKind.PRICE_APPROVAL)
    after = {"side": side, "fen_per_m2": held.fen_per_m2}
    entry = Entry(TenancyTag.SALE_PRICE_APPROVED, held.case.subject, None, after, "", document)
    work.record(entry, held.place)
    return held
