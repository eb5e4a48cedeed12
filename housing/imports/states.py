"""What can become of an upload of sheets."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ReportState(StrEnum):
    """Where an upload stands."""

    OPEN = "open"
    TAKEN = "taken"
    DISCARDED = "discarded"


class ReportAct(StrEnum):
    """What is done with an upload."""

    SET_ASIDE = "set_aside"
    TAKE = "take"
    DISCARD = "discard"


S, A = ReportState, ReportAct
BASIS = "HN 15 (HN-15-10), HN 20"

REPORT = Lifecycle(
    "导入报告 / import report",
    (
        Move(S.OPEN, A.SET_ASIDE, S.OPEN, BASIS),
        Move(S.OPEN, A.TAKE, S.TAKEN, BASIS),
        Move(S.OPEN, A.DISCARD, S.DISCARDED, BASIS),
    ),
)
