"""Acts on lists of dwellings for sale: prepare, approve with or without an exception, reject."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.ownership import queries as ownership
from housing.ownership.words import InvestmentType
from housing.policies.queries import book as values_in_force
from housing.sales import cap, listings
from housing.sales.models import SaleBatch, SaleUnit
from housing.sales.moving import INSTRUMENT, another, given
from housing.sales.rules import lacking
from housing.sales.states import BATCH, BATCH_CALLED, BatchAct, BatchState
from housing.units import queries as units
from housing.units.models import Unit
from housing.units.states import UnitState

SELLABLE = (UnitState.VACANT, UnitState.LET)


@dataclass(frozen=True, slots=True)
class Papers:
    """What the dwellings of a list rest on, as far as their investment asks for it."""

    policy: str = ""
    government: str = ""
    disposal: str = ""


def prepare(work: Work, title: str, codes: Sequence[str], papers: Papers = Papers()) -> SaleBatch:
    """Put dwellings on a list that the competent department is asked to release for sale.

    Each must stand empty or be let, its investment be on file, and the papers of its kind be
    named. Basis: HZS 2 (HZS-2-1), HZS 3 (HZS-3-3), HZS 4 (HZS-4-1), HZS 5 (HZS-5-3),
    HZS 12 (HZS-12-1, HZS-12-3, HZS-12-4), HZS 25 (HZS-25-1, HZS-25-2).

    Raises:
        NotAllowed: the actor does not sell dwellings.
        BrokenRule: the measures do not apply here or have lapsed, a paper is lacking, or a
            dwelling is on another list.
        NotFound: a dwelling is not of this place.
        BadInput: nothing listed, or a dwelling that cannot be sold now; names it.
    """
    work.actor.must(Permission.SELL_UNITS)
    hold_head(work.session, work.place)
    values_in_force(work.session).check_case(INSTRUMENT, work.place, work.day)
    found = [units.get(work.session, work.place, code) for code in dict.fromkeys(codes)]
    if not found:
        raise BadInput("房源编号：至少填写一套 / dwellings: name at least one")
    batch = SaleBatch(
        place=work.place,
        number=_number(work),
        title=given(title, "批次名称 / title", most=128),
        state=BatchState.PREPARED,
        prepared_by=work.actor.name,
        prepared_on=work.day,
    )
    kinds = ownership.investment_types(work.session, [unit.id for unit in found])
    batch.units = [_listed(work, unit, kinds.get(unit.id), papers) for unit in found]
    work.session.add(batch)
    work.session.flush()
    after = {"units": [unit.code for unit in found]}
    work.record(Entry(TenancyTag.SALE_BATCH_PREPARED, batch.case.subject, None, after))
    return batch


def approve(
    work: Work,
    batch_id: int,
    *,
    department: str,
    document: str,
    extra_units: int = 0,
    exception: str = "",
) -> SaleBatch:
    """Release the dwellings of a list for sale, by another person than who prepared it.

    With what was released before they must fit into the county's share; `extra_units` above it
    need an exception decision, named in `exception`.
    Basis: HZS 3 (HZS-3-3), HZS 9 (HZS-9-1).

    Raises:
        NotAllowed: the actor does not decide sales, or prepared the list.
        NotFound, WrongState: no such list, or it is decided.
        BadInput: no department or document, or extra dwellings without a decision.
        BrokenRule: the share of the county is used up.
    """
    work.actor.must(Permission.DECIDE_SALE)
    share = cap.lock(work, work.place)
    batch = listings.batch(work.session, work.place, batch_id)
    another(work, batch.prepared_by)
    if extra_units < 0 or (extra_units > 0) != bool(exception.strip()):
        raise BadInput(
            "例外决定：超出比例的套数和例外决定的文号须一起填写"
            " / exception: give the number of dwellings and the decision together"
        )
    batch.department = given(department, "批准部门 / department", most=128)
    batch.document = given(document, "批准文号 / document")
    batch.extra_units, batch.exception = extra_units, exception.strip()
    _decide(work, batch, BatchAct.APPROVE)
    cap.widen(work, share, extra_units)
    cap.must_fit(work, share)
    after: dict[str, object] = {
        "state": batch.state.value,
        "extra_units": extra_units,
        "exception": batch.exception,
    }
    _record(work, batch, after, batch.document)
    return batch


def reject(work: Work, batch_id: int, *, reason: str) -> SaleBatch:
    """Do not release a list; its dwellings stay what they are.

    Raises:
        NotAllowed, NotFound, WrongState: as for `approve`.
        BadInput: no reason.
    """
    work.actor.must(Permission.DECIDE_SALE)
    batch = listings.batch(work.session, work.place, batch_id)
    another(work, batch.prepared_by)
    batch.reason = given(reason, "理由 / reason", most=2000)
    _decide(work, batch, BatchAct.REJECT)
    for each in batch.units:
        each.active = False
    _record(work, batch, {"state": batch.state.value}, "")
    return batch


def _listed(work: Work, unit: Unit, investment: InvestmentType | None, papers: Papers) -> SaleUnit:
    if unit.state not in SELLABLE:
        raise BadInput(
            f"房源 {unit.code}：只有空置或者已出租的住房可以列入出售"
            f" / {unit.code}: only a vacant or let dwelling can be listed for sale"
        )
    if investment is None:
        raise BadInput(
            f"房源 {unit.code}：没有登记投资类型，请先在产权记录中登记"
            f" / {unit.code}: its investment is not on file; enter it in the ownership record",
            rules=("HZS-2-1",),
        )
    missing = lacking(investment, papers.policy, papers.government, papers.disposal)
    if missing:
        chinese = "、".join(name.partition(" / ")[0] for name in missing)
        english = ", ".join(name.partition(" / ")[2] for name in missing)
        raise BrokenRule(
            f"房源 {unit.code}：缺少{chinese}，不得出售 / {unit.code} is not for sale without:"
            f" {english}",
            rules=("HZS-12-1", "HZS-12-3", "HZS-12-4"),
        )
    if listings.active_listing(work.session, unit.id) is not None:
        raise BrokenRule(
            f"房源 {unit.code} 已在另一出售批次中 / {unit.code} is on another list already"
        )
    of_state = investment is InvestmentType.SELF_BUILT_STATE_OWNED
    of_government = investment is InvestmentType.GOVERNMENT_FULL
    return SaleUnit(
        unit_id=unit.id,
        investment=investment,
        policy_document="" if of_state or of_government else papers.policy.strip(),
        government_document=papers.government.strip() if of_state else "",
        disposal_document=papers.disposal.strip() if of_state else "",
        active=True,
    )


def _number(work: Work) -> str:
    year = work.day.year
    before = work.session.scalar(
        select(func.count(SaleBatch.id)).where(
            SaleBatch.place == work.place, SaleBatch.number.startswith(f"CSPC-{year}-")
        )
    )
    return f"CSPC-{year}-{(before or 0) + 1:03d}"


def _decide(work: Work, batch: SaleBatch, act: BatchAct) -> None:
    batch.state = BATCH.step(batch.state, act, BATCH_CALLED).target
    batch.decided_by, batch.decided_on = work.actor.name, work.day
    work.session.flush()


def _record(work: Work, batch: SaleBatch, after: dict[str, object], document: str) -> None:
    entry = Entry(
        TenancyTag.SALE_BATCH_DECIDED, batch.case.subject, None, after, batch.reason, document
    )
    work.record(entry, batch.place)
