"""The life of a visit: planned, made, or called off."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class InspectionState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    MADE = "made"
    CALLED_OFF = "called_off"


class InspectionAct(StrEnum):
    """What is done about a visit."""

    MAKE = "make"
    MOVE = "move"
    CALL_OFF = "call_off"


S, A = InspectionState, InspectionAct
CALLED: dict[str, object] = {
    S.PLANNED: "待走访",
    S.MADE: "已走访",
    S.CALLED_OFF: "已取消",
    A.MAKE: "登记走访",
    A.MOVE: "改期",
    A.CALL_OFF: "取消走访",
}

INSPECTION = Lifecycle(
    "入户走访 / inspection",
    (
        Move(S.PLANNED, A.MAKE, S.MADE, "HN 27 (HN-27-1), HN 34 (HN-34-1)"),
        Move(S.PLANNED, A.MOVE, S.PLANNED, "HN 27 (HN-27-1)"),
        Move(S.PLANNED, A.CALL_OFF, S.CALLED_OFF, "HN 27 (HN-27-1)"),
    ),
)
