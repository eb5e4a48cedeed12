"""A value in words: with its unit, and a table field by field."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from housing.policies import units
from housing.policies.states import AmendmentState
from housing.policies.value_words import code_in_words, papers_in_words, points_in_words
from housing.web.formats import area, money

UNIT_WORDS: dict[str, LazyString] = {
    "working_day": _l("工作日"),
    "calendar_day": _l("天（自然日）"),
    "month": _l("个月"),
    "year": _l("年"),
    "percent": _l("%"),
    "percent_per_year": _l("%/年"),
    "day_of_month": _l("日"),
    "units": _l("套（间）"),
    "count": _l("个"),
    "bit": _l("比特"),
    "building_unit": _l("单元"),
}
FEN_WORDS: dict[str, LazyString] = {
    "fen": _l("元"),
    "fen_per_month": _l("元/月"),
    "fen_per_m2": _l("元/平方米"),
    "fen_per_m2_month": _l("元/平方米·月"),
}
# Fields of the tables that the public reads most; another field is shown under its own name.
FIELD_WORDS: dict[str, LazyString] = {
    "net_assets_per_head": _l("人均净资产不超过"),
    "vehicles_most": _l("车辆不超过"),
    "vehicle_price_most": _l("单辆车价不超过"),
    "size_min": _l("家庭人口不少于"),
    "size_max": _l("不多于"),
    "area": _l("面积"),
    "percent_of_market_rent": _l("市场租金的百分之"),
    "rescue": _l("救助对象"),
    "low_income": _l("低收入家庭"),
    "others": _l("其他对象"),
    "graduated_years_below": _l("新就业职工毕业不满（年）"),
    "single_age_least": _l("单身申请人至少（周岁）"),
    "order": _l("规章"),
    "document": _l("本地文件"),
    "name": _l("名称"),
    "key": _l("代号"),
    "months_of_rent": _l("月租金的倍数"),
    "exempt": _l("免收"),
    "less_own_area": _l("减去自有住房面积（1 为是）"),
    "most_fen": _l("每月上限（0 为不设）"),
    "survey_months": _l("调查间隔（月）"),
    "areas": _l("片区"),
    "rent_fen": _l("每平方米月租金"),
    "kind": _l("种类"),
    "employers": _l("用人单位"),
    "categories": _l("类别"),
    "groups": _l("对象"),
    "group": _l("类别"),
    "word": _l("用语"),
    "days": _l("天数"),
    "unlawful_activity_days": _l("从事违法活动的天数"),
    "months": _l("月数"),
    "months_extended_most": _l("最长延至（月）"),
    "least": _l("不少于"),
    "most": _l("不超过"),
    "notice_working_days": _l("提前通知（工作日）"),
    "housed_least": _l("得房户数不少于"),
    "draws": _l("单凭机会平均多少次不到一次"),
    "means": _l("通知方式"),
    "bytes_most": _l("每份文件的字节不超过"),
    "pages_most": _l("每份 PDF 的页数不超过"),
    "pixels_most": _l("每张图片的像素不超过"),
    "files_most": _l("每份申请的材料不超过（份）"),
    "size_most": _l("家庭人口不超过"),
    "unit_area_least": _l("房源面积不小于"),
    "unit_area_most": _l("房源面积不大于"),
    "present_area_most": _l("现住房面积不大于"),
    "floors_most": _l("楼层不超过"),
    "rent_most": _l("每平方米月租金不超过"),
    "income_most": _l("月收入不超过"),
    "assets_most": _l("财产不超过"),
    "insurance_months_most": _l("社保月数不超过"),
    "applicant_age_least": _l("申请人年龄不小于（周岁）"),
    "first": _l("从"),
    "last": _l("到"),
    "layouts": _l("户型"),
    "area_min": _l("面积不小于"),
    "area_max": _l("面积不大于"),
    "mechanism": _l("方法"),
    "priority": _l("优先情形"),
}
BASIS_WORDS: dict[str, LazyString] = {
    "instrument": _l("办法写明"),
    "delegated": _l("办法授权本地规定"),
    "gap": _l("办法未写明，由本地确定"),
}
STATES: dict[AmendmentState, LazyString] = {
    AmendmentState.PROPOSED: _l("待核准"),
    AmendmentState.APPROVED: _l("已核准"),
    AmendmentState.REFUSED: _l("未核准"),
    AmendmentState.WITHDRAWN: _l("已撤回"),
}
#: The parameters that have words of their own.
OWN_WORDS: dict[str, Callable[[Any], Iterator[str]]] = {
    "document_list": papers_in_words,
    "scoring_table": points_in_words,
}
_FEN_FIELDS = frozenset(
    {
        *("net_assets_per_head", "vehicle_price_most", "rent_fen", "most_fen"),
        *("rent_most", "income_most", "assets_most"),
    }
)
_AREA_FIELDS = frozenset(
    {"area", "area_min", "area_max", "unit_area_least", "unit_area_most", "present_area_most"}
)


def in_words(value: Any, unit: str, name: str = "") -> list[str]:
    """Return a value as lines for reading; a table has one line for each field.

    `name`: of the parameter, where one has words of its own.
    """
    if name in OWN_WORDS:
        with suppress(KeyError, TypeError, AttributeError):  # A proposal may be of any shape.
            return list(OWN_WORDS[name](value))
    if isinstance(value, (dict, list)):
        return list(_table(value))
    if isinstance(value, str):
        return [code_in_words(value)]
    if unit == "boolean":
        return [_("是") if value else _("否")]
    if unit == "m2_hundredths":
        return [area(int(value))]
    if unit in FEN_WORDS:
        return [f"{money(int(value))}{_rest(FEN_WORDS[unit])}"]
    word = UNIT_WORDS.get(unit)
    return [f"{value} {word}" if word else str(value)]


def as_written(value: Any, unit: str) -> str:
    """Return a value as it stands in the form, in the officer's unit."""
    return units.written(value, unit)


def _rest(word: LazyString) -> str:
    """`money` says 元 itself; keep what it is paid for."""
    _yuan, slash, rest = str(word).partition("/")
    return f"{slash}{rest}"


def _table(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for field, held in value.items():
            yield from _field(str(field), held)
    elif all(not isinstance(each, (dict, list)) for each in value):
        yield _("、").join(code_in_words(each) for each in value)
    else:
        for each in value:
            yield _("，").join(_table(each))


def _field(field: str, held: Any) -> Iterator[str]:
    name = str(FIELD_WORDS.get(field) or code_in_words(field))
    if isinstance(held, (dict, list)):
        yield f"{name}{_('：')}{_('；').join(_table(held))}"
    elif field in _FEN_FIELDS and isinstance(held, int):
        yield f"{name} {money(held)}"
    elif field in _AREA_FIELDS and isinstance(held, int):
        yield f"{name} {area(held)}"
    else:
        yield f"{name} {code_in_words(held)}"
