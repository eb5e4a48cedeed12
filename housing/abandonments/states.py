"""The life of a report that an allocation was given up."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class AbandonmentState(StrEnum):
    """Where a report stands; only a confirmed one freezes anybody."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    EXCUSED = "excused"
    VOID = "void"
    REVERSED = "reversed"


class AbandonmentAct(StrEnum):
    """What is decided about a report."""

    CONFIRM = "confirm"
    EXCUSE = "excuse"
    SET_ASIDE = "set_aside"
    REVERSE = "reverse"


S, A = AbandonmentState, AbandonmentAct
CALLED: dict[str, object] = {
    S.REPORTED: "待认定",
    S.CONFIRMED: "已认定放弃",
    S.EXCUSED: "有正当理由，不视同放弃",
    S.VOID: "不成立",
    S.REVERSED: "认定已撤销",
    A.CONFIRM: "认定放弃",
    A.EXCUSE: "认可正当理由",
    A.SET_ASIDE: "认定不成立",
    A.REVERSE: "撤销认定",
}

ABANDONMENT = Lifecycle(
    "放弃认定 / abandonment",
    [
        Move(S.REPORTED, A.CONFIRM, S.CONFIRMED, "HN 22 (HN-22-1, HN-22-2)"),
        Move(S.REPORTED, A.EXCUSE, S.EXCUSED, "HN 22 (HN-22-1)"),
        Move(S.REPORTED, A.SET_ASIDE, S.VOID, "HN 22 (HN-22-1)"),
        Move(S.CONFIRMED, A.REVERSE, S.REVERSED, "HN 15 (HN-15-13, HN-15-14), HN 21 (HN-21-7)"),
    ],
)
