"""The closed lists of words of kept places: queues, and what moves a household in them."""

from enum import StrEnum


class QueueKind(StrEnum):
    """In which queue a place is counted."""

    COUNTY = "county"
    TIER = "tier"
    CLASS = "class"


class Cause(StrEnum):
    """Why a household stands elsewhere than before: classes of events, never persons."""

    HOUSED = "housed"
    SUBSIDISED = "subsidised"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    FROZEN = "frozen"
    THAWED = "thawed"
    JOINED_AHEAD = "joined_ahead"
    RESCORED = "rescored"
    OWN_POINTS = "own_points"
    ORDER_RULE_CHANGED = "order_rule_changed"
    OWN_ACT = "own_act"
