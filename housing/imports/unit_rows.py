"""Checking unit rows: cell by cell, row by row, and against each other."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from housing.imports.columns import SheetKind
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, fault
from housing.imports.limits import Limits
from housing.imports.schemas import read_cells, unit_schema
from housing.imports.sheet import SheetRow
from housing.imports.together import Twice, found_twice
from housing.units.facts import UnitFacts
from housing.units.states import UnitState
from housing.units.words import STATE_WORDS

K, KIND = FaultKind, SheetKind.UNITS
# A room number of three or four digits holds the floor before its last two.
ROOM = re.compile(r"([0-9]{1,2})[0-9]{2}")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row all of whose cells can be taken."""

    number: int
    facts: UnitFacts


def read_units(
    rows: Collection[SheetRow], limits: Limits, day: date
) -> tuple[list[UnitRow], list[Fault]]:
    """Return the rows that can be taken, and every finding."""
    schema = unit_schema(limits)
    kept: list[UnitRow] = []
    findings: list[Fault] = []
    for row in rows:
        values, wrongs = read_cells(schema, row.cells)
        faults = [_at(row, wrong.kind, column, **wrong.facts) for column, wrong in wrongs]
        whole = not faults
        faults += _row_findings(row, values, limits, day)
        findings += faults
        if whole and all(found.is_notice for found in faults):
            kept.append(UnitRow(row.number, UnitFacts(**values)))
    findings += _together(rows)
    return kept, findings


def _row_findings(row: SheetRow, values: dict[str, Any], limits: Limits, day: date) -> list[Fault]:
    findings = [*_floor_findings(row, values)]
    if not findings:
        findings += _class_findings(row, values, limits)
    if values.get("accessible") and values.get("lift") is False and values.get("floor", 1) > 1:
        findings.append(_at(row, K.STAIRS_ONLY, "无障碍", floor=values["floor"]))
    usable, area = values.get("usable_area"), values.get("area")
    if usable is not None and area is not None and usable > area:
        most = f"{area / 100:g}"
        findings.append(_at(row, K.OUT_OF_RANGE, "使用面积", least="0.01", most=most, unit=" m²"))
    if values.get("completed_on", day) > day:
        findings.append(_at(row, K.UNFINISHED, "竣工日期", day=day))
    return findings


def _floor_findings(row: SheetRow, values: dict[str, Any]) -> Iterator[Fault]:
    floor, floors, room = (values.get(name) for name in ("floor", "floors", "room"))
    if floor is None:
        return
    encoded = ROOM.fullmatch(room or "")
    on = int(encoded[1]) if encoded else 0
    if floors is not None and floor > floors:
        says = f"；房号 {room} 表明在第 {on} 层 / ; room {room} says floor {on}"
        suggestion = says if 0 < on <= floors else ""
        yield _at(row, K.FLOOR_ABOVE, "楼层", floor=floor, floors=floors, suggestion=suggestion)
    elif on and on != floor:
        yield _at(row, K.ROOM_FLOOR, "房号", room=room, encoded=on, floor=floor)


def _class_findings(row: SheetRow, values: dict[str, Any], limits: Limits) -> Iterator[Fault]:
    """The class must say what the row's own columns say: project, layout, band, accessibility."""
    names = ("project_code", "layout", "floor", "accessible", "unit_class")
    if any(name not in values for name in names):
        return
    band = limits.band(values["floor"])
    access = "无障碍" if values["accessible"] else "普通"
    expected = f"{values['project_code']}-{values['layout']}-{band}-{access}"
    if values["unit_class"] != expected:
        yield _at(
            row, K.CLASS_DIFFERS, "房源类别", expected=expected, floor=values["floor"], band=band
        )


def _together(rows: Collection[SheetRow]) -> Iterator[Fault]:
    yield from found_twice(rows, KIND, Twice(K.UNIT_TWICE, "房源编号", ("房源编号",)))
    address = ("项目编号", "楼栋", "单元", "房号")
    yield from found_twice(rows, KIND, Twice(K.ADDRESS_TWICE, "房号", address))
    yield from _project_findings(rows)
    yield from _owner_findings(rows)


def _project_findings(rows: Collection[SheetRow]) -> Iterator[Fault]:
    """One project has one name and one street; the first row that says so is the measure."""
    first: dict[tuple[str, str], SheetRow] = {}
    for row in rows:
        code = row.text("项目编号")
        for column in ("项目名称", "街道"):
            if not code or not row.text(column):
                continue
            other = first.setdefault((code, column), row)
            if row.text(column) != other.text(column):
                yield _at(
                    row,
                    K.PROJECT_DIFFERS,
                    column,
                    code=code,
                    column=column,
                    row=other.number,
                    other=other.text(column),
                )


def _owner_findings(rows: Collection[SheetRow]) -> Iterator[Fault]:
    """Vacant flats of one class are given out together, so they must be meant for the same people.

    One that is let may still be meant for others: what was left over of its class went elsewhere.
    """
    first: dict[str, SheetRow] = {}
    for row in rows:
        if not row.text("房源类别") or not row.text("产权单位"):
            continue  # What is missing is a finding of its own.
        if row.text("状态") != STATE_WORDS[UnitState.VACANT]:
            continue
        other = first.setdefault(row.text("房源类别"), row)
        for column in ("产权单位", "定向对象"):
            if row.text(column) != other.text(column):
                yield _at(
                    row, K.CLASS_OWNERS, column, row=other.number, other=other.text(column) or "—"
                )


def _at(row: SheetRow, kind: FaultKind, column: str, /, **facts: object) -> Fault:
    return fault(kind, KIND, row.number, column, row.text(column), **facts)
