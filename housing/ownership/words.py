"""Closed lists of words about who owns a unit, with the word that pages and sheets use."""

from enum import StrEnum


class InvestmentType(StrEnum):
    """Who paid for a unit. Basis: HZS 2 (HZS-2-1), HN 39 (HN-39-1, HN-39-2, HN-39-3)."""

    GOVERNMENT_FULL = "government_full"
    JOINT = "joint"
    SELF_BUILT_PRIVATE = "self_built_private"
    SELF_BUILT_STATE_OWNED = "self_built_state_owned"


class HolderKind(StrEnum):
    """What a holder of a share is. Basis: HN 39 (HN-39-1, HN-39-2)."""

    GOVERNMENT = "government"
    PARK = "park"
    STATE_ENTERPRISE = "state_enterprise"
    PRIVATE_ENTERPRISE = "private_enterprise"
    INSTITUTION = "institution"


class RegisteredAs(StrEnum):
    """In whose name a unit is registered; the first three are those of government housing.

    Basis: HN 39 (HN-39-1).
    """

    HOUSING_DEPARTMENT = "local_housing_dept"
    PARK = "park"
    STATE_ASSET_BODY = "authorised_state_asset_body"
    INVESTOR = "investor"


class LegacyOrigin(StrEnum):
    """How a former low-rent dwelling came to the government. Basis: HN 40 (HN-40-1)."""

    GOVERNMENT_BUILT = "government_built"
    DONATED = "donated"
    HANDED_OVER = "developer_built_handed_over"
    BOUGHT_BACK = "developer_built_bought_back"


#: All shares of a unit together, in ten-thousandths.
WHOLE = 10_000
OF_GOVERNMENT = frozenset({HolderKind.GOVERNMENT, HolderKind.PARK})
FOR_GOVERNMENT = frozenset(
    {RegisteredAs.HOUSING_DEPARTMENT, RegisteredAs.PARK, RegisteredAs.STATE_ASSET_BODY}
)
INVESTMENT_WORDS = {
    InvestmentType.GOVERNMENT_FULL: "政府全额投资",
    InvestmentType.JOINT: "共同投资",
    InvestmentType.SELF_BUILT_PRIVATE: "民营企业自建",
    InvestmentType.SELF_BUILT_STATE_OWNED: "国有企事业单位自建",
}
HOLDER_WORDS = {
    HolderKind.GOVERNMENT: "当地人民政府",
    HolderKind.PARK: "开发区、园区",
    HolderKind.STATE_ENTERPRISE: "国有企业",
    HolderKind.PRIVATE_ENTERPRISE: "民营企业",
    HolderKind.INSTITUTION: "事业单位",
}
REGISTERED_WORDS = {
    RegisteredAs.HOUSING_DEPARTMENT: "住房和城乡建设主管部门",
    RegisteredAs.PARK: "开发区、园区",
    RegisteredAs.STATE_ASSET_BODY: "授权的国有资产管理机构",
    RegisteredAs.INVESTOR: "投资人",
}
LEGACY_WORDS = {
    LegacyOrigin.GOVERNMENT_BUILT: "政府投资建设",
    LegacyOrigin.DONATED: "企业和其他机构捐建",
    LegacyOrigin.HANDED_OVER: "配建后收回",
    LegacyOrigin.BOUGHT_BACK: "配建后回购",
}


def percent(parts: int) -> str:
    """Return ten-thousandths as percent with two decimals."""
    whole, part = divmod(parts, 100)
    return f"{whole}.{part:02d}%"
