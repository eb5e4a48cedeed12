"""What a row of an employer's sheet declares of the family's housing and property (HN 12)."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow.fields import Field

from housing.households.words import RESCUE_WORDS
from housing.imports.fault_kinds import FaultKind
from housing.imports.fields import Choice, Day, Hundredths, Read, Words, known_word
from housing.imports.limits import Limits
from housing.imports.schemas import BETWEEN_GROUPS

NONE = "无"
DWELLING_WORDS: Mapping[str, str] = {
    NONE: "",
    "商品房": "commodity",
    "房改房": "reform_purchase",
    "经济适用住房": "affordable_sale_housing",
    "集资建房": "fund_raised_housing",
    "自建房、宅基地住房": "self_built",
    "其他": "other",
}
DISPOSAL_WORDS: Mapping[str, str] = {
    NONE: "",
    "出售": "sale",
    "赠与": "gift",
    "征收、拆迁": "expropriation_or_demolition",
    "自行委托拍卖": "self_commissioned_auction",
}
CAUSE_WORDS: Mapping[str, str] = {
    NONE: "none",
    "因病": "illness",
    "因事故": "accident",
    "其他特殊情况": "other_special",
}
BENEFIT_WORDS: Mapping[str, str] = {
    NONE: "",
    "房改购房": "reform_purchase",
    "集资建房": "fund_raised_housing",
    "经济适用住房": "affordable_sale_housing",
    "其他政策性住房": "other",
}
DECLARED_CHOICES: Mapping[str, tuple[str, ...]] = {
    "自有住房种类": tuple(DWELLING_WORDS),
    "两年内处置房产": tuple(DISPOSAL_WORDS),
    "处置原因": tuple(CAUSE_WORDS),
    "政策性住房": tuple(BENEFIT_WORDS),
    "救助类型": tuple(RESCUE_WORDS.values()),
}
#: In which column a declared fact stands.
DECLARED_COLUMNS: Mapping[str, str] = {
    "dwellings-0-address": "自有住房地址",
    "dwellings-0-kind": "自有住房种类",
    "disposals-0-on": "处置日期",
    "disposals-0-area": "处置面积",
    "policy_housing-0-on": "政策性住房日期",
    "vehicles": "车辆现值",
    "rescue": "救助类型",
    "priority_groups": "优先情形",
}
#: What must stand beside a word other than `无`.
BESIDE: tuple[tuple[str, str, str], ...] = (
    ("dwelling_kind", "dwelling_address", "自有住房地址"),
    ("disposal_kind", "disposal_on", "处置日期"),
    ("disposal_kind", "disposal_area", "处置面积"),
    ("benefit_kind", "benefit_on", "政策性住房日期"),
)


class MaybeDay(Day):
    """A day that may be left empty."""

    def __init__(self, column: str) -> None:
        super().__init__(column, optional=True, empty=None)


class MaybeAmount(Hundredths):
    """An amount or area that is `empty` when nothing is written."""

    def __init__(self, column: str, most: int, unit: str, empty: int | None = 0) -> None:
        super().__init__(column, 0, most, unit)
        self.optional, self.empty = True, empty


def declared_shape(limits: Limits) -> dict[str, Field[Any]]:
    """Return the cells of a worker's row that say what the family owns, gave up and has had.

    `无` must be written where there is nothing: an empty cell declares nothing.
    """
    words = {word: word for word in limits.priority_words}
    by_word = {word: value for value, word in RESCUE_WORDS.items()}
    return {
        "dwelling_kind": Choice("自有住房种类", DWELLING_WORDS),
        "dwelling_address": Words("自有住房地址", 256, optional=True),
        "disposal_kind": Choice("两年内处置房产", DISPOSAL_WORDS),
        "disposal_on": MaybeDay("处置日期"),
        "disposal_area": MaybeAmount("处置面积", limits.present_area_most, "m²", None),
        "disposal_cause": Read(
            "处置原因", lambda text: known_word(text, CAUSE_WORDS), optional=True, empty="none"
        ),
        "benefit_kind": Choice("政策性住房", BENEFIT_WORDS),
        "benefit_on": MaybeDay("政策性住房日期"),
        "vehicles": Read("车辆现值", lambda text: list(_amounts(text, limits))),
        "rescue": Choice("救助类型", by_word),
        "priority_groups": Read(
            "优先情形",
            lambda text: [known_word(one.strip(), words) for one in BETWEEN_GROUPS.split(text)],
            optional=True,
            empty=(),
        ),
    }


def left_out(values: Mapping[str, Any]) -> Iterator[tuple[str, FaultKind]]:
    """Yield the columns that what was declared makes necessary, and that are empty."""
    for told, wanted, column in BESIDE:
        if values.get(told) and wanted in values and values[wanted] in (None, ""):
            yield column, FaultKind.REQUIRED
    if values.get("owned_area") and values.get("dwelling_kind") == "":
        yield "自有住房种类", FaultKind.NOT_ACCEPTABLE


def home_declared(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the step `home` of a worker's row. Basis: HN 12 (HN-12-1, HN-12-2, HN-12-6)."""
    name = values["name"]
    dwelling = {
        "owner": name,
        "address": values["dwelling_address"],
        "area": values["owned_area"],
        "kind": values["dwelling_kind"],
    }
    disposal = {
        "owner": name,
        "on": values["disposal_on"],
        "kind": values["disposal_kind"],
        "cause": values["disposal_cause"],
        "area": values["disposal_area"],
    }
    benefit = {"person": name, "on": values["benefit_on"], "kind": values["benefit_kind"]}
    return {
        "present_area": values["present_area"],
        "owned_area": values["owned_area"],
        "dwellings": [dwelling] if dwelling["kind"] else [],
        "disposals": [disposal] if disposal["kind"] else [],
        "policy_housing": [benefit] if benefit["kind"] else [],
    }


def property_declared(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the step `income` says beside the earnings. Basis: HN 12 (HN-12-4)."""
    return {
        "assets_fen": values["assets_fen"],
        "vehicles": values["vehicles"],
        "rescue": values["rescue"],
        "priority_groups": list(values["priority_groups"]),
    }


def _amounts(text: str, limits: Limits) -> Iterator[int]:
    """Yield the worth of each vehicle in fen; `无` or 0 stands for none."""
    worth = MaybeAmount("车辆现值", limits.assets_most, "元")
    for part in () if text == NONE else BETWEEN_GROUPS.split(text):
        fen = worth.deserialize(part.strip())
        if fen:
            yield fen


def why_not(kind: FaultKind) -> dict[str, str]:
    """Return the facts of a fault of `left_out`."""
    if kind is not FaultKind.NOT_ACCEPTABLE:
        return {}
    zh = "本地自有住房面积不为 0，请选择种类并写明地址"
    return {"why": f"{zh} / the family owns a dwelling: choose its kind and write its address"}
