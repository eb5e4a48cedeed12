"""Grants, relief of fees and land money of rental projects: facts and values in, amounts out.

Areas are hundredths of m², money fen. The values are those of the day on which a project was
approved: a later lapse of the measures takes nothing from it (HZR-35-2).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from housing.core.errors import BadInput, BrokenRule
from housing.rental_projects.supply.words import AREA_WORDS, Area, Fee, Investor, Payer, Raising

HUNDRED = 100
#: The name by which the measures list projects at 4A sites of the counties that they do not name.
AT_A_SITE = "other_county_4a_scenic_project"


@dataclass(frozen=True, slots=True)
class Kind:
    """Units of one area; only those for letting count. Basis: HZR 2 (HZR-2-1)."""

    units: int
    area: int
    is_rental: bool = True


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """The rates of a grant, fen a m²; `areas` are those that the city pays for."""

    city: int
    county: int
    binjiang: int
    area_cap: int
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """What one treasury pays, and the lines of the reckoning."""

    payer: Payer
    fen: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """What is still paid of each fee, in percent, from how many units on."""

    units_min: int
    percent: Mapping[Fee, int]


def must_be_covered(area: Area, scenic_grade: int, covered: Sequence[str], grade_min: int) -> None:
    """Refuse a project outside the named areas that stands at no rated site.

    `scenic_grade`: number of A, 0 at none. Basis: HZR 3 (HZR-3-1).

    Raises:
        BrokenRule: the measures do not cover it.
    """
    if area.value not in covered and scenic_grade < grade_min:
        raise BrokenRule(
            f"{AREA_WORDS[area]}：不在适用区域，也不在 {grade_min}A 级以上景区内"
            f" / {area.value}: outside the areas covered and at no site of {grade_min}A or more",
            rules=("HZR-3-1",),
        )


def rental_units(kinds: Iterable[Kind]) -> int:
    """Return the units or rooms for letting; others built beside them do not count.

    Basis: HZR 2 (HZR-2-1, HZR-2-3).
    """
    return sum(kind.units for kind in kinds if kind.is_rental)


def must_allocate_to_government(investor: Investor, is_allocated: bool) -> None:
    """Refuse land without charge for a project of private money. Basis: HZR 25 (HZR-25-1).

    Raises:
        BrokenRule: it is.
    """
    if is_allocated and investor is not Investor.GOVERNMENT:
        raise BrokenRule(
            "划拨土地只用于政府投资的项目 / land without charge is for projects of government",
            rules=("HZR-25-1",),
        )


def grants(
    kinds: Sequence[Kind], area: Area, scenic_grade: int, grade_min: int, terms: GrantTerms
) -> list[Grant]:
    """Return what the city and the county pay for serviced apartments.

    Each apartment counts with its own area, at most the cap; the parts are whole fen, for areas in
    hundredths of m² and rates in fen: rounded half up once a kind of apartment. Binjiang: the city
    alone. Mian County is paid only at a 4A site. Basis: HZR 18 (HZR-18-1, HZR-18-2, HZR-18-3,
    HZR-18-4).

    Raises:
        BrokenRule: nobody pays in this area.
    """
    if area is Area.BINJIANG:
        return [_grant(Payer.CITY, kinds, terms.binjiang, terms.area_cap)]
    at_site = scenic_grade >= grade_min and AT_A_SITE in terms.areas
    if area.value not in terms.areas and not at_site:
        raise BrokenRule(
            f"{AREA_WORDS[area]}：不在补助区域内，4A 级以上景区的项目除外"
            f" / {area.value}: no grant is paid here, save at sites of {grade_min}A or more",
            rules=("HZR-18-1",),
        )
    return [
        _grant(Payer.CITY, kinds, terms.city, terms.area_cap),
        _grant(Payer.COUNTY, kinds, terms.county, terms.area_cap),
    ]


def payable(base_fen: int, fee: Fee, units: int, terms: FeeTerms) -> int:
    """Return what is paid of a fee; from so many units on less, below them all of it.

    Rounded half up. Basis: HZR 27 (HZR-27-1, HZR-27-2, HZR-27-3).

    Raises:
        BadInput: the fee is negative.
    """
    if base_fen < 0:
        raise BadInput("应缴金额：不能为负数 / fee: must not be negative")
    percent = terms.percent[fee] if units >= terms.units_min else HUNDRED
    return (base_fen * percent + HUNDRED // 2) // HUNDRED


def instalments(price_fen: int, first_percent: int) -> tuple[int, int]:
    """Return the parts of a land price: what is due at the contract, and the rest.

    Basis: HZR 27 (HZR-27-5).

    Raises:
        BadInput: the price is not positive.
    """
    if price_fen < 1:
        raise BadInput("土地价款：应大于零 / land price: must be above 0")
    first = (price_fen * first_percent + HUNDRED // 2) // HUNDRED
    return first, price_fen - first


def must_be_ready(raising: Raising, approved: bool, converted: bool) -> None:
    """Refuse a grant, relief or listing before the papers it rests on are there.

    Basis: HZR 8 (HZR-8-1), HZR 6 (HZR-6-3), HZR 33 (HZR-33-1).

    Raises:
        BrokenRule: names the paper that is missing.
    """
    if not approved:
        raise BrokenRule(
            "还没有住房、国土、建规三部门联合下达的项目批文"
            " / the joint approval of the three departments is missing",
            rules=("HZR-8-1",),
        )
    if raising is Raising.CONVERSION and not converted:
        raise BrokenRule(
            "改建项目：还没有改建审批文件或者具备居住条件的查验记录"
            " / a conversion: its approval or the record of fitness is missing",
            rules=("HZR-33-1", "HZR-6-3"),
        )


def _grant(payer: Payer, kinds: Sequence[Kind], rate: int, cap: int) -> Grant:
    fen, lines = 0, []
    for kind in (each for each in kinds if each.is_rental):
        counted = min(kind.area, cap)
        part = (kind.units * counted * rate + HUNDRED // 2) // HUNDRED
        fen += part
        lines.append(
            f"{kind.units} 套（间）× {_two(counted)} 平方米 × {_two(rate)} 元 = {_two(part)} 元"
        )
    return Grant(payer, fen, tuple(lines))


def _two(hundredths: int) -> str:
    return f"{hundredths // HUNDRED}.{hundredths % HUNDRED:02d}"
