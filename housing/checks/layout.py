"""How an answer is written by people, on the page and in the sheet: fields, units and words.

The same table makes the form, the columns of the sheet, and the reading of both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from housing.checks import schemas
from housing.core.access.offices import OfficeKind


class Kind(StrEnum):
    """What a field holds, as people write it."""

    TEXT = "text"
    PERSON = "person"
    DAY = "day"
    MONEY = "money"
    AREA = "area"
    WHOLE = "whole"
    WORD = "word"
    YES_NO = "yes_no"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Entry:
    """One field. `name` is that of the answer's schema; '' for a list of plain values."""

    name: str
    kind: Kind
    label: str
    words: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of entries; with `each_person` it has exactly one row for everybody asked about."""

    name: str
    label: str
    entries: tuple[Entry, ...]
    each_person: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything a department fills in, in order: lists first, then single fields."""

    rows: tuple[Rows, ...]
    entries: tuple[Entry, ...]

    def fields(self) -> Iterator[Entry | Rows]:
        """Give every part once, in the order of page and sheet."""
        yield from self.rows
        yield from self.entries


#: What people call the words of answers.
WORDS: Mapping[str, str] = {
    "sale": "出售",
    "gift": "赠与",
    "expropriation_or_demolition": "征收拆迁",
    "self_commissioned_auction": "自行委托拍卖",
    "none": "无",
    "illness": "重大疾病",
    "accident": "意外事故",
    "other_special": "其他特殊原因",
    "reform_purchase": "房改购房",
    "fund_raised_housing": "集资建房",
    "affordable_sale_housing": "经济适用住房",
    "other": "其他",
    "single": "未婚",
    "married": "已婚",
    "divorced": "离异",
    "widowed": "丧偶",
    "low": "低收入",
    "lower_middle": "中等偏下收入",
    "above": "超过中等偏下收入",
    "minimum_allowance": "低保",
    "extreme_poverty": "分散供养特困",
}
YES_NO: Mapping[bool, str] = {True: "是", False: "否"}

_SIGNED = (
    Entry("as_of", Kind.DAY, "查询截止日"),
    Entry("document", Kind.TEXT, "回函文号", may_be_empty=True),
)
_AREA = Entry("area", Kind.AREA, "建筑面积（平方米）")
_DWELLINGS = Rows(
    "dwellings",
    "现有住房",
    (
        Entry("owner", Kind.PERSON, "产权人"),
        Entry("address", Kind.TEXT, "坐落"),
        _AREA,
        Entry("kind", Kind.TEXT, "种类"),
    ),
)
_DISPOSALS = Rows(
    "disposals",
    "处分的房产",
    (
        Entry("owner", Kind.PERSON, "产权人"),
        Entry("on", Kind.DAY, "处分日期"),
        Entry("kind", Kind.WORD, "方式", schemas.KINDS_OF_DISPOSAL),
        Entry("cause", Kind.WORD, "原因", schemas.CAUSES),
        _AREA,
    ),
)
_POLICY_HOUSING = Rows(
    "policy_housing",
    "政策性住房",
    (
        Entry("person", Kind.PERSON, "姓名"),
        Entry("kind", Kind.WORD, "种类", schemas.POLICY_HOUSING),
        Entry("on", Kind.DAY, "日期"),
    ),
)
_MARRIAGES = Rows(
    "marriages",
    "婚姻状况",
    (
        Entry("person", Kind.PERSON, "姓名"),
        Entry("status", Kind.WORD, "婚姻", schemas.MARITAL),
        Entry("spouse_in_application", Kind.YES_NO, "配偶在申请表中"),
    ),
    each_person=True,
)
_PEOPLE = Rows(
    "people",
    "家庭成员户籍",
    (
        Entry("person", Kind.PERSON, "姓名"),
        Entry("registered_here", Kind.YES_NO, "户籍在本地"),
        Entry("relation", Kind.TEXT, "与户主关系"),
    ),
    each_person=True,
)

LAYOUTS: Mapping[OfficeKind, Layout] = {
    OfficeKind.PROPERTY_REGISTRY: Layout((_DWELLINGS, _DISPOSALS, _POLICY_HOUSING), _SIGNED),
    OfficeKind.CIVIL_AFFAIRS: Layout(
        (_MARRIAGES, Rows("vehicles", "机动车", (Entry("", Kind.MONEY, "价值（元）"),))),
        (
            Entry("income_fen", Kind.MONEY, "家庭月收入合计（元）"),
            Entry("income_band", Kind.WORD, "收入认定", schemas.BANDS),
            Entry("assets_fen", Kind.MONEY, "家庭净资产（元）"),
            Entry("rescue", Kind.WORD, "社会救助", schemas.RESCUES),
            *_SIGNED,
        ),
    ),
    OfficeKind.PUBLIC_SECURITY: Layout(
        (_PEOPLE, Rows("unknown_people", "申请表外的同户人", (Entry("", Kind.TEXT, "姓名"),))),
        (Entry("household_size", Kind.WHOLE, "户内人数"), *_SIGNED),
    ),
    OfficeKind.SOCIAL_SECURITY: Layout(
        (),
        (
            Entry("months", Kind.MONTHS, "缴费月份", may_be_empty=True),
            Entry("employer", Kind.TEXT, "缴费单位", may_be_empty=True),
            Entry("insured_here", Kind.YES_NO, "在本地参保"),
            *_SIGNED,
        ),
    ),
}
