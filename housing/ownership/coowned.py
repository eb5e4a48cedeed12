"""Co-owned low-rent dwellings: who owns which part, and the right to buy back first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound
from housing.core.texts import given
from housing.core.work import Work
from housing.ownership import queries
from housing.ownership.models import CoOwned, CoOwnedTransfer, CoOwner
from housing.ownership.states import CALLED, OPEN_STATES, TRANSFER, TransferAct, TransferState
from housing.ownership.words import WHOLE, percent
from housing.policies.queries import book as values_in_force
from housing.units import queries as units
from housing.units.words import Origin

#: The county's own rules, without which nothing may be transferred.
RULES = "coowned_transfer_rules"


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody to be registered with the buyer's part, the buyer first."""

    name: str
    identity_number: str
    relation: str
    in_low_rent_cover: bool


@dataclass(frozen=True, slots=True)
class DwellingFacts:
    """A co-owned dwelling as its papers show it; area in hundredths of m²."""

    number: str
    address: str
    area: int
    government_parts: int
    buyer_parts: int
    bought_on: date
    document: str
    unit_id: int | None = None
    registration_number: str = ""
    annotated: bool = False
    annotation_document: str = ""


def keep_dwelling(work: Work, facts: DwellingFacts, owners: Sequence[Owner]) -> CoOwned:
    """Record a co-owned low-rent dwelling, its parts and its owners.

    It counts as owned housing of all of them from then on. Basis: HN 40 (HN-40-2).

    Raises:
        NotAllowed: the actor does not keep the stock.
        BadInput: the parts are not the whole, a field is empty, or nobody owns it.
        BrokenRule: the unit is no former low-rent dwelling, or a co-owner was not covered.
    """
    work.actor.must(Permission.KEEP_STOCK)
    _must_fit(work, facts, owners)
    made = CoOwned(
        place=work.place,
        number=given(facts.number, "编号 / number"),
        unit_id=facts.unit_id,
        address=given(facts.address, "地址 / address"),
        area=facts.area,
        government_parts=facts.government_parts,
        buyer_parts=facts.buyer_parts,
        bought_on=facts.bought_on,
        registration_number=facts.registration_number.strip(),
        annotated=facts.annotated,
        annotation_document=facts.annotation_document.strip(),
        document=given(facts.document, "依据文件 / document"),
        people=[_owner(work, each, place == 0) for place, each in enumerate(owners)],
    )
    work.session.add(made)
    work.session.flush()
    after = {
        "government": made.government_parts,
        "buyer": made.buyer_parts,
        "owners": len(made.people),
    }
    work.record(Entry(TenancyTag.CO_OWNED_KEPT, made.case.subject, None, after, "", made.document))
    return made


def annotate(work: Work, dwelling_id: int, *, registration_number: str, document: str) -> CoOwned:
    """Note that register and certificate now say 共有产权廉租住房 and the two parts.

    Basis: HN 40 (HN-40-2).

    Raises:
        NotAllowed: the actor does not keep the stock.
        NotFound: no such dwelling.
        BrokenRule: it is co-owned no more.
        BadInput: no certificate or no scan.
    """
    work.actor.must(Permission.KEEP_STOCK)
    dwelling = queries.co_owned(work.session, work.place, dwelling_id)
    if dwelling.ended_on is not None:
        raise BrokenRule(f"{dwelling.number} 已不是共有产权住房 / it is co-owned no more")
    before = {"registration": dwelling.registration_number, "annotated": int(dwelling.annotated)}
    dwelling.registration_number = given(registration_number, "不动产权证号 / certificate")
    dwelling.annotation_document = given(document, "注记页扫描件 / scan of the notes")
    dwelling.annotated = True
    work.session.flush()
    after = {"registration": dwelling.registration_number, "annotated": 1}
    scan = dwelling.annotation_document
    entry = Entry(TenancyTag.CO_OWNED_KEPT, dwelling.case.subject, before, after, "", scan)
    work.record(entry)
    return dwelling


def declare(work: Work, dwelling_id: int, *, reason: str, document: str) -> CoOwnedTransfer:
    """Keep that the owners want to transfer; without rules of the county this is refused.

    Basis: HN 40 (HN-40-3: by the rules of the place, the government buys back first).

    Raises:
        NotAllowed: the actor does not keep the stock.
        NotFound: no such dwelling.
        MissingPolicyValue: the county has set no rules for transfers.
        BrokenRule: it is no longer co-owned, or another wish waits.
    """
    work.actor.must(Permission.KEEP_STOCK)
    dwelling = queries.co_owned(work.session, work.place, dwelling_id)
    rules = str(values_in_force(work.session).value(RULES, work.place, work.day).value)
    if dwelling.ended_on is not None:
        raise BrokenRule(f"{dwelling.number} 已不是共有产权住房 / it is co-owned no more")
    waits = work.session.scalars(
        select(CoOwnedTransfer).where(
            CoOwnedTransfer.dwelling_id == dwelling.id, CoOwnedTransfer.state.in_(OPEN_STATES)
        )
    ).first()
    if waits is not None:
        raise BrokenRule(f"{dwelling.number} 已有出让意愿在办 / a wish to transfer waits already")
    made = CoOwnedTransfer(
        place=work.place,
        dwelling=dwelling,
        state=TransferState.DECLARED,
        declared_on=work.day,
        declared_by=work.actor.name,
        reason=given(reason, "出让原因 / reason"),
        document=given(document, "申请书 / document"),
        rules=rules,
        decided_by="",
        reasons="",
        ended_document="",
    )
    work.session.add(made)
    work.session.flush()
    entry = Entry(
        TenancyTag.CO_OWNED_TRANSFER_DECLARED,
        dwelling.case.subject,
        None,
        {"state": made.state.value},
        made.reason,
        made.document,
    )
    work.record(entry)
    return made


