"""Closed lists of words about projects that the measures of a city support."""

from enum import StrEnum


class Raising(StrEnum):
    """How rental housing is raised. Basis: HZR 2 (HZR-2-2)."""

    NEW_BUILD = "new_build"
    CO_BUILD = "co_build"
    CONVERSION = "conversion"
    OTHER = "other"


class Investor(StrEnum):
    """Whose money it is. Basis: HZR 2 (HZR-2-2)."""

    GOVERNMENT = "government"
    PRIVATE = "private_with_policy_support"


class UnitForm(StrEnum):
    """Dwellings or rooms; either counts as a unit. Basis: HZR 2 (HZR-2-3)."""

    SUITE = "suite"
    ROOM = "dormitory_room"


class Area(StrEnum):
    """Where a project stands. Basis: HZR 3 (HZR-3-1), HZR 18 (HZR-18-1, HZR-18-4)."""

    HANTAI = "hantai"
    NANZHENG = "nanzheng"
    MIAN = "mian"
    ECONOMIC_ZONE = "economic_zone"
    BINJIANG = "binjiang"
    XINGHAN = "xinghan"
    OTHER_COUNTY = "other_county"


class Payer(StrEnum):
    """Whose treasury pays a grant."""

    CITY = "city"
    COUNTY = "county"


class Fee(StrEnum):
    """A fee of building that is waived or reduced. Basis: HZR 27 (HZR-27-1 to HZR-27-3)."""

    INFRASTRUCTURE = "infrastructure"
    WASTE = "construction_waste"
    TRANSACTION = "transaction_service"
    ARCHIVES = "archives_consulting"
    LAND_COMMISSION = "land_transaction_commission"
    LIGHTNING = "lightning"


class Trade(StrEnum):
    """What a filed firm does. Basis: HZR 31 (HZR-31-2)."""

    RENTAL = "rental_enterprise"
    BROKER = "broker"


AREA_WORDS = {
    Area.HANTAI: "汉台区",
    Area.NANZHENG: "南郑区",
    Area.MIAN: "勉县",
    Area.ECONOMIC_ZONE: "汉中经济技术开发区",
    Area.BINJIANG: "滨江新区",
    Area.XINGHAN: "兴汉新区",
    Area.OTHER_COUNTY: "其他县",
}
FEE_WORDS = {
    Fee.INFRASTRUCTURE: "城市基础设施配套费",
    Fee.WASTE: "建筑垃圾处理费",
    Fee.TRANSACTION: "建设工程交易服务费",
    Fee.ARCHIVES: "城建档案咨询服务费",
    Fee.LAND_COMMISSION: "土地交易佣金",
    Fee.LIGHTNING: "防雷技术服务费",
}
