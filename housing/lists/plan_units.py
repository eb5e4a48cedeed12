"""The units of a public plan as a list on paper."""

from collections.abc import Sequence

from housing.lists.listing import Column, Listing
from housing.plans.models import Plan, PlanUnit

COLUMNS = (
    Column("房源编号", "Flat", 4),
    Column("房源类别", "Class", 6),
    Column("位置", "Address", 10),
    Column("户型", "Layout", 3),
    Column("建筑面积 m²", "Area", 3),
    Column("楼层", "Floor", 2),
    Column("月租金 元/m²", "Rent", 3),
)


def units_listing(plan: Plan, units: Sequence[PlanUnit]) -> Listing:
    """Return the list of the units that are still in a plan. Basis: HN 20 (HN-20-2)."""
    return Listing(
        code=plan.round_code,
        title=f"{plan.name}房源清单",
        title_en="Flats of the allocation plan",
        notes=(
            f"意向登记 registration: {plan.registration_from} – {plan.registration_until}",
            f"方案 SHA-256 plan: {plan.sha256}",
        ),
        columns=COLUMNS,
        rows=[
            [
                each.unit_code,
                each.unit_class,
                f"{each.street} {each.address}",
                each.layout + ("（无障碍）" if each.accessible else ""),
                _hundredths(each.area),
                f"{each.floor}/{each.floors}",
                _hundredths(each.rent_fen),
            ]
            for each in units
        ],
    )


def _hundredths(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"
