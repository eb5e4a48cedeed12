"""What a project of affordable rental housing must meet: facts and values in, findings out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What came of one check; a warning may be overridden with a reason (原则上)."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one rule, in words "中文 / English"."""

    rule: str
    outcome: Outcome
    says: str

    def to_json(self) -> dict[str, str]:
        """Return the finding as it is kept."""
        return {"rule": self.rule, "outcome": self.outcome.value, "says": self.says}


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of unit of a project: `area` in hundredths of m², rents fen per m² and month.

    `fee_fen`: the service fee, kept apart from the rent but shown.
    """

    name: str
    units: int
    area: int
    rent_fen: int
    fee_fen: int
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A project as declared; areas in hundredths of m²."""

    layouts: tuple[Layout, ...]
    floor_area: int
    commercial_area: int
    legacy: bool

    @property
    def units(self) -> int:
        """All units or rooms of the project."""
        return sum(layout.units for layout in self.layouts)


@dataclass(frozen=True, slots=True)
class Terms:
    """The values in force for projects; areas in hundredths of m², shares in percent.

    `relaxation`: what the city adds to the unit area for projects begun before the plan; None
    while it has set nothing.
    """

    units_min: int
    floor_area_min: int
    small_area_max: int
    small_share_min: int
    commercial_share_max: int
    relaxation: int | None


def large_enough(facts: Facts, terms: Terms) -> Finding:
    """Ask for the least number of units and the least floor area, both. Basis: KM (KM-N3-1)."""
    meets = facts.units >= terms.units_min and facts.floor_area >= terms.floor_area_min
    return Finding(
        "KM-N3-1",
        Outcome.PASSED if meets else Outcome.FAILED,
        f"{facts.units} 套（间）、{_m2(facts.floor_area)} 平方米；"
        f"应不少于 {terms.units_min} 套（间）且 {_m2(terms.floor_area_min)} 平方米"
        f" / {facts.units} units, {_m2(facts.floor_area)} m²;"
        f" at least {terms.units_min} and {_m2(terms.floor_area_min)}",
    )


def mostly_small(facts: Facts, terms: Terms) -> Finding:
    """Ask for the least share of small units; below it is a warning (原则上).

    Basis: KM (KM-N3-2).
    """
    most = unit_area_max(facts, terms)
    small = sum(layout.units for layout in facts.layouts if layout.area <= most)
    meets = facts.units > 0 and small * 100 >= terms.small_share_min * facts.units
    return Finding(
        "KM-N3-2",
        Outcome.PASSED if meets else Outcome.WARNING,
        f"不超过 {_m2(most)} 平方米的有 {small} 套，共 {facts.units} 套；"
        f"原则上不少于 {terms.small_share_min}%"
        f" / {small} of {facts.units} units have at most {_m2(most)} m²;"
        f" in principle at least {terms.small_share_min} percent",
    )


def unit_area_max(facts: Facts, terms: Terms) -> int:
    """Return the area up to which a unit counts as small; more for projects begun before the plan.

    Nothing is added while the city has set no relaxation. Basis: KM (KM-N3-3).
    """
    return terms.small_area_max + (terms.relaxation or 0 if facts.legacy else 0)


def little_commerce(facts: Facts, terms: Terms) -> Finding:
    """Keep commerce within its share; exactly the share passes, above it is a warning (原则上).

    Basis: KM (KM-N3-4).
    """
    meets = facts.commercial_area * 100 <= terms.commercial_share_max * facts.floor_area
    return Finding(
        "KM-N3-4",
        Outcome.PASSED if meets else Outcome.WARNING,
        f"商业服务设施 {_m2(facts.commercial_area)} 平方米，总建筑面积 {_m2(facts.floor_area)}"
        f" 平方米；原则上在 {terms.commercial_share_max}% 以下"
        f" / commerce {_m2(facts.commercial_area)} of {_m2(facts.floor_area)} m²;"
        f" in principle up to {terms.commercial_share_max} percent",
    )


