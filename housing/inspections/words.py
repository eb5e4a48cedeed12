"""Why a flat is visited, who answered the door, what was found and what follows."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why a visit is made."""

    PLANNED = "planned"
    REPORT = "report"
    CHECK_AGAIN = "check_again"


class Answered(StrEnum):
    """Who answered the door."""

    TENANT = "tenant"
    FAMILY = "family"
    STRANGER = "stranger"
    NOBODY = "nobody"
    REFUSED = "refused"


class Finding(StrEnum):
    """What was found; a finding is no decision."""

    DAMAGE = "damage"
    SAFETY = "safety"
    DECORATION = "decoration"
    SUBLET = "sublet"
    USE = "use"
    UNLAWFUL = "unlawful"
    EMPTY = "empty"
    OTHER = "other"


class NextStep(StrEnum):
    """What follows from a finding."""

    NONE = "none"
    REPAIR = "repair"
    DECORATION = "decoration"
    VIOLATION = "violation"
