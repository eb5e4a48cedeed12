"""The settlement of a price, and the construction money that the governments put in."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.sales import posting
from housing.sales.models import Sale, SaleSettlement, SaleSubsidy, SaleUnit
from housing.sales.moving import given, value
from housing.sales.rules import Subsidy, share_of
from housing.sales.words import SubsidyLevel
from housing.units import queries as units
from housing.units.models import Unit

ORDER = list(SubsidyLevel)


def enter_subsidy(
    work: Work, project_code: str, level: SubsidyLevel, fen: int, *, document: str
) -> SaleSubsidy:
    """Enter the construction money of one level of government in one project.

    Basis: HZS 12 (HZS-12-2).

    Raises:
        NotAllowed: the actor is not of finance.
        NotFound: no such project.
        BadInput: no amount or document.
        WrongState: the level is entered already.
    """
    work.actor.must(Permission.APPROVE_PRICE)
    hold_head(work.session, work.place)
    project = units.project(work.session, work.place, project_code.strip())
    if fen <= 0:
        raise BadInput("金额：应大于零 / amount: must be positive")
    if any(each.level is level for each in subsidies(work.session, work.place, project.code)):
        raise WrongState("该项目这一级的补助资金已登记 / this level is entered already")
    made = SaleSubsidy(
        place=work.place,
        project_code=project.code,
        level=level,
        fen=fen,
        recovered_fen=0,
        document=given(document, "拨款文件 / document"),
        entered_by=work.actor.name,
        entered_on=work.day,
    )
    work.session.add(made)
    work.session.flush()
    after = {"level": level.value, "fen": fen}
    entry = Entry(
        TenancyTag.SALE_SUBSIDY_ENTERED, f"project:{project.code}", None, after, "", made.document
    )
    work.record(entry)
    return made


def subsidies(session: Session, place: str, project_code: str) -> list[SaleSubsidy]:
    """Return the construction money in a project, central first."""
    found = session.scalars(
        select(SaleSubsidy).where(
            SaleSubsidy.place == place, SaleSubsidy.project_code == project_code
        )
    )
    return sorted(found, key=lambda each: ORDER.index(each.level))


def settle(work: Work, sale: Sale, written_off: str) -> SaleSettlement:
    """Split the price of a sale, post the owner's part, and write the dwelling off.

    Basis: HZS 5 (HZS-5-4), HZS 12 (HZS-12-2), HZS 20 (HZS-20-1, HZS-20-2).
    """
    unit = units.by_id(work.session, sale.place, sale.unit_id)
    listing = work.session.get_one(SaleUnit, sale.sale_unit_id)
    held = subsidies(work.session, sale.place, unit.project_code)
    price = sale.price_fen or 0
    split = share_of(
        listing.investment,
        price,
        int(value(work.session, "proceeds_to_account_government", sale.place, sale.opened_on)),
        [Subsidy(each.level, each.fen, each.recovered_fen) for each in held],
        unit.area,
        _project_area(work.session, sale.place, unit.project_code),
    )
    for each in held:
        each.recovered_fen += split.recovered.get(each.level, 0)
    made = SaleSettlement(
        sale_id=sale.id,
        settled_on=work.day,
        price_fen=price,
        central_fen=split.recovered.get(SubsidyLevel.CENTRAL, 0),
        province_fen=split.recovered.get(SubsidyLevel.PROVINCE, 0),
        city_fen=split.recovered.get(SubsidyLevel.CITY, 0),
        county_fen=split.recovered.get(SubsidyLevel.COUNTY, 0),
        to_account_fen=split.to_account_fen,
        to_owner_fen=split.to_owner_fen,
        written_off=written_off,
        written_off_on=work.day,
        made_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    posting.pass_on(work, sale, unit.owner, split.to_owner_fen)
    return made


def _project_area(session: Session, place: str, project_code: str) -> int:
    total = session.scalar(
        select(func.sum(Unit.area)).where(Unit.place == place, Unit.project_code == project_code)
    )
    return int(total or 1)
