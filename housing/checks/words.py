"""Closed lists of words about department checks: why, by which way, who is asked what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from housing.core.access.offices import CHECKING, OfficeKind
from housing.households.words import Group


class Purpose(StrEnum):
    """For which decision a department is asked. Basis: HN 15, 16, 21, 24, 33."""

    ADMISSION = "admission"
    WAITING = "waiting"
    ROUND = "round"
    RENEWAL = "renewal"
    EXIT = "exit"


class Channel(StrEnum):
    """By which way an answer came."""

    PAGE = "page"
    SHEET = "sheet"
    CONNECTOR = "connector"
    PAPER = "paper"


class Consent(StrEnum):
    """How a member agreed to be looked up. Basis: HN 14 (HN-14-3)."""

    SIGNED_IN = "signed_in"
    UPLOADED = "uploaded"


class Item(StrEnum):
    """One thing a department is asked about; the names are those of the answer's fields."""

    DWELLINGS = "dwellings"
    DISPOSALS = "disposals"
    POLICY_HOUSING = "policy_housing"
    MARRIAGES = "marriages"
    INCOME = "income"
    ASSETS = "assets"
    VEHICLES = "vehicles"
    RESCUE = "rescue"
    HOUSEHOLD = "household"
    INSURANCE = "insurance"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one department answers for, and on which rules it is asked."""

    items: tuple[Item, ...]
    rules: tuple[str, ...]
    groups: frozenset[Group] = frozenset(Group)


_JOINT = "HN-14-4"
ASKED: Mapping[OfficeKind, Asked] = {
    OfficeKind.PROPERTY_REGISTRY: Asked(
        (Item.DWELLINGS, Item.DISPOSALS, Item.POLICY_HOUSING), (_JOINT, "HN-14-5")
    ),
    OfficeKind.CIVIL_AFFAIRS: Asked(
        (Item.MARRIAGES, Item.INCOME, Item.ASSETS, Item.VEHICLES, Item.RESCUE),
        (_JOINT, "HN-14-6"),
    ),
    OfficeKind.PUBLIC_SECURITY: Asked((Item.HOUSEHOLD,), (_JOINT, "HN-14-7")),
    OfficeKind.SOCIAL_SECURITY: Asked(
        (Item.INSURANCE,),
        (_JOINT, "HN-14-8"),
        frozenset({Group.MIGRANT_WORKER, Group.NEW_EMPLOYEE}),
    ),
}


def asked_for(group: Group) -> tuple[OfficeKind, ...]:
    """Return the departments that are asked about a case of `group`.

    Social insurance is a condition of migrant workers (HN-12-5) and shows the employment of new
    employees; of the other groups nobody needs to know it. Basis: HN 14 (HN-14-5 housing,
    HN-14-6 marriage, income and assets, HN-14-7 members, HN-14-8 social insurance).
    """
    return tuple(kind for kind in CHECKING if group in ASKED[kind].groups)


PURPOSE_NAMES: Mapping[Purpose, str] = {
    Purpose.ADMISSION: "准入审核",
    Purpose.WAITING: "轮候复查",
    Purpose.ROUND: "分配复审",
    Purpose.RENEWAL: "续租审核",
    Purpose.EXIT: "退出审查",
}
ITEM_NAMES: Mapping[Item, str] = {
    Item.DWELLINGS: "现有住房",
    Item.DISPOSALS: "申请日前两年内处分的房产",
    Item.POLICY_HOUSING: "享受过的政策性住房",
    Item.MARRIAGES: "婚姻状况",
    Item.INCOME: "家庭收入及认定",
    Item.ASSETS: "家庭财产",
    Item.VEHICLES: "机动车",
    Item.RESCUE: "社会救助",
    Item.HOUSEHOLD: "家庭人口与户籍",
    Item.INSURANCE: "社会保险缴纳",
}
CONSENT_NAMES: Mapping[Consent, str] = {
    Consent.SIGNED_IN: "登录后同意",
    Consent.UPLOADED: "书面签字",
}
