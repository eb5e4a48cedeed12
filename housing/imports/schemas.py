"""The shape of one row of each sheet."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError
from marshmallow.fields import Field

from housing.households.words import ASSISTANCE_WORDS, GROUP_WORDS, RESCUE_WORDS
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Wrong
from housing.imports.fields import Choice, Day, Hundredths, Read, Whole, Words, known_word
from housing.imports.limits import Limits
from housing.imports.persons import DOCUMENTS, phone_number
from housing.imports.sheet import Cell
from housing.units.words import STATE_WORDS

YES_NO = {"是": True, "否": False}
BETWEEN_GROUPS = re.compile("[、;；/／,，]")
BETWEEN_RANKS = re.compile("[;；]")
BETWEEN_EQUALS = re.compile("[/／]")


def household_schema(limits: Limits) -> Schema:
    """Return the shape of a household row; the identity number is read with its document later."""
    shape: dict[str, Field[Any]] = {
        "application_number": Words("申请编号", 32),
        "name": Words("姓名", 64),
        "document_kind": Choice("证件类型", {kind: kind for kind in DOCUMENTS}),
        "identity_number": Words("证件号码", 32),
        "phone": Read("手机", phone_number, optional=True, empty=""),
        "street": Words("受理街道", 64),
        "group": Choice("申请类别", _by_word(GROUP_WORDS)),
        "size": Whole("家庭人口", 1, limits.size_most),
        "rescue": Choice("救助类型", _by_word(RESCUE_WORDS)),
        "priority_groups": Read("优先情形", _groups(limits), optional=True, empty=()),
        "income_fen": Hundredths("人均月收入", 0, limits.income_most, "元"),
        "assets_fen": Hundredths("家庭财产", 0, limits.assets_most, "元"),
        "present_area": Hundredths("现住房建筑面积", 0, limits.present_area_most, "m²"),
        "insurance_months": Whole("社保连续月数", 0, limits.insurance_months_most, optional=True),
        "employer": Words("用人单位", 128, optional=True),
        "accepted_on": Day("受理日期"),
        "registered_on": Day("登记日期"),
        "needs_accessible": Choice("需无障碍", YES_NO),
        "assistance": Choice("保障方式", _by_word(ASSISTANCE_WORDS)),
        "wishes": Read("意向", wishes, optional=True, empty=()),
    }
    return Schema.from_dict(shape, name="HouseholdRow")()


def unit_schema(limits: Limits) -> Schema:
    """Return the shape of a unit row."""
    shape: dict[str, Field[Any]] = {
        "code": Words("房源编号", 64),
        "project_code": Words("项目编号", 32),
        "project_name": Words("项目名称", 128),
        "street": Words("街道", 64),
        "building": Words("楼栋", 32),
        "entrance": Words("单元", 32, optional=True),
        "room": Words("房号", 32),
        "floor": Whole("楼层", 1, limits.floors_most),
        "floors": Whole("总层数", 1, limits.floors_most),
        "layout": Words("户型", 32),
        "area": Hundredths("建筑面积", limits.unit_area_least, limits.unit_area_most, "m²"),
        "accessible": Choice("无障碍", YES_NO),
        "lift": Choice("电梯", YES_NO),
        "owner": Words("产权单位", 128),
        "reserved_for": Words("定向对象", 128, optional=True),
        "completed_on": Day("竣工日期"),
        "rent_fen": Hundredths("月租金标准", 0, limits.rent_most, "元/m²"),
        "state": Choice("状态", _by_word(STATE_WORDS)),
        "unit_class": Words("房源类别", 128),
        "usable_area": Hundredths("使用面积", 1, limits.unit_area_most, "m²", absent=True),
        "orientation": _told("朝向", 16),
        "facilities": _told("设施", 512),
        "accessible_features": _told("无障碍设施", 256),
        "certificate": _told("不动产权证号", 64),
        "rent_document": _told("租金标准文件", 128),
    }
    return Schema.from_dict(shape, name="UnitRow")()


def unit_headers(limits: Limits) -> dict[str, str]:
    """Return the header of each value of a unit, for findings about stored units."""
    return {name: field.data_key or name for name, field in unit_schema(limits).fields.items()}


def wishes(text: str) -> list[list[str]]:
    """Return the ranks of classes, best first; `;` parts ranks, `/` equally liked classes.

    Raises:
        Wrong: a rank is empty, or a class is there twice.
    """
    ranks = [
        [name.strip() for name in BETWEEN_EQUALS.split(rank)]
        for rank in BETWEEN_RANKS.split(text.rstrip(";； "))
    ]
    seen: set[str] = set()
    for position, rank in enumerate(ranks, 1):
        for name in rank:
            if not name:
                raise Wrong(FaultKind.EMPTY_RANK, rank=position)
            if name in seen:
                raise Wrong(FaultKind.WISH_TWICE, name=name)
            seen.add(name)
    return ranks


def read_cells(
    schema: Schema, cells: Mapping[str, Cell]
) -> tuple[dict[str, Any], list[tuple[str, Wrong]]]:
    """Return the values of the cells that can be taken, and by column what is wrong elsewhere."""
    try:
        return schema.load(cells), []
    except ValidationError as error:
        values = dict(error.valid_data) if isinstance(error.valid_data, dict) else {}
        return values, [(column, wrong) for column, (wrong,) in error.messages_dict.items()]


def _told(column: str, most: int) -> Words:
    """A column that may be missing; an empty cell in it empties what is on file."""
    return Words(column, most, optional=True, absent=True)


def _groups(limits: Limits) -> Any:
    known = {word: word for word in limits.priority_words}

    def read(text: str) -> list[str]:
        return [known_word(part.strip(), known) for part in BETWEEN_GROUPS.split(text)]

    return read


def _by_word(words: dict[Any, str]) -> dict[str, Any]:
    return {word: value for value, word in words.items()}
