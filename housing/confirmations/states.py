"""The life of a confirmation (轮候意愿确认): asked, answered, or looked for by phone and visit."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ConfirmationState(StrEnum):
    """Where it stands. `silent`: nobody was reached in the grace; a person decides what follows."""

    ASKED = "asked"
    UNREACHED = "unreached"
    SILENT = "silent"
    ANSWERED = "answered"
    HANDED_ON = "handed_on"
    VOID = "void"


class ConfirmationAct(StrEnum):
    """What is done with it."""

    ANSWER = "answer"
    MISS = "miss"
    FALL_SILENT = "fall_silent"
    HAND_ON = "hand_on"
    MAKE_VOID = "make_void"


S, A = ConfirmationState, ConfirmationAct
CALLED: dict[str, object] = {
    S.ASKED: "已询问，待答复",
    S.UNREACHED: "未答复，由街道联系",
    S.SILENT: "宽限期已过，待人工处理",
    S.ANSWERED: "已答复",
    S.HANDED_ON: "已转资格复查",
    S.VOID: "已作废",
    A.ANSWER: "答复",
    A.MISS: "转街道联系",
    A.FALL_SILENT: "转人工处理",
    A.HAND_ON: "转资格复查",
    A.MAKE_VOID: "作废",
}
#: Not answered yet; one of these stands for an entry at a time.
PENDING = (S.ASKED, S.UNREACHED, S.SILENT)

_BASIS = "HN 16 (HN-16-4)"
LIFECYCLE = Lifecycle(
    "轮候意愿确认 / confirmation",
    (
        *(Move(each, A.ANSWER, S.ANSWERED, _BASIS) for each in PENDING),
        Move(S.ASKED, A.MISS, S.UNREACHED, _BASIS),
        Move(S.UNREACHED, A.FALL_SILENT, S.SILENT, _BASIS),
        *(Move(each, A.HAND_ON, S.HANDED_ON, _BASIS) for each in (S.SILENT, S.ANSWERED)),
        *(Move(each, A.MAKE_VOID, S.VOID, _BASIS) for each in PENDING),
    ),
)