def equipped(layout: Layout, required: Sequence[str]) -> Finding:
    """Ask for every required piece of equipment before a unit is listed. Basis: KM (KM-N3-5)."""
    missing = [each for each in required if each not in layout.equipment]
    says = (
        f"{layout.name}：缺少{'、'.join(missing)} / {layout.name}: lacks {', '.join(missing)}"
        if missing
        else f"{layout.name}：设施齐全 / {layout.name}: fully equipped"
    )
    return Finding("KM-N3-5", Outcome.FAILED if missing else Outcome.PASSED, says)


def rent_within(layout: Layout, market_fen: int, percent: int) -> Finding:
    """Hold the rent against the share of the reference rent; fees are kept apart but shown.

    Exactly the share passes. Basis: KM (KM-N3-6).
    """
    meets = layout.rent_fen * 100 <= percent * market_fen
    return Finding(
        "KM-N3-6",
        Outcome.PASSED if meets else Outcome.FAILED,
        f"{layout.name}：租金 {_m2(layout.rent_fen)} 元，服务费 {_m2(layout.fee_fen)} 元，"
        f"同类市场租金 {_m2(market_fen)} 元（每平方米·月）；不超过其 {percent}%"
        f" / {layout.name}: rent {_m2(layout.rent_fen)}, fee {_m2(layout.fee_fen)},"
        f" market {_m2(market_fen)} yuan a m² and month; at most {percent} percent of it",
    )


def listing_whole(fields: Mapping[str, str], required: Sequence[str]) -> Finding:
    """Ask for every field that a listing must have. Basis: OD (OD-4-3-2)."""
    missing = [each for each in required if not fields.get(each, "").strip()]
    says = (
        f"房源信息缺少：{'、'.join(missing)} / the listing lacks: {', '.join(missing)}"
        if missing
        else "房源信息齐全 / the listing is whole"
    )
    return Finding("OD-4-3-2", Outcome.FAILED if missing else Outcome.PASSED, says)


def enterprise_fits(
    capital_fen: int, staff: int, units_managed: int, capital_min: int, units_a_head: int
) -> list[Finding]:
    """Hold funds and staff against the scale: units under management.

    Read as own funds of at least `capital_min` fen for each unit, and one employee for every
    `units_a_head` units or part of them; exactly so much passes. Basis: OD (OD-4-3-3).
    """
    capital, people = capital_min * units_managed, -(-units_managed // units_a_head)
    return [
        Finding(
            "OD-4-3-3",
            Outcome.PASSED if capital_fen >= capital else Outcome.FAILED,
            f"自有资金 {_m2(capital_fen)} 元，管理 {units_managed} 套应不少于 {_m2(capital)} 元"
            f" / own funds {_m2(capital_fen)} yuan; {units_managed} units ask for {_m2(capital)}",
        ),
        Finding(
            "OD-4-3-3",
            Outcome.PASSED if staff >= people else Outcome.FAILED,
            f"从业人员 {staff} 人，管理 {units_managed} 套应不少于 {people} 人"
            f" / {staff} employees; {units_managed} units ask for {people}",
        ),
    ]


def worth_buying(units: int, price_fen: int, demand: int, price_max: int) -> list[Finding]:
    """Weigh a candidate against unmet demand for its layout and the price limit a m².

    Basis: OD (OD-4-1-1: bought by need, OD-4-1-2: at a reasonable price).
    """
    return [
        Finding(
            "OD-4-1-1",
            Outcome.PASSED if units <= demand else Outcome.FAILED,
            f"拟收购 {units} 套，轮候需求 {demand} 套 / {units} units to buy, {demand} needed",
        ),
        Finding(
            "OD-4-1-2",
            Outcome.PASSED if price_fen <= price_max else Outcome.FAILED,
            f"每平方米 {_m2(price_fen)} 元，上限 {_m2(price_max)} 元"
            f" / {_m2(price_fen)} yuan a m², at most {_m2(price_max)}",
        ),
    ]


def _m2(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"
