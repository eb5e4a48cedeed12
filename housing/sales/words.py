"""Closed lists of words of sales (出售): levels, buyers, prices, money, misuse."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from housing.ownership.words import InvestmentType


class Level(StrEnum):
    """Which centre handles a sale. Basis: HZS 5 (HZS-5-2, HZS-5-3), HZS 14 (HZS-14-1)."""

    CITY = "city"
    COUNTY = "county"


class BuyerCategory(StrEnum):
    """Who may buy. Basis: HZS 6 (HZS-6-1)."""

    LOWER_MIDDLE_INCOME_HOUSEHOLD = "lower_middle_income_household"
    GRADUATE_ENTREPRENEUR = "graduate_entrepreneur"
    NEW_WORKER = "new_worker"
    MIGRANT_WORKER = "migrant_worker"
    MILITARY_FAMILY = "military_family"
    UNIT_STAFF = "unit_staff"


class PriceBasis(StrEnum):
    """How a price came about. Basis: HZS 11, 12, 13 (HZS-11-1, HZS-12-1, HZS-12-4, HZS-13-1)."""

    APPRAISAL = "appraisal"
    AFFORDABLE = "affordable"
    STATE_ASSET = "state_asset"
    COST = "cost"


class SubsidyLevel(StrEnum):
    """Whose construction subsidy is recovered. Basis: HZS 12 (HZS-12-2)."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Purpose(StrEnum):
    """What the special account may be used for. Basis: HZS 19 (HZS-19-2)."""

    CONSTRUCTION_GAP = "construction_gap"
    LOAN_REPAYMENT = "loan_repayment"
    ASSET_MANAGEMENT = "asset_management"
    MAINTENANCE_REPAIR = "maintenance_repair"
    OTHER_DEVELOPMENT = "other_development"


class MoneySource(StrEnum):
    """Where a part of the price comes from. Basis: HZS 17 (HZS-17-1)."""

    OWN = "own"
    LOAN = "loan"


class MisuseKind(StrEnum):
    """What a buyer may not do. Basis: HZS 23 (HZS-23-1, HZS-23-2)."""

    SUBLET = "sublet"
    LEND = "lend"
    TRANSFER = "transfer"
    MORTGAGE = "mortgage"
    PROFITEERING_RESALE = "profiteering_resale"
    CHANGE_OF_USE = "change_of_use"


class NoteKind(StrEnum):
    """What is noted on a sold dwelling. Basis: HZS 5, 21, 22, 23 (HZS-5-2, HZS-21-5, HZS-22-1)."""

    INSPECTION = "inspection"
    DECLARATION = "declaration"
    SUPERVISION = "supervision"
    ATTEMPT = "attempt"


class Complaint(StrEnum):
    """What anybody may report. Basis: HZS 7 (HZS-7-2), HZS 23 (HZS-23-2)."""

    FORCED_PURCHASE = "forced_purchase"
    MISUSE = "misuse"


class Trade(StrEnum):
    """What is barred while the lock runs. Basis: HZS 22 (HZS-22-1)."""

    TRANSFER = "transfer"
    MORTGAGE = "mortgage"
    SUBLET = "sublet"


class Step(StrEnum):
    """The steps of a housing transaction that the law asks for. Basis: HZS 15 (HZS-15-2)."""

    ONLINE_FILING = "online_filing"
    TAX = "tax"
    REGISTRATION = "registration"


class LockStart(StrEnum):
    """From which day the five years run. Basis: HZS 22 (HZS-22-1)."""

    CONTRACT = "contract"
    PAYMENT = "payment"
    REGISTRATION = "registration"


class RefundReading(StrEnum):
    """How the clause on taxes and fees is read. Basis: HZS 23 (HZS-23-4)."""

    DEDUCT_TAXES = "deduct_taxes"
    REFUND_TAXES = "refund_taxes"


#: Which basis the price of a household's purchase has. Basis: HZS 11, 12.
BASIS_OF: Mapping[InvestmentType, PriceBasis] = MappingProxyType(
    {
        InvestmentType.GOVERNMENT_FULL: PriceBasis.APPRAISAL,
        InvestmentType.JOINT: PriceBasis.AFFORDABLE,
        InvestmentType.SELF_BUILT_PRIVATE: PriceBasis.AFFORDABLE,
        InvestmentType.SELF_BUILT_STATE_OWNED: PriceBasis.STATE_ASSET,
    }
)
CATEGORY_WORDS = {
    BuyerCategory.LOWER_MIDDLE_INCOME_HOUSEHOLD: "中低收入住房困难家庭",
    BuyerCategory.GRADUATE_ENTREPRENEUR: "大中专毕业进城创业者",
    BuyerCategory.NEW_WORKER: "新就业无房人员",
    BuyerCategory.MIGRANT_WORKER: "稳定就业外来务工人员",
    BuyerCategory.MILITARY_FAMILY: "当地驻军家属",
    BuyerCategory.UNIT_STAFF: "企事业单位及社会团体职工",
}
PURPOSE_WORDS = {
    Purpose.CONSTRUCTION_GAP: "弥补建设及直接相关配套的建设资金",
    Purpose.LOAN_REPAYMENT: "支付建设贷（借）款本息",
    Purpose.ASSET_MANAGEMENT: "公共租赁住房资产管理",
    Purpose.MAINTENANCE_REPAIR: "公共租赁住房维护维修",
    Purpose.OTHER_DEVELOPMENT: "保障房持续发展的其他方面",
}
MISUSE_WORDS = {
    MisuseKind.SUBLET: "私下转租",
    MisuseKind.LEND: "私下转借",
    MisuseKind.TRANSFER: "私下转让",
    MisuseKind.MORTGAGE: "私下抵押",
    MisuseKind.PROFITEERING_RESALE: "私下倒卖牟利",
    MisuseKind.CHANGE_OF_USE: "改变房屋用途",
}
TRADE_WORDS = {Trade.TRANSFER: "转让", Trade.MORTGAGE: "抵押", Trade.SUBLET: "转租"}
