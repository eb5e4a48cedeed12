"""What a flat costs a month: its area times the standard of its class and of the tenant's group.

Money in fen, areas in hundredths of m². An amount is rounded once, at the very end, half up.
Basis: HN 25 (HN-25-1, HN-25-2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from housing.core.errors import BadInput, MissingPolicyValue
from housing.core.money import Fen, yuan

#: What a percentage of the standard is taken of, and a rate of its own, in the table's words.
OF_MARKET = "percent_of_market_rent"
OF_UNIT = "percent_of_unit_standard"
OWN_RATE = "fen_per_m2"
FORMS = (OF_MARKET, OF_UNIT, OWN_RATE)
#: Of the areas of a market survey, those that stand for every street of the place.
WHOLE_PLACE = ("全县", "全市", "全区")
#: Hundredths of m² in 1 m².
M2 = 100
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Premises:
    """A unit as its rent is reckoned; `standard_fen` is the unit's own rate per m² and month."""

    area: int
    unit_class: str
    project_code: str
    street: str
    standard_fen: int


@dataclass(frozen=True, slots=True)
class Market:
    """The surveyed rent of an area in fen per m² and month."""

    area: str
    rent_fen: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The rent of a month: `rate` is fen per m², of which the tenant pays `percent`.

    `lines` tell the reckoning step by step, `cites` the articles of the place.
    """

    monthly_fen: int
    rate: int
    percent: int
    rent_group: str
    cites: tuple[str, ...]
    lines: tuple[str, ...]
    provisional: bool = False

    @property
    def standard(self) -> str:
        """The reckoning in one text, as leases keep it."""
        return "；".join(self.lines)


def quote(
    table: Mapping[str, Any], market: Mapping[str, Any] | None, premises: Premises, rent_group: str
) -> Quote:
    """Return the rent of a month by the standard `table` of the place.

    `table` is {form: {group: number}}, and may hold `classes`, a list of {class, form: {…}} that
    come first for units of that class or project. `market` is asked for only where the form is a
    percentage of it. `cites` are left to the caller.

    Raises:
        BadInput: the table has no form that is known; names it.
        MissingPolicyValue: no rate for this group, or no surveyed rent for this area.
    """
    form, rates = _rates(table, premises)
    if rent_group not in rates:
        raise MissingPolicyValue(
            f"租金标准没有“{rent_group}”一档，请在 rent_standard_by_class_and_tier 补上"
            f" / the rent standard has no rate for {rent_group}; add it to the parameter",
            rules=("HN-25-1",),
        )
    number = int(rates[rent_group])
    if form == OWN_RATE:
        first = f"租金标准每平方米每月 {yuan(Fen(number))} 元"
        return _reckoned(premises, rent_group, number, 100, (first,))
    if form == OF_UNIT:
        first = f"该房源租金标准每平方米每月 {yuan(Fen(premises.standard_fen))} 元"
        return _reckoned(premises, rent_group, premises.standard_fen, number, (first,))
    known = market_of(market, premises)
    return _reckoned(premises, rent_group, known.rent_fen, number, (_market_line(known),))


def market_quote(market: Mapping[str, Any], premises: Premises) -> Quote:
    """Return the market rent of a month. Basis: HN 25, 33 (HN-25-2, HN-33-6).

    Raises:
        MissingPolicyValue: no surveyed rent for this area.
    """
    known = market_of(market, premises)
    return _reckoned(premises, "market", known.rent_fen, 100, (_market_line(known),))


def market_of(market: Mapping[str, Any] | None, premises: Premises) -> Market:
    """Return the surveyed rent that fits best: of the project, the street, the whole place.

    Raises:
        MissingPolicyValue: none fits; names project and street.
    """
    areas = {str(each["area"]): int(each["rent_fen"]) for each in (market or {}).get("areas", ())}
    for name in (premises.project_code, premises.street, *WHOLE_PLACE):
        if name in areas:
            return Market(name, areas[name])
    raise MissingPolicyValue(
        f"市场租金参考没有项目 {premises.project_code}（{premises.street}）所在片区，"
        "请在 market_rent_by_area 补上评估值 / no market rent for project"
        f" {premises.project_code} or street {premises.street}; enter it in market_rent_by_area",
        rules=("HN-25-2",),
    )


def times(area: int, rate: int, percent: int = 100) -> int:
    """Return area (hundredths of m²) × rate (fen per m²) × percent in fen, rounded half up."""
    scale = M2 * WHOLE
    return (area * rate * percent * 2 + scale) // (scale * 2)


def _rates(table: Mapping[str, Any], premises: Premises) -> tuple[str, Mapping[str, Any]]:
    own: Sequence[Mapping[str, Any]] = table.get("classes", ())
    fitting = [
        each for each in own if each["class"] in (premises.unit_class, premises.project_code)
    ]
    # A class of units is told more exactly than the project that holds it.
    fitting.sort(key=lambda each: each["class"] != premises.unit_class)
    for held in (*fitting, table):
        for form in FORMS:
            if form in held:
                return form, held[form]
    raise BadInput(
        f"参数 rent_standard_by_class_and_tier 须写明 {'、'.join(FORMS)} 之一"
        " / the rent standard must be given in one of these forms"
    )


def _reckoned(
    premises: Premises, rent_group: str, rate: int, percent: int, lines: tuple[str, ...]
) -> Quote:
    fen = times(premises.area, rate, percent)
    share = "" if percent == WHOLE else f" × {percent}%"
    whole, part = divmod(premises.area, M2)
    last = f"{whole}.{part:02d} 平方米 × {yuan(Fen(rate))} 元{share} = 每月 {yuan(Fen(fen))} 元"
    return Quote(fen, rate, percent, rent_group, (), (*lines, last))


def _market_line(known: Market) -> str:
    return f"市场租金参考（{known.area}）每平方米每月 {yuan(Fen(known.rent_fen))} 元"
