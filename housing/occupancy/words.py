"""Closed lists of words about occupancy."""

from enum import StrEnum


class TargetKind(StrEnum):
    """Which target: the cycle from the start, the year after completion, the calendar year."""

    CYCLE = "cycle"
    COMPLETION = "completion"
    YEAR = "year"


class Standing(StrEnum):
    """How a project stands to a target."""

    NOT_KNOWN = "not_known"
    RUNNING = "running"
    ALERT = "alert"
    REACHED = "reached"
    MISSED = "missed"
