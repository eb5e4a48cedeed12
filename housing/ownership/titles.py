"""Whose a unit is: its owners and shares, in whose name it is registered, and with which notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.ownership.models import UnitShare, UnitTitle
from housing.ownership.words import (
    FOR_GOVERNMENT,
    OF_GOVERNMENT,
    WHOLE,
    HolderKind,
    InvestmentType,
    LegacyOrigin,
    RegisteredAs,
    percent,
)
from housing.units import queries as units
from housing.units.models import Unit
from housing.units.words import Origin

HOUSE_TYPE = "公共租赁住房"


@dataclass(frozen=True, slots=True)
class Holding:
    """One holder and its share in ten-thousandths of the whole."""

    holder: str
    kind: HolderKind
    parts: int


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """Ownership of a unit as papers show it; `holdings` add up to the whole."""

    investment: InvestmentType
    beneficial_owner: str
    registered_owner: str
    registered_as: RegisteredAs
    holdings: Sequence[Holding]
    land_nature: str
    document: str
    house_type: str = HOUSE_TYPE
    legacy_origin: LegacyOrigin | None = None
    registration_number: str = ""
    registered_on: date | None = None
    annotated: bool = False
    annotation_document: str = ""


def keep_title(work: Work, unit_id: int, facts: TitleFacts) -> UnitTitle:
    """Record whose a unit is, or correct it; from then on its nature and use are locked.

    Basis: HN 38 (HN-38-1), HN 39 (HN-39-1, HN-39-2, HN-39-4), HN 40 (HN-40-1).

    Raises:
        NotAllowed: the actor does not keep the stock.
        NotFound: no such unit.
        BadInput: a field is empty, or the shares do not add up to the whole.
        BrokenRule: owner and registration do not fit the kind of investment or the origin.
    """
    work.actor.must(Permission.KEEP_STOCK)
    unit = units.by_id(work.session, work.place, unit_id)
    must_fit(facts, unit)
    title = work.session.get(UnitTitle, unit.id)
    before = _told(title) if title else None
    if title is None:
        title = UnitTitle(unit_id=unit.id, place=unit.place)
        work.session.add(title)
    _fill(work, title, facts)
    work.session.flush()
    entry = Entry(
        TenancyTag.TITLE_KEPT, f"unit:{unit.code}", before, _told(title), "", title.document
    )
    work.record(entry)
    return title


def keep_project(work: Work, project_code: str, facts: TitleFacts) -> int:
    """Record the same ownership for every unit of a project that has none yet; return how many.

    The number of a certificate is the unit's own and is left out. Basis: HN 39 (HN-39-2).

    Raises:
        NotAllowed: the actor does not keep the stock.
        NotFound: no such project.
        Otherwise as `keep_title`.
    """
    work.actor.must(Permission.KEEP_STOCK)
    units.project(work.session, work.place, project_code)
    if facts.registration_number or facts.annotated:
        raise BadInput(
            "不动产登记：证号逐套登记，按项目登记时请留空"
            " / registration: certificates are entered unit by unit; leave it empty here"
        )
    missing = work.session.scalars(
        select(Unit.id)
        .outerjoin(UnitTitle, UnitTitle.unit_id == Unit.id)
        .where(
            Unit.place == work.place,
            Unit.project_code == project_code,
            UnitTitle.unit_id.is_(None),
        )
        .order_by(Unit.code)
    ).all()
    for unit_id in missing:
        keep_title(work, unit_id, facts)
    return len(missing)


def must_fit(facts: TitleFacts, unit: Unit) -> None:
    """Refuse ownership that cannot be.

    Basis: HN 39 (HN-39-1: government housing is registered in the name of the housing department,
    the park or an authorised state-asset body; HN-39-2: shares by the money put in), HN 40
    (HN-40-1: former low-rent housing came to the government in one of four ways).

    Raises:
        BadInput, BrokenRule: see `keep_title`.
    """
    for value, name in (
        (facts.beneficial_owner, "产权归属 / owner"),
        (facts.registered_owner, "登记的房屋产权人 / registered owner"),
        (facts.land_nature, "用地性质 / nature of the land"),
        (facts.house_type, "房屋类型 / type of housing"),
        (facts.document, "依据文件 / document"),
    ):
        if not value.strip():
            chinese, _, english = name.partition(" / ")
            raise BadInput(f"{chinese}：不能为空 / {english}: must not be empty")
    _must_be_whole(facts)
    _must_be_governments(facts)
    if facts.legacy_origin is not None and unit.origin is not Origin.LOW_RENT:
        raise BrokenRule(
            f"房源 {unit.code} 不是原廉租住房，没有原廉租来源"
            f" / unit {unit.code} is no former low-rent dwelling",
            rules=("HN-40-1",),
        )
    if (facts.registration_number == "") != (facts.registered_on is None):
        raise BadInput(
            "不动产登记：证号和登记日期须一起填写 / registration: number and day together"
        )
    if facts.annotated and not (facts.registration_number and facts.annotation_document.strip()):
        raise BadInput(
            "登记注记：须有证号和注记页扫描件编号"
            " / annotation: needs the number of the certificate and of its scan",
            rules=("HN-39-4",),
        )


def _must_be_whole(facts: TitleFacts) -> None:
    total = sum(each.parts for each in facts.holdings)
    holders = [each.holder.strip() for each in facts.holdings]
    if total != WHOLE or not all(holders) or len(set(holders)) < len(holders):
        raise BadInput(
            f"产权份额：合计 {percent(total)}，应为 100.00%，每个产权人一行"
            f" / shares: they add up to {percent(total)}; give 100.00%, one line a holder",
            rules=("HN-39-2",),
        )
    if any(each.parts < 1 for each in facts.holdings):
        raise BadInput("产权份额：每份须大于零 / shares: each above zero")


def _must_be_governments(facts: TitleFacts) -> None:
    kinds = {each.kind for each in facts.holdings}
    whole_government = kinds <= OF_GOVERNMENT
    if facts.investment is InvestmentType.GOVERNMENT_FULL:
        if not whole_government or facts.registered_as not in FOR_GOVERNMENT:
            raise BrokenRule(
                "政府全额投资的住房：产权人须是当地人民政府或者园区，并登记在住建部门、园区"
                "或者授权的国有资产管理机构名下"
                " / government housing belongs to the government or a park and is registered to the"
                " housing department, the park or an authorised state-asset body",
                rules=("HN-39-1",),
            )
    elif whole_government or (facts.investment is InvestmentType.JOINT and len(facts.holdings) < 2):
        raise BrokenRule(
            "投资类型与产权份额不符：共同投资须有两个以上产权人，单位自建须是单位所有"
            " / the kind of investment does not fit the shares",
            rules=("HN-39-2", "HN-39-3"),
        )


def _fill(work: Work, title: UnitTitle, facts: TitleFacts) -> None:
    title.investment = facts.investment
    title.beneficial_owner = facts.beneficial_owner.strip()
    title.registered_owner = facts.registered_owner.strip()
    title.registered_as, title.legacy_origin = facts.registered_as, facts.legacy_origin
    title.house_type, title.land_nature = facts.house_type.strip(), facts.land_nature.strip()
    title.registration_number = facts.registration_number.strip()
    title.registered_on, title.annotated = facts.registered_on, facts.annotated
    title.annotation_document = facts.annotation_document.strip()
    title.document, title.kept_by, title.kept_on = facts.document.strip(), work.actor.name, work.day
    title.shares.clear()
    # The old shares go first: all of a unit may never be more than the whole.
    work.session.flush()
    title.shares = [
        UnitShare(number=number, holder=each.holder.strip(), kind=each.kind, parts=each.parts)
        for number, each in enumerate(facts.holdings)
    ]


def _told(title: UnitTitle) -> dict[str, object]:
    return {
        "investment": title.investment.value,
        "beneficial_owner": title.beneficial_owner,
        "registered_owner": title.registered_owner,
        "registered_as": title.registered_as.value,
        "registration_number": title.registration_number,
        "annotated": int(title.annotated),
        "shares": [[each.holder, each.parts] for each in title.shares],
    }
