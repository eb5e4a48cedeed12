"""The made-up tenants of the demonstration: an older estate that was let before, as two sheets."""

import csv
import io
from datetime import date, timedelta

from stdnum.cn.ric import calc_check_digit

from housing.demo.families import AREA_CODE, STREET_NAME
from housing.demo.sample_words import GIVEN, SURNAMES
from housing.imports.columns import LEASE_COLUMNS
from housing.units.export import COLUMNS as UNIT_COLUMNS

ESTATE, ESTATE_NAME = "P90", "清溪旧苑"
TENANTS = 12
#: The tenant who has an account: signs in with this number, which belongs to nobody.
TENANT_PHONE = "13800430299"
#: The lease that ends soon, and those of the other stories, counted from 1.
ENDING, ACCOUNT, OWING, MISUSED, LEAVING, SWAPPING = 1, 2, 3, 4, 5, (6, 7)


def number_of(tenant: int) -> str:
    """Return the number of a tenant's contract on paper."""
    return f"ZL{AREA_CODE}-2023-{tenant:05d}"


def unit_of(tenant: int) -> str:
    """Return the code of a tenant's flat."""
    return f"{ESTATE}-{tenant:06d}"


def identity_of(tenant: int) -> str:
    """Return a made-up identity number; its county does not exist."""
    body = f"{AREA_CODE}1980{tenant:02d}15{tenant * 11:03d}"
    return body + str(calc_check_digit(body + "0"))


def name_of(tenant: int) -> str:
    """Return a made-up name."""
    return SURNAMES[tenant] + GIVEN[tenant]


def phone_of(tenant: int) -> str:
    """Return a tenant's telephone."""
    return TENANT_PHONE if tenant == ACCOUNT else f"138004303{tenant:02d}"


def units_csv(day: date) -> bytes:
    """Return the sheet of the estate's flats, all of them let."""
    return _csv(UNIT_COLUMNS, [_unit(tenant, day) for tenant in range(1, TENANTS + 1)])


def leases_csv(day: date) -> bytes:
    """Return the sheet of the leases that run on `day`; one of them ends in five months."""
    return _csv(LEASE_COLUMNS, [_lease(tenant, day) for tenant in range(1, TENANTS + 1)])


def _unit(tenant: int, day: date) -> tuple[str, ...]:
    floor = (tenant - 1) // 2 + 1
    layout, area = ("一居室", "36.2") if tenant % 2 else ("两居室", "54.3")
    return (
        *(unit_of(tenant), ESTATE, ESTATE_NAME, STREET_NAME),
        *("1栋", "1单元", f"{floor}{tenant % 2 + 1:02d}", str(floor), "6", layout, area),
        *("否", "否", "县住房保障中心", "", (day - timedelta(days=2000)).isoformat(), "4.80"),
        *("已出租", f"{ESTATE}-{layout}-低-普通"),
    )


def _lease(tenant: int, day: date) -> tuple[str, ...]:
    lasts = 150 if tenant == ENDING else 500 + 20 * tenant
    ends_on = day + timedelta(days=lasts)
    starts_on = date(ends_on.year - 3, ends_on.month, min(ends_on.day, 28)) + timedelta(days=1)
    return (
        *(number_of(tenant), unit_of(tenant), name_of(tenant), "居民身份证"),
        *(identity_of(tenant), phone_of(tenant), "城镇中等偏下收入", "无", "1"),
        *(starts_on.isoformat(), starts_on.isoformat(), ends_on.isoformat(), starts_on.isoformat()),
        *("320.00" if tenant % 2 else "480.00", "960.00"),
    )


def _csv(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    sheet = io.StringIO()
    csv.writer(sheet).writerows([header, *rows])
    return sheet.getvalue().encode("utf-8-sig")
