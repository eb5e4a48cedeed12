"""A unit as a row of the sheet it came from, and as a row of the report of empty days."""

from datetime import date

from housing.units.models import Project, Unit
from housing.units.vacancy import EMPTY, EmptyDays
from housing.units.words import STATE_WORDS

COLUMNS = (
    "房源编号",
    "项目编号",
    "项目名称",
    "街道",
    "楼栋",
    "单元",
    "房号",
    "楼层",
    "总层数",
    "户型",
    "建筑面积",
    "无障碍",
    "电梯",
    "产权单位",
    "定向对象",
    "竣工日期",
    "月租金标准",
    "状态",
    "房源类别",
)


#: Columns that a sheet may have; without them what is on file stays.
MORE_COLUMNS = ("使用面积", "朝向", "设施", "无障碍设施", "不动产权证号", "租金标准文件")


def export_row(unit: Unit, project: Project) -> tuple[str | int | float, ...]:
    """Return the cells of one unit, in the order of `COLUMNS` and `MORE_COLUMNS`.

    Areas in m², rents in yuan.
    """
    return (
        unit.code,
        unit.project_code,
        project.name,
        project.street,
        unit.building,
        unit.entrance,
        unit.room,
        unit.floor,
        unit.floors,
        unit.layout,
        unit.area / 100,
        "是" if unit.accessible else "否",
        "是" if unit.lift else "否",
        unit.owner,
        unit.reserved_for,
        unit.completed_on.isoformat(),
        unit.rent_fen / 100,
        STATE_WORDS[unit.state],
        unit.unit_class,
        unit.usable_area / 100 if unit.usable_area else "",
        unit.orientation,
        unit.facilities,
        unit.accessible_features,
        unit.certificate,
        unit.rent_document,
    )


EMPTY_COLUMNS = (
    "房源编号",
    "项目名称",
    "位置",
    "房源类别",
    "产权单位",
    "现在状态",
    "起",
    "止",
    *(f"{STATE_WORDS[state]}（天）" for state in EMPTY),
    "合计（天）",
)


def empty_row(
    found: EmptyDays, project: Project, first: date, last: date
) -> tuple[str | int | float, ...]:
    """Return the cells of one unit in the report of empty days, in the order of its columns."""
    unit = found.unit
    return (
        unit.code,
        project.name,
        unit.address,
        unit.unit_class,
        unit.owner,
        STATE_WORDS[unit.state],
        first.isoformat(),
        last.isoformat(),
        *(found.days.get(state, 0) for state in EMPTY),
        found.total,
    )
