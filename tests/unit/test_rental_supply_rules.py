"""Grants, reliefs and land money of Hanzhong, reckoned by hand.

HZR-2-1, HZR-3-1, HZR-18-1, HZR-18-2, HZR-18-3, HZR-18-4, HZR-27-1, HZR-27-2, HZR-27-3, HZR-33-1.
"""

import pytest

from housing.core.errors import BadInput, BrokenRule
from housing.rental_projects.supply.rules import (
    FeeTerms,
    GrantTerms,
    Kind,
    grants,
    instalments,
    must_allocate_to_government,
    must_be_covered,
    must_be_ready,
    payable,
    rental_units,
)
from housing.rental_projects.supply.words import Area, Fee, Investor, Payer, Raising

TERMS = GrantTerms(
    city=10000,
    county=20000,
    binjiang=30000,
    area_cap=5000,
    areas=("hantai", "nanzheng", "economic_zone", "xinghan", "other_county_4a_scenic_project"),
)
FEES = FeeTerms(
    40,
    {
        Fee.INFRASTRUCTURE: 0,
        Fee.WASTE: 50,
        Fee.TRANSACTION: 50,
        Fee.ARCHIVES: 50,
        Fee.LAND_COMMISSION: 50,
        Fee.LIGHTNING: 80,
    },
)
#: 10 of 42.50 m², 20 of exactly 50.00 m², 5 of 63.20 m², and shops that are not for letting.
KINDS = [Kind(10, 4250), Kind(20, 5000), Kind(5, 6320), Kind(8, 9000, is_rental=False)]
#: 10 × 42.50 + 20 × 50 + 5 × 50 m²
COUNTED = 425 + 1000 + 250


def test_city_and_county_pay_up_to_fifty_square_metres_each() -> None:
    city, county = grants(KINDS, Area.HANTAI, 0, 4, TERMS)
    assert (city.payer, city.fen) == (Payer.CITY, COUNTED * 100 * 100)
    assert (county.payer, county.fen) == (Payer.COUNTY, COUNTED * 200 * 100)
    assert city.lines == (
        "10 套（间）× 42.50 平方米 × 100.00 元 = 42500.00 元",
        "20 套（间）× 50.00 平方米 × 100.00 元 = 100000.00 元",
        "5 套（间）× 50.00 平方米 × 100.00 元 = 25000.00 元",
    )


def test_in_binjiang_the_city_pays_all_and_at_most_15000_an_apartment() -> None:
    (grant,) = grants([Kind(1, 8800)], Area.BINJIANG, 0, 4, TERMS)
    assert (grant.payer, grant.fen) == (Payer.CITY, 15_000_00)
    together = sum(each.fen for each in grants([Kind(1, 8800)], Area.XINGHAN, 0, 4, TERMS))
    assert together == grant.fen


def test_mian_and_other_counties_are_paid_at_rated_sites_alone() -> None:
    for area in (Area.MIAN, Area.OTHER_COUNTY):
        with pytest.raises(BrokenRule, match="不在补助区域内") as refused:
            grants(KINDS, area, 3, 4, TERMS)
        assert refused.value.rules == ("HZR-18-1",)
        assert len(grants(KINDS, area, 4, 4, TERMS)) == 2


def test_a_project_stands_in_a_named_area_or_at_a_rated_site() -> None:
    covered = [area.value for area in Area if area is not Area.OTHER_COUNTY]
    must_be_covered(Area.MIAN, 0, covered, 4)
    must_be_covered(Area.OTHER_COUNTY, 4, covered, 4)
    with pytest.raises(BrokenRule, match="不在适用区域"):
        must_be_covered(Area.OTHER_COUNTY, 3, covered, 4)


def test_only_units_for_letting_count_and_rooms_count_alike() -> None:
    assert rental_units(KINDS) == 35


@pytest.mark.parametrize(
    ("fee", "units", "paid"),
    [
        (Fee.INFRASTRUCTURE, 40, 0),
        (Fee.INFRASTRUCTURE, 39, 10001),
        (Fee.WASTE, 40, 5001),  # half of 100.01 yuan, half up
        (Fee.TRANSACTION, 41, 5001),
        (Fee.ARCHIVES, 40, 5001),
        (Fee.LAND_COMMISSION, 40, 5001),
        (Fee.LIGHTNING, 40, 8001),
        (Fee.LIGHTNING, 39, 10001),
    ],
)
def test_fees_are_less_from_forty_units_on(fee: Fee, units: int, paid: int) -> None:
    assert payable(10001, fee, units, FEES) == paid


def test_half_of_the_land_price_is_due_at_once_and_the_rest_in_a_year() -> None:
    assert instalments(1_000_001, 50) == (500_001, 500_000)
    assert instalments(1_000_001, 100) == (1_000_001, 0)
    with pytest.raises(BadInput, match="应大于零"):
        instalments(0, 50)


def test_nothing_rests_on_papers_that_are_not_there() -> None:
    must_be_ready(Raising.NEW_BUILD, approved=True, converted=False)
    must_be_ready(Raising.CONVERSION, approved=True, converted=True)
    with pytest.raises(BrokenRule) as refused:
        must_be_ready(Raising.NEW_BUILD, approved=False, converted=True)
    assert refused.value.rules == ("HZR-8-1",)
    with pytest.raises(BrokenRule) as refused:
        must_be_ready(Raising.CONVERSION, approved=True, converted=False)
    assert refused.value.rules == ("HZR-33-1", "HZR-6-3")
    with pytest.raises(BrokenRule, match="划拨土地"):
        must_allocate_to_government(Investor.PRIVATE, is_allocated=True)
