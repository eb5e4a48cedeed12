"""Closed lists of words about exits: who may sue, how a notice was delivered, what a court said."""

from collections.abc import Mapping
from enum import StrEnum

from housing.exits.states import Trigger


class Plaintiff(StrEnum):
    """Who may sue. Basis: HN 33 (HN-33-8)."""

    COUNTY = "county_housing_dept"
    OWNER = "owner"
    OPERATOR = "operator"


class Served(StrEnum):
    """How the notice reached the household."""

    IN_PERSON = "in_person"
    MAIL = "mail"
    ONLINE = "online"
    POSTED = "posted"
    PUBLIC_NOTICE = "public_notice"


class Judgment(StrEnum):
    """What the court decided."""

    VACATE = "vacate"
    SETTLED = "settled"
    DISMISSED = "dismissed"


TRIGGER_WORDS: Mapping[Trigger, str] = {
    Trigger.OTHER_LEASE: "承租其他公共租赁住房",
    Trigger.OWN_DWELLING: "通过购买、受赠、继承等方式获得住房",
    Trigger.INCOME: "收入等情况发生变化",
    Trigger.MISUSE: "违规使用公共租赁住房",
    Trigger.TERM_ENDED: "租赁期满未续租",
    Trigger.OWN_WISH: "自愿退出",
}