def settle(
    work: Work, transfer_id: int, *, buys_back: bool, price_fen: int | None = None, reasons: str
) -> CoOwnedTransfer:
    """Decide for the government whether it buys back, before anybody else may buy.

    Basis: HN 40 (HN-40-3).

    Raises:
        NotAllowed: the actor does not decide sales, or took the wish down.
        NotFound: no such wish.
        WrongState: it was decided already.
        BadInput: no reasons, or buying back without a price.
    """
    work.actor.must(Permission.DECIDE_SALE)
    found = _transfer(work, transfer_id)
    if found.declared_by == work.actor.name:
        raise NotAllowed("受理人不能决定，请由另一人办理 / whoever took it down does not decide it")
    act = TransferAct.TAKE if buys_back else TransferAct.WAIVE
    state = TRANSFER.step(found.state, act, CALLED).target
    if buys_back and (price_fen is None or price_fen < 0):
        raise BadInput("回购价：须按当地规定填写 / price: give it, by the rules of the place")
    found.state, found.price_fen = state, price_fen if buys_back else None
    found.decided_on, found.decided_by = work.day, work.actor.name
    found.reasons = given(reasons, "理由 / reasons")
    _record(work, TenancyTag.CO_OWNED_TRANSFER_DECIDED, found, found.reasons)
    return found


def end_transfer(
    work: Work, transfer_id: int, act: TransferAct, *, document: str
) -> CoOwnedTransfer:
    """Note that it was bought back, that the certificate was given, or that it was withdrawn.

    The certificate is given only after the government has waived. Basis: HN 40 (HN-40-3).

    Raises:
        NotAllowed: the actor does not keep the stock.
        NotFound: no such wish.
        WrongState: the government has not decided, or decided otherwise.
        BadInput: no document.
    """
    work.actor.must(Permission.KEEP_STOCK)
    found = _transfer(work, transfer_id)
    state = TRANSFER.step(found.state, act, CALLED).target
    found.ended_document = given(document, "凭证 / document")
    found.state, found.ended_on = state, work.day
    if state in (TransferState.BOUGHT_BACK, TransferState.CERTIFIED):
        found.dwelling.ended_on = work.day
    _record(work, TenancyTag.CO_OWNED_TRANSFER_ENDED, found, "")
    return found


def _transfer(work: Work, transfer_id: int) -> CoOwnedTransfer:
    found = work.session.get(CoOwnedTransfer, transfer_id, with_for_update={"of": CoOwnedTransfer})
    if found is None or found.place != work.place:
        raise NotFound(f"没有第 {transfer_id} 号出让意愿 / there is no wish {transfer_id}")
    return found


def _must_fit(work: Work, facts: DwellingFacts, owners: Sequence[Owner]) -> None:
    total = facts.government_parts + facts.buyer_parts
    if total != WHOLE or min(facts.government_parts, facts.buyer_parts) < 1:
        raise BadInput(
            f"产权比例：合计 {percent(total)}，政府和购买人合计应为 100.00%"
            f" / parts: they add up to {percent(total)}; government and buyer own 100.00%",
            rules=("HN-40-2",),
        )
    if facts.area <= 0 or facts.bought_on > work.day:
        raise BadInput("面积须大于零，购买日期不晚于今天 / area above zero, bought by today")
    if facts.annotated and not (facts.registration_number and facts.annotation_document.strip()):
        raise BadInput("登记注记：须有证号和扫描件编号 / annotation: needs certificate and scan")
    if not owners:
        raise BadInput("共有产权人：至少一人 / owners: at least the buyer")
    if any(not each.in_low_rent_cover for each in owners[1:]):
        raise BrokenRule(
            "购买人以外的共有产权人须是廉租住房保障范围内的家庭成员"
            " / besides the buyer only family members within low-rent coverage are co-owners",
            rules=("HN-40-2",),
        )
    if facts.unit_id is not None:
        unit = units.by_id(work.session, work.place, facts.unit_id)
        if unit.origin is not Origin.LOW_RENT:
            raise BrokenRule(
                f"房源 {unit.code} 不是原廉租住房 / unit {unit.code} is no low-rent dwelling",
                rules=("HN-40-2",),
            )


def _owner(work: Work, told: Owner, is_buyer: bool) -> CoOwner:
    identity = given(told.identity_number, "证件号码 / identity number").upper()
    return CoOwner(
        name=given(told.name, "姓名 / name"),
        relation=told.relation.strip() or "本人",
        is_buyer=is_buyer,
        in_low_rent_cover=told.in_low_rent_cover,
        identity_sealed=work.keyring.seal(identity),
        identity_index=work.keyring.blind(identity),
    )


def _record(work: Work, tag: TenancyTag, found: CoOwnedTransfer, reason: str) -> None:
    work.session.flush()
    after: dict[str, object] = {"state": found.state.value}
    if found.price_fen is not None:
        after["price_fen"] = found.price_fen
    work.record(Entry(tag, found.dwelling.case.subject, None, after, reason, found.ended_document))
