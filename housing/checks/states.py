"""The life of one question to one department: asked, delivered, answered, drawn together."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class CheckState(StrEnum):
    """Where a request stands. `unavailable`: the department could not be reached; not checked."""

    REQUESTED = "requested"
    SENT = "sent"
    ANSWERED = "answered"
    CONCLUDED = "concluded"
    UNAVAILABLE = "unavailable"
    VOID = "void"


class CheckAct(StrEnum):
    """What is done with a request."""

    SEND = "send"
    ANSWER = "answer"
    MARK_UNAVAILABLE = "mark_unavailable"
    RETRY = "retry"
    CONCLUDE = "conclude"
    MAKE_VOID = "make_void"


S, A = CheckState, CheckAct

#: A department may still answer while its request is in one of these.
OPEN = (S.REQUESTED, S.SENT, S.UNAVAILABLE)
#: One request of these states stands for a case, purpose and department at a time.
STANDING = (*OPEN, S.ANSWERED)

CALLED: dict[str, object] = {
    S.REQUESTED: "待送达",
    S.SENT: "已送达，待答复",
    S.ANSWERED: "已答复",
    S.CONCLUDED: "已汇总",
    S.UNAVAILABLE: "暂时无法核查",
    S.VOID: "已作废",
    A.SEND: "送达",
    A.ANSWER: "答复",
    A.MARK_UNAVAILABLE: "记为无法核查",
    A.RETRY: "重新发送",
    A.CONCLUDE: "汇总",
    A.MAKE_VOID: "作废",
}

_CONSENTED = "HN 14 (HN-14-3, HN-14-4)"
_ANSWERED = "HN 14 (HN-14-5 to HN-14-8)"
_NO_PERIOD = "HN 14 (HN-14-9)"
_DRAWN_TOGETHER = "HN 15 (HN-15-7), HN 16, HN 21, HN 24, HN 33"

CHECK = Lifecycle(
    "部门核查 / department check",
    (
        Move(S.REQUESTED, A.SEND, S.SENT, _CONSENTED),
        Move(S.REQUESTED, A.ANSWER, S.ANSWERED, _ANSWERED),
        Move(S.SENT, A.ANSWER, S.ANSWERED, _ANSWERED),
        Move(S.UNAVAILABLE, A.ANSWER, S.ANSWERED, _ANSWERED),
        Move(S.REQUESTED, A.MARK_UNAVAILABLE, S.UNAVAILABLE, _NO_PERIOD),
        Move(S.SENT, A.MARK_UNAVAILABLE, S.UNAVAILABLE, _NO_PERIOD),
        Move(S.SENT, A.RETRY, S.REQUESTED, _NO_PERIOD),
        Move(S.UNAVAILABLE, A.RETRY, S.REQUESTED, _NO_PERIOD),
        Move(S.ANSWERED, A.CONCLUDE, S.CONCLUDED, _DRAWN_TOGETHER),
        Move(S.UNAVAILABLE, A.CONCLUDE, S.CONCLUDED, _DRAWN_TOGETHER),
        Move(S.REQUESTED, A.MAKE_VOID, S.VOID, _CONSENTED),
        Move(S.SENT, A.MAKE_VOID, S.VOID, _CONSENTED),
        Move(S.UNAVAILABLE, A.MAKE_VOID, S.VOID, _CONSENTED),
        Move(S.ANSWERED, A.MAKE_VOID, S.VOID, _CONSENTED),
    ),
)
