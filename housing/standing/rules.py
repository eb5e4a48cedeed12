"""Tier, points and suitability of one household: values of a dated table in, decisions out.

Points are hundredths, areas hundredths of m². The tables are the policy values `priority_rules`,
`scoring_table`, `housing_area_line_per_capita` and `suitable_flats` of the day of the freeze.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from housing.core.errors import BadInput
from housing.households.words import GROUP_WORDS, Group, Rescue

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a household on the day of the freeze.

    `present_area` is that of the whole dwelling; `rounds_left_out` counts earlier published rounds
    that had the household on their roll and no flat for it.
    """

    application_number: str
    group: Group
    rescue: Rescue
    priority_groups: tuple[str, ...]
    size: int
    present_area: int
    birth_on: date | None
    accepted_on: date
    rounds_left_out: int = 0


class Points(NamedTuple):
    """Points for one factor, with the fact they rest on in plain words."""

    factor: str
    points: int
    reason: str


def tier_of(facts: Facts, table: Table) -> int:
    """Return the tier: rescue households, any priority group, others.

    Basis: HN 18 (HN-18-1, HN-18-2): groups cumulate no further tier.

    Raises:
        BadInput: a priority group that the county's table does not know.
    """
    groups = _known_groups(facts, table)
    if facts.rescue is not Rescue.NONE:
        return int(table["rescue"])
    if groups or facts.group in table["categories"]:
        return int(table["priority"])
    return int(table["others"])


def points_of(facts: Facts, day: date, score: Table, tiers: Table, area_line: int) -> list[Points]:
    """Return the points of every factor, zero included; their sum is the score.

    The reasons stand in the public roll beside a pseudonym. They say which line of the table
    holds, never the kind of misfortune or the age behind it (HN-21-4).

    Basis: HN 17 (HN-17-1): income, housing difficulty, order of application, further factors.

    Raises:
        BadInput: a priority group that the county's table does not know.
    """
    return [
        _income(facts, score["income"]),
        _housing(facts, score["housing"], area_line),
        _waiting(facts, day, score["waiting"]),
        _priority(facts, score["priority"], tiers),
        _family(facts, day, score["family"]),
        _carried_over(facts, score["carried_over"]),
    ]


def suits(size: int, needs_accessible: bool, unit_class: Table, rows: Sequence[Table]) -> bool:
    """Return whether a class fits a household of `size` persons.

    Basis: HN 10, HN 21 (HN-10-2, HN-21-7). A household that needs an accessible flat may have one
    of any size, because there are so few of them; everybody else is bound by the size, also in
    what accessible flats are left. `rows` is `suitability` of the round's rules.
    """
    if needs_accessible and unit_class["accessible"] == 1:
        return True
    return any(_fits(unit_class, row) for row in rows_for(size, rows))


def rows_for(size: int, rows: Sequence[Table]) -> list[Table]:
    """Return the rows of the suitability table that hold for `size` persons."""
    return [
        row
        for row in rows
        if row["size_min"] <= size and (row["size_max"] is None or size <= row["size_max"])
    ]


def whole_months(since: date, day: date) -> int:
    """Return the full calendar months from `since` to `day`; 0 when `day` comes first."""
    months = (day.year - since.year) * 12 + day.month - since.month
    return max(0, months - (day.day < since.day))


def full_years(birth_on: date, day: date) -> int:
    """Return the age on `day`, in years completed."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def square_metres(area: int) -> str:
    """Return hundredths of m² for people."""
    return f"{area // 100}.{area % 100:02d}"


def _known_groups(facts: Facts, table: Table) -> list[str]:
    known = {group["word"] for group in table["groups"]}
    for word in facts.priority_groups:
        if word not in known:
            raise BadInput(
                f"申请编号 {facts.application_number}：优先情形“{word}”不在本地优先对象表中，"
                f"可用：{'、'.join(sorted(known))} / priority group not in the county's table;"
                " mend the sheet or enter the group in config/policies/tiers.toml"
            )
    return list(dict.fromkeys(facts.priority_groups))


def _fits(unit_class: Table, row: Table) -> bool:
    return (
        unit_class["layout"] in row["layouts"]
        and row["area_min"] <= unit_class["area_min"]
        and unit_class["area_max"] <= row["area_max"]
    )


def _income(facts: Facts, table: Table) -> Points:
    if facts.rescue is not Rescue.NONE:
        return Points("income", table["rescue"], "救助对象")
    return Points("income", table[facts.group], f"申请类别：{GROUP_WORDS[facts.group]}")


def _housing(facts: Facts, table: Table, area_line: int) -> Points:
    if facts.present_area == 0:
        return Points("housing", table["none"], "无房")
    each = square_metres(facts.present_area // facts.size)
    said = f"人均住房建筑面积约 {each} m²"
    for step in table["steps"]:
        if facts.present_area <= step["up_to"] * facts.size:
            return Points(
                "housing", step["points"], f"{said}，不超过 {square_metres(step['up_to'])} m²"
            )
    line = square_metres(area_line)
    if facts.present_area < area_line * facts.size:
        return Points("housing", table["below_line"], f"{said}，低于面积线 {line} m²")
    return Points("housing", 0, f"{said}，不低于面积线 {line} m²")


def _waiting(facts: Facts, day: date, table: Table) -> Points:
    months = whole_months(facts.accepted_on, day)
    points = min(table["most"], months * table["each_month"])
    return Points("waiting", points, f"自 {facts.accepted_on} 受理至 {day} 满 {months} 个月")


def _priority(facts: Facts, table: Table, tiers: Table) -> Points:
    groups = _known_groups(facts, tiers)
    points = min(table["most"], len(groups) * table["each"])
    return Points("priority", points, f"优先情形 {len(groups)} 项")


def _family(facts: Facts, day: date, table: Table) -> Points:
    if facts.birth_on is None:
        return Points("family", 0, "申请人出生日期不明，不计年龄分")
    age, least = full_years(facts.birth_on, day), table["age"]
    if age >= least:
        return Points("family", table["points"], f"申请人满 {least} 周岁")
    return Points("family", 0, f"申请人未满 {least} 周岁")


def _carried_over(facts: Facts, table: Table) -> Points:
    rounds = facts.rounds_left_out
    return Points("carried_over", rounds * table["each_round"], f"此前 {rounds} 轮落选结转")
