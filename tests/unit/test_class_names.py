"""A class of units as people call it, by the county's own names of estates."""

import pytest

from housing.units.class_names import class_name

ESTATES = {"P01": "望麓新苑"}


@pytest.mark.parametrize(
    ("unit_class", "zh", "en"),
    [
        ("P01-两居室-中-普通", "P01 望麓新苑两居室中层", "P01 望麓新苑, two-room, middle floors"),
        (
            "P01-一居室-低-无障碍",
            "P01 望麓新苑一居室低层无障碍",
            "P01 望麓新苑, one-room, low floors, accessible",
        ),
        ("P09-单间-高-普通", "P09 单间高层", "P09, single room, high floors"),
        ("人才公寓甲类", "人才公寓甲类", "人才公寓甲类"),
        ("P01-两居室-夹-普通", "P01-两居室-夹-普通", "P01-两居室-夹-普通"),
    ],
)
def test_a_class_is_called_by_estate_layout_floors_and_access(
    unit_class: str, zh: str, en: str
) -> None:
    assert class_name(unit_class, ESTATES, "zh") == zh
    assert class_name(unit_class, ESTATES, "en") == en
