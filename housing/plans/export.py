"""A unit of a plan as a row of the public list."""

from housing.plans.models import PlanUnit

COLUMNS = (
    "房源编号",
    "房源类别",
    "项目",
    "街道",
    "地址",
    "户型",
    "建筑面积（平方米）",
    "楼层",
    "总层数",
    "电梯",
    "无障碍",
    "月租金标准（元/平方米）",
)


def export_row(unit: PlanUnit) -> tuple[str | int | float, ...]:
    """Return the cells of one unit, in the order of `COLUMNS`. Basis: HN 20 (HN-20-2)."""
    return (
        unit.unit_code,
        unit.unit_class,
        unit.project_name,
        unit.street,
        unit.address,
        unit.layout,
        unit.area / 100,
        unit.floor,
        unit.floors,
        "有" if unit.lift else "无",
        "是" if unit.accessible else "否",
        unit.rent_fen / 100,
    )
