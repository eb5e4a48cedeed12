"""The dated values that a round rests on, each with its articles and source, ready to be shown."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from housing.web.formats import area

PARAMETER_WORDS: dict[str, LazyString] = {
    "priority_rules": _l("层级和优先对象"),
    "scoring_table": _l("计分表"),
    "housing_area_line_per_capita": _l("住房困难的人均面积线"),
    "suitable_flats": _l("多少人的家庭适合什么户型和面积"),
    "round_order_method": _l("排序办法"),
    "strike_classes": _l("是否允许划去适合的房源"),
    "ordinary_for_accessible_need": _l("需无障碍住房的家庭能否分到普通房源"),
    "allocation_order_publicity_period": _l("排序公示期"),
    "last_day_rolls_over": _l("期限末日遇休息日是否顺延"),
    "seed_sources": _l("可用的种子来源"),
    "seed_bits_least": _l("种子至少的随机性"),
    "own_stock": _l("单位和园区房源的优先对象"),
    "approved_mechanism": _l("经批准的分配办法"),
}
BASIS_WORDS = {
    "instrument": _l("办法写明"),
    "delegated": _l("办法授权本地规定"),
    "gap": _l("办法未写明，按建议读法"),
}
_ENUM_WORDS = {"if_wished": _l("自己登记了才可以"), "never": _l("不可以")}
_WRITTEN: dict[str, Callable[[Any], str]] = {
    "boolean": lambda value: _("是") if value else _("否"),
    "m2_hundredths": lambda value: area(int(value)),
    "calendar_day": lambda value: _("%(days)s 天", days=value),
    "bit": lambda value: _("%(bits)s 比特", bits=value),
    "enum": lambda value: str(_ENUM_WORDS.get(value, value)),
    "text": str,
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One value: `text` for a plain one, `table` (indented JSON) for a whole table."""

    words: str
    text: str
    table: str
    place: str
    since: str
    basis: str
    rules: tuple[str, ...]
    source: str
    is_provisional: bool


def rule_rows(rules: Mapping[str, Any]) -> list[RuleRow]:
    """Return the values of a round's rules.json, in the order of the file."""
    return [_row(value) for value in rules["values"]]


def _row(value: Mapping[str, Any]) -> RuleRow:
    written = _WRITTEN.get(value["unit"])
    whole = "" if written else json.dumps(value["value"], ensure_ascii=False, indent=1)
    return RuleRow(
        words=str(PARAMETER_WORDS.get(value["parameter"], value["parameter"])),
        text=written(value["value"]) if written else "",
        table=whole,
        place=value["place"],
        since=value["from"],
        basis=str(BASIS_WORDS.get(value["basis"], value["basis"])),
        rules=tuple(value["rules"]),
        source=value["source"],
        is_provisional=bool(value["provisional"]),
    )
