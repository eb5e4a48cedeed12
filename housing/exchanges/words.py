"""Closed lists of words about exchanges of flats between tenants."""

from enum import StrEnum


class Reason(StrEnum):
    """Why somebody wants another flat. Basis: HN 31 (HN-31-1, HN-31-2)."""

    WORK = "work"
    SCHOOLING = "schooling"
    HEALTH = "health"
    FAMILY = "family"
    OTHER = "other"


class WishState(StrEnum):
    """Where a wish stands: open, in a case, fulfilled or taken back."""

    OPEN = "open"
    IN_CASE = "in_case"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """Who found an exchange: the tenants, or the search for cycles."""

    NAMED = "named"
    FOUND = "found"


#: Reasons that the county may approve for government housing. Basis: HN 31 (HN-31-1).
FOR_COUNTY = frozenset({Reason.WORK, Reason.SCHOOLING})
REASON_WORDS = {
    Reason.WORK: "就业",
    Reason.SCHOOLING: "子女就学",
    Reason.HEALTH: "健康、照护",
    Reason.FAMILY: "家庭人口变化",
    Reason.OTHER: "其他",
}
